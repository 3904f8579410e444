"""What is open of earlier days and has lost its occasion; never for a condition's sake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careplay.engines.plain.settling.anew import NewDay, kept_occasion
from careplay.engines.plain.settling.coming import is_open
from careplay.engines.plain.settling.known import Memory
from careplay.meaning.lasting import lasting_of, told_by
from careplay.model.actions import GONE, RULE, ActionRow
from careplay.model.rules import Audience
from careplay.model.triggers import Stands


def lost(memory: Memory, day: NewDay, coming: Iterable[ActionRow]) -> Iterator[ActionRow]:
    """A row of the date for each action that is taken back; none of what comes back today."""
    apart = {row["action_id"] for row in coming} | memory.later
    for row in memory.latest.values():
        of_rule = row["record"] is None and is_open(row, memory)
        if row["action_id"] in apart or not of_rule:
            continue
        why = _why(row, day)
        if why is not None:
            told = {"date": memory.day, "status": "withdrawn", "held_by": why}
            yield row | told | {"deferred_to": None, "winner": None}


def _why(row: ActionRow, day: NewDay) -> str | None:
    """Why its occasion is gone; None where it is there, or where nobody can be asked."""
    parties = {party.key: party for party in day.found.parties}
    customer = row["customer_id"]
    if customer not in ("", *parties):
        return None
    rules = [each for each in day.business.rules if row["rule"] in (each.id, each.step)]
    if row["index"] >= max((len(each.actions) for each in rules), default=0):
        return RULE
    rule = next((each for each in rules if each.id == row["rule"]), None)
    if rule is None or rule.audience is not Audience.CUSTOMERS or customer == "":
        return None
    if isinstance(rule.trigger, Stands):
        return None
    if told_by(rule.trigger) not in ("", row["because"][0]["fact"]):
        return None  # the rule waits for something else now
    trigger = lasting_of(rule, row["date"])
    found = kept_occasion(row, trigger, parties[customer], day)
    return GONE if found is None else None
