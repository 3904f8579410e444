"""Which encoding the letters of a text are of, where its bytes would do for several.

Nearly all bytes can be read as GB 18030, so that a file in Big5 becomes other letters in
silence. What tells them apart is how common the letters are: each standard puts those that
texts are made of into one block, and the same bytes read by another standard lie elsewhere.
Read as what they are, nine letters in ten lie in that block; otherwise some half or less.
"""

from __future__ import annotations

import re

from careplay.frozen import dataclass

PAIR = rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]"
WESTERN = re.compile(rb"[A-Za-z][\xc0-\xff][a-z]")
"""A letter of Latin-1 within a word: read as GB 18030 it would eat up the one behind it."""
UTF_8_RUN = re.compile(rb"(?<![\x80-\xff])(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}(?![\x80-\xff])")
"""Chinese words in UTF-8. In GBK so many bytes in a row are of such words once in a million."""
ENOUGH = 0.2
"""By so much more of the letters must be common for an encoding to be preferred to GBK."""


@dataclass(frozen=True, slots=True)
class _Standard:
    """An encoding, and the bytes of its letters: all, and those that are common."""

    name: str
    codec: str
    letters: re.Pattern[bytes]
    common: re.Pattern[bytes]


GBK = _Standard(
    "GBK", "gb18030", re.compile(PAIR), re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
)
OTHERS = (
    _Standard(
        "Big5",
        "cp950",
        re.compile(PAIR),
        re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
    ),
    _Standard(
        "Shift-JIS",
        "cp932",
        re.compile(rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf]"),
        re.compile(rb"\x81[\x41-\x99]|\x82[\x9f-\xf1]|\x83[\x40-\x96]|[\x88-\x97][\x40-\xfc]"),
    ),
)


def foreign(data: bytes) -> str:
    """The name of the encoding that the letters are of and that is not read; empty if none."""
    if 2 * len(WESTERN.findall(data)) > len(GBK.letters.findall(data)):
        return "Windows-1252"
    own = _share(data, GBK)
    for other in OTHERS:
        if _share(data, other) > own + ENOUGH and _is_read_as(data, other.codec):
            return other.name
    return ""


def in_utf_8(data: bytes) -> int | None:
    """Where words in UTF-8 begin in what cannot be read as UTF-8 whole; None without any."""
    found = UTF_8_RUN.search(data)
    return None if found is None else found.start()


def is_utf_16(data: bytes) -> bool:
    """Whether every other byte is zero, as of Latin letters and line ends in UTF-16."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    return 10 * max(even, odd) > len(data) and 10 * min(even, odd) <= max(even, odd)


def _share(data: bytes, standard: _Standard) -> float:
    """How many of the letters are common ones."""
    letters = standard.letters.findall(data)
    common = sum(map(bool, map(standard.common.fullmatch, letters)))
    return common / max(1, len(letters))


def _is_read_as(data: bytes, codec: str) -> bool:
    """Whether it can be read so; a letter that is cut in two at the end does not matter."""
    try:
        data[: data.rfind(b"\n") + 1].decode(codec)
    except UnicodeDecodeError:
        return False
    return True
