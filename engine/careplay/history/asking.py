"""Since when every run has asked of stays for what they may ask for without end.

By it an item that is done when a guest has left is told, however late, of whoever was absent on
its day; and a business, an item or a careplay that is new tells nothing of guests long gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from careplay.model.business import Business
from careplay.model.rules import Rule
from careplay.model.triggers import Stands

ASKED = "asked"
"""Under this name it is kept with the events that a day knew."""


def asked_since(business: Business, day: date, last: Mapping[str, str]) -> Mapping[str, date]:
    """That day of each such rule; ``last`` is what the last kept day tells."""
    before: Mapping[str, str] = json.loads(last.get(ASKED, "{}"))
    return {
        rule.id: date.fromisoformat(before.get(rule.id, day.isoformat()))
        for rule in business.rules
        if _is_endless(rule)
    }


def as_text(asked: Mapping[str, date]) -> Mapping[str, str]:
    """The same as a file keeps it; nothing where there are no such rules."""
    told = {name: since.isoformat() for name, since in sorted(asked.items())}
    return {ASKED: json.dumps(told)} if told else {}


def as_asked(business: Business, asked: Mapping[str, date]) -> Business:
    """The business, such rules looking as far back as runs have asked for them."""
    rules = tuple(
        replace(rule, trigger=replace(rule.trigger, asked_since=asked[rule.id]))
        if isinstance(rule.trigger, Stands) and rule.id in asked
        else rule
        for rule in business.rules
    )
    return replace(business, rules=rules) if asked else business


def _is_endless(rule: Rule) -> bool:
    return isinstance(rule.trigger, Stands) and rule.trigger.endless
