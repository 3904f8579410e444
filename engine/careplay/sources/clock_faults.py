"""Times of day that the clocks skipped, or showed twice: told, and kept as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.calendars.clock_changes import ClockChange, clock_changes
from careplay.model.types import Type
from careplay.sources import faults, text_cells, wordings
from careplay.sources.cells import FIRST_DAY, LAST_DAY, MOMENTS, Cell
from careplay.sources.columns import literal, quoted, sql_list
from careplay.sources.examining import ProfiledTable, list_rows
from careplay.sources.querying import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb


def list_clock_faults(
    connection: duckdb.DuckDBPyConnection, table: ProfiledTable, zone: str
) -> None:
    """Moments without an offset that the table has and the zone had not, or had twice."""
    raw = table.raw
    for name, form in table.cells.items():
        if form.column.type is not Type.MOMENT or not _is_local(table, name):
            continue
        # A damaged file may hold moments that its own statistics do not tell of.
        known = f"{quoted(name)} BETWEEN TIMESTAMP '{FIRST_DAY}' AND TIMESTAMP '{LAST_DAY}'"
        ends = f"min({quoted(name)}), max({quoted(name)})"
        of = f"{quoted(raw.table)} WHERE {known}"
        first, last = row_of(connection, f"SELECT {ends} FROM {of}")
        changes = [] if first is None else [*clock_changes(zone, first.date(), last.date())]
        for code, skipped in ((faults.SKIPPED, True), (faults.TWICE, False)):
            mine = [each for each in changes if each.skipped == skipped]
            if mine:
                said = (literal(wordings.expected(code, form.column)), literal(code))
                list_rows(connection, raw, form, said, _where(table, name, form, mine))


def _is_local(table: ProfiledTable, name: str) -> bool:
    """Whether a moment of the column may be without an offset."""
    if name not in table.raw.cells:  # people record it themselves, and no table has it
        return False
    held = table.raw.cells[name][1]
    return bool(table.raw.staged) or held == "VARCHAR" or held in MOMENTS


def _where(table: ProfiledTable, name: str, form: Cell, changes: Iterable[ClockChange]) -> str:
    raw, value = table.raw, table.values[name]
    inside = " OR ".join(
        f"({value} >= TIMESTAMP '{each.begin}' AND {value} < TIMESTAMP '{each.end}')"
        for each in changes
    )
    # Midnight is what programs write for a day without a time.
    asked = [f"({inside})", f"{value} <> date_trunc('day', {value})"]
    if raw.staged or raw.cells[name][1] == "VARCHAR":
        pattern = text_cells.YEAR + text_cells.DAY + text_cells.CLOCK
        asked.append(text_cells.fully_matches(form.text, pattern))
    if form.column.events:
        asked.append(f"{raw.cell('type')} IN {sql_list(form.column.events)}")
    return " AND ".join(asked)
