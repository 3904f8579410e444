"""What a greeting is about where nothing says it: its day does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from careplay.model.rules import Category, Verb
from careplay.model.triggers import Anniversary, Holiday, OfFact, SolarTerm, Trigger

GREETS = frozenset({Verb.CALL, Verb.MESSAGE})
"""The verbs that greet; an invitation, a survey or a gift on a holiday is what it is."""
OF_DAYS: Mapping[type[Trigger], Category] = {
    Holiday: Category.HOLIDAY,
    SolarTerm: Category.SEASON,
}
BIRTHDAY = re.compile(r"birth|born|生日|生辰|出生", re.IGNORECASE)
"""A fact called so has birthdays; other anniversaries are wedding days or deliveries."""


def usual_category(trigger: Trigger | None, verb: Verb) -> Category:
    """The category of an action that has none: by the day it greets on, else care."""
    if trigger is None or verb not in GREETS:
        return Category.CARE
    if isinstance(trigger, Anniversary) and isinstance(trigger.of, OfFact):
        return Category.BIRTHDAY if BIRTHDAY.search(trigger.of.fact) else Category.CARE
    return OF_DAYS.get(type(trigger), Category.CARE)
