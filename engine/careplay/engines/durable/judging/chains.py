"""A condition as alternatives, each a chain of single questions with their answers.

``not`` is pushed down to the questions. Truth has three values, so a question is asked in one
of four ways: a ``NoneOf`` asks of its parts that they are not true, be they false or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum
from functools import reduce
from types import MappingProxyType
from typing import TypeAlias, assert_never

from careplay.frozen import dataclass
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    Question,
)

ALTERNATIVES = 64
"""A condition that has more either way is told before anything runs: each is a rule."""
OPENED = 8
"""The values of a list are alternatives while a condition has no more of them than this."""


class TruthTest(Enum):
    """How it is asked whether something is so."""

    TRUE = "true"
    FALSE = "false"
    NOT_TRUE = "false or unknown"
    NOT_FALSE = "true or unknown"


@dataclass(frozen=True, slots=True)
class Link:
    """A question, and what is to be said of it."""

    leaf: Leaf
    said: TruthTest


Chain: TypeAlias = frozenset[Link]
Chains: TypeAlias = tuple[Chain, ...]
"""Alternatives: where there are none, never; where one is empty, always."""

NEVER: Chains = ()
ALWAYS: Chains = (frozenset(),)
OTHERWISE = {
    TruthTest.TRUE: TruthTest.FALSE,
    TruthTest.FALSE: TruthTest.TRUE,
    TruthTest.NOT_TRUE: TruthTest.NOT_FALSE,
    TruthTest.NOT_FALSE: TruthTest.NOT_TRUE,
}
Ways: TypeAlias = Mapping[TruthTest, tuple[TruthTest, TruthTest]]
WAYS: Ways = MappingProxyType(
    {
        TruthTest.TRUE: (TruthTest.TRUE, TruthTest.NOT_TRUE),
        TruthTest.FALSE: (TruthTest.NOT_FALSE, TruthTest.FALSE),
    }
)
"""Two ways to find out: that it is so, or that it is not.

Most conditions are not true of most rows: first stands the way by which fewer rules fire.
"""
# What is told beforehand is a condition as it is written. A plan writes it in other groups, in
# which it may have some more alternatives on the way.
MOST = (ALTERNATIVES, 16 * ALTERNATIVES)


class TooManyError(Exception):
    """The condition has more alternatives than there may be."""


def way_and_chains(
    condition: Condition, said: TruthTest, most: tuple[int, ...] = MOST, ways: Ways = WAYS
) -> tuple[TruthTest, Chains]:
    """The way in which to ask, and its alternatives; TooManyError past the most either way."""
    for limit in most:
        for way in ways[said]:
            with suppress(TooManyError):
                return way, chains(condition, way, limit)
    raise TooManyError


def chains(condition: Condition, said: TruthTest, most: int = ALTERNATIVES) -> Chains:
    """The alternatives under which this is so of the condition; TooManyError past the most.

    None of them implies another. A list of values is a single question where the condition
    would have more than ``OPENED`` alternatives.
    """
    try:
        return _chains(condition, said, OPENED)
    except TooManyError:
        return _chains(condition, said, most)


def _chains(condition: Condition, said: TruthTest, most: int) -> Chains:
    upheld = said in {TruthTest.TRUE, TruthTest.NOT_FALSE}
    match condition:
        case AllOf(parts):
            return _group(parts, said, most, every=upheld)
        case AnyOf(parts):
            return _group(parts, said, most, every=not upheld)
        case NoneOf(parts):
            asked = TruthTest.NOT_TRUE if upheld else TruthTest.TRUE
            return _group(parts, asked, most, every=upheld)
        case Not(part):
            return _chains(part, OTHERWISE[said], most)
        case OneOf(fact, values) if 0 < len(values) <= OPENED == most:
            equal = tuple(Compare(fact, Operator.EQUAL, value) for value in values)
            return _chains(AnyOf(equal), said, most)
        case Question() | Missing():
            return _question(condition, said)
        case _:
            assert_never(condition)


def _question(leaf: Leaf, said: TruthTest) -> Chains:
    match leaf:
        case OneOf(fact, ()):  # false of every value
            return _question(Known(fact), OTHERWISE[said])
        case Missing(fact):
            missing = said in {TruthTest.TRUE, TruthTest.NOT_FALSE}
            return _alone(Missing(fact), TruthTest.TRUE if missing else TruthTest.FALSE)
        case Known() if said is TruthTest.FALSE:
            return NEVER
        case Known() if said is TruthTest.NOT_FALSE:
            return ALWAYS
        case Known(fact):
            return _alone(
                Missing(fact), TruthTest.FALSE if said is TruthTest.TRUE else TruthTest.TRUE
            )
        case Question():
            return _alone(leaf, said)
        case _:
            assert_never(leaf)


def _alone(leaf: Leaf, said: TruthTest) -> Chains:
    return (frozenset({Link(leaf, said)}),)


def _group(parts: Iterable[Condition], said: TruthTest, most: int, *, every: bool) -> Chains:
    each = (_chains(part, said, most) for part in parts)
    if every:
        return reduce(lambda some, more: _least(most, _crossed(some, more)), each, ALWAYS)
    return reduce(lambda some, more: _least(most, (*some, *more)), each, NEVER)


def _crossed(some: Chains, more: Chains) -> Iterable[Chain]:
    return (one | other for one in some for other in more)


def _least(most: int, found: Iterable[Chain]) -> Chains:
    """The chains that imply no other, in order; TooManyError where there are too many."""
    kept: list[Chain] = []
    for chain in found:
        if not any(one <= chain for one in kept):
            kept = [*(one for one in kept if not chain <= one), chain]
        if len(kept) > most:
            raise TooManyError
    return tuple(kept)
