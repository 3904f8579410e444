"""The cells of a workbook whose formula failed (``#N/A``), which readers give as empty."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from careplay.bounds import MEGABYTE

RELATIONS = "xl/_rels/workbook.xml.rels"
TRAP, SHRUNK = 50 * MEGABYTE, 200
FAILED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?\st="e"[^>]*>.*?<v>([^<]*)</v>')


def sheet_xml(file: str | io.BytesIO, sheet: int) -> tuple[str, bytes]:
    """The name and text of that part; empty where it is not kept as other sheets are."""
    if not zipfile.is_zipfile(file):
        return "", b""
    with zipfile.ZipFile(file) as packed:
        try:
            path = _sheet_path(packed, sheet)
            return path, packed.read(path)
        except (KeyError, IndexError, StopIteration, ET.ParseError):
            return "", b""


def demand_honest_parts(file: str | io.BytesIO, largest: int) -> None:
    """LargeZipFile where a part is longer than ``largest``, or next to nothing; asked first."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            for each in packed.infolist():
                _demand_honest(each, largest)
    if isinstance(file, io.BytesIO):
        file.seek(0)  # it was looked through


def _demand_honest(part: zipfile.ZipInfo, largest: int) -> None:
    """LargeZipFile where the part would be unpacked to more than that, or to next to nothing.

    What programs write shrinks to a tenth or a fiftieth; a thousandth is a trap.
    """
    if part.file_size > largest:
        raise zipfile.LargeZipFile(f"holds more than {largest // MEGABYTE:,} MB in one part")
    if part.file_size > TRAP and part.file_size > SHRUNK * part.compress_size:
        times = part.file_size // max(1, part.compress_size)
        raise zipfile.LargeZipFile(
            f"holds a part of {part.file_size // MEGABYTE:,} MB that was shrunk {times:,} times"
        )


def failed_in(content: bytes) -> Mapping[tuple[int, int], str]:
    """By row (from 1) and place (from 0), the text that such a cell of the sheet shows."""
    if b't="e"' not in content:
        return {}
    return {
        (int(row), place_of(column)): text.decode()
        for column, row, text in FAILED.findall(content)
    }


def _sheet_path(packed: zipfile.ZipFile, sheet: int) -> str:
    book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314 - calamine has read it
    related = ET.fromstring(packed.read(RELATIONS))  # noqa: S314
    sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
    wanted = next(value for name, value in sheets[sheet].attrib.items() if name.endswith("}id"))
    target = next(node.attrib["Target"] for node in related if node.attrib["Id"] == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def place_of(letters: bytes) -> int:
    """The place of a column, from 0."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def letters_of(number: int) -> str:
    """The letters of a column, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
