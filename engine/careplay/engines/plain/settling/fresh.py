"""Candidates that are new: of the date, and of days on which nothing was run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from careplay.engines.plain.actions import HAPPENED
from careplay.engines.plain.settling.coming import is_in_time
from careplay.engines.plain.settling.items import ToldItems, told_items
from careplay.engines.plain.settling.known import Memory, change_of
from careplay.engines.plain.settling.once import once
from careplay.engines.plain.settling.renewing import renewals
from careplay.meaning.clock import clock_of
from careplay.meaning.days import latest_only, of_changes
from careplay.model.actions import CHANNELS, OVER, ActionRow


def fresh(memory: Memory, lost: Iterable[ActionRow] = ()) -> list[ActionRow]:
    """What earlier actions and ``once`` leave; what was withdrawn may come anew.

    What a case or a stay asks for and was dropped is asked for again, each day. Either goes on
    with the attempt that it was.
    """
    latest, items, anew = memory.latest, told_items(memory), renewals(memory)
    rows: list[ActionRow] = []
    for row in _wanted(memory, items):
        before = latest.get(row["action_id"])
        if anew.is_early(row):
            continue
        if before is None or _is_taken_back(before, memory):
            if not items.settled(row):
                rows.append(row if before is None else going_on(row, before))
        elif _dropped(row, memory):
            rows.append(going_on(row, before))
    return once(rows, memory, lost)


def going_on(row: ActionRow, before: ActionRow) -> ActionRow:
    """By the attempt that it was; of a case or a stay with the channels that are left of it."""
    row, tried = row | {"attempt": before["attempt"]}, before["attempt"] - 1
    if row["record"] is None or not tried:
        return row
    ladder = before["channels"] or []
    left = [each for each in ladder[tried:] if each in row["channels"]]
    if ladder and not left and row["held_by"] is None:
        row |= {"status": "dropped", "held_by": CHANNELS}
    channel = left[0] if left else row["channel"]
    return row | {"channels": [*ladder[:tried], *left], "channel": channel}


def heard(rows: Iterable[ActionRow], memory: Memory) -> list[ActionRow]:
    """The rows but for those that are dropped again: that was told, and is not told anew."""
    return [row for row in rows if not (row["status"] == "dropped" and _dropped(row, memory))]


def _dropped(row: ActionRow, memory: Memory) -> bool:
    """Whether it was told last that what a case or a stay asks for is not to be done."""
    before = memory.latest.get(row["action_id"])
    return row["record"] is not None and before is not None and before["status"] == "dropped"


def _put_right(row: ActionRow, memory: Memory) -> bool:
    """Whether it is an item that was taken back, and that its stay asks for after all."""
    before = memory.latest.get(row["action_id"])
    if row["item"] is None or before is None:
        return False
    return _is_taken_back(before, memory) and is_in_time(before, memory)


def _is_taken_back(before: ActionRow, memory: Memory) -> bool:
    """Whether it was, and nobody said since that it is done or refused."""
    over = any(each.kind in OVER for each in memory.since(before))
    return before["status"] == "withdrawn" and not over


def _wanted(memory: Memory, items: ToldItems) -> Iterator[ActionRow]:
    """Candidates of missed days and the date, each action once, as it was first asked for.

    A day that is run after later ones tells nothing that those told.
    """
    seen = {*memory.later}
    again = (
        row
        for row in memory.standing.values()
        if _dropped(row, memory) or _put_right(row, memory) or items.undoes_late(row)
    )
    every = (*_caught_up(memory), *memory.today, *again)
    changes = {*of_changes(memory.business)}
    for row in sorted(every, key=_happened):
        if row["rule"] in changes and _was_told_later(row, memory):
            continue
        if row["action_id"] not in seen:
            seen.add(row["action_id"])
            yield row


def _was_told_later(row: ActionRow, memory: Memory) -> bool:
    """Whether a later day told the change, and this one did not."""
    told = any(each["action_id"] == row["action_id"] for each in memory.same)
    return not told and change_of(row) in memory.later_changes


def _happened(row: ActionRow) -> datetime:
    return row.get(HAPPENED) or datetime.combine(date.min, time())


def _caught_up(memory: Memory) -> Iterator[ActionRow]:
    """What missed days asked for, as of the date."""
    last = {(row["customer_id"], row["rule"]): day for day, row in _by_day(memory)}
    latest = latest_only(memory.business, clock_of(memory.business, memory.day))
    for day, row in _by_day(memory):
        of = (row["customer_id"], row["rule"])
        if day < memory.day and (row["rule"] not in latest or last[of] == day):
            today = datetime.combine(memory.day, row["due_at"].time())
            yield row | {"date": memory.day, "due_at": max(row["due_at"], today)}


def _by_day(memory: Memory) -> Iterator[tuple[date, ActionRow]]:
    for day in sorted(memory.missed):
        for row in memory.missed[day]:
            yield day, row
    for row in memory.today:
        yield memory.day, row
