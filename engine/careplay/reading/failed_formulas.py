"""The cells of a workbook whose formula failed (``#N/A``), which readers give as empty."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from typing import IO
from xml.etree import ElementTree as ET

RELATIONS = "xl/_rels/workbook.xml.rels"
FAILED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?\st="e"[^>]*>.*?<v>([^<]*)</v>')


def failed_formulas(file: str | IO[bytes], sheet: int) -> Mapping[tuple[int, int], str]:
    """By row (from 1) and place (from 0), the text that such a cell shows."""
    try:
        with zipfile.ZipFile(file) as packed:
            content = packed.read(_sheet_path(packed, sheet))
    except (KeyError, IndexError, ET.ParseError, zipfile.BadZipFile):
        return {}
    if b't="e"' not in content:
        return {}
    return {
        (int(row), _place(column.decode())): text.decode()
        for column, row, text in FAILED.findall(content)
    }


def _sheet_path(packed: zipfile.ZipFile, sheet: int) -> str:
    book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314 - calamine has read it
    related = ET.fromstring(packed.read(RELATIONS))  # noqa: S314
    sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
    wanted = next(value for name, value in sheets[sheet].attrib.items() if name.endswith("}id"))
    target = next(node.attrib["Target"] for node in related if node.attrib["Id"] == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
