"""Events that lie far from all that happens: years ahead of the run, or long before the others.

A moment ten years ahead, or ten years before the next event, is a slip of the pen or the
zero of some program's calendar far more often than it is true. It is told, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from careplay.calendars.spans import add_months
from careplay.frozen import dataclass
from careplay.sources import faults
from careplay.sources.columns import literal
from careplay.sources.querying import count_of

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.typed import KeptEvents

ONE_DAY = timedelta(days=1)
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


def list_far_events(
    connection: duckdb.DuckDBPyConnection, kept: KeptEvents, days: Sequence[date]
) -> int:
    """Every event that is far from the others on one of the days; how many there are."""
    first = min(days)
    ahead = f"{kept.values['at']} >= DATE '{_meant(first) + ONE_DAY}'"
    until = f"({kept.values['at']}::DATE - INTERVAL {AHEAD} YEARS)::DATE - 1"
    said = (EXPECTED, faults.AHEAD)
    found = _list(connection, kept, said, (ahead, "NULL::DATE", until))
    for gap, since, last in _lasting(connection, first, max(days)):
        before = f"{kept.values['at']} <= TIMESTAMP '{gap.last}'"
        said = (gap.expected, faults.BEFORE)
        told = (before, f"DATE '{since}'", f"DATE '{last}'")
        found += _list(connection, kept, said, told)
    return found


def is_wide(earliest: datetime | None, latest: datetime | None, days: Sequence[date]) -> bool:
    """Whether on one of the days some event may lie far from the others."""
    if earliest is None or latest is None or not days:
        return False
    ahead = latest.date() > _meant(min(days))
    return ahead or earliest.date() < add_months(max(days), -12 * BETWEEN)


def _meant(day: date) -> date:
    """The last day after a run's whose events are taken for meant."""
    return add_months(day, 12 * AHEAD)


def _lasting(
    connection: duckdb.DuckDBPyConnection, first: date, last: date
) -> Iterator[tuple[_Gap, date, date]]:
    """The gaps that one of the days from first to last goes by, with the first and last such.

    A day goes by the events that are taken for meant on it, and by the last gap that is long
    on it, so that days in a row are told what each of them is told alone.
    """
    known = [first, *_with_news(connection, first, last), last + ONE_DAY]
    for day, next_day in pairwise(known):
        gaps = _gaps(connection, day)
        ends = [*(gap.since for gap in gaps), next_day][1:]
        for gap, end in zip(gaps, ends, strict=True):
            since, until = max(gap.since, day), min(end, next_day) - ONE_DAY
            if since <= until:
                yield gap, since, until


def _with_news(
    connection: duckdb.DuckDBPyConnection, first: date, last: date
) -> Iterator[date]:
    """The days after the first on which more events are taken for meant than before."""
    first_of, last_of = _meant(first) + ONE_DAY, _meant(last) + ONE_DAY
    happened = connection.execute(
        f'SELECT DISTINCT "at"::DATE FROM "events" WHERE "at" >= DATE \'{first_of}\' '
        f"AND \"at\" < DATE '{last_of}' ORDER BY 1"
    ).fetchall()
    days = (add_months(on, -12 * AHEAD) for (on,) in happened)
    yield from dict.fromkeys(
        day + ONE_DAY * (_meant(day) < on) for day, (on,) in zip(days, happened, strict=True)
    )


def _gaps(connection: duckdb.DuckDBPyConnection, day: date) -> list[_Gap]:
    """Every long time without events that only a few lie before, as is known on the day."""
    years = connection.execute(
        'SELECT count(*), min("at"), max("at") FROM "events" '
        f'WHERE "at" < DATE \'{_meant(day) + ONE_DAY}\' GROUP BY year("at") ORDER BY 2'
    ).fetchall()
    few = max(FEW, sum(count for count, _, _ in years) // SHARE)
    starts = [*(start.date() for _, start, _ in years), None][1:]
    before = accumulate(count for count, _, _ in years)
    found = (
        _after(last, following)
        for (_, _, last), following, so_far in zip(years, starts, before, strict=True)
        if so_far <= few
    )
    return [gap for gap in found if gap is not None]


def _after(last: datetime, following: date | None) -> _Gap | None:
    """The time after an event, until the next one or without end; None where it is not long."""
    if following is None:
        since = add_months(last.date(), 12 * ALONE) + ONE_DAY
        return _Gap(
            last, since, f"a moment no more than {ALONE} years before the day of the run"
        )
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
        f'{raw.heading(form.column)} AS "column", {form.text} AS "value", '
        f'{literal(expected)} AS "expected", {literal(code)} AS "code", \'events\' AS "table", '
        f'{since} AS "since", {until} AS "until" FROM {kept.relation} WHERE {where}',
    )
