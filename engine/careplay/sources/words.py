"""A cell that a program gave a type of its own, as the text a person would have written."""

from __future__ import annotations

import json
import re
from datetime import datetime

HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, as JSON can escape it; UTF-8 has none."""
EXACT = 10**15
"""Whole numbers from here on may have lost digits in a double; Excel keeps 15."""


def plain(value: object) -> str | bytes | None:
    """The cell's text; of bytes that are none, and of lists and objects, the bytes to show.

    A text with a NUL, or with half of a character, is none.
    """
    match value:
        case str():
            return value if is_text(value) else value.encode("utf-8", "backslashreplace")
        case list() | dict():
            return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
        case bytes():
            try:
                text = value.decode("utf-8")
            except UnicodeDecodeError:
                return value
            return text if is_text(text) else value
        case _:
            return as_text(value, whole=False)


def is_text(value: str) -> bool:
    """Whether a table can hold the text."""
    return "\x00" not in value and not HALF.search(value)


def bytes_shown(value: bytes) -> str:
    """Bytes as a person can read them: as text where they are one, else in hexadecimals."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return f"x'{value.hex()}'"


def as_text(value: object, *, whole: bool) -> str | None:
    """The cell's text, None where it is empty.

    A double keeps the 15 digits Excel shows; with ``whole`` a whole one loses its ``.0``,
    for a workbook knows no other numbers.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return _double(value, whole=whole)
    return _plain(value)


def _plain(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ")
        case bytes():
            return value.decode("utf-8", errors="replace")
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _double(value: float, *, whole: bool) -> str | None:
    if value != value:  # noqa: PLR0124 - what is not a number is how pandas writes a gap
        return None
    if whole and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return repr(float(f"{value:.15g}"))
