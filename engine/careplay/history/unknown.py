"""The events that no other kept day knew, found among those of the days that changed alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.history.event_ids import (
    event_id,
    event_id_once,
    parts_of_ids,
    told_apart_by,
)
from careplay.history.fingerprints import Fingerprints, changed, days_in, digest_of, maker
from careplay.meaning.event_keys import mark_begins
from careplay.model.business import Business
from careplay.outputs.partition import KNOWN
from careplay.sources.columns import KEY, day_, file_literal, quoted, sql_list
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

UNKNOWN, FIRST_KNOWN = "unknown_events", "first_known_events"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The events that matter to a run, since a day and up to its own."""

    business: Business
    types: tuple[str, ...]
    since: date
    day: date
    kept: Mapping[date, Path]
    """All kept days."""
    loaded: Loaded

    def known_by(self, days: Sequence[date]) -> str:
        """The ids that days were first to know; empty where they keep none."""
        kept = (self.kept[each].parent / KNOWN for each in days)
        files = [file_literal(each) for each in kept if each.is_file()]
        if not files:
            return ""
        return f"(SELECT id FROM read_parquet([{', '.join(files)}], hive_partitioning = false))"  # noqa: S608

    def of(self, days: Sequence[date] | None = None) -> str:
        """The relation and the condition of the events, of some of the days or of all.

        An event is known when its customer is: until then nobody can be asked.
        """
        return f"""{quoted(self.loaded.events)}
            WHERE type IN {sql_list(self.types)} AND "at" >= {day_(self.since)}
                AND "at" < {day_(self.day + ONE_DAY)} {_on(days)}
                AND {of_customers(self.loaded)}"""

    def without(self, known: str, days: Sequence[date] | None = None) -> str:
        """The same, each with its ``#id``, and those left out that are known."""
        apart = f'WHERE "#id" NOT IN {known}' if known else ""
        every = f'SELECT *, {event_id(self.business, self.types)} AS "#id" FROM {self.of(days)}'  # noqa: S608
        return f"({every}) {apart}"


def make_unknown(
    asked: Asked, since: date, last: tuple[date, date] | None, told: Mapping[str, str]
) -> Fingerprints:
    """Make the events that no other kept day knew; what all that is known now comes to.

    ``last`` is the day of the last run and that since which it knew events, ``told`` what is
    kept of it; None where it told them apart otherwise. What is known is remembered ``since``
    a day.
    """
    hashed = [KEY, "type", "at", *parts_of_ids(asked.business, asked.types)]
    others = asked.known_by([each for each in asked.kept if asked.since <= each != asked.day])
    if not others:  # then all are unknown, and read once
        _make(asked, "", None, ("#id", *hashed))
        _keep_ids(asked, since)
        return _prints(asked, since, hashed, UNKNOWN)
    later = asked.known_by([each for each in asked.kept if each > asked.day])
    events = asked.without(later) if later else asked.of()
    prints = _prints(asked, since, hashed, events)
    which = None
    if last is not None:
        last_day, knew_since = last
        which = changed(prints, told, digest_of(asked.kept, knew_since, last_day))
    _make(asked, others, which, None)
    _keep_ids(asked, since)
    if "key" in asked.business.events.columns:
        _leave_out_filled_in(asked, others, which)
    if last is not None and told["by"] != told_apart_by(asked.business):
        asked.loaded.connection.execute(_known_once(asked, others, told["by"]))
    return prints


def _keep_ids(asked: Asked, since: date) -> None:
    """Make the ids that the day is first to know: by others the same may have been known."""
    asked.loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {FIRST_KNOWN} AS
        SELECT DISTINCT "#id" AS id FROM {UNKNOWN} WHERE "at" >= {day_(since)}
        ORDER BY id""")  # noqa: S608


def of_customers(loaded: Loaded) -> str:
    """The condition that an event is of somebody in the table."""
    return f"{KEY} IN (SELECT {KEY} FROM {quoted(loaded.customers)})"  # noqa: S608


def _make(
    asked: Asked, known: str, days: Sequence[date] | None, columns: Sequence[str] | None
) -> None:
    told = "*" if columns is None else ", ".join(map(quoted, columns))
    asked.loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {UNKNOWN} AS
        SELECT {told} FROM {asked.without(known, days)}""")  # noqa: S608


def _leave_out_filled_in(asked: Asked, known: str, days: Sequence[date] | None) -> None:
    """Leave out what was known before its key was filled in.

    It tells all that a row told which had no key and is there no more. Most days have none.
    """
    connection = asked.loaded.connection
    had = event_id(asked.business, asked.types, keyless=True)
    was_known = f'"key" IS NOT NULL AND {had} IN {known}'
    if any_of(connection, UNKNOWN, was_known):
        connection.execute(f"""DELETE FROM {UNKNOWN} WHERE {was_known}
            AND {had} NOT IN (SELECT {had} FROM {asked.of(days)} AND "key" IS NULL)""")  # noqa: S608


def _known_once(asked: Asked, known: str, by: str) -> str:
    """The statement that leaves out what days knew that were kept when events had other ids."""
    return f"DELETE FROM {UNKNOWN} WHERE {event_id_once(asked.business, by)} IN {known}"  # noqa: S608


def _prints(asked: Asked, since: date, hashed: Sequence[str], events: str) -> Fingerprints:
    columns = tuple(map(quoted, hashed))
    stands_on = digest_of(asked.kept, since, asked.day)
    days = days_in(asked.loaded, events, columns)
    marks = [f"{each}{mark_begins(asked.business.event_types[each])}" for each in asked.types]
    return Fingerprints(maker(marks, columns), stands_on, days)


def _on(days: Sequence[date] | None) -> str:
    """The condition that an event is of one of the days; none where they are not told."""
    if days is None:
        return ""
    if not days:
        return "AND false"
    # The bounds let whole row groups of a file go unread.
    return f"""AND "at" >= {day_(days[0])} AND "at" < {day_(days[-1] + ONE_DAY)}
                AND "at"::DATE IN ({", ".join(map(day_, days))})"""
