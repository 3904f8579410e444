"""A holiday is greeted as if it were here, on a day before it.

With ``before:`` the text goes out while the holiday is still to come::

    when: {holiday: 春节, before: 1 day}
    do: [{message: "{holiday} is here!", to: adviser}]

Wish it well beforehand, or greet it on the day itself::

    do: [{message: "A happy {holiday} to you!", to: adviser}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from careplay.calendars import festivals
from careplay.checks import wording
from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.rules import Placeholder, Scope, Text
from careplay.model.triggers import Holiday, SolarTerm

CODE = "CP498"
NAME = "\ue000"
"""What stands for the holiday in a text that is looked through."""
HERE = {
    "zh": re.compile(
        rf"(?<!等)(?<!等到){NAME}节?(?:已经|终于)?(?:到了|到啦|来了|来啦|来临|已到|已至)(?!之后|以后|再|时)"
        rf"|今天(?:就是|正是|是)?{NAME}"
    ),
    "en": re.compile(
        rf"(?<!when )(?<!before )(?<!soon )(?<!until ){NAME}"
        r" (?:is (?:finally |now |already )?(?:here|upon us)|has (?:come|arrived|begun))"
        r"(?! in\b)"
        rf"|\b(?:today|it) is (?:the )?{NAME}",
        re.IGNORECASE,
    ),
}


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text that says the holiday has come, of a rule that tells it before."""
    here = HERE.get(business.language, HERE["en"])
    for rule in business.rules:
        trigger = rule.trigger
        if not isinstance(trigger, Holiday | SolarTerm) or trigger.before.amount == 0:
            continue
        for action in rule.actions:
            said = (action.text, action.reason) if action.verb in wording.SAID else ()
            if any(here.search(_named(each, trigger, business)) for each in said):
                what = "the holiday is told as if it were here, on a day before it"
                way = "wish it well beforehand, or leave before: out"
                yield rule_fault(rule, CODE, what, way, action.at)


def _named(text: Text, trigger: Holiday | SolarTerm, business: Business) -> str:
    """The text with one sign for the holiday, be it a gap or written out."""
    told = "".join(
        NAME if _is_name(piece) else wording.known_text((piece,), business) for piece in text
    )
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
