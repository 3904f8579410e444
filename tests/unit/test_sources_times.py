"""Days and moments that are cast without a pattern are those that the patterns would take."""

from __future__ import annotations

import pytest

from careplay.model.types import Type
from careplay.sources import cells
from careplay.sources.columns import literal
from careplay.sources.connecting import connect
from careplay.sources.raw import Raw, SourceColumn

DATABASE = connect()
PLAIN = {
    Type.DATE: ["2026-11-21", "1900-01-01", "2100-12-31", "2024-02-29"],
    Type.MOMENT: [
        "2026-11-21 10:30",
        "2026-11-21T10:30",
        "2026-11-21 10:30:59",
        "2026-11-21T00:00:00",
        "2100-12-31 23:59",
        "2026-11-21 00:00",
    ],
}
ODD = [
    *("2026/11/21", "2026-1-5", "2026-11-31", "1899-12-31", "2101-01-01", "2026-02-29"),
    *("2026年11月21日", "2026-11-21 24:00"),
    *("2026-11-21 9:30", "2026-11-21  9:30", "2026-11-21 10:30:60", "2026-11-21 10:30:30.5"),
    *("2026-11-21 10:30Z", "2026-11-21 10:30+08", "2026-11-21 10:30:00+08:00", "20261121"),
    *("1900-01-01 (BC)", "infinity", "-infinity", "epoch", "today", "now", "46000", "x", " "),
    *("2026-11-21T10:30 ", "12026-11-21", "2026-11-21-10:30", "\uff12026-11-21"),
]


@pytest.mark.parametrize("kind", list(PLAIN))
@pytest.mark.parametrize("text", [*PLAIN[Type.DATE], *PLAIN[Type.MOMENT], *ODD])
def test_what_is_not_in_doubt_is_the_same_by_a_cast(kind: Type, text: str) -> None:
    column = SourceColumn("at", "at", kind)
    raw = Raw("events", "read", {"at": ("t", "VARCHAR")}, "''", "1", (), staged="read")
    form = cells.cell_of(raw, column, "Asia/Shanghai")
    given = f"(SELECT {literal(text)} AS t)"
    clean = f"CASE WHEN NOT {form.doubt} THEN {form.clean} END"
    asked = f"SELECT {form.doubt}, {form.bad}, {clean}, {form.safe} FROM {given}"
    ((doubt, bad, kept, safe),) = DATABASE.execute(asked).fetchall()
    assert doubt == (text not in PLAIN[kind])
    assert doubt or not bad
    assert doubt or kept == safe
