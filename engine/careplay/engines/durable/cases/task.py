"""Cases of flows, given to a worker one at a time: events in, a record and odd kinds out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from careplay.engines.durable.cases.replaying import Charts, charts_of, replayed
from careplay.engines.durable.tasks import Answering, ItemName
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock
from careplay.meaning.deadlines import deadlines
from careplay.meaning.flows import History, recorded, way_under
from careplay.meaning.folding import Way, folded
from careplay.meaning.truth import Row
from careplay.model.flows import ODD
from careplay.model.types import Scalar
from careplay.planning.steps import CaseFold


class CaseEvents(NamedTuple):
    """A case to be replayed as of the end of a day."""

    fold: int
    """The place of its fold in ``Cases.folds``."""
    ref: Scalar
    events: tuple[Row, ...]
    """Those of the flow's types up to the day, in any order; at least one."""


class Folded(NamedTuple):
    """What a case comes to."""

    record: Row | None
    """As ``meaning.flows.record`` gives it; None where the case has no start."""
    odd: tuple[str, ...]
    """The kind of each event that was odd."""


Replay: TypeAlias = Callable[[CaseEvents, Way, Clock], tuple[History, Row]]
"""A case, and the deadlines it has."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of flows, each as of a day: the folds of a plan, carried out."""

    folds: tuple[CaseFold, ...]

    def ready(self) -> Answering:
        """Answer by the charts, each made when a case first asks for it."""
        return _answering(self.folds, _by_charts())

    def plainly(self) -> Answering:
        """Answer by careplay's own fold."""
        return _answering(self.folds, _by_folding)

    def called(self, item: CaseEvents) -> ItemName:
        """The case as people know it."""
        return ItemName(str(item.ref), self.folds[item.fold].flow.name)


def _answering(folds: Sequence[CaseFold], replay: Replay) -> Answering:
    clocks = tuple(map(_clock, folds))

    def answer(told: CaseEvents) -> Folded:
        fold = folds[told.fold]
        way = way_under(fold.flow, told.events, fold.day)
        history, due = replay(told, way, clocks[told.fold])
        odd = tuple(did for _, did, _ in history.events if did in ODD)
        return Folded(recorded(history, due) if history.case.opened else None, odd)

    return answer


def _clock(fold: CaseFold) -> Clock:
    """The clock of the fold's day, on which all spans are numbers."""
    going = fold.clock
    return Clock(fold.day, {}, going.days, dict(enumerate(going.hours)), fold.day, going.zone)


def _by_charts() -> Replay:
    made: dict[tuple[str, int], Charts] = {}

    def replay(told: CaseEvents, way: Way, clock: Clock) -> tuple[History, Row]:
        version = (way.flow.name, way.version.number)
        if version not in made:
            made[version] = charts_of(way)
        return replayed(told.events, told.ref, way, clock, made[version])

    return replay


def _by_folding(told: CaseEvents, way: Way, clock: Clock) -> tuple[History, Row]:
    history = History(told.ref, way, tuple(folded(told.events, way, clock)))
    return history, deadlines(history.case, way, clock)
