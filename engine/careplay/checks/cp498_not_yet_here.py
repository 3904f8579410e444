"""A holiday is greeted as if it were here, on a day before it.

With ``before:`` the text goes out while the holiday is still to come::

    when: {holiday: 春节, before: 1 day}
    do: [{message: "{holiday} is here!", to: adviser}]

Wish it well beforehand, or let the text be due on the day itself::

    do: [{message: "A happy {holiday} to you!", to: adviser}]
    do: [{message: "{holiday} is here!", to: adviser, due: within 1 day}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from careplay.amounts import counted
from careplay.calendars import festivals
from careplay.checks import wording
from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Due, Placeholder, Scope, Text
from careplay.model.triggers import Holiday, SolarTerm
from careplay.model.types import Span, Unit

CODE = "CP498"
NAME = "\ue000"
"""What stands for the holiday in a text that is looked through."""
HERE = {
    "zh": re.compile(rf"{NAME}(?:已经|终于)?(?:到|来)(?:了|啦)|今天[就正]?是{NAME}"),
    "en": re.compile(
        rf"{NAME} (?:is here|has come|has arrived)|today is {NAME}", re.IGNORECASE
    ),
}
DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text that says the holiday has come, of a rule that tells it before."""
    here = HERE.get(business.language, HERE["en"])
    for rule in business.rules:
        trigger = rule.trigger
        if not isinstance(trigger, Holiday | SolarTerm) or not _days(trigger.before):
            continue
        for action in rule.actions:
            if action.verb not in wording.SAID or _waits(action.due, trigger.before):
                continue
            if here.search(_named(action.text, trigger, business)):
                what = "the holiday is told as if it were here, on a day before it"
                days = counted(_days(trigger.before), "day")
                way = f"wish it well beforehand, or write due: within {days}"
                yield rule_fault(rule, CODE, what, way, action.at)


def _named(text: Text, trigger: Holiday | SolarTerm, business: Business) -> str:
    """The text with one sign for the holiday, be it a gap or written out."""
    told = "".join(NAME if _is_name(piece) else wording.known_text((piece,)) for piece in text)
    if isinstance(trigger, Holiday):
        for name in trigger.names:
            label = festivals.label(name, country=business.country, language=business.language)
            told = told.replace(label, NAME).replace(name, NAME)
    return told


def _is_name(piece: str | Placeholder) -> bool:
    return (
        isinstance(piece, Placeholder)
        and piece.scope is Scope.OCCASION
        and piece.name in {"holiday", "solar_term"}
    )


def _waits(due: Due, before: Span) -> bool:
    """Whether it is due on the day itself or later."""
    return _days(due.span) >= _days(before)


def _days(span: Span) -> int:
    """So many days at least; nought of what is negative or counted in hours."""
    if span.negative or not isinstance(span.amount, int):
        return 0
    return span.amount * DAYS.get(span.unit, 0)
