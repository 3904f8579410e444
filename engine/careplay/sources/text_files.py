"""What a text file is: no workbook in disguise, and in an encoding that can be read."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

from careplay.faults import DataFaultError

HEAD = 1 << 16
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
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in turn: nothing but UTF-8 reads as UTF-8, and GB 18030 holds GBK and GB 2312."""


def undisguised(file: str, kind: str) -> bytes:
    """The first bytes of the file, which are text; anything else is told."""
    with Path(file).open("rb") as opened:
        head = opened.read(HEAD)
    for start, what, way_out in DISGUISES:
        if head.startswith(start):
            raise DataFaultError(f"{file} is {what} and no {kind} text; {way_out}")
    if head.startswith(UTF_16) or b"\x00" in head[:200]:
        raise DataFaultError(f"{file} is text in UTF-16; save it as UTF-8 (Excel: CSV UTF-8)")
    return head


def encoding(file: str) -> str:
    """The encoding in which the whole file can be read; a file of no single one is told."""
    for name in ENCODINGS:
        if _wrong_line(file, name) is None:
            return name
    line = _wrong_line(file, ENCODINGS[0])
    message = f"{file}:{line} is neither UTF-8 nor GBK; save the file anew as UTF-8"
    raise DataFaultError(message)


def transcoded(file: str, into: Path, name: str) -> str:
    """A copy of the file in UTF-8."""
    copy = into / "transcoded.txt"
    with (
        Path(file).open(encoding=name, newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)
    return str(copy)


def first_lines(head: bytes) -> str:
    """The beginning as text; a letter cut in two at its end does not matter."""
    for name in ENCODINGS:
        try:
            return codecs.getincrementaldecoder(name)().decode(head)
        except UnicodeDecodeError:
            continue
    return head.decode("utf-8", errors="replace")


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
