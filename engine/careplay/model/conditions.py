"""The questions a rule may ask about one customer, or about one event's attributes.

Truth has three values. A question about a missing value is unknown; an unknown
condition does not hold. ``NoneOf`` blocks only on true, so it is never unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import TypeAlias, assert_never

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.types import Parameter, Scalar, Span


class Operator(StrEnum):
    """How a fact is held against a value."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Today:
    """The as-of date, moved by a span: ``Today(30 days, negative)`` is 30 days ago."""

    moved: Span


@dataclass(frozen=True, slots=True)
class Since:
    """The day of the last run before the as-of date, moved by a span as it was on that day.

    The as-of date itself where there was no run before. What the last run told of its own day
    is not told again; what happened after it was made is.
    """

    moved: Span


Operand: TypeAlias = Scalar | Parameter | Today | Since


class Question:
    """What asks for the value of its fact: unknown where that is missing.

    A walk that treats all questions alike matches this, and needs no change for a new kind.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Compare(Question):
    """A fact held against one value: ``spend_12m >= 5``; a moment counts by its date.

    In the condition of a rule, ``event.<attribute>`` is an attribute of the occasion's event
    and ``event.at`` its moment; in ``where``, a name is an attribute of the event.
    """

    fact: str
    operator: Operator
    value: Operand
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OneOf(Question):
    """A fact equal to one of several values: ``[gold, platinum]``."""

    fact: str
    values: tuple[Operand, ...]
    at: Position = field(default=NOWHERE, compare=False, repr=False)


class TextOperator(StrEnum):
    """How a text is held against another; the value is what a cell says."""

    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class TextCompare(Question):
    """A text held against another: ``contains 空调``; letters count as written."""

    fact: str
    operator: TextOperator
    text: str | Parameter
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact nobody has told us about this customer; no ``Question``: always known."""

    fact: str
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Known(Question):
    """A fact that an action's text needs: true where told."""

    fact: str
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; no parts hold always. False beats unknown."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; no parts hold never. True beats unknown."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part is true; an unknown part does not block, so this is never unknown."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false; unknown stays unknown: ``not gold``, ``present``."""

    part: Condition


AnyQuestion: TypeAlias = Compare | OneOf | TextCompare | Known
Leaf: TypeAlias = AnyQuestion | Missing
Condition: TypeAlias = Leaf | AllOf | AnyOf | NoneOf | Not

ALWAYS, NEVER = AllOf(()), AnyOf(())


def leaves_of(condition: Condition) -> tuple[Leaf, ...]:
    """Every question the condition asks, in reading order."""
    match condition:
        case Question() | Missing():
            return (condition,)
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return tuple(leaf for part in parts for leaf in leaves_of(part))
        case Not(part):
            return leaves_of(part)
        case _:
            assert_never(condition)


def mapped(condition: Condition, change: Callable[[Leaf], Condition]) -> Condition:
    """The condition in the groups in which it stands, with every question changed."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return type(condition)(tuple(mapped(part, change) for part in parts))
        case Not(part):
            return Not(mapped(part, change))
        case Question() | Missing():
            return change(condition)
        case _:
            assert_never(condition)


def operands(leaf: Leaf) -> tuple[Operand, ...]:
    """What the question holds its fact against."""
    match leaf:
        case Compare(_, _, value):
            return (value,)
        case OneOf(_, values):
            return values
        case TextCompare(_, _, text):
            return (text,)
        case Missing() | Known():
            return ()
        case _:
            assert_never(leaf)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The names the condition asks about, each once, in reading order."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves_of(condition)))
