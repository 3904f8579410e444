"""A workbook without the rows of a sheet that cannot be read, where the others can.

One cell with a place that is none (``A0``), a type that is none, or a text that is not there
makes readers give up the whole sheet. What is left out is told, row by row.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

ROW = re.compile(rb"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
NUMBER = re.compile(rb'\br="([1-9]\d{0,6})"')
PLACE = re.compile(rb'\br="([^"]*)"')
IS_PLACE = re.compile(rb"[A-Z]{1,3}[1-9]\d{0,6}")
TYPE = re.compile(rb'\bt="([^"]*)"')
TEXTS = re.compile(rb"<[^>]*>")
TYPES = frozenset({b"b", b"d", b"e", b"inlineStr", b"n", b"s", b"str"})
STRINGS = "xl/sharedStrings.xml"
SHOWN = 200


def mended(file: str | io.BytesIO, path: str) -> tuple[io.BytesIO, Mapping[int, str]] | None:
    """The workbook without such rows of the part, and what they hold; None without any.

    What zipfile raises, where the workbook is no such file.
    """
    with zipfile.ZipFile(file) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    strings = len(re.findall(rb"<si\b", parts.get(STRINGS, b"")))
    left_out: dict[int, str] = {}
    last = 0

    def kept(found: re.Match[bytes]) -> bytes:
        nonlocal last
        number = NUMBER.search(found[1])
        last = int(number[1]) if number else last + 1
        misplaced = number is None and PLACE.search(found[1]) is not None
        cells = CELL.finditer(found[2] or b"")
        if not misplaced and not any(_amiss(cell, strings) for cell in cells):
            return found[0]
        text = TEXTS.sub(b" ", found[2] or b"").decode("utf-8", "replace")
        left_out[last] = " ".join(text.split())[:SHOWN]
        return b""

    parts[path] = ROW.sub(kept, parts[path])
    if not left_out:
        return None
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, part in parts.items():
            out.writestr(name, part)
    made.seek(0)
    return made, left_out


def _amiss(cell: re.Match[bytes], strings: int) -> bool:
    """Whether the cell's place, type or value is none."""
    place, kind = PLACE.search(cell[1]), TYPE.search(cell[1])
    if place and not IS_PLACE.fullmatch(place[1]):
        return True
    of = kind[1] if kind else b"n"
    value = VALUE.search(cell[2] or b"")
    if of not in TYPES:
        return True
    if value is None or not value[1].strip():
        return False
    if of == b"s":
        return not value[1].strip().isdigit() or int(value[1]) >= strings
    if of == b"b":
        return value[1].strip() not in {b"0", b"1"}
    return of == b"n" and not _is_number(value[1])


def _is_number(text: bytes) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
