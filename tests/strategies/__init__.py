"""Generated businesses, customers, events and dates, all of them values of the model.

One world is fixed (`world`): its facts, event types, channels and holidays. What varies is
small and close together, so that spans, levels and dates meet often.
"""

from __future__ import annotations

from strategies.cases import Case, cases
from strategies.conditions import conditions
from strategies.dates import days, near
from strategies.facts import derived_facts
from strategies.rules import rules
from strategies.tables import customers, events, people
from strategies.triggers import triggers

__all__ = [
    "Case",
    "cases",
    "conditions",
    "customers",
    "days",
    "derived_facts",
    "events",
    "near",
    "people",
    "rules",
    "triggers",
]
