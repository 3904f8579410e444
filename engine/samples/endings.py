"""Cases nobody finished: some weeks later the customer, or the shop, lets them go."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from samples.draws import LAST_DAY
from samples.events import Diary
from samples.walks import Walk

STILL_OPEN = timedelta(35)
"""Cases of the last weeks stay open, however long nothing was done."""


def let_go(diary: Diary, ref: str, event: str, ended: frozenset[str]) -> None:
    """Write the event down some weeks after the case's last one, unless that had ended it.

    ``ended`` has the types of events that end such a case, or ``type:outcome``.
    """
    told = [each for each in diary.events if each.attributes.get("ref") == ref]
    last = max(told, key=lambda each: each.at, default=None)
    if last is None or {last.type, f"{last.type}:{last.attributes.get('outcome')}"} & ended:
        return
    day = last.at.date() + timedelta(diary.draws.randint(18, 33))
    if day <= LAST_DAY - STILL_OPEN:
        diary.note_at(_noon(day), event, ref=ref)


def ends_of(way: Walk) -> frozenset[str]:
    """What ends a case that walks so, as ``let_go`` is told it."""
    return frozenset(
        f"{way.flow}.{step}.done" + (f":{outcome}" if outcome else "")
        for step, pace in way.steps.items()
        for outcome, (then, _) in pace.next.items()
        if then not in way.steps
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


COMPLAINT_ENDS = frozenset({"complaint.follow_up.done", "complaint.withdrawn"})
PROMISE_ENDS = frozenset({"promise.tell.done:kept", "promise.cancelled"})
