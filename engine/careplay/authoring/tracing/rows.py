"""The rows of the data behind what a rule asks: of each measure the events that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from careplay.authoring.explaining.sight import DaysNames
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, moved
from careplay.meaning.events import day_of
from careplay.meaning.truth import Row, truth
from careplay.model.facts import Declared, Measure
from careplay.outputs.naming import EVENT
from careplay.outputs.traced import RowsOf, SourceRow
from careplay.sources.columns import KEY, quoted
from careplay.sources.placed import FILE, PLACED_CUSTOMER, PLACED_EVENTS, ROW
from careplay.sources.querying import mappings_of

if TYPE_CHECKING:
    import duckdb

MOST = 8
"""So many rows are told of each value, the latest; of the others how many."""


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """The rows of one customer, which know where they stand."""

    known: DaysNames
    events: Sequence[Row]
    customer: Sequence[Row]
    """His own."""

    @classmethod
    def read(cls, known: DaysNames, connection: duckdb.DuckDBPyConnection) -> PlacedRows:
        """Those that ``create_placed`` made."""
        events, customer = (
            mappings_of(connection, f"SELECT * FROM {quoted(each)}")  # noqa: S608
            for each in (PLACED_EVENTS, PLACED_CUSTOMER)
        )
        return cls(known, events, customer)

    def behind(self, facts: Iterable[str], clock: Clock) -> Iterator[RowsOf]:
        """Of each fact the rows that it came of, by today's data as of the clock's day."""
        declared: list[str] = []
        for name in facts:
            fact = self.known.business.facts.get(name)
            if isinstance(fact, Measure):
                counted = [each for each in self.events if _counts(fact, each, clock)]
                yield _of(self.known.label(name), counted, fact.attribute, self.known)
            elif isinstance(fact, Declared):
                declared.append(name)
        yield from _of_customer(declared, self.known, self.customer)

    def of_occasion(self, kind: str, at: str) -> Iterator[RowsOf]:
        """Those of the event that gave the occasion, whose moment is as a reason has it."""
        events = [
            each
            for each in self.events
            if each["type"] == kind and _moment(each).isoformat(" ", "minutes") == at[:16]
        ]
        if events:
            yield _of(self.known.label(kind), events, None, self.known)

    def of_record(
        self, types: Iterable[str], told_apart: tuple[str, str], until: dt.date
    ) -> Iterator[RowsOf]:
        """Those of a case or a stay up to a day: its events, told apart by an attribute."""
        chosen, (by, ref) = frozenset(types), told_apart
        events = [
            each
            for each in self.events
            if each["type"] in chosen and str(each.get(by)) == ref and day_of(each) <= until
        ]
        if events:
            yield _of("", events, None, self.known)


def _counts(measure: Measure, event: Row, clock: Clock) -> bool:
    first = moved(clock.day, measure.within, clock, times=-1) if measure.within else dt.date.min
    has = measure.attribute is None or event.get(measure.attribute) is not None
    return (
        has
        and event["type"] == measure.event
        and first <= day_of(event) <= clock.day
        and truth(measure.where, event, clock) is True
    )


def _of(label: str, events: Sequence[Row], attribute: str | None, known: DaysNames) -> RowsOf:
    latest = sorted(events, key=_moment)
    return RowsOf(
        label, tuple(_event(each, attribute, known) for each in latest[-MOST:]), len(latest)
    )


def _event(event: Row, attribute: str | None, known: DaysNames) -> SourceRow:
    kind = str(event["type"])
    names = [attribute] if attribute else [*known.business.event_types[kind].attributes]
    told = tuple(
        (known.label(f"{EVENT}{name}"), shown)
        for name in names
        if (shown := known.shown(f"{kind}.{name}", event.get(name))) is not None
    )
    return SourceRow(*_place(event), known.label(kind), _moment(event), told)


def _of_customer(
    names: Sequence[str], known: DaysNames, rows: Sequence[Row]
) -> Iterator[RowsOf]:
    if not (names and rows):
        return
    own = rows[0]
    told = tuple((known.label(each), known.shown(each, own.get(each)) or "") for each in names)
    yield RowsOf(KEY, (SourceRow(*_place(own), "", None, told),), 1)


def _place(row: Row) -> tuple[str, int | None]:
    number = row[ROW]
    return str(row[FILE]), number if isinstance(number, int) else None


def _moment(event: Row) -> dt.datetime:
    at = event["at"]
    assert isinstance(at, dt.datetime)  # noqa: S101 - the column is of moments
    return at
