"""What a text file is: no workbook in disguise, and in an encoding that can be read."""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from careplay.bounds import MEGABYTE
from careplay.faults import DataFaultError
from careplay.sources.encodings import foreign, in_utf_8, is_utf_16

HEAD = 1 << 16
BLOCK = 1 << 18
DISGUISES = (
    (
        b"PK\x03\x04",
        "an Excel workbook or a zip file",
        "give it the ending .xlsx, or unpack it",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "open it in Excel and save it as CSV UTF-8"),
    (b"PAR1", "a Parquet file", "give it the ending .parquet"),
    (b"\x1f\x8b", "a gzip file", "unpack it"),
    (b"SQLite format 3", "an SQLite file", "name it as sqlite:file.db#table"),
)
ANEW = "save the file anew as UTF-8 (Excel: CSV UTF-8)"
TOO_LONG = "\x00 too long \x00"
"""What no text has."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in turn: nothing but UTF-8 reads as UTF-8, and GB 18030 holds GBK and GB 2312."""


def undisguised(file: str, kind: str, *, stated: str = "") -> bytes:
    """The first bytes of the file, which are text; anything else is told."""
    with Path(file).open("rb") as opened:
        head = opened.read(HEAD)
    for start, what, way_out in DISGUISES:
        if head.startswith(start):
            raise DataFaultError(f"{file} is {what} and no {kind} text; {way_out}")
    if not stated and (head.startswith(UTF_16) or is_utf_16(head[:2000])):
        raise DataFaultError(f"{file} is text in UTF-16; {ANEW}, or {_line('UTF-16')}")
    return head


def encoding(file: str) -> str:
    """The encoding in which the whole file can be read; a file of no single one is told."""
    utf_8, gbk = ENCODINGS
    wrong = _wrong_line(file, utf_8)
    if wrong is None:
        return utf_8
    if line := _line_in_utf_8(file):
        raise DataFaultError(_mixed(file, wrong, line))
    other = foreign(_telling_bytes(file))
    if not other and _wrong_line(file, gbk) is None:
        return gbk
    what = f"text in {other}" if other else "neither UTF-8 nor GBK"
    way = f", or {_line(other)}" if other else f", or {_line('…')}, whichever it is"
    raise DataFaultError(f"{file}:{wrong} is {what}; {ANEW}{way}")


def _line(encoding: str) -> str:
    """What is to be written where the file stays as it is."""
    return f"write from: {{file: …, encoding: {encoding}}}"


def lines_of(opened: TextIO, longest: int) -> Iterator[str]:
    """The lines; in place of one that is longer, ``TOO_LONG``, and no more of it is held."""
    while line := opened.readline(longest + 1):
        if len(line) <= longest:
            yield line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = opened.readline(BLOCK)
        yield f"{TOO_LONG}\n"


def too_long(longest: int) -> str:
    """What was expected in place of a line that is longer than that."""
    return f"a line of at most {longest // MEGABYTE} MB, which --max-cell raises"


def has_nul(file: str) -> bool:
    """Whether a NUL character stands anywhere in the file."""
    return any(b"\x00" in block for block in blocks_of(file))


def blocks_of(file: str, overlap: int = 0) -> Iterator[bytes]:
    """The file in blocks, each with the last bytes of the one before.

    It is not mapped into memory: where it grew shorter meanwhile, that would end the process.
    """
    last = b""
    with Path(file).open("rb") as opened:
        while block := opened.read(BLOCK):
            yield last + block
            last = block[-overlap:] if overlap else b""


def _mixed(file: str, wrong: int, line: int) -> str:
    lines = f"line {wrong} is not in UTF-8, and line {line} is"
    return (
        f"{file} is written in two encodings: {lines}; put the rows together again, each part"
        " read in its own, and save the file anew as UTF-8"
    )


def _line_in_utf_8(file: str) -> int | None:
    """The line of the first words in UTF-8, of a file that is not in UTF-8 whole."""
    line = 1
    with Path(file).open("rb") as opened:
        while lines := opened.readlines(BLOCK):
            block = b"".join(lines)
            if (at := in_utf_8(block)) is not None:
                return line + block.count(b"\n", 0, at)
            line += len(lines)
    return None


def _telling_bytes(file: str) -> bytes:
    """As much of the file as tells its encoding, of the lines that are not in ASCII alone."""
    found = bytearray()
    with Path(file).open("rb") as opened:
        for each in opened:
            if not each.isascii():
                found += each
            if len(found) > BLOCK:
                break
    return bytes(found)


def transcoded(file: str, into: Path, name: str) -> str:
    """A copy of the file in UTF-8."""
    copy = into / "transcoded.txt"
    with (
        Path(file).open(encoding=name, newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)
    return str(copy)


def first_lines(file: str, head: bytes) -> str:
    """The beginning as text, in the encoding of the file where it is not UTF-8.

    A letter cut in two at its end does not matter.
    """
    try:
        return codecs.getincrementaldecoder(ENCODINGS[0])().decode(head)
    except UnicodeDecodeError:
        return codecs.getincrementaldecoder(encoding(file))().decode(head)


def _wrong_line(file: str, name: str) -> int | None:
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    with Path(file).open("rb") as opened:
        while block := opened.read(1 << 20):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as fault:
                return line + fault.object[: fault.start].count(b"\n")
            line += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None
