"""Steps that are to be done again: what said that they are done is no more.

The next step is taken back, and the one at which the case stands is asked for in its place.
``sql/settling/undone.py`` does it for all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careplay.engines.plain.settling.fresh import going_on
from careplay.engines.plain.settling.known import Memory
from careplay.model.actions import GONE, OPEN, ActionRow
from careplay.model.flows import AGAIN, WAITED_SINCE, WAITING_SINCE
from careplay.model.triggers import Stands, Trigger


def undone(memory: Memory, left: Iterable[ActionRow]) -> Iterator[ActionRow]:
    """A row of the date for what is to be done in each step that was told and is undone."""
    rules = memory.business.rules
    steps = {rule.id for rule in rules if rule.stage is not None}
    besides = {rule.id for rule in rules if _is_beside(rule.trigger)}
    instead: dict[tuple[str, ...], str] = {}
    for row in sorted(left, key=lambda row: (row["due_at"], row["action_id"])):
        of_case = row["item"] is None and row["rule"] not in besides
        if row["held_by"] == GONE and of_case:
            instead[_case_of(row)] = row["action_id"]
    for row in memory.standing.values():
        before = memory.latest.get(row["action_id"])
        if row["rule"] not in steps or row["action_id"] in memory.later or before is None:
            continue
        if before["status"] in OPEN and _case_of(row) in instead:
            yield going_on(row, before) | {"supersedes": instead[_case_of(row)]}


def _is_beside(trigger: Trigger) -> bool:
    """Whether a further start of a case is told, or a wait, not how far that has come."""
    key = trigger.key[:1] if isinstance(trigger, Stands) else ()
    return key in {(AGAIN,), (WAITING_SINCE,), (WAITED_SINCE,)}


def _case_of(row: ActionRow) -> tuple[str, ...]:
    return row["record"], row["customer_id"], row["ref"]
