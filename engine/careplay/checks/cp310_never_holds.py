"""A condition contradicts itself, so it can never hold.

::

    if: {spend_12m: 5000 to 3000, tier: gold}
    unless: {tier: [gold, silver]}

No customer has spent at least 5000 and at most 3000, and nobody is gold and not gold. The rule
would be silent for ever. Turn the range round, and take away what bars everybody::

    if: {spend_12m: 3000 to 5000, tier: gold}

The conditions of rules, segments, measures and modes are looked at, alternatives of ``any:``
one by one. What depends on the value of a parameter is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careplay.checks.contradictions import contradictions
from careplay.diagnostics import Diagnostic
from careplay.language.codes import NEVER_HOLDS
from careplay.language.conditions.words import SAID, SAID_OF_DAYS
from careplay.model.business import Business
from careplay.model.conditions import (
    Compare,
    Condition,
    Contains,
    Known,
    Leaf,
    Missing,
    OneOf,
    Operand,
    Operator,
    Today,
)
from careplay.model.facts import Measure, Segment
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Happens,
    OfEvent,
    Trigger,
)
from careplay.model.types import Parameter

CODE = NEVER_HOLDS


def check(business: Business) -> Iterator[Diagnostic]:
    """The first contradiction of each condition, at the second of the two questions."""
    for fact in business.derived:
        if isinstance(fact, Segment):
            yield from _told(fact.condition, fact.file, f'segment "{fact.name}"')
        elif isinstance(fact, Measure):
            yield from _told(fact.where, fact.file, f'measure "{fact.name}"')
    for rule in business.rules:
        for condition in (rule.condition, *_where(rule.trigger)):
            yield from _told(condition, rule.file, f'rule "{rule.id}"')
    for mode in business.limits.modes:
        yield from _told(mode.condition, business.limits.file, f'mode "{mode.name}"')


def _told(condition: Condition, file: str, owner: str) -> Iterator[Diagnostic]:
    for one, other, barred in contradictions(condition):
        first, second = sorted((one, other), key=lambda leaf: leaf.at)
        what = _what(one, other, barred=barred)
        way = f"the other question is on line {first.at.line}; take one of them away"
        if first.at == second.at:
            way = "turn the two round"
        message = f"{what}, so this never holds in {owner}; {way}"
        yield Diagnostic(file, second.at, CODE, message)


def _what(one: Leaf, other: Leaf, *, barred: bool) -> str:
    joined = "and never" if barred else "and"
    return f'"{one.fact}" would have to be {_asked(one)} {joined} {_asked(other)}'


def _where(trigger: Trigger) -> tuple[Condition, ...]:
    """What the trigger asks of its events."""
    match trigger:
        case After(OfEvent(_, _, where)) | Anniversary(OfEvent(_, _, where)):
            return (where,)
        case Happens(_, where) | Absent(where=where):
            return (where,)
        case _:
            return ()


def _asked(leaf: Leaf) -> str:
    """The question as a cell would put it."""
    match leaf:
        case Compare(_, Operator.EQUAL, value):
            return _value(value)
        case Compare(_, operator, value):
            dated = isinstance(value, date | Today)
            said = SAID_OF_DAYS if dated else SAID
            return f"{said[operator]} {_value(value)}"
        case OneOf(_, values):
            return f"[{', '.join(_value(value) for value in values)}]"
        case Contains(_, text):
            return f"contains {_value(text)}"
        case Missing():
            return "missing"
        case Known():
            return "told, as a text or channel needs it"


def _value(value: Operand) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Parameter(name):
            return f"${name}"
        case Today(moved) if moved.amount == 0:
            return "today"
        case Today(moved):
            return f"{moved.amount} {moved.unit} {'ago' if moved.negative else 'from today'}"
        case _:
            return str(value)
