"""Stays that end before they begin: the event that says so, told on the days it counts.

What is known of a stay is the latest word on each attribute (``model/receptions.py``), so an
arrival that is moved past the departure is at fault as much as a departure that is written
before the arrival; and it is at fault until a later event puts it right, or cancels the stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.model.types import Type
from careplay.sources import faults
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.querying import any_of, count_of

if TYPE_CHECKING:
    import duckdb

    from careplay.model.receptions import Reception
    from careplay.sources.typed import KeptEvents


def list_stay_faults(
    connection: duckdb.DuckDBPyConnection, reception: Reception, kept: KeptEvents
) -> int:
    """Every event by which a stay ends before it begins, with the days; how many there are."""
    if not any_of(connection, _extremes(reception, kept), "true"):
        return 0
    return count_of(connection, _listing(reception, kept))


def _extremes(reception: Reception, kept: KeptEvents) -> str:
    """The stays of which some departure lies before some arrival: few, and all that matter."""
    first, last = quoted(reception.arrival), quoted(reception.departure)
    ends_first = _before(f"min({last})", f"max({first})", reception, kept)
    return (
        f'(SELECT {quoted(KEY)} FROM "events" WHERE type IN {sql_list(reception.types())} '
        f"AND {quoted(reception.by)} IS NOT NULL GROUP BY {quoted(KEY)}, "
        f"{quoted(reception.by)} HAVING {ends_first})"
    )


def _listing(reception: Reception, kept: KeptEvents) -> str:
    """Each state of a stay, from an event to the next, in which it ends before it begins."""
    raw, cells = kept.examined.raw, kept.examined.cells
    first, last = cells[reception.arrival], cells[reception.departure]
    values = kept.values
    names = dict.fromkeys((reception.by, *reception.attributes))
    attributes = ", ".join(f"{values[name]} AS {quoted(name)}" for name in names)
    ranks = " ".join(
        f"WHEN {literal(name)} THEN {place}" for place, name in enumerate(reception.types())
    )
    order = ", ".join(['"at"', "rank", *map(quoted, reception.attributes)])
    arrival, departure = quoted(reception.arrival), quoted(reception.departure)
    ends_first = _before("known_last", "known_first", reception, kept)
    return f"""
INSERT INTO "all_faults" BY NAME
WITH told AS (
  SELECT {raw.file} AS f, {raw.row} AS r, {values[KEY]} AS k, {values["type"]} AS kind,
    {values["at"]} AS "at", CASE {values["type"]} {ranks} END AS rank,
    {first.text} AS first_text, {last.text} AS last_text,
    {raw.heading(first.column)} AS first_heading, {raw.heading(last.column)} AS last_heading,
    {attributes}
  FROM {kept.relation} WHERE {values["type"]} IN {sql_list(reception.types())}
), numbered AS (
  SELECT *, {quoted(reception.by)} AS stay, row_number() OVER (
    PARTITION BY k, {quoted(reception.by)} ORDER BY {order}) AS n
  FROM told WHERE {quoted(reception.by)} IS NOT NULL
), known AS (
  SELECT k, stay, kind, "at", bool_or(kind = {literal(reception.of)}) OVER w AS begun,
    last_value({arrival} IGNORE NULLS) OVER w AS known_first,
    last_value({departure} IGNORE NULLS) OVER w AS known_last,
    max(n) FILTER ({arrival} IS NOT NULL) OVER w AS first_n,
    max(n) FILTER ({departure} IS NOT NULL) OVER w AS last_n,
    lead("at") OVER (PARTITION BY k, stay ORDER BY n) AS next_at
  FROM numbered WINDOW w AS (PARTITION BY k, stay ORDER BY n)
), wrong AS (
  SELECT *, last_n >= first_n AS of_departure, "at"::DATE AS since,
    coalesce(next_at::DATE - 1, DATE '9999-12-31') AS until
  FROM known
  WHERE begun AND kind NOT IN {sql_list(reception.cancels)} IS NOT FALSE AND {ends_first}
)
SELECT f AS "file", r AS "row", CASE WHEN of_departure THEN last_heading
    ELSE first_heading END AS "column",
  CASE WHEN of_departure THEN last_text ELSE first_text END AS "value",
  CASE WHEN of_departure THEN 'a day from ' || known_first::DATE || ' on, on which it begins'
    ELSE 'a day up to ' || known_last::DATE || ', on which it ends' END AS "expected",
  '{faults.ENDS_FIRST}' AS "code", 'events' AS "table", since, until
FROM wrong JOIN numbered ON numbered.k = wrong.k AND numbered.stay = wrong.stay
  AND numbered.n = CASE WHEN of_departure THEN last_n ELSE first_n END
WHERE since <= until
"""


def _before(one: str, other: str, reception: Reception, kept: KeptEvents) -> str:
    """Whether one lies before the other: by moment where both are moments, else by date."""
    cells = kept.examined.cells
    told = {cells[name].column.type for name in (reception.arrival, reception.departure)}
    if told == {Type.MOMENT}:
        return f"{one} < {other}"
    return f"{one}::DATE < {other}::DATE"
