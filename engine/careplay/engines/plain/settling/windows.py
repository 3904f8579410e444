"""How often a customer may be spoken to in so many days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.losing import (
    dropped,
    is_contact,
    is_due,
    last_of,
    parted,
    put_off,
)
from careplay.engines.plain.settling.order import contest
from careplay.model.actions import ActionRow
from careplay.model.limits import Window
from careplay.model.rules import Category


def within_windows(
    rows: Sequence[ActionRow], memory: Memory, gone: Iterable[ActionRow] = ()
) -> list[ActionRow]:
    """The rows; those for which a window has no room are put off until it has.

    What is ``gone`` is taken back on the date.
    """
    found = list(rows)
    earlier = _told_last(_standing(memory.earlier, [*gone, *rows]))
    for window in memory.business.limits.windows:
        found = _within(found, earlier, window, memory)
    return found


def _within(
    rows: Sequence[ActionRow], earlier: Sequence[ActionRow], window: Window, memory: Memory
) -> list[ActionRow]:
    in_order = sorted(rows, key=lambda row: contest(row, memory))
    asked, before = (_counted(each, window, memory) for each in (in_order, earlier))
    lost = {
        row["action_id"]: row
        for customer, contacts in asked.items()
        for row in _without_room(
            contacts, [row["date"] for row in before[customer]], window, memory
        )
    }
    return [lost.get(row["action_id"], row) for row in rows]


def _standing(earlier: Sequence[ActionRow], today: Iterable[ActionRow]) -> Iterator[ActionRow]:
    """What was told, and was not taken back since, nor is so today."""
    told = sorted((*earlier, *today), key=itemgetter("date"))
    gone = {row["action_id"]: row["date"] for row in told if row["status"] == "withdrawn"}
    for row in earlier:
        if row["date"] >= gone.get(row["action_id"], date.min):
            yield row


def _told_last(earlier: Iterable[ActionRow]) -> list[ActionRow]:
    """What was due, without steps that the next row only told again, by another deadline."""
    rows = sorted(filter(is_due, earlier), key=lambda row: (row["action_id"], row["date"]))
    pairs = pairwise(rows)
    return [*rows[-1:], *(row for row, after in pairs if not _is_only_told_again(row, after))]


def _is_only_told_again(row: ActionRow, after: ActionRow) -> bool:
    """What comes back says nothing of itself, or is of another attempt."""
    same = (row["action_id"], row["attempt"]) == (after["action_id"], after["attempt"])
    return same and after["record"] is not None and after["supersedes"] == after["action_id"]


def _counted(
    rows: Iterable[ActionRow], window: Window, memory: Memory
) -> defaultdict[str, list[ActionRow]]:
    """The contacts of each customer that the window counts."""
    found: defaultdict[str, list[ActionRow]] = defaultdict(list)
    for row in rows:
        if _counts(row, window, memory):
            found[row["customer_id"]].append(row)
    return found


def _without_room(
    asked: Sequence[ActionRow], earlier: Sequence[date], window: Window, memory: Memory
) -> list[ActionRow]:
    """Those of a customer's contacts, in order, that come too late for the window."""
    day, held_by = memory.day, window.held_by
    first = day - timedelta(days=window.days - 1)
    dates = [each for each in earlier if first <= each < day]
    stay, lose = parted(asked, window.most - len(dates), memory.begun)
    if window.most == 0:
        return [dropped(row, held_by) for row in lose]
    counted = sorted((*dates, *(day for _ in stay)), reverse=True)
    return [
        put_off(
            row,
            counted[window.most - 1] + timedelta(days=window.days),
            held_by,
            last_of(stay),
        )
        for row in lose
    ]


def _counts(row: ActionRow, window: Window, memory: Memory) -> bool:
    """Whether the window counts the action: a contact that was due, of its kind, not free."""
    if not (is_due(row) and is_contact(row)) or row["category"] in memory.business.limits.free:
        return False
    if window.of == "contacts":
        return True
    told = row["category"] if window.of in set(Category) else row["channel"]
    return bool(told == window.of)
