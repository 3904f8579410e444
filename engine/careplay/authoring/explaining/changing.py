"""The least that would have to be otherwise for a condition to hold.

One fact if one is enough: each of its values that any cell can tell apart is tried, and the
nearest with which the whole condition holds is taken. A segment is asked in the place where it
is named, so that what is told is what somebody can change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from careplay.authoring.explaining.parts import asked_cell, cells_of, is_cell
from careplay.authoring.explaining.shortfalls import between, candidates, nearest, veiled
from careplay.authoring.explaining.sight import Sight
from careplay.diagnostics import Position
from careplay.frozen import dataclass
from careplay.meaning.truth import truth
from careplay.model.business import Business
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Leaf,
    Missing,
    NoneOf,
    Not,
    Operator,
    Question,
    facts_of,
    leaves_of,
    mapped,
)
from careplay.model.facts import Decision, Derived, Segment, Tier, Top, parts_of
from careplay.model.types import Scalar
from careplay.outputs.explained import AskedCell, Shortfall


@dataclass(frozen=True, slots=True)
class LeastChanges:
    """What would have to be otherwise, all of it together."""

    cells: tuple[AskedCell, ...]
    sure: bool
    """Whether the condition holds then, if nothing else changes."""


NOTHING: frozenset[str] = frozenset()


def changes(
    condition: Condition, sight: Sight, besides: frozenset[str] = NOTHING
) -> LeastChanges:
    """The least; without cells where nothing can be told.

    ``besides``: facts by which the occasion is found, so that nobody knows what becomes of it.
    """
    business = sight.known.business
    whole = with_segments(condition, business)
    standing = dict(blocking(whole, sight, wanted=True))
    names = dict.fromkeys((*(facts_of(cell)[0] for cell in standing), *facts_of(whole)))
    files = dict(_files(condition, business))
    for fact in names:
        would = _would(fact, whole, sight)
        if would:
            cell = _telling(fact, standing, whole, sight, would[0])
            found = _at_home(asked_cell(cell, sight, wanted=None), cell, files, sight)
            need = _need(fact, would[0], sight)
            sure = fact not in besides and _is_apart(fact, whole, business)
            return LeastChanges((replace(found, need=need),), sure)
    told = (
        _at_home(asked_cell(cell, sight, wanted=wanted), cell, files, sight)
        for cell, wanted in standing.items()
    )
    return LeastChanges(tuple(told), sure=_together(whole, standing, besides, sight))


def _together(
    whole: Condition,
    standing: Mapping[Condition, bool],
    besides: frozenset[str],
    sight: Sight,
) -> bool:
    """Whether the condition holds once each of the cells is answered as it is wanted."""
    row = dict(sight.row)
    for cell, wanted in standing.items():
        (fact,) = facts_of(cell)
        would = [
            each
            for each in candidates((cell,), fact, sight)
            if truth(cell, {**sight.row, fact: each}, sight.clock) is wanted
        ]
        apart = fact not in besides and _is_apart(fact, whole, sight.known.business)
        if not would or not apart:
            return False
        row[fact] = nearest(sight.row.get(fact), would)
    return truth(whole, row, sight.clock) is True


def with_segments(condition: Condition, business: Business) -> Condition:
    """The condition with what a segment asks in the place of its name."""
    return mapped(condition, lambda leaf: _opened(leaf, business))


def blocking(  # noqa: C901, PLR0911, PLR0912 - a line a kind
    condition: Condition, sight: Sight, *, wanted: bool
) -> tuple[tuple[Condition, bool], ...]:
    """Cells that would have to be otherwise, each with the answer that is wanted of it.

    Where one of several parts is enough, the one in which the fewest would.
    """
    answer = truth(condition, sight.row, sight.clock)
    if answer is wanted:
        return ()
    if is_cell(condition):
        return ((condition, wanted),)
    match condition:
        case AllOf(parts):
            ways = [blocking(part, sight, wanted=wanted) for part in parts]
            return _every(ways) if wanted else _fewest(ways)
        case AnyOf(parts):
            ways = [blocking(part, sight, wanted=wanted) for part in parts]
            return _fewest(ways) if wanted else _every(ways)
        case NoneOf(parts):
            true = [part for part in parts if truth(part, sight.row, sight.clock) is True]
            if wanted:
                return _every([blocking(part, sight, wanted=False) for part in true])
            return _fewest([blocking(part, sight, wanted=True) for part in parts])
        case Not(part):
            return blocking(part, sight, wanted=not wanted)
        case Question() | Missing():
            return ((condition, wanted),)
        case _:
            assert_never(condition)


def _every(
    ways: Sequence[tuple[tuple[Condition, bool], ...]],
) -> tuple[tuple[Condition, bool], ...]:
    return tuple(dict.fromkeys(each for way in ways for each in way))


def _fewest(
    ways: Sequence[tuple[tuple[Condition, bool], ...]],
) -> tuple[tuple[Condition, bool], ...]:
    return min((way for way in ways if way), key=len, default=())


def _opened(leaf: Leaf, business: Business) -> Condition:
    fact = business.facts.get(leaf.fact)
    if not isinstance(fact, Segment) or not isinstance(leaf, Compare):
        return leaf
    if leaf.operator is not Operator.EQUAL or not isinstance(leaf.value, bool):
        return leaf
    inner = with_segments(fact.condition, business)
    return inner if leaf.value else Not(inner)


def _would(fact: str, whole: Condition, sight: Sight) -> tuple[Scalar | None, ...]:
    """The nearest value of the fact with which the whole holds; none where there is none."""
    if isinstance(sight.known.business.facts.get(fact), Segment):
        return ()
    holding = [
        each
        for each in candidates((whole,), fact, sight)
        if truth(whole, {**sight.row, fact: each}, sight.clock) is True
    ]
    return (nearest(sight.row.get(fact), holding),) if holding else ()


def _need(fact: str, would: Scalar | None, sight: Sight) -> Shortfall:
    value = sight.row.get(fact)
    if sight.known.is_hidden(fact):
        return veiled(value, would)
    return between(value, would, sight.known.kind(fact))


def _telling(
    fact: str,
    standing: Mapping[Condition, bool],
    whole: Condition,
    sight: Sight,
    would: Scalar | None,
) -> Condition:
    """The cell of the fact that stands in the way, or that is answered otherwise then."""
    own = [cell for cell in cells_of(whole) if facts_of(cell) == (fact,)]
    then = {**sight.row, fact: would}
    first = [cell for cell in standing if facts_of(cell) == (fact,)]
    turned = [
        cell
        for cell in own
        if truth(cell, sight.row, sight.clock) is not truth(cell, then, sight.clock)
    ]
    return (*first, *turned, *own)[0]


def _is_apart(fact: str, whole: Condition, business: Business) -> bool:
    """Whether no other fact that is asked is made of it."""
    made = business.facts.get(fact)
    if isinstance(made, Tier | Top | Decision):
        return False
    others = (business.facts.get(name) for name in facts_of(whole) if name != fact)
    return not any(
        fact in _all_parts(each, business) for each in others if isinstance(each, Derived)
    )


def _all_parts(fact: Derived, business: Business) -> Iterator[str]:
    for name in parts_of(fact):
        yield name
        part = business.facts[name]
        if isinstance(part, Derived):
            yield from _all_parts(part, business)


def _files(
    condition: Condition, business: Business
) -> Iterator[tuple[tuple[str, Position], str]]:
    """Where the cells of segments stand."""
    for name in facts_of(condition):
        fact = business.facts.get(name)
        if isinstance(fact, Segment):
            yield from (((leaf.fact, leaf.at), fact.file) for leaf in leaves_of(fact.condition))
            yield from _files(fact.condition, business)


def _at_home(
    found: AskedCell, cell: Condition, files: Mapping[tuple[str, Position], str], sight: Sight
) -> AskedCell:
    """The cell with the file in which it stands, which may be that of a segment."""
    first = leaves_of(cell)[0]
    file = files.get((first.fact, first.at))
    if file is None or not found.line:
        return found
    told = found.cell and (sight.written(file, first.at) or found.cell)
    return replace(found, file=file, cell=told)
