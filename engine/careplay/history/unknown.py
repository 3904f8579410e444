"""The events that no other kept day knew, found among those of the days that changed alone.

An id is 64 bits of the event's own: of its customer, type and key, or without a key of all that
the business reads of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.history.apart import BY_KEY
from careplay.history.fingerprints import Fingerprints, changed, days_in, digest_of, maker
from careplay.outputs.partition import KNOWN
from careplay.sources.columns import KEY, day_, file_literal, quoted, sql_list

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

UNKNOWN = "unknown_events"
MISSING = "chr(30)"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The events that matter to a run, since a day and up to its own."""

    by: Sequence[str]
    """What tells one event of a customer, a type and a moment from others: its key, or all that
    it tells, of which the events may lack what only outcomes told."""
    types: tuple[str, ...]
    since: date
    day: date
    kept: Mapping[date, Path]
    """All kept days."""
    loaded: Loaded
    columns: Collection[str]
    """What the events tell, and their key."""

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
        every = f'SELECT *, {_id(self.by, self.columns)} AS "#id" FROM {self.of(days)}'  # noqa: S608
        return f"({every}) {apart}"


def make_unknown(
    asked: Asked, since: date, last: date | None, told: Mapping[str, str]
) -> Fingerprints:
    """Make the events that no other kept day knew; what all that is known now comes to.

    ``last`` is the day since which the last run knew events, ``told`` what is kept of it; None
    where it told them apart otherwise. What is known is remembered ``since`` a day.
    """
    hashed = [KEY, "type", "at", *(each for each in asked.by if each in asked.columns)]
    others = asked.known_by([each for each in asked.kept if asked.since <= each != asked.day])
    if not others:  # then all are unknown, and read once
        _make(asked, "", None, ("#id", *hashed))
        return _prints(asked, since, hashed, UNKNOWN)
    later = asked.known_by([each for each in asked.kept if each > asked.day])
    events = asked.without(later) if later else asked.of()
    prints = _prints(asked, since, hashed, events)
    which = None
    if last is not None:
        last_day = max(each for each in asked.kept if each < asked.day)
        which = changed(prints, told, digest_of(asked.kept, last, last_day))
    _make(asked, others, which, None)
    return prints


def of_customers(loaded: Loaded) -> str:
    """The condition that an event is of somebody in the table."""
    return f"{KEY} IN (SELECT {KEY} FROM {quoted(loaded.customers)})"  # noqa: S608


def _id(by: Sequence[str], columns: Collection[str]) -> str:
    """The id of an event as SQL; a text and a missing one differ."""
    moment = """strftime("at", '%Y-%m-%d %H:%M:%S')"""
    parts = [f"{KEY}::VARCHAR", "type"]
    if by == [BY_KEY]:
        parts.append(f'coalesce("key", {moment})')
    else:
        told = (f"coalesce({quoted(name)}::VARCHAR, {MISSING})" for name in by)
        there = (name in columns for name in by)
        parts += [
            moment,
            *(sql if here else MISSING for sql, here in zip(told, there, strict=True)),
        ]
    return f"md5_number_lower(concat_ws(chr(31), {', '.join(parts)}))"


def _make(
    asked: Asked, known: str, days: Sequence[date] | None, columns: Sequence[str] | None
) -> None:
    told = "*" if columns is None else ", ".join(map(quoted, columns))
    asked.loaded.connection.execute(f"""CREATE OR REPLACE TEMP TABLE {UNKNOWN} AS
        SELECT {told} FROM {asked.without(known, days)}""")  # noqa: S608


def _prints(asked: Asked, since: date, hashed: Sequence[str], events: str) -> Fingerprints:
    columns = tuple(map(quoted, hashed))
    stands_on = digest_of(asked.kept, since, asked.day)
    days = days_in(asked.loaded, events, columns)
    return Fingerprints(maker(asked.types, columns), stands_on, days)


def _on(days: Sequence[date] | None) -> str:
    """The condition that an event is of one of the days; none where they are not told."""
    if days is None:
        return ""
    if not days:
        return "AND false"
    # The bounds let whole row groups of a file go unread.
    return f"""AND "at" >= {day_(days[0])} AND "at" < {day_(days[-1] + ONE_DAY)}
                AND "at"::DATE IN ({", ".join(map(day_, days))})"""
