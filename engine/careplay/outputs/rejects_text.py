"""A customer taken out of what is kept of faults in the data: ``rejects.csv``, ``run.json``.

Of each fault it is kept whose row it is of, where the row has a key that can be read. A row of
nobody's that has his key in it as a word is taken out as well. Where keys are personal, and on
days of an older careplay, it is not said whose rows they are: there no wrong value stays,
whosever it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from careplay.outputs.csv_text import BYTE_ORDER_MARK, safe
from careplay.outputs.files import replacement_of
from careplay.outputs.partition import remove
from careplay.sources.rejects import WHOSE
from careplay.visible import visible

DIGITS = 16
"""An older careplay told a key that is personal by so much of its SHA-256."""
LONGEST = 2**31 - 1
"""Characters of a cell: one of the data may have some megabytes."""
OTHERS = "…"
"""What stands for a wrong word that is told no more."""
RejectRow: TypeAlias = dict[str, str]


def count(file: Path, customer: str) -> int:
    """How many rows are the customer's."""
    _, rows = _read(file)
    return sum(_is_of(row, customer) for row in rows)


def is_vague(file: Path) -> bool:
    """Whether it does not say whose the wrong values are that it has."""
    heading, rows = _read(file)
    return WHOSE not in heading and any(row["value"] for row in rows)


def write_without(file: Path, into: Path, customer: str) -> None:
    """Write the file without him; none where no fault is left."""
    heading, rows = _read(file)
    left = [row for row in rows if not _is_of(row, customer)]
    if WHOSE not in heading:
        left = [row | {"value": ""} for row in left]
    if not left:
        remove(into)
    else:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([heading, *(row.values() for row in left)])
        with replacement_of(into, private=True) as part:
            part.write_bytes(BYTE_ORDER_MARK + text.getvalue().encode())


def count_words(report: Path, rejects: Path, customer: str) -> int:
    """How many wrong words the report tells that stand in rows of his alone."""
    return sum(1 for _ in _words(_report(report), rejects, customer))


def write_words(report: Path, rejects: Path, into: Path, customer: str) -> None:
    """Write the report without those words; how many there were stays."""
    told = _report(report)
    for fault in _words(told, rejects, customer):
        fault["word"] = OTHERS
    text = json.dumps(told, ensure_ascii=False, indent=2)
    with replacement_of(into, private=True) as part:
        part.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _words(told: Any, rejects: Path, customer: str) -> Iterator[Any]:
    """The kinds of faults in the report whose word none but he wrote."""
    heading, rows = _read(rejects) if rejects.is_file() else ((), [])
    known = WHOSE in heading
    others = {_word(row) for row in rows if known and not _is_of(row, customer)}
    his = {_word(row) for row in rows if not known or _is_of(row, customer)}
    for fault in told.get("faults", ()):
        word = (fault["code"], _cell(fault["column"]), _cell(fault["word"]))
        if fault["word"] not in {"", OTHERS} and word in his - others:
            yield fault


def _word(row: RejectRow) -> tuple[str, str, str]:
    return row["code"], row["column"], row["value"]


def _report(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _read(file: Path) -> tuple[Sequence[str], list[RejectRow]]:
    """The heading, and each row by it."""
    before = csv.field_size_limit(LONGEST)
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            rows = [*reader]
            return [*(reader.fieldnames or ())], rows
    finally:
        csv.field_size_limit(before)


def _is_of(row: RejectRow, customer: str) -> bool:
    """Whether the row is his; one that is nobody's where it has his key as a word."""
    whose = row.get(WHOSE, "")
    if whose:
        return whose in {_cell(customer), sha256(customer.encode()).hexdigest()[:DIGITS]}
    return any(
        re.search(rf"(?<!\w){re.escape(each)}(?!\w)", row["value"])
        for each in {customer, _cell(customer)}
    )


def _cell(text: str) -> str:
    """The text as a cell of the file."""
    return visible(safe(text))
