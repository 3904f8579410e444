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

from careplay.checks.contradictions import contradictions
from careplay.checks.questions import question_text
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.conditions import ALWAYS, Condition, Leaf
from careplay.model.facts import Measure, Segment
from careplay.model.triggers import Stands, Trigger, where_of

CODE = "CP310"


def check(business: Business) -> Iterator[Diagnostic]:
    """The first contradiction of each condition, at the second of the two questions."""
    for fact in business.derived:
        if isinstance(fact, Segment):
            yield from _told(fact.condition, fact.file, f'segment "{fact.name}"')
        elif isinstance(fact, Measure):
            yield from _told(fact.where, fact.file, f'measure "{fact.name}"')
    for rule in business.rules:
        for condition in (rule.condition, _where(rule.trigger)):
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
    return f'"{one.fact}" would have to be {question_text(one)} {joined} {question_text(other)}'


def _where(trigger: Trigger) -> Condition:
    """What the trigger asks of events; what it asks of records, no author has written."""
    return ALWAYS if isinstance(trigger, Stands) else where_of(trigger)
