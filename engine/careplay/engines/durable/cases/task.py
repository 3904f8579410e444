"""Cases of flows, given to a worker one at a time: events in, a record and odd kinds out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from careplay.engines.durable.cases.replaying import Charts, charts_of, replayed
from careplay.engines.durable.tasks import Answering
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.deadlines import deadlines
from careplay.meaning.flows import History, recorded, way_under
from careplay.meaning.folding import Way, folded
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.flows import ODD
from careplay.model.types import Scalar


class CaseEvents(NamedTuple):
    """A case to be replayed as of the end of a day."""

    flow: str
    day: date
    ref: Scalar
    events: tuple[Row, ...]
    """Those of the flow's types up to the day, in any order; at least one."""


class Folded(NamedTuple):
    """What a case comes to."""

    record: Row | None
    """As ``plain.flows.record`` gives it; None where the case has no start."""
    odd: tuple[str, ...]
    """The kind of each event that was odd."""


Replay: TypeAlias = Callable[[CaseEvents, Way, Clock], tuple[History, Row]]
"""A case, and the deadlines it has."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of all flows of a business, on any day."""

    business: Business

    def ready(self) -> Answering:
        """Answer by the charts, each made when a case first asks for it."""
        return _answering(self.business, _by_charts())

    def plainly(self) -> Answering:
        """Answer by the fold in plain Python."""
        return _answering(self.business, _by_folding)

    def called(self, item: CaseEvents) -> str:
        """The case as people know it."""
        return f'case "{item.ref}" of {item.flow}'


def cases_of(business: Business) -> Cases:
    """The cases of a business, which is sent without what they do not ask for."""
    return Cases(replace(business, declared={}, derived=(), event_types={}, rules=()))


def _answering(business: Business, replay: Replay) -> Answering:
    @cache
    def clock_on(day: date) -> Clock:
        return clock_of(business, day)

    def answer(told: CaseEvents) -> Folded:
        way = way_under(business.flows[told.flow], told.events, told.day)
        history, due = replay(told, way, clock_on(told.day))
        odd = tuple(did for _, did, _ in history.events if did in ODD)
        return Folded(recorded(history, due) if history.case.opened else None, odd)

    return answer


def _by_charts() -> Replay:
    made: dict[tuple[str, int], Charts] = {}

    def replay(told: CaseEvents, way: Way, clock: Clock) -> tuple[History, Row]:
        version = (told.flow, way.version.number)
        if version not in made:
            made[version] = charts_of(way)
        return replayed(told.events, told.ref, way, clock, made[version])

    return replay


def _by_folding(told: CaseEvents, way: Way, clock: Clock) -> tuple[History, Row]:
    history = History(told.ref, way, tuple(folded(told.events, way)))
    return history, deadlines(history.case, way, clock)
