"""What each run was first to know: ids of events, kept beside the day's actions.

An id is 64 bits of the event's own: of its customer, type and key, or without a key of all that
the business reads of it. Beside the ids stands what they are of, so that neither a new rule nor
a key that was declared since makes old events look like new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.engines.base import LATE, UNSEEN, CameLate
from careplay.frozen import dataclass
from careplay.history.changing import types_of_changes
from careplay.history.former_keys import marks_of, may_be_former
from careplay.history.kept import kept_days
from careplay.meaning.clock import Clock, amount_of, clock_of
from careplay.meaning.days import LOOKED_BACK, asked_of_late
from careplay.model.business import Business
from careplay.model.parameters import at_work, require_values
from careplay.model.triggers import After, event_of
from careplay.model.types import Span, Unit
from careplay.outputs.partition import KNOWN
from careplay.planning.needed import attributes_in
from careplay.sources.columns import KEY, file_literal, literal, quoted
from careplay.sources.querying import any_of, count_of, row_of

if TYPE_CHECKING:
    import duckdb

    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

FIRST_KNOWN, UNKNOWN = "first_known_events", "unknown_events"
MOST_DAYS = {
    Unit.MINUTES: 1, Unit.HOURS: 1, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31,
    Unit.YEARS: 366, Unit.WORKING_DAYS: 2,
}  # fmt: skip
"""More days than one of these lasts; of working days, breaks apart."""
LONGEST_BREAK = 16


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """Which events a run knew: those of some types, from a day on to its own."""

    types: tuple[str, ...]
    since: date
    by: str
    """What tells an event from others: ``key``, or the names of its attributes."""
    older: int = 0
    """How many there were before."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """By which marks it told events without a key apart, as a file keeps it."""

    def as_text(self) -> Mapping[str, str]:
        """The same as a file keeps it."""
        return {
            "types": ",".join(self.types),
            "since": self.since.isoformat(),
            "by": self.by,
            "older": str(self.older),
            **self.marks,
        }


def scope_of(business: Business, day: date) -> KnownEvents:
    """Which events matter to a run of the day; ParameterError where a value is missing.

    They reach back as far as a rule may look that catches up, and at least ``LOOKED_BACK``.
    """
    require_values(business, day)
    clock, rules = clock_of(business, day), at_work(business, day)
    spans = [
        rule.trigger.span
        for rule in rules
        if isinstance(rule.trigger, After) and asked_of_late(rule, clock)
    ]
    longest = max((_most_days(each, clock) for each in spans), default=0)
    asked = {event_of(rule.trigger) for rule in business.rules} | types_of_changes(business)
    types = (name for name, each in business.event_types.items() if not each.record)
    return KnownEvents(
        tuple(sorted(name for name in types if name in asked)),
        day - LOOKED_BACK - timedelta(days=longest),
        "key" if "key" in business.events.columns else ",".join(_attributes(business)),
    )


def _most_days(span: Span, clock: Clock) -> int:
    """As many days as the span can last; of working days with a break in them."""
    days = abs(amount_of(span, clock)) * MOST_DAYS[span.unit]
    return days + LONGEST_BREAK if span.unit is Unit.WORKING_DAYS else days


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


def know(business: Business, day: date, out: Path, loaded: Loaded) -> Knowing:
    """Make ``unknown_events``, which no other kept day knew, and ``first_known_events``.

    Those are their ids, as they are kept. ParameterError where a value is missing.
    """
    scope, days = scope_of(business, day), kept_days(out, business.id)
    told = _told_by_last(days, day, loaded.connection)
    last, marks = _last_known(told, scope), marks_of(business, day, told)
    since = scope.since if last is None else min(scope.since, last.since)
    _make_unknown(business, scope, (days, day, since), loaded)
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP VIEW {FIRST_KNOWN} AS
        SELECT DISTINCT "#id" AS id FROM {UNKNOWN} WHERE "at" >= {_day(scope.since)}
        ORDER BY id""")  # noqa: S608
    older, of_last = _older(scope, last or scope, loaded)
    too_old = 0 if last is None else max(0, of_last - last.older)
    events = replace(scope, older=older, marks=marks.as_text())
    return Knowing(events, last, too_old, may_be_former(marks, day, days, business))


def _make_unknown(
    business: Business,
    scope: KnownEvents,
    when: tuple[Mapping[date, Path], date, date],
    loaded: Loaded,
) -> None:
    """An event is known when its customer is: until then nobody can be asked."""
    days, day, since = when
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {UNKNOWN} AS
        SELECT * FROM (SELECT *, {_id(business)} AS "#id" FROM {quoted(loaded.events)}
            WHERE type IN {_listed(scope.types)} AND "at" >= {_day(since)}
                AND "at" < {_day(day + ONE_DAY)} AND {_of_customers(loaded)})
        WHERE "#id" NOT IN {_ids(days, day, since)}""")  # noqa: S608


def make_late(day: date, last_run: date, known: Knowing, loaded: Loaded) -> date:
    """Make ``late_events``: what no run knew on its day; the day of the earliest, or last run.

    That is what came in since the last run, which there is, of days up to its own; and of days
    since that are longer ago than missed days are looked at. Where it is not known what the
    last run knew, it knew all before its own day.
    """
    now, last = known.events, known.last
    events = f"(SELECT * FROM {quoted(loaded.events)} WHERE {_of_customers(loaded)})"  # noqa: S608
    if last is None:
        late = f"""SELECT * FROM {events} WHERE type IN {_listed(now.types)}
            AND "at" >= {_day(last_run)}"""  # noqa: S608
    else:
        both = [each for each in now.types if each in last.types]
        late = f"""SELECT * EXCLUDE ("#id") FROM {UNKNOWN} WHERE type IN {_listed(both)}
            AND "at" >= {_day(last.since)}"""  # noqa: S608
    late += f""" AND "at" < {_day(min(day, last_run + ONE_DAY))}"""
    if last_run + ONE_DAY < day - LOOKED_BACK:
        late += f""" UNION ALL SELECT * FROM {events} WHERE type IN {_listed(now.types)}
            AND "at" >= {_day(last_run + ONE_DAY)} AND "at" < {_day(day - LOOKED_BACK)}"""  # noqa: S608
    loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE {LATE} AS {late}")
    (first,) = row_of(loaded.connection, f'SELECT min("at")::DATE FROM {LATE}')  # noqa: S608
    return last_run if first is None else min(first, last_run)


def make_unseen(business: Business, last_run: date, known: Knowing, loaded: Loaded) -> str:
    """Make ``unseen_events``, which decide a change and which the last run did not know.

    They are of days up to its own. Empty where there are none, and where it is not known what
    it knew: that was all, lest a change be told again.
    """
    last = known.last
    types = types_of_changes(business).intersection(last.types if last else ())
    if last is None or not types:
        return ""
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP VIEW {UNSEEN} AS
        SELECT * EXCLUDE ("#id") FROM {UNKNOWN} WHERE type IN {_listed(sorted(types))}
            AND "at" >= {_day(last.since)} AND "at" < {_day(last_run + ONE_DAY)}""")  # noqa: S608
    return UNSEEN if any_of(loaded.connection, UNSEEN, "true") else ""


def count_late(past: Past, known: Knowing, connection: duckdb.DuckDBPyConnection) -> CameLate:
    """How many events no run knew on their day, those of ``Past.late`` and older ones."""
    if not past.late:
        return CameLate()
    return CameLate(count_of(connection, f"SELECT count(*) FROM {past.late}"), known.too_old)  # noqa: S608


ONE_DAY = timedelta(days=1)


def _attributes(business: Business) -> Sequence[str]:
    """The names of all that events tell."""
    in_data = {name: each for name, each in business.event_types.items() if not each.record}
    return sorted(attributes_in(in_data))


def _id(business: Business) -> str:
    """The id of an event as SQL; a text and a missing one differ."""
    moment = """strftime("at", '%Y-%m-%d %H:%M:%S')"""
    parts = [f"{KEY}::VARCHAR", "type"]
    if "key" in business.events.columns:
        parts.append(f'coalesce("key", {moment})')
    else:
        told = (f"coalesce({quoted(name)}::VARCHAR, chr(30))" for name in _attributes(business))
        parts += [moment, *told]
    return f"md5_number_lower(concat_ws(chr(31), {', '.join(parts)}))"


def _ids(days: Mapping[date, Path], day: date, since: date) -> str:
    """The ids that other days were first to know."""
    files = [
        file_literal(known)
        for each, kept in days.items()
        if each != day and each >= since and (known := kept.parent / KNOWN).is_file()
    ]
    if not files:
        return "(SELECT NULL::UBIGINT WHERE false)"
    return f"(SELECT id FROM read_parquet([{', '.join(files)}], hive_partitioning = false))"  # noqa: S608


def _told_by_last(
    days: Mapping[date, Path], day: date, connection: duckdb.DuckDBPyConnection
) -> Mapping[str, str]:
    """What the last run tells of the events that it knew; nothing where it does not."""
    last = max((each for each in days if each < day), default=None)
    file = None if last is None else days[last].parent / KNOWN
    return {} if file is None or not file.is_file() else dict(_told_in(file, connection))


def _last_known(told: Mapping[str, str], scope: KnownEvents) -> KnownEvents | None:
    """What the last run knew, if it told events apart as today."""
    if told.get("by") != scope.by:
        return None
    types = tuple(each for each in told["types"].split(",") if each)
    return KnownEvents(types, date.fromisoformat(told["since"]), told["by"], int(told["older"]))


def _told_in(file: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    query = f"SELECT key, value FROM parquet_kv_metadata({file_literal(file)})"  # noqa: S608
    for name, told in connection.execute(query).fetchall():
        yield name.decode(), told.decode()


def _older(now: KnownEvents, last: KnownEvents, loaded: Loaded) -> tuple[int, int]:
    """How many events there are before what a day, and the last one, knew."""
    today = _before(now, loaded)
    same = (last.types, last.since) == (now.types, now.since)
    return today, today if same else _before(last, loaded)


def _before(scope: KnownEvents, loaded: Loaded) -> int:
    """How many events there are before those that are known one by one.

    To count all and take off the latest reads the moments of these alone.
    """
    every = f"SELECT count(*) FROM {quoted(loaded.events)} WHERE type IN {_listed(scope.types)}"  # noqa: S608
    return count_of(
        loaded.connection,
        f"""SELECT ({every}) - ({every} AND "at" >= {_day(scope.since)})""",
    )


def _of_customers(loaded: Loaded) -> str:
    return f"{KEY} IN (SELECT {KEY} FROM {quoted(loaded.customers)})"  # noqa: S608


def _listed(types: Sequence[str]) -> str:
    return f"({', '.join(map(literal, types)) or 'NULL'})"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
