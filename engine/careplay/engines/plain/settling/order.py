"""In which order actions are told, and in which they compete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from careplay.engines.plain.actions import PRESSING
from careplay.model.business import Business
from careplay.model.rules import Priority


def reading_order(row: Mapping[str, Any], business: Business) -> tuple[Any, ...]:
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
        row["index"],
        row["action_id"],
    )


def _place(row: Mapping[str, Any], business: Business) -> int:
    """The rule's place among all rules; after them where it is no more."""
    ids = [rule.id for rule in business.rules]
    return ids.index(row["rule"]) if row["rule"] in ids else len(ids)
