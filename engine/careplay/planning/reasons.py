"""Why a condition holds, and what an unknown one wants, worked out before any row is seen.

``plain/deciding.py`` works the same out row by row: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
    Question,
    facts_of,
    leaves_of,
)
from careplay.planning.passes.flatten import flatten
from careplay.planning.steps import Reason, Want

Guards = tuple[Condition, ...]


def reasons(condition: Condition, own: str) -> tuple[Reason, ...]:
    """Each fact that decides, in the order of first mention, but for the occasion's own.

    A part of an ``AnyOf`` decides where it is true; everything in a ``NoneOf`` does.
    """
    guards: dict[str, list[Guards]] = {
        leaf.fact: [] for leaf in leaves_of(condition) if not isinstance(leaf, Known)
    }
    for fact, guard in _deciding(condition, ()):
        guards[fact].append(guard)
    return tuple(
        Reason(fact, ALWAYS if () in ways else flatten(AnyOf(tuple(map(AllOf, ways)))))
        for fact, ways in guards.items()
        if ways and fact != own
    )


def wants(condition: Condition) -> tuple[Want, ...]:
    """Each fact that an unknown condition may want, and where; in order of first mention."""
    found: dict[str, list[Guards]] = {fact: [] for fact in facts_of(condition)}
    for fact, unknown in _wanting(flatten(condition), ()):
        found[fact].append(unknown)
    return tuple(Want(f, tuple(dict.fromkeys(ways))) for f, ways in found.items() if ways)


def _deciding(condition: Condition, guards: Guards) -> Iterator[tuple[str, Guards]]:
    match condition:
        case AllOf(parts):
            for part in parts:
                yield from _deciding(part, guards)
        case AnyOf(parts):
            for part in parts:
                yield from _deciding(part, (*guards, part))
        case Not(part):
            yield from _deciding(part, guards)
        case NoneOf() | Question() | Missing():
            asked = (leaf for leaf in leaves_of(condition) if not isinstance(leaf, Known))
            yield from ((leaf.fact, guards) for leaf in asked)
        case _:
            assert_never(condition)


def _wanting(condition: Condition, unknown: Guards) -> Iterator[tuple[str, Guards]]:
    """Unknown groups lead to unknown parts; the whole is unknown to begin with."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _wanting(part, (*unknown, *_group(part)))
        case Not(part):
            yield from _wanting(part, (*unknown, *_group(part)))
        case NoneOf() | Missing():
            return
        case Question():
            yield condition.fact, (*unknown, Known(condition.fact))
        case _:
            assert_never(condition)


def _group(part: Condition) -> Guards:
    """The part, where it may be known although something in it is not."""
    return (part,) if isinstance(part, AllOf | AnyOf) else ()
