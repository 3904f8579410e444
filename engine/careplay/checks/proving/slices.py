"""The days as of which a table has to be looked at, so that no other day is different.

A table changes on the days on which a row begins or ends and a parameter gets a new value.
Between two of them, cells about dates may change their order all the same: ``in the last 30
days`` passes ``before 2026-01-01`` one day, and a month is longer or shorter than 30 days.
Each order of the dates is looked at once, on the first day that has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, clock_of, value_of
from careplay.model.business import Business, DatedParameter
from careplay.model.comparing import size
from careplay.model.conditions import Condition, Operand, Since, Today, leaves_of, operands
from careplay.model.facts import Decision, DecisionRow
from careplay.model.parameters import parameters_of
from careplay.model.types import Span

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
"""The days that can be planned."""
USUAL = date(2024, 1, 1)
"""Where nothing says which days matter: a leap year and three common ones from here on."""
FOUR_YEARS = 1461
NEAR = 5
"""So many days about a crossing have an order of their own."""
MOST = 48
"""So many orders of the dates are looked at."""

NOW = Today(Span(0))

Order: TypeAlias = tuple[tuple[Decimal, ...], ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A day to look at the table as of."""

    clock: Clock
    era: int
    """Days between which no row begins or ends and no parameter changes have one number."""
    values: int
    """Days between which no parameter changes have one number."""
    first: bool
    """Whether it is of the table's first era."""


@dataclass(frozen=True, slots=True)
class Slices:
    """The days, in order; ``whole`` where no other day can be different."""

    days: tuple[Slice, ...]
    whole: bool


def slices(
    decision: Decision, times: Sequence[Sequence[Condition]], business: Business
) -> Slices:
    """The days for a table whose date columns hold these cells."""
    changes, given = _changes(decision, business.parameters)
    ends = [each - timedelta(days=1) for each in changes[1:]] + [LAST]
    found: list[Slice] = []
    whole = True
    for era, (first, last) in enumerate(zip(changes, ends, strict=True)):
        begun, values = clock_of(business, first), sum(each <= first for each in given)
        known: set[Order] = set()
        for day in _days(first, last, times, begun):
            order = _order(times, _on(day, begun))
            if order is None or order in known:
                continue
            if len(known) == MOST:
                whole = False
                break
            known.add(order)
            found.append(Slice(clock_of(business, day), era, values, first=era == 0))
    return Slices(tuple(sorted(found, key=lambda each: each.clock.day)), whole)


def _changes(
    decision: Decision, parameters: Mapping[str, DatedParameter]
) -> tuple[list[date], list[date]]:
    """Each first day of something new, from that of the table on; and those of values."""
    used = [parameters[name] for name in parameters_of(decision) if name in parameters]
    given = [since for dated in used for since, _ in dated.values]
    begun = [dated.values[0][0] for dated in used if dated.values]
    rows = decision.rows
    if all(row.since for row in rows):
        begun.append(min(row.since for row in rows if row.since))
    start = max([FIRST, *begun])
    days = {start, *given, *_turns(rows)}
    return sorted(each for each in days if start <= each <= LAST), given


def _turns(rows: Sequence[DecisionRow]) -> Iterator[date]:
    for row in rows:
        if row.since is not None:
            yield row.since
        if row.until is not None and row.until < LAST:
            yield row.until + timedelta(days=1)


def _days(
    first: date, last: date, times: Sequence[Sequence[Condition]], clock: Clock
) -> list[date]:
    """The days of the era that may have an order of their own, the usual ones first."""
    named = [[*dict.fromkeys(_operands(cells))] for cells in times]
    moving = [each for each in named if any(isinstance(op, Today | Since) for op in each)]
    usual = min(max(first, USUAL), last)
    if not moving:
        return [first]
    usually = [usual + timedelta(days=n) for n in range(min(FOUR_YEARS, (last - usual).days))]
    days = {first, last, usual} - {FIRST, LAST}
    for together in moving:
        for fixed in together:
            if not isinstance(fixed, Today | Since):
                days |= {*_crossings(fixed, together, _on(usual, clock))}
    others = sorted(day for day in days if first <= day <= last)
    return list(dict.fromkeys((*usually, *others)))


def _crossings(fixed: Operand, together: Sequence[Operand], clock: Clock) -> Iterator[date]:
    """The days about which a moving date passes a fixed one."""
    for moving in together:
        if isinstance(moving, Today | Since):
            try:
                ahead = int(_size(moving, clock)) - clock.day.toordinal()
                there = int(_size(fixed, clock)) - ahead
                yield from (date.fromordinal(there + n) for n in range(-NEAR, NEAR + 1))
            except (OverflowError, ValueError):
                continue


def _order(times: Sequence[Sequence[Condition]], clock: Clock) -> Order | None:
    """How the dates named lie to each other; None where one is beyond the calendar.

    That there are days between two of them matters, and not how many.
    """
    try:
        return tuple(_ranks([*_operands(cells), NOW], clock) for cells in times)
    except ValueError:
        return None


def _ranks(named: Sequence[Operand], clock: Clock) -> tuple[Decimal, ...]:
    sizes = [_size(each, clock) for each in named]
    ranks, rank = {}, Decimal(0)
    ordered = sorted({*sizes})
    ranks[ordered[0]] = rank
    for before, after in pairwise(ordered):
        rank += min(after - before, Decimal(2))
        ranks[after] = rank
    return tuple(ranks[each] for each in sizes)


def _operands(cells: Sequence[Condition]) -> Iterator[Operand]:
    return (each for cell in cells for leaf in leaves_of(cell) for each in operands(leaf))


def _on(day: date, clock: Clock) -> Clock:
    """The clock of another day on which parameters have the same values."""
    return replace(clock, day=day, since=day)


def _size(operand: Operand, clock: Clock) -> Decimal:
    return Decimal(size(value_of(operand, clock)))
