"""In which order actions are told, and in which they compete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from careplay.engines.plain.actions import PRESSING
from careplay.engines.plain.settling.known import Memory
from careplay.model.business import Business
from careplay.model.rules import Priority


def reading_order(row: Mapping[str, Any], business: Business) -> tuple[Any, ...]:
    """Customer by customer, by what presses."""
    pressing, due = _pressing(row)
    return (row["customer_id"], due, pressing, *_placed(row, business))


def contest(row: Mapping[str, Any], memory: Memory) -> tuple[Any, ...]:
    """Who comes first where not all have room: by priority, due moment, place and key.

    Among those equally pressing whoever has waited longest comes first.
    """
    waited_since = memory.first_told.get(row["action_id"], memory.day)
    return (*_pressing(row), waited_since, *_placed(row, memory.business))


def _pressing(row: Mapping[str, Any]) -> tuple[int, datetime]:
    return PRESSING[Priority(row["priority"])], row["due_at"]


def _placed(row: Mapping[str, Any], business: Business) -> tuple[Any, ...]:
    return (
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
