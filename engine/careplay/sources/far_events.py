"""Events that lie far from all that happens: years ahead of the run, or long before the others.

A moment ten years ahead, or ten years before the next event, is a slip of the pen or the
zero of some program's calendar far more often than it is true. It is told, and kept.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from careplay.calendars.spans import add_months
from careplay.frozen import dataclass
from careplay.sources import faults
from careplay.sources.columns import literal
from careplay.sources.querying import count_of

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.typed import KeptEvents

AHEAD = BETWEEN = 10
"""Years."""
ALONE = 50
"""Years before the run that are long where nothing happened since."""
FEW, SHARE = 10, 100
"""A few events, or one in so many, lie far from the others; more of them are a past."""
EXPECTED = f"a moment no more than {AHEAD} years after the day of the run"


@dataclass(frozen=True, slots=True)
class _Gap:
    """The last event before a long time without any, and the day that makes it long."""

    last: datetime
    since: date
    expected: str


def list_far_events(connection: duckdb.DuckDBPyConnection, kept: KeptEvents, day: date) -> int:
    """Every event far from the others as of the day or a later one; how many there are."""
    lead = add_months(day, 12 * AHEAD)
    ahead = f"{kept.values['at']} >= DATE '{lead + timedelta(days=1)}'"
    until = f"({kept.values['at']}::DATE - INTERVAL {AHEAD} YEARS)::DATE - 1"
    said = (EXPECTED, faults.AHEAD)
    found = _list(connection, kept, said, (ahead, "NULL::DATE", until))
    gap = _gap(connection, day, lead)
    if gap is not None:
        before = f"{kept.values['at']} <= TIMESTAMP '{gap.last}'"
        said = (gap.expected, faults.BEFORE)
        found += _list(connection, kept, said, (before, f"DATE '{gap.since}'", "NULL::DATE"))
    return found


def is_wide(first: datetime | None, last: datetime | None, day: date) -> bool:
    """Whether some event may lie far from the others, by the first and the last of them."""
    if first is None or last is None:
        return False
    return last.date() > add_months(day, 12 * AHEAD) or first.date() < add_months(
        day, -12 * BETWEEN
    )


def _gap(connection: duckdb.DuckDBPyConnection, day: date, lead: date) -> _Gap | None:
    """The last long time without events that only a few lie before."""
    years = connection.execute(
        'SELECT count(*), min("at"), max("at") FROM "events" '
        f'WHERE "at" < DATE \'{lead + timedelta(days=1)}\' GROUP BY year("at") ORDER BY 2'
    ).fetchall()
    few = max(FEW, sum(count for count, _, _ in years) // SHARE)
    before = 0
    found = None
    for number, (count, _, last) in enumerate(years):
        before += count
        if before > few:
            break
        following = years[number + 1][1].date() if number + 1 < len(years) else None
        gap = _after(last, following, day)
        found = gap or found
    return found


def _after(last: datetime, following: date | None, day: date) -> _Gap | None:
    """The time after an event, where it is long: until the next event, or the run."""
    if following is None:
        since = add_months(last.date(), 12 * ALONE) + timedelta(days=1)
        wanted = f"a moment no more than {ALONE} years before the day of the run"
        return _Gap(last, since, wanted) if since <= day else None
    if following <= add_months(last.date(), 12 * BETWEEN):
        return None
    wanted = f"a moment no more than {BETWEEN} years before the next event, of {following}"
    return _Gap(last, following, wanted)


def _list(
    connection: duckdb.DuckDBPyConnection,
    kept: KeptEvents,
    said: tuple[str, str],
    told: tuple[str, str, str],
) -> int:
    raw, form = kept.examined.raw, kept.examined.cells["at"]
    (expected, code), (where, since, until) = said, told
    return count_of(
        connection,
        f'INSERT INTO "all_faults" BY NAME SELECT {raw.file} AS "file", {raw.row} AS "row", '
        f'{literal(form.column.heading)} AS "column", {form.text} AS "value", '
        f'{literal(expected)} AS "expected", {literal(code)} AS "code", \'events\' AS "table", '
        f'{since} AS "since", {until} AS "until" FROM {kept.relation} WHERE {where}',
    )
