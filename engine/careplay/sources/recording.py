"""Events as they were entered by the end of a day, where the table tells when each was.

Of the rows of one key whichever was entered last counts: a correction may be a row of its own,
and then a past day knows what was believed on it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.model.business import RECORDED
from careplay.sources.columns import quoted
from careplay.sources.handing_over import with_successors
from careplay.sources.known_by import customers_by
from careplay.sources.loaded import Loaded
from careplay.sources.querying import count_of
from careplay.sources.typed import KeptEvents

if TYPE_CHECKING:
    import duckdb

CORRECTED = "corrected_events"
ENTERED_LAST = f"row_number() OVER (PARTITION BY key ORDER BY {quoted(RECORDED)} DESC) = 1"


def as_last_recorded(connection: duckdb.DuckDBPyConnection, kept: KeptEvents) -> KeptEvents:
    """The same events without those that were entered again."""
    if RECORDED not in kept.values or "key" not in kept.examined.values:
        return kept
    raw, values = kept.examined.raw, kept.values
    found = count_of(
        connection,
        f"""CREATE TABLE {CORRECTED} AS SELECT f AS corrected_file, r AS corrected_row
        FROM (SELECT {raw.file} AS f, {raw.row} AS r, {values["key"]} AS key,
            {values[RECORDED]} AS {quoted(RECORDED)} FROM {kept.relation})
        WHERE key IS NOT NULL QUALIFY NOT {ENTERED_LAST}""",
    )
    if not found:
        return kept
    # As a subquery it has no rowid of its own, which the row's place is made of.
    same = f"corrected_file = {raw.file} AND corrected_row = {raw.row}"
    relation = f"{kept.relation} ANTI JOIN (SELECT * FROM {CORRECTED}) ON {same}"
    return replace(kept, relation=relation)


def recorded_by(loaded: Loaded, day: date) -> Loaded:
    """The same tables as of the day: events that were entered, customers who are known.

    And the people as they had handed over by then.
    """
    if loaded.handed_over:
        people = with_successors(loaded.people, loaded.handed_over, day)
        loaded = replace(loaded, people=people)
    if not loaded.recorded:
        return customers_by(loaded, day)
    entered = replace(
        loaded,
        events=_by(loaded.events, day, loaded, (RECORDED,)),
        outcomes=_by(loaded.outcomes, day, loaded, (RECORDED, "key")),
        absent_outcomes=_by(loaded.absent_outcomes, day, loaded, (RECORDED, "key")),
    )
    return customers_by(entered, day)


def _by(relation: str, day: date, loaded: Loaded, without: tuple[str, ...]) -> str:
    """Corrections are looked for once, not by all who read the events."""
    if not relation:
        return ""
    name, what, latest = f"{relation} as recorded", "VIEW", ""
    if loaded.corrected:
        what, latest = "TABLE", f"QUALIFY key IS NULL OR {ENTERED_LAST}"
    loaded.connection.execute(f"""CREATE OR REPLACE {what} {quoted(name)} AS
        SELECT * EXCLUDE ({", ".join(map(quoted, without))}) FROM {quoted(relation)}
        WHERE {quoted(RECORDED)} < DATE '{day + timedelta(days=1)}' {latest}""")
    return name
