"""The days as of which a table has to be looked at, so that no other day is different.

A table changes on the days on which a row begins or ends and a parameter gets a new value.
Between two of them, cells about dates may change their order all the same: ``in the last 30
days`` passes ``before 2026-01-01`` one day, and a month is longer or shorter than 30 days.
Each order of the dates is looked at once, on the first day that has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from careplay.checks.proving.moments import FIRST, LAST, Moment
from careplay.model.business import Dated
from careplay.model.conditions import Compare, Condition, OneOf, Operand, Since, Today, leaves
from careplay.model.facts import Decision, Row
from careplay.model.parameters import parameters_of
from careplay.model.types import Span

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

    moment: Moment
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
    decision: Decision, times: Sequence[Sequence[Condition]], parameters: Mapping[str, Dated]
) -> Slices:
    """The days for a table whose date columns hold these cells."""
    changes, moved = _changes(decision, parameters)
    ends = [each - timedelta(days=1) for each in changes[1:]] + [LAST]
    found: list[Slice] = []
    whole = True
    for era, (first, last) in enumerate(zip(changes, ends, strict=True)):
        values = sum(each <= first for each in moved)
        known: set[Order] = set()
        for day in _days(first, last, times, parameters):
            moment = Moment(day, parameters)
            order = _order(times, moment)
            if order is None or order in known:
                continue
            if len(known) == MOST:
                whole = False
                break
            known.add(order)
            found.append(Slice(moment, era, values, first=era == 0))
    return Slices(tuple(sorted(found, key=lambda each: each.moment.day)), whole)


def _changes(
    decision: Decision, parameters: Mapping[str, Dated]
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


def _turns(rows: Sequence[Row]) -> Iterator[date]:
    for row in rows:
        if row.since is not None:
            yield row.since
        if row.until is not None and row.until < LAST:
            yield row.until + timedelta(days=1)


def _days(
    first: date,
    last: date,
    times: Sequence[Sequence[Condition]],
    parameters: Mapping[str, Dated],
) -> list[date]:
    """The days of the era that may have an order of their own, the usual ones first."""
    named = [[*dict.fromkeys(_operands(cells))] for cells in times]
    moving = [each for each in named if any(isinstance(op, Today | Since) for op in each)]
    usual = min(max(first, USUAL), last)
    if not moving:
        return [first]
    usually = [usual + timedelta(days=n) for n in range(min(FOUR_YEARS, (last - usual).days))]
    days = {first, last, usual} - {FIRST, LAST}
    for operands in moving:
        for fixed in operands:
            if not isinstance(fixed, Today | Since):
                days |= {*_crossings(fixed, operands, Moment(usual, parameters))}
    others = sorted(day for day in days if first <= day <= last)
    return list(dict.fromkeys((*usually, *others)))


def _crossings(fixed: Operand, operands: Sequence[Operand], moment: Moment) -> Iterator[date]:
    """The days about which a moving date passes a fixed one."""
    for moving in operands:
        if isinstance(moving, Today | Since):
            try:
                ahead = int(Decimal(moment.size(moving))) - moment.day.toordinal()
                there = int(Decimal(moment.size(fixed))) - ahead
                yield from (date.fromordinal(there + n) for n in range(-NEAR, NEAR + 1))
            except (OverflowError, ValueError):
                continue


def _order(times: Sequence[Sequence[Condition]], moment: Moment) -> Order | None:
    """How the dates named lie to each other; None where one is beyond the calendar.

    That there are days between two of them matters, and not how many.
    """
    try:
        return tuple(_ranks([*_operands(cells), NOW], moment) for cells in times)
    except OverflowError:
        return None


def _ranks(operands: Sequence[Operand], moment: Moment) -> tuple[Decimal, ...]:
    sizes = [Decimal(moment.size(each)) for each in operands]
    ranks, rank = {}, Decimal(0)
    ordered = sorted({*sizes})
    ranks[ordered[0]] = rank
    for before, after in pairwise(ordered):
        rank += min(after - before, Decimal(2))
        ranks[after] = rank
    return tuple(ranks[each] for each in sizes)


def _operands(cells: Sequence[Condition]) -> Iterator[Operand]:
    for cell in cells:
        for leaf in leaves(cell):
            if isinstance(leaf, Compare):
                yield leaf.value
            elif isinstance(leaf, OneOf):
                yield from leaf.values
