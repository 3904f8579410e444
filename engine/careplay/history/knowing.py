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
from careplay.history import asking, older_events
from careplay.history.changing import types_of_changes
from careplay.history.former_keys import marks_of, may_be_former
from careplay.history.kept import kept_days
from careplay.history.known_events import (
    KnownEvents,
    is_rekeyed,
    keyed_since,
    known_in,
    scope_of,
)
from careplay.history.last_run import last_run
from careplay.history.soundness import demand_sound
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
    day: date = date.min
    keyed: date | None = None
    """Since when runs have gone by the keys of today; None where no kept day had others."""
    asked: Mapping[str, date] = field(default_factory=dict)
    """Since when runs have asked of stays for what they may ask for without end, by rule."""
    under_others: bool = False
    """Whether the date was run before when events had other keys."""

    @property
    def rekeyed(self) -> bool:
        """Whether events have other keys than on the last run, or keys on one day alone."""
        return self.keyed == self.day

    @property
    def told_otherwise(self) -> bool:
        """Whether events may have other ids today than on the last run."""
        return self.last is None or bool(self.last.remarked)


def know(business: Business, day: date, out: Path, loaded: Loaded) -> Knowing:
    """Make ``unknown_events``, which no other kept day knew, and ``first_known_events``.

    Those are their ids, as they are kept. ParameterError where a value is missing.
    """
    return _know(business, day, kept_days(out, business.id), loaded)


def know_alone(business: Business, day: date, loaded: Loaded) -> Knowing:
    """The same for a day that other kept days cannot tell anything: it is the first to know."""
    return _know(business, day, {}, loaded)


def _know(business: Business, day: date, days: Mapping[date, Path], loaded: Loaded) -> Knowing:
    scope, followed = scope_of(business, day), last_run(days, day)
    if followed is not None:
        demand_sound([days[followed].with_name(KNOWN)])
    told = _told_by(followed, days, loaded.connection)
    last, marks = known_in(told, scope, business), marks_of(business, day, told)
    since = scope.since if last is None else min(scope.since, last.since)
    asked = Asked(business, scope.every, since, day, days, loaded)
    read = (each for each in days if since <= each not in {day, followed})
    demand_sound(days[each].with_name(KNOWN) for each in read)
    knew = None if last is None or followed is None else (followed, last.since)
    prints = make_unknown(asked, scope.since, knew, told)
    # All that goes by no id from here on, lest the next run take some for new.
    counts = older_events.counted(scope.types, scope.since, loaded)
    since_when, keyed = (
        asking.asked_since(business, day, told),
        keyed_since(told, scope.by, day),
    )
    besides = {
        **marks.as_text(),
        **prints.as_text(scope.since),
        **older_events.as_text(counts, scope.since),
        **({} if keyed is None else {"keyed": keyed.isoformat()}),
        **asking.as_text(since_when),
    }
    return Knowing(
        replace(scope, told=besides),
        last,
        older_events.more_than(told, scope.types, counts, loaded),
        may_be_former(marks, day, days, business),
        day,
        keyed,
        since_when,
        day in days and is_rekeyed(_told_by(day, days, loaded.connection), scope.by),
    )


def make_late(day: date, last_run: date, known: Knowing, loaded: Loaded) -> date | None:
    """Make ``late_events``: what no run knew on its day; from which day on it is asked for.

    That is the day of the earliest or of the last run, whichever is first; None: nothing came.

    That is what came in since the last run, which there is, of days up to its own; and of days
    since that are longer ago than missed days are looked at. Of events that by their ids of
    today cannot be found again the last run knew all before its own day; and that day's as
    well where they had other keys, lest they be told again.
    """
    now, last, until = known.events, known.last, day_(min(day, last_run + ONE_DAY))
    events = f"(SELECT * FROM {quoted(loaded.events)} WHERE {of_customers(loaded)})"  # noqa: S608
    late = f"""SELECT * FROM {events} WHERE type IN {sql_list(now.types)}
        AND {_told_otherwise(last)} AND "at" < {until}
        AND "at" >= {day_(last_run + ONE_DAY if known.rekeyed else last_run)}"""  # noqa: S608
    if last is not None:
        both = [each for each in now.types if each in last.types]
        late = f"""SELECT * EXCLUDE ("#id") FROM {UNKNOWN} WHERE type IN {sql_list(both)}
            AND NOT {_told_otherwise(last)} AND "at" >= {day_(last.since)} AND "at" < {until}
        UNION ALL {late}"""  # noqa: S608
    if last_run + ONE_DAY < day - LOOKED_BACK:
        late += f""" UNION ALL SELECT * FROM {events} WHERE type IN {sql_list(now.types)}
            AND "at" >= {day_(last_run + ONE_DAY)} AND "at" < {day_(day - LOOKED_BACK)}"""  # noqa: S608
    loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE {LATE} AS {late}")
    (first,) = row_of(loaded.connection, f'SELECT min("at")::DATE FROM {LATE}')  # noqa: S608
    return None if first is None else min(first, last_run)


def _told_otherwise(last: KnownEvents | None) -> str:
    """Whether an event has another id today than on the last run."""
    if last is None:
        return "true"
    return (
        f'("key" IS NULL AND type IN {sql_list(last.remarked)})' if last.remarked else "false"
    )


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
            AND NOT {_told_otherwise(known.last)}
            AND "at" >= {day_(known.last.since)} AND "at" < {day_(last_run + ONE_DAY)}""")  # noqa: S608
    return name if any_of(loaded.connection, name, "true") else ""


def count_late(past: Past, known: Knowing, connection: duckdb.DuckDBPyConnection) -> CameLate:
    """How many events no run knew on their day, those of ``Past.late`` and older ones.

    Of the last run's day only those of which that is sure.
    """
    if not past.late or past.last_run is None:
        return CameLate()
    since = day_(past.last_run + ONE_DAY)
    found = f"""SELECT count(*) FROM {past.late}
        WHERE NOT {_told_otherwise(known.last)} OR "at" >= {since}"""  # noqa: S608
    return CameLate(count_of(connection, found), known.too_old)


def _told_by(
    day: date | None, days: Mapping[date, Path], connection: duckdb.DuckDBPyConnection
) -> Mapping[str, str]:
    """What a run tells of the events that it knew; nothing where it does not."""
    file = None if day is None else days[day].parent / KNOWN
    return {} if file is None or not file.is_file() else dict(_told_in(file, connection))


def _told_in(file: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    query = f"SELECT key, value FROM parquet_kv_metadata({file_literal(file)})"  # noqa: S608
    for name, told in connection.execute(query).fetchall():
        yield name.decode(), told.decode()
