"""What each run was first to know: ids of events, kept beside the day's actions.

Beside the ids stands what they are of, so that neither a new rule nor
a key that was declared since makes old events look like new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.engines.base import HEARD, LATE, UNSEEN, CameLate
from careplay.frozen import dataclass
from careplay.history import asking
from careplay.history.apart import BY_KEY, listed_in, told_by_events
from careplay.history.changing import types_of_changes
from careplay.history.former_keys import marks_of, may_be_former
from careplay.history.kept import kept_days
from careplay.history.known_events import KnownEvents, known_in, scope_of
from careplay.history.unknown import (
    ONE_DAY,
    UNKNOWN,
    Asked,
    make_unknown,
    of_customers,
)
from careplay.meaning.days import LOOKED_BACK
from careplay.model.business import Business
from careplay.outputs.partition import KNOWN
from careplay.sources.columns import day_, file_literal, quoted, sql_list
from careplay.sources.querying import any_of, count_of, row_of

if TYPE_CHECKING:
    import duckdb

    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

FIRST_KNOWN = "first_known_events"


@dataclass(frozen=True, slots=True)
class Knowing:
    """What a day knows of events, beside the relations that ``know`` makes."""

    events: KnownEvents
    """What it knew itself, to be kept with it."""
    last: KnownEvents | None = None
    """What the last run knew; None where that is not known, or told events apart otherwise."""
    too_old: int = 0
    """How many came in since the last run that are longer ago than any run knows of."""
    former_keys: bool = False
    """Whether kept days may know events by former keys."""
    rekeyed: bool = False
    """Whether events have a key today and had none on the last run, or the other way round."""
    asked: Mapping[str, date] = field(default_factory=dict)
    """Since when runs have asked of stays for what they may ask for without end, by rule."""


def know(business: Business, day: date, out: Path, loaded: Loaded) -> Knowing:
    """Make ``unknown_events``, which no other kept day knew, and ``first_known_events``.

    Those are their ids, as they are kept. ParameterError where a value is missing.
    """
    days = kept_days(out, business.id)
    told = _told_by_last(days, day, loaded.connection)
    scope = scope_of(business, day, told.get("by"))
    last, marks = known_in(told, scope), marks_of(business, day, told)
    since = scope.since if last is None else min(scope.since, last.since)
    asked = Asked(
        listed_in(scope.by), scope.every, since, day, days, loaded, told_by_events(business)
    )
    prints = make_unknown(asked, scope.since, None if last is None else last.since, told)
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP VIEW {FIRST_KNOWN} AS
        SELECT DISTINCT "#id" AS id FROM {UNKNOWN} WHERE "at" >= {day_(scope.since)}
        ORDER BY id""")  # noqa: S608
    older, of_last = _older(scope, last, loaded)
    too_old = 0 if last is None else max(0, of_last - last.older)
    since_when = asking.asked_since(business, day, told)
    besides = {
        **marks.as_text(), **prints.as_text(scope.since), **asking.as_text(since_when)
    }  # fmt: skip
    return Knowing(
        replace(scope, older=older, told=besides),
        last,
        too_old,
        may_be_former(marks, day, days, business),
        bool(told) and last is None and BY_KEY in {scope.by, told["by"]},
        since_when,
    )


def make_late(day: date, last_run: date, known: Knowing, loaded: Loaded) -> date:
    """Make ``late_events``: what no run knew on its day; the day of the earliest, or last run.

    That is what came in since the last run, which there is, of days up to its own; and of days
    since that are longer ago than missed days are looked at. Where it is not known what the
    last run knew, it knew all before its own day; where by a key of today, or of that day, its
    events cannot be found again, it knew that day's as well, lest they be told again.
    """
    now, last = known.events, known.last
    events = f"(SELECT * FROM {quoted(loaded.events)} WHERE {of_customers(loaded)})"  # noqa: S608
    if last is None:
        late = f"""SELECT * FROM {events} WHERE type IN {sql_list(now.types)}
            AND "at" >= {day_(last_run + ONE_DAY if known.rekeyed else last_run)}"""  # noqa: S608
    else:
        both = [each for each in now.types if each in last.types]
        late = f"""SELECT * EXCLUDE ("#id") FROM {UNKNOWN} WHERE type IN {sql_list(both)}
            AND "at" >= {day_(last.since)}"""  # noqa: S608
    late += f""" AND "at" < {day_(min(day, last_run + ONE_DAY))}"""
    if last_run + ONE_DAY < day - LOOKED_BACK:
        late += f""" UNION ALL SELECT * FROM {events} WHERE type IN {sql_list(now.types)}
            AND "at" >= {day_(last_run + ONE_DAY)} AND "at" < {day_(day - LOOKED_BACK)}"""  # noqa: S608
    loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE {LATE} AS {late}")
    (first,) = row_of(loaded.connection, f'SELECT min("at")::DATE FROM {LATE}')  # noqa: S608
    return last_run if first is None else min(first, last_run)


def make_unseen(business: Business, last_run: date, known: Knowing, loaded: Loaded) -> str:
    """Make ``unseen_events``, which decide a change and which the last run did not know.

    They are of days up to its own. Empty where there are none, and where it is not known what
    it knew: that was all, lest a change be told again.
    """
    types = types_of_changes(business).intersection(known.last.types if known.last else ())
    return _not_known(UNSEEN, types, last_run, known, loaded)


def make_heard(last_run: date, known: Knowing, loaded: Loaded) -> str:
    """Make ``heard_events``, which tell of stays and which the last run did not know.

    They are of days up to its own. Empty where there are none, and where it is not known what
    it knew: that was all.
    """
    types = {*known.events.heard}.intersection(known.last.every if known.last else ())
    return _not_known(HEARD, types, last_run, known, loaded)


def _not_known(
    name: str, types: Iterable[str], last_run: date, known: Knowing, loaded: Loaded
) -> str:
    """Make the view of the events of those types that the last run did not know."""
    among = sorted(types)
    if known.last is None or not among:
        return ""
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP VIEW {name} AS
        SELECT * EXCLUDE ("#id") FROM {UNKNOWN} WHERE type IN {sql_list(among)}
            AND "at" >= {day_(known.last.since)} AND "at" < {day_(last_run + ONE_DAY)}""")  # noqa: S608
    return name if any_of(loaded.connection, name, "true") else ""


def count_late(past: Past, known: Knowing, connection: duckdb.DuckDBPyConnection) -> CameLate:
    """How many events no run knew on their day, those of ``Past.late`` and older ones."""
    if not past.late:
        return CameLate()
    return CameLate(count_of(connection, f"SELECT count(*) FROM {past.late}"), known.too_old)  # noqa: S608


def _told_by_last(
    days: Mapping[date, Path], day: date, connection: duckdb.DuckDBPyConnection
) -> Mapping[str, str]:
    """What the last run tells of the events that it knew; nothing where it does not."""
    last = max((each for each in days if each < day), default=None)
    file = None if last is None else days[last].parent / KNOWN
    return {} if file is None or not file.is_file() else dict(_told_in(file, connection))


def _told_in(file: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    query = f"SELECT key, value FROM parquet_kv_metadata({file_literal(file)})"  # noqa: S608
    for name, told in connection.execute(query).fetchall():
        yield name.decode(), told.decode()


def _older(now: KnownEvents, last: KnownEvents | None, loaded: Loaded) -> tuple[int, int]:
    """How many events there are before what a day, and the last one, knew."""
    today = _before(now, loaded)
    if last is None:
        return today, today
    if last.types != now.types:
        return today, _before(last, loaded)
    first, second = sorted((last.since, now.since))
    moved = f'{_count(now, loaded)} AND "at" >= {day_(first)} AND "at" < {day_(second)}'
    between = count_of(loaded.connection, moved)
    return today, today + (between if now.since < last.since else -between)


def _before(scope: KnownEvents, loaded: Loaded) -> int:
    """How many events there are before those that are known one by one.

    To count all and take off the latest reads the moments of these alone.
    """
    every = _count(scope, loaded)
    return count_of(
        loaded.connection, f'SELECT ({every}) - ({every} AND "at" >= {day_(scope.since)})'
    )


def _count(scope: KnownEvents, loaded: Loaded) -> str:
    return f"SELECT count(*) FROM {quoted(loaded.events)} WHERE type IN {sql_list(scope.types)}"  # noqa: S608
