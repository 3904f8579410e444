"""What each run was first to know: ids of events, kept beside the day's actions.

An id is 64 bits of the event's own: of its customer, type and key, or without a key of all that
the business reads of it. Beside the ids stands what they are of, so that neither a new rule nor
a key that was declared since makes old events look like new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.engines.base import LATE, CameLate
from careplay.frozen import dataclass
from careplay.history.kept import kept_days
from careplay.history.reading import damaged, unreadable
from careplay.meaning.clock import amount_of, clock_of
from careplay.meaning.days import LOOKED_BACK, asked_of_late
from careplay.model.business import Business
from careplay.model.parameters import at_work, require_values
from careplay.model.triggers import After, event_of
from careplay.model.types import Unit
from careplay.outputs.partition import KNOWN
from careplay.planning.needed import attributes_in
from careplay.sources.columns import KEY, file_literal, literal, quoted
from careplay.sources.querying import count_of, row_of

if TYPE_CHECKING:
    import duckdb

    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

FIRST_KNOWN = "first_known_events"
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

    def as_text(self) -> Mapping[str, str]:
        """The same as a file keeps it."""
        return {
            "types": ",".join(self.types),
            "since": self.since.isoformat(),
            "by": self.by,
            "older": str(self.older),
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
    longest = max(
        (abs(amount_of(each, clock)) * MOST_DAYS[each.unit] + LONGEST_BREAK for each in spans),
        default=0,
    )
    asked = {event_of(rule.trigger) for rule in business.rules}
    types = (name for name, each in business.event_types.items() if not each.record)
    return KnownEvents(
        tuple(sorted(name for name in types if name in asked)),
        day - LOOKED_BACK - timedelta(days=longest),
        "key" if "key" in business.events.columns else ",".join(_attributes(business)),
    )


@contextmanager
def _damage_told(days: Mapping[date, Path], loaded: Loaded) -> Iterator[None]:
    """Of what fails within for want of what a day knew, the fault is that of the day."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        yield
    except duckdb.Error as fault:
        file = unreadable(loaded.connection, _kept_files(days))
        if file is None:
            raise
        raise damaged(file) from fault


def _kept_files(days: Mapping[date, Path]) -> Iterator[Path]:
    files = (kept.parent / KNOWN for kept in days.values())
    return (each for each in files if each.is_file())


def make_late(business: Business, day: date, out: Path, loaded: Loaded) -> date:
    """Make ``late_events``: what no run knew on its day; the day of the earliest, or last run.

    That is what came in since the last run, which there is, of days up to its own; and of days
    since that are longer ago than missed days are looked at. Where it is not known what the
    last run knew, it knew all before its own day.
    """
    days = kept_days(out, business.id)
    with _damage_told(days, loaded):
        return _make_late(business, day, days, loaded)


def _make_late(
    business: Business, day: date, days: Mapping[date, Path], loaded: Loaded
) -> date:
    last = max(each for each in days if each < day)
    known, now = _known_on(days[last], loaded.connection), scope_of(business, day)
    missed = f""""at" >= {_day(last + ONE_DAY)} AND "at" < {_day(day - LOOKED_BACK)}"""
    if known is None or known.by != now.by:
        types, unknown = now.types, f'"at" >= {_day(last)}'
    else:
        types = tuple(each for each in now.types if each in known.types)
        unknown = f"""type IN {_listed(types)} AND "at" >= {_day(known.since)}
            AND {_id(business)} NOT IN {_ids(days, day, known.since)}"""
    loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {LATE} AS
        SELECT * FROM {quoted(loaded.events)} WHERE type IN {_listed(now.types)}
        AND "at" < {_day(day)} AND {_of_customers(loaded)}
        AND (("at" < {_day(last + ONE_DAY)} AND {unknown}) OR ({missed}))""")  # noqa: S608
    (first,) = row_of(loaded.connection, f'SELECT min("at")::DATE FROM {LATE}')  # noqa: S608
    return last if first is None else min(first, last)


def count_late(
    business: Business, day: date, out: Path, past: Past, loaded: Loaded
) -> CameLate:
    """How many events no run knew on their day, those of ``Past.late`` and older ones."""
    if not past.late:
        return CameLate()
    asked = count_of(loaded.connection, f"SELECT count(*) FROM {past.late}")  # noqa: S608
    return CameLate(asked, _too_old(business, day, out, loaded))


def _too_old(business: Business, day: date, out: Path, loaded: Loaded) -> int:
    """How many came in since the last run that are longer ago than any run knows of."""
    days = kept_days(out, business.id)
    last = max((each for each in days if each < day), default=None)
    known = None if last is None else _known_on(days[last], loaded.connection)
    if known is None or known.by != scope_of(business, day).by:
        return 0
    return max(0, _older(known, loaded) - known.older)


def make_known(
    business: Business, day: date, out: Path, loaded: Loaded
) -> Mapping[str, str] | None:
    """Make the relation of the ids that the day is first to know, and tell what they are of.

    None where no rule asks for events.
    """
    scope = scope_of(business, day)
    if not scope.types:
        return None
    days = kept_days(out, business.id)
    with _damage_told(days, loaded):
        loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {FIRST_KNOWN} AS
            SELECT DISTINCT {_id(business)} AS id FROM {quoted(loaded.events)}
            WHERE type IN {_listed(scope.types)} AND "at" >= {_day(scope.since)}
                AND "at" < {_day(day + ONE_DAY)} AND {_of_customers(loaded)}
                AND {_id(business)} NOT IN {_ids(days, day, scope.since)}
            ORDER BY id""")  # noqa: S608
    older = _older(scope, loaded)
    return KnownEvents(scope.types, scope.since, scope.by, older).as_text()


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


def _known_on(actions: Path, connection: duckdb.DuckDBPyConnection) -> KnownEvents | None:
    """What a kept day tells of the events that it knew; None where it tells nothing."""
    file = actions.parent / KNOWN
    if not file.is_file():
        return None
    told = dict(_told_in(file, connection))
    types = tuple(each for each in told["types"].split(",") if each)
    return KnownEvents(types, date.fromisoformat(told["since"]), told["by"], int(told["older"]))


def _told_in(file: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    query = f"SELECT key, value FROM parquet_kv_metadata({file_literal(file)})"  # noqa: S608
    for name, told in connection.execute(query).fetchall():
        yield name.decode(), told.decode()


def _older(scope: KnownEvents, loaded: Loaded) -> int:
    return count_of(
        loaded.connection,
        f"""SELECT count(*) FROM {quoted(loaded.events)}
        WHERE type IN {_listed(scope.types)} AND "at" < {_day(scope.since)}""",  # noqa: S608
    )


def _of_customers(loaded: Loaded) -> str:
    """An event is known when its customer is: until then nobody can be asked."""
    return f"{KEY} IN (SELECT {KEY} FROM {quoted(loaded.customers)})"  # noqa: S608


def _listed(types: Sequence[str]) -> str:
    return f"({', '.join(map(literal, types)) or 'NULL'})"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
