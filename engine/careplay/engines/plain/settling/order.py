"""In which order actions are told, and in which they compete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from careplay.engines.plain.actions import PRESSING, action_id
from careplay.model.business import Business
from careplay.model.rules import Priority


def told(row: Mapping[str, Any], business: Business) -> tuple[Any, ...]:
    """Customer by customer, by what presses."""
    pressing, due, *place = contest(row, business)
    return (row["customer_id"], due, pressing, *place)


def contest(row: Mapping[str, Any], business: Business) -> tuple[Any, ...]:
    """Who comes first where not all have room: by priority, due moment, place and key."""
    return (
        PRESSING[Priority(row["priority"])],
        row["due_at"],
        row["playbook"],
        _place(row, business),
        row["occasion"],
        index_of(row, business),
        row["action_id"],
    )


def index_of(row: Mapping[str, Any], business: Business) -> int:
    """Which of its rule's actions it is; the first, where the rule is no more or no more so."""
    place, told = _place(row, business), (row["customer_id"], row["occasion"])
    for rule in business.rules[place : place + 1]:
        for index in range(len(rule.actions)):
            if action_id(business, rule, *told, index) == row["action_id"]:
                return index
    return 0


def _place(row: Mapping[str, Any], business: Business) -> int:
    """The rule's place among all rules; after them where it is no more."""
    ids = [rule.id for rule in business.rules]
    return ids.index(row["rule"]) if row["rule"] in ids else len(ids)
