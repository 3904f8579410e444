"""Earlier actions that come back, as today asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from careplay.engines.plain.settling.anew import AskedAnew
from careplay.engines.plain.settling.coming import said_last
from careplay.engines.plain.settling.known import Memory
from careplay.model.actions import CHANNELS, GONE, ActionRow


def returning(
    memory: Memory, asked: Sequence[tuple[ActionRow, AskedAnew]], apart: Iterable[ActionRow]
) -> list[ActionRow]:
    """The rows of the date, without those apart: what is withdrawn, and what is there anew."""
    without = {row["action_id"] for row in apart}
    return [
        back
        for row, anew in asked
        if row["action_id"] not in without
        for back in _back(row, anew, memory)
        if row["status"] != "withdrawn" or back["status"] == "due"
    ]


def in_its_place(rows: Sequence[ActionRow]) -> list[ActionRow]:
    """The rows, each of which says that it takes the place of what was told before."""
    return [row | {"supersedes": row["action_id"]} for row in rows]


def _waited(row: ActionRow, memory: Memory) -> ActionRow:
    """What a mode let wait has waited until today, also where no run put it off again."""
    names = (mode.held_by for mode in memory.business.limits.modes if mode.wait)
    if row["status"] != "deferred" or row["record"] is not None or row["held_by"] not in names:
        return row
    return row | {"due_at": row["due_at"] + max(memory.day - row["deferred_to"], timedelta(0))}


def _back(row: ActionRow, anew: AskedAnew, memory: Memory) -> Iterator[ActionRow]:
    row = _waited(row, memory)
    if anew is None:  # nobody can be asked yet, or the case waits
        return
    if isinstance(anew, str):
        yield _over(row, anew, memory)
    elif row["status"] == "deferred" and _too_late(row, anew, memory):
        yield _over(row, row["held_by"], memory) | {"winner": row["winner"]}
    else:
        yield from _again(row, anew, memory)


def _over(row: ActionRow, held_by: str, memory: Memory) -> ActionRow:
    """Told once more, as it was, and not to be done."""
    status = "withdrawn" if held_by == GONE else "dropped"
    told = {"date": memory.day, "status": status, "held_by": held_by}
    return row | told | {"deferred_to": None, "winner": None}


def _too_late(row: ActionRow, anew: ActionRow, memory: Memory) -> bool:
    """Due by the same moment as ever, which is past; a case or a stay asks every day."""
    return anew["record"] is None and bool(row["due_at"].date() < memory.day)


def _again(row: ActionRow, anew: ActionRow, memory: Memory) -> Iterator[ActionRow]:
    """As it is asked for today, by the channels that are left."""
    said = said_last(row, memory)
    tried = row["attempt"] if said == "unreached" else row["attempt"] - 1
    usable = anew["channels"]
    left = [each for each in row["channels"][tried:] if each in usable] if tried else usable
    held_by = anew["held_by"]
    if tried and not left and held_by is None and row["channels"]:
        if said == "unreached":
            return
        held_by = CHANNELS
    yield anew | {
        "date": memory.day,
        "deferred_to": None,
        "winner": None,
        "status": "due" if held_by is None else "dropped",
        "held_by": held_by,
        "attempt": tried + 1,
        "channels": [*row["channels"][:tried], *left],
        "channel": left[0] if left else anew["channel"],
        "due_at": _due(row, anew, memory, moved=bool(said)),
        "supersedes": None if row["supersedes"] == row["action_id"] else row["supersedes"],
    }


def _due(row: ActionRow, anew: ActionRow, memory: Memory, *, moved: bool) -> datetime:
    """As ever; not to be done before the date where people moved it."""
    if anew["record"] is not None:
        due: datetime = anew["due_at"]
        return due
    due = row["due_at"]
    return max(due, datetime.combine(memory.day, due.time())) if moved else due
