"""What is to be decided about a customer, as values that a worker process can be sent.

A programme holds a plan's conditions, each asked of one row of named values: a customer's
facts; on an event's occasion, the event's attributes beside them (``event.amount``). A
condition is true, false or unknown of a row, as ``careplay.model.conditions`` says; its
operands are literals, and every name in it is the name of a value of the row (``spend@1`` is
yesterday's spend). Conditions that are asked together are ``Questions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from careplay.frozen import dataclass
from careplay.model.conditions import Condition
from careplay.model.types import Scalar, Type
from careplay.planning.fact_steps import Decided

Values: TypeAlias = tuple[Scalar | None, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Conditions asked of the same rows."""

    number: int
    """The place in ``Programme.questions``."""
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Facts that rest on those before them alone: segments, and outputs of tables."""

    segments: tuple[str, ...]
    """Their names; the conditions of ``questions`` begin with theirs, in order."""
    tables: tuple[tuple[str, Decided], ...]
    """Each by its name; the conditions of its rows follow, in order."""
    questions: Questions


@dataclass(frozen=True, slots=True)
class MatchQuestions:
    """A rule on an occasion: whether it acts, why, and what it wants where it is unknown."""

    number: int
    """From 1, the place in ``Plan.matches``."""
    guards: Questions
    """The guards of those of its reasons that have any, in order."""
    wants: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...]
    """Each fact; where it is wanted, all of a group of places in ``wanted`` are unknown."""
    wanted: Questions
    """The same for all rules of an occasion."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An occasion and the rules that act on it."""

    number: int
    """The place in ``Plan.occasions``."""
    asked: tuple[MatchQuestions, ...]
    questions: Questions
    """The rules' conditions, in order of ``asked``."""


@dataclass(frozen=True, slots=True)
class OccasionQuestions:
    """Occasions that one row may give, and whether it gives them."""

    looked: tuple[Looked, ...]
    questions: Questions
    """Whether the row gives each occasion, in order."""


class OccasionEvent(NamedTuple):
    """An event that may give occasions."""

    hit: int
    """Its number among all events found."""
    search: int
    """The place in ``Programme.events``."""
    key: str
    values: Values
    """In order of ``Programme.attributes``."""


class CustomerValues(NamedTuple):
    """A customer to decide about."""

    row: int
    """Its number among all customers asked."""
    key: str
    values: Values
    """In order of ``Programme.names``."""
    events: tuple[OccasionEvent, ...]
    """The least first: of those with one key, the first that gives an occasion stands."""


class OccasionAnswer(NamedTuple):
    """What a row gives: for each occasion found there, the rules it serves."""

    hit: int
    """The event's number; 0 where the customer itself gives the occasion."""
    matches: tuple[int, ...]
    """Above zero: the rule acts. Below: whether it does is unknown."""
    guards: tuple[tuple[int, int], ...]
    """(match, place among its guards) of those that are true."""
    wants: tuple[tuple[int, str], ...]
    """(match, fact) of what is wanted where a match is unknown."""


class Answer(NamedTuple):
    """What is decided about a customer."""

    row: int
    concluded: Values
    """In order of ``Programme.concluded``."""
    given: tuple[OccasionAnswer, ...]
    holds: tuple[int, ...]
    """The places of the holds that are true."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All that is asked about each customer on one date."""

    names: tuple[str, ...]
    attributes: tuple[str, ...]
    """The names of an event's values: ``event.at`` and so on."""
    types: Mapping[str, Type]
    """Of every name a row may have: names, attributes and concluded."""
    strata: tuple[Stratum, ...]
    concluded: tuple[str, ...]
    """What the strata find that is told to careplay, in order."""
    own: OccasionQuestions
    """The occasions that a customer itself gives."""
    events: tuple[OccasionQuestions, ...]
    """The occasions that events give, by the kind of event."""
    holds: Questions
    questions: tuple[Questions, ...]
    """All of them, each at the place of its number."""
