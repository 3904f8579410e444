"""docs/exports.md is true: each of its files is made, proposed and run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import careplay
import docs_pages
import exports
from docs_pages import codes

PAGE = "exports.md"
TOLD = {
    "nothing": set[str](),
    "where the table ends": {"TableEnd"},
    "a column that is not read": {"UndeclaredColumns"},
}
ROWS = {
    codes(row[0])[0]: row
    for table in docs_pages.tables(PAGE)
    if table.heading[0] == "files"
    for row in table.rows
}


def test_every_kind_that_is_tried_has_its_row() -> None:
    assert [*ROWS] == [*exports.KINDS]


@pytest.mark.parametrize("kind", [*ROWS])
def test_what_is_written_and_told_is_as_the_row_says(kind: str, tmp_path: Path) -> None:
    _, written, told = ROWS[kind]
    careplay.propose(tmp_path / "shop", exports.write(tmp_path / "in", kind, 1))
    text = (tmp_path / "shop" / "careplay.yaml").read_text("utf-8")
    assert codes(written)[0] in text
    day = careplay.run(tmp_path / "shop", date(2026, 11, 20))
    notes = {type(each).__name__ for each in day.data_notes}
    assert not day.faults
    assert notes == TOLD[told]
