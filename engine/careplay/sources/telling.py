"""The first few faults of each kind, with the total of the kind, out of the rejects table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from careplay.sources import faults, wordings
from careplay.sources.columns import KEY
from careplay.sources.faults import DataFault
from careplay.sources.locations import is_at_server
from careplay.sources.raw import SourceColumn
from careplay.sources.rejects import WHOSE, holding

if TYPE_CHECKING:
    import duckdb

WORDS = 10
"""So many different wrong words of a column are told one by one; the rest are one kind."""
ROW_LEFT_OUT = "the row is left out"
STAFF_EFFECTS = {
    faults.NO_ROLE: "the person gets no actions by role",
    faults.NO_SUCCESSOR: "nobody stands in",
    faults.LOOP: "nobody stands in",
    faults.ABSENCE: "the person counts as present",
    faults.BELOW_NONE: "the person is given work without a bound",
}
KEPT_EFFECTS = {
    faults.SKIPPED: "it is kept, and taken by the clocks before the change",
    faults.TWICE: "it is kept, and taken by the clocks before the change",
    faults.NO_REFERENCE: "the event is kept, and is of none",
    faults.NO_ACTION: "the event is kept",
    faults.QUOTED: "it is kept with them",
    faults.AHEAD: "the event is kept",
    faults.BEFORE: "the event is kept",
    faults.NO_OUTCOME: "the event is kept, and does nothing",
    faults.PAST_PLAN: "the plan is kept, and is broken already",
    faults.NOT_DONE: "the event is kept, and the step is open",
    faults.FORBIDDEN: "the event is kept",
    faults.ENDS_FIRST: "the stay is kept, its departure unknown",
    faults.ALIKE: "to rules the two are one event",
}

_KINDS = f"""
WITH worded AS (
  SELECT *, CASE WHEN "code" IN ('{faults.NO_CHOICE}', '{faults.NO_PERSON}',
    '{faults.NO_TYPE}', '{faults.NO_OUTCOME}') THEN "value" ELSE '' END AS "word"
  FROM "told_faults"
  WHERE HOLDING
), counted AS (
  SELECT "table", "code", "column", "word", count(*) AS n,
    min({{'f': "file", 'r': coalesce("row", 0), 'id': id}}, {faults.FIRST}) AS ids
  FROM worded GROUP BY ALL
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY "table", "code", "column" ORDER BY n DESC, "word") AS place
  FROM counted
), kinds AS (
  SELECT "table", "code", "column",
    CASE WHEN place <= {WORDS} THEN "word" ELSE '…' END AS "word",
    sum(n)::BIGINT AS n, list_sort(flatten(list(ids)))[:{faults.FIRST}] AS ids
  FROM ranked GROUP BY ALL
), firsts AS (SELECT * EXCLUDE ids, unnest(ids).id AS id FROM kinds)
SELECT r."table", r."code", r."file", r."row", r."column", r."value", r."expected",
  f.n, f."word", CASE WHEN {is_at_server('r."file"')} THEN r.{WHOSE} END
FROM firsts AS f JOIN "told_faults" AS r ON r.id = f.id
ORDER BY r."table" = 'events', r."table", r."code", r."column", f.n DESC, f."word", r."file",
  r."row"
"""


def first_faults(
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[tuple[str, str], SourceColumn],
    day: date | None = None,
) -> tuple[DataFault, ...]:
    """The first faults of each kind, of every day or of one; columns by table and heading."""
    rows = connection.execute(_KINDS.replace("HOLDING", holding(day))).fetchall()
    named = not any(each.name == KEY and each.personal for each in columns.values())
    return tuple(
        replace(_fault(row, columns.get((row[0], row[4]))), customer=(named and whose) or "")
        for *row, whose in rows
    )


def _fault(row: Sequence[Any], column: SourceColumn | None) -> DataFault:
    table, code, file, number, heading, value, wanted, count, word = row
    if column is None:
        message = wordings.whole_row(code, value, wanted)
        effect = KEPT_EFFECTS.get(code, ROW_LEFT_OUT)
        return DataFault(code, file, number, heading, value, message, effect, count, table)
    message = wordings.message(code, column, value, wanted)
    effect = wordings.EFFECTS[table]
    if code in KEPT_EFFECTS:
        effect = KEPT_EFFECTS[code]
    elif code == faults.REPEATED:
        effect = "the first one is kept"
    elif code in STAFF_EFFECTS:
        effect = STAFF_EFFECTS[code]
    elif column.required and table != "events":
        effect = ROW_LEFT_OUT
    return DataFault(code, file, number, heading, value, message, effect, count, table, word)
