"""Rows to CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

CsvRow: TypeAlias = Mapping[str, str]


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(text.split())


def csv_text(columns: Sequence[str], rows: Iterable[CsvRow]) -> str:
    """The rows under their headings; what a row does not tell is left empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
