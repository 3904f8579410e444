"""Work that nobody did, and that is let go: told once, in the first run after its time.

``sql/letting_go.py`` does it for all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from careplay.engines.plain.settling.known import Memory
from careplay.meaning.letting_go import LettingGo, days_open
from careplay.model.actions import UNDONE, ActionRow


def let_go(memory: Memory, told: Iterable[ActionRow]) -> Iterator[ActionRow]:
    """A row of the date for each action that is let go, but for those ``told`` today.

    Of who is not in the table nobody knows what became of his.
    """
    apart = {row["action_id"] for row in told} | memory.later
    time = LettingGo(memory.since_run, memory.day, days_open(memory.business))
    for row in memory.latest.values():
        if row["action_id"] in apart or row["customer_id"] not in memory.present:
            continue
        if _is_undone(row, memory) and time.is_over_since(row, to_be_done(row)):
            over = {"date": memory.day, "status": "dropped", "held_by": UNDONE}
            yield row | over | {"deferred_to": None, "winner": None}


def _is_undone(row: ActionRow, memory: Memory) -> bool:
    """Whether a rule asks for it, and nobody said what became of it; that may wait or be over.

    What lives on bare of days that were let go for their age has no verb.
    """
    asked = row["status"] == "due" and row["record"] is None and row["verb"] is not None
    return asked and not memory.since(row)


def to_be_done(row: ActionRow) -> date:
    """The day on which it is to be done: not before it was told."""
    day: date = max(row["due_at"].date(), row["date"])
    return day
