"""A plan whose occasions ask one thing each: what SQL tells apart, the package cannot.

What an earlier run may have told of is an occasion beside what is new; each day on which an
event is looked for is one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.days import Late
from careplay.model.conditions import ALWAYS, NEVER, AllOf
from careplay.planning.passes.flatten import flatten
from careplay.planning.probes import Happened, Listed, Standing, Stepped
from careplay.planning.steps import Match, Occasion, Plan


@dataclass(frozen=True, slots=True)
class _Parts:
    """An occasion in parts: what is new of the last day that is asked of, and the rest."""

    first: Occasion
    old: tuple[Occasion, ...] = ()
    """What only still stands."""
    earlier: tuple[tuple[int, Occasion], ...] = ()
    """What is looked for so many days before the date."""
    late: tuple[Occasion, ...] = ()
    """What came in late, whatever its day."""

    @property
    def others(self) -> tuple[Occasion, ...]:
        """All but the first."""
        return (*self.old, *(each for _, each in self.earlier), *self.late)


def parted_occasions(plan: Plan) -> Plan:
    """The plan; its occasions and matches keep their numbers, and further ones follow."""
    several = {match.occasion for match in plan.matches if match.several}
    parts = [
        _parts(each, plan.day, several=number in several)
        for number, each in enumerate(plan.occasions)
    ]
    others = tuple(each for one in parts for each in one.others)
    occasions = (*(each.first for each in parts), *others)
    number = {id(each): n for n, each in enumerate(occasions)}
    matches = (
        *(replace(match, several=False) for match in plan.matches),
        *(
            more
            for match in plan.matches
            for more in _more(match, parts[match.occasion], number)
        ),
    )
    return replace(plan, occasions=occasions, matches=matches)


def _parts(occasion: Occasion, day: date, *, several: bool) -> _Parts:
    probe = occasion.probe
    if isinstance(probe, Standing) and probe.new != ALWAYS:
        where = flatten(AllOf((probe.where, probe.new)))
        first = replace(occasion, probe=replace(probe, where=where, new=ALWAYS))
        return _Parts(first, (replace(occasion, probe=replace(probe, new=NEVER)),))
    if several and isinstance(probe, Happened) and isinstance(probe.days, Listed):
        return _of_days(occasion, probe, probe.days.dates, day)
    return _Parts(occasion)


def _of_days(occasion: Occasion, probe: Happened, dates: tuple[date, ...], day: date) -> _Parts:
    alone = replace(probe, late=Late.AS_ANY)
    of_days = {
        each: replace(occasion, probe=replace(alone, days=Listed((each,)))) for each in dates
    }
    last = of_days.pop(max(of_days))  # the date, or the day before where that asks else
    earlier = tuple(((day - each).days, one) for each, one in of_days.items())
    if probe.late is not Late.TOO:
        return _Parts(last, (), earlier)
    whenever = replace(probe, days=Stepped(day, every=1), late=Late.ONLY)
    return _Parts(last, (), earlier, (replace(occasion, probe=whenever),))


def _more(match: Match, parts: _Parts, number: dict[int, int]) -> Iterator[Match]:
    """The match on every part of its occasion but the first."""
    for each in parts.old:
        yield replace(match, occasion=number[id(each)], wants=())
    for ago, each in parts.earlier:
        yield replace(match, occasion=number[id(each)], ago=ago, several=False)
    for each in parts.late:
        yield replace(match, occasion=number[id(each)], several=False)
