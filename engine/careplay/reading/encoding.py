"""Bytes to text: a playbook is UTF-8, and whatever else it is gets told by its name."""

from __future__ import annotations

import codecs
import re

from careplay.diagnostics import NOWHERE, Position, sign_at
from careplay.frozen import dataclass

MEGABYTE = 1_000_000
LARGEST = MEGABYTE
"""Some 20,000 lines; no person writes so long a playbook."""

WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
CHINESE = (
    # What GBK texts are made of: the characters of GB 2312, two bytes each.
    (rb"[\xa1-\xf7][\xa1-\xfe]", "gb18030", "GBK"),
    (rb"[\xa1-\xf9][\x40-\x7e\xa1-\xfe]", "big5", "Big5"),
)
SAVE_AS = "save it again as UTF-8 (in the editor: Save As, encoding UTF-8)"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place; the file's name is added when it is told."""

    at: Position
    code: str
    message: str


ENCODING, TOO_LARGE = "CP007", "CP008"


def decoded(data: bytes, largest: int = LARGEST) -> tuple[str, Fault | None]:
    """The text of the file; with a fault, the best guess at it, to show the place."""
    if len(data) > largest:
        return "", Fault(NOWHERE, TOO_LARGE, size_fault(len(data), largest))
    for mark, codec, name in WIDE_MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), _saved_as(name, NOWHERE)
    if wide := _unmarked_utf_16(data):
        return data.decode(wide, "replace"), _saved_as("UTF-16", NOWHERE)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as fault:
        return _guessed(data, fault.object[: fault.start].decode("utf-8", "replace"))


def size_fault(size: int, largest: int = LARGEST) -> str:
    """That a file of this size is not read at all."""
    return (
        f"this file is {size / MEGABYTE:,.1f} MB, and a playbook may be"
        f" {largest / MEGABYTE:.0f} MB at most; data belong in the folder"
        ' named by "from:", and many rules in several files; --max-yaml raises the limit'
    )


def _saved_as(name: str, at: Position) -> Fault:
    return Fault(at, ENCODING, f"this file is saved as {name}, not as UTF-8; {SAVE_AS}")


def _unmarked_utf_16(data: bytes) -> str | None:
    """The codec, where every other byte of the Latin letters and line ends is zero."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < max(2, len(data) // 50) or 10 * min(even, odd) > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(data: bytes, before: str) -> tuple[str, Fault]:
    lines = before.removeprefix("\ufeff").split("\n")
    for letters, codec, name in CHINESE:
        text = _read_as(data, codec)
        if text is not None and _share(letters, data) > 0.9:
            # What looked like UTF-8 before the place is this encoding as well.
            at = sign_at(len(lines), _first_foreign(text, len(lines)))
            return text, _saved_as(name, at)
    at = sign_at(len(lines), len(lines[-1]) + 1)
    message = f"a character here is not written in UTF-8; {SAVE_AS}"
    return data.decode("utf-8", "replace"), Fault(at, ENCODING, message)


def _read_as(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _share(letters: bytes, data: bytes) -> float:
    """How much of all that is not ASCII is made of these letters."""
    foreign = len(re.findall(rb"[\x80-\xff]", data))
    found = b"".join(re.findall(letters, data))
    return len(re.findall(rb"[\x80-\xff]", found)) / max(1, foreign)


def _first_foreign(text: str, line: int) -> int:
    shown = text.split("\n")[line - 1] if text.count("\n") >= line - 1 else ""
    found = re.search(r"[^\x00-\x7f]", shown)
    return found.start() + 1 if found else 1
