"""What a customer never gets, or does not agree to, and what a mode holds back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.losing import dropped, is_due, put_off
from careplay.model.actions import ActionRow
from careplay.model.limits import Hold, Mode

ONE_DAY = timedelta(days=1)


def held(rows: Sequence[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows; what is never done is dropped, as where a consent is wanting; a mode puts off.

    Of several it is the first, in this order.
    """
    begun = memory.begun
    return [
        _held(row, memory)
        if is_due(row) and row["customer_id"] and row["action_id"] not in begun
        else row
        for row in rows
    ]


def _held(row: ActionRow, memory: Memory) -> ActionRow:
    limits, customer = memory.business.limits, row["customer_id"]
    for never in limits.never:
        barred = row["verb"] in never.verbs or row["category"] in never.categories
        if barred and (customer, Hold.NEVER, never.name) in memory.holds:
            return dropped(row, never.held_by)
    for consent in limits.consents:
        wanting = (customer, Hold.CONSENT, consent.fact)
        if row["category"] == consent.category and wanting in memory.holds:
            return dropped(row, consent.held_by)
    for mode in limits.modes:
        if row["category"] in mode.hold and _is_on(mode, customer, memory):
            later = {"due_at": row["due_at"] + ONE_DAY} if _waits(row, mode, memory) else {}
            return put_off(row | later, memory.day + ONE_DAY, mode.held_by)
    return row


def _waits(row: ActionRow, mode: Mode, memory: Memory) -> bool:
    """Whether the day does not count toward its deadline."""
    first = memory.first_told.get(row["action_id"], memory.day)
    still = memory.day + ONE_DAY <= first + timedelta(days=mode.wait)
    return row["record"] is None and mode.wait > 0 and still


def _is_on(mode: Mode, customer: str, memory: Memory) -> bool:
    """Whether the mode is true of the customer, or was so not long ago."""
    if (customer, Hold.MODE, mode.name) in memory.holds:
        return True
    last = memory.modes.get((customer, mode.name), date.min)
    return mode.days > 0 and last >= memory.day - timedelta(days=mode.days)
