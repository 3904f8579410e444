"""A text, check-list or goal says today, yesterday or tomorrow, and may be read another day.

Whoever is called on the third day hears of a yesterday that was not::

    when: {after: delivery, days: 1}
    do: [{message: How was the delivery yesterday?, to: adviser, due: within 3 days}]

Say it without the day, or have it done on the day that it is told::

    do: [{message: How was the delivery?, to: adviser, due: within 3 days}]
    do: [{message: How was the delivery yesterday?, to: adviser}]

Check-lists and goals are looked through like texts, and steps of flows by how long they are
given. An item of a reception that is told late, because the stay was booked late, is due on
that day: what it says of today is true, and what it says of tomorrow is not.

``words: {allowed: [...]}`` in careplay.yaml names phrases that hold on any day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from careplay.checks import wording
from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic, Position
from careplay.model.business import Business
from careplay.model.conditions import AllOf, Compare
from careplay.model.flows import Step
from careplay.model.rules import Action, Rule
from careplay.model.triggers import Stands
from careplay.model.types import Span, Unit

CODE = "CP497"
OTHER = {
    "zh": r"昨天|明天(?!会更好)|昨[日晚早夜晨儿]"
    r"|(?<![说发聪光清证文黎])(?:明日(?!期)|明[晚早])|明儿"
    r"|(?<![以目之饭先])前天(?![冷热气])|(?<![先午雨之以])后天(?![冷热气晴])",
    "en": r"yesterday|tomorrow|last (?:night|morning|afternoon|evening)",
}
"""The words for the days beside the one on which they are said."""
SAME = {
    "zh": r"今天|今[日晚早夜晨儿]|今[上下]午",
    "en": r"today|tonight|this (?:night|morning|afternoon|evening)",
}
"""The words for the day on which they are said."""
SHORT = {Unit.HOURS: 24, Unit.MINUTES: 24 * 60}
"""So many of them lead to the day after."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text with such a word that may be said on another day than it is meant for."""
    told = set()  # a step has as many rules as ways to be approved
    for rule in business.rules:
        for action in rule.actions:
            found = _untrue(rule, action, business)
            if found is None:
                continue
            for text, place in _texts(action, business):
                word = wording.first_match(text, found, business)
                if word is not None and (rule.file, action.at, word) not in told:
                    told.add((rule.file, action.at, word))
                    what = f'"{word}" is true on one day, and this may be said on a later one'
                    way = "say it without the day, or let it be due on the day it is told"
                    at = place or wording.word_at(action, word)
                    yield rule_fault(rule, CODE, what, way, at)


def _texts(action: Action, business: Business) -> Iterator[tuple[str, Position | None]]:
    """All that people read of the action, with its place where that is not the text's."""
    for text in (action.text, action.reason):
        yield wording.known_text(text, business), None
    if action.goal:
        yield action.goal, action.places.get("goal")
    for item in (*action.checklist, *action.rotate):
        if not (action.goal and item.endswith(action.goal)):
            yield item, action.places.get("checklist")


def _untrue(rule: Rule, action: Action, business: Business) -> re.Pattern[str] | None:
    """The words that may be untrue once it is said; None where all of them stay true."""
    spoken = business.language if business.language in SAME else "en"
    due = action.due
    if rule.item:
        # What precedes or follows the stay may be told, and be due, on a later day.
        return _pattern(spoken, same=False) if due.of and due.span.amount != 0 else None
    step = _step(rule, business)
    given = _is_long(due.span) if step is None else _is_given_days(step)
    return _pattern(spoken, same=True) if given and (step or not due.of) else None


@lru_cache(maxsize=4)
def _pattern(spoken: str, *, same: bool) -> re.Pattern[str]:
    words = f"{SAME[spoken]}|{OTHER[spoken]}" if same else OTHER[spoken]
    return re.compile(rf"\b(?:{words})\b" if spoken == "en" else words, re.IGNORECASE)


def _step(rule: Rule, business: Business) -> Step | None:
    """The step that the rule says what to do in; None of any other rule."""
    if not (isinstance(rule.stage, AllOf) and isinstance(rule.trigger, Stands)):
        return None
    asked = {part.fact: part.value for part in rule.stage.parts if isinstance(part, Compare)}
    for version in business.flows[rule.trigger.record].versions:
        if asked.get("version", version.number) == version.number:
            for step in version.steps:
                if step.name == asked["step"]:
                    return step
    return None


def _is_given_days(step: Step) -> bool:
    """Whether the step may be done on a later day than it is told."""
    return bool(step.due) or step.agreed or (step.within is not None and _is_long(step.within))


def _is_long(span: Span) -> bool:
    """Whether the span leads to a later day."""
    if span.negative or span.amount == 0:
        return False
    most = SHORT.get(span.unit)
    return most is None or not isinstance(span.amount, int) or span.amount >= most
