"""Flatten: groups within groups of their own kind become one, and nothing is asked twice."""

from __future__ import annotations

from typing import assert_never

from careplay.model.conditions import AllOf, AnyOf, Condition, Missing, NoneOf, Not, Question


def flatten(condition: Condition) -> Condition:
    """The same condition, no deeper than it must be; a group of one is its part.

    A double ``Not`` goes away.
    """
    match condition:
        case AllOf(parts):
            flat = _members(parts, AllOf)
            return flat[0] if len(flat) == 1 else AllOf(flat)
        case AnyOf(parts):
            flat = _members(parts, AnyOf)
            return flat[0] if len(flat) == 1 else AnyOf(flat)
        case NoneOf(parts):
            # An unknown part does not block, so parts of an inner AnyOf are parts of this.
            return NoneOf(_members(parts, AnyOf))
        case Not(part):
            inner = flatten(part)
            return inner.part if isinstance(inner, Not) else Not(inner)
        case Question() | Missing():
            return condition
        case _:
            assert_never(condition)


def _members(parts: tuple[Condition, ...], kind: type[AllOf | AnyOf]) -> tuple[Condition, ...]:
    members = (
        member
        for part in map(flatten, parts)
        for member in (part.parts if isinstance(part, kind) else (part,))
    )
    return tuple(dict.fromkeys(members))
