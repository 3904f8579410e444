"""Actions and memories written by hand, for tests of the steps by which a day is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from careplay.engines.plain.actions import action_id
from careplay.engines.plain.settling.known import Memory, begun_on, rows_by_action
from careplay.engines.plain.settling.outcomes import ActionOutcome
from careplay.model.actions import WHOLE_COLUMNS, ActionRow
from careplay.model.business import Business
from careplay.model.limits import Limits
from careplay.model.receptions import Reception
from careplay.model.rules import CatchUp, Once
from hand import TODAY, rule, world

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
RULES = tuple(rule(id=name) for name in ("r1", "r2", "r3"))
BUSINESS = world(*RULES)


def day(number: int) -> date:
    """A day of the month of the tests."""
    return TODAY.replace(day=number)


def at(number: int, hour: int = 18, minute: int = 0) -> datetime:
    """A moment of that month."""
    return datetime(2026, 6, number, hour, minute)  # noqa: DTZ001 - the business's own time


def action(rule_id: str = "r1", occasion: str = "o", **told: Any) -> ActionRow:
    """A call that is due today at six, unless told otherwise."""
    row: ActionRow = dict.fromkeys(name for name, _ in WHOLE_COLUMNS)
    row |= {
        "date": TODAY, "status": "due", "customer_id": "1", "business": "world",
        "playbook": "book", "rule": rule_id, "occasion": occasion, "verb": "call",
        "channels": [], "category": "care", "role": "adviser", "owner": "p1",
        "due_at": at(15), "priority": "normal", "attempt": 1, "index": 0,
    } | told  # fmt: skip
    whose = (row["customer_id"], occasion)
    row["action_id"] = told.get("action_id") or action_id(BUSINESS, rule(id=rule_id), *whose, 0)
    return row


def limited(**limits: Any) -> Business:
    """The business with these limits."""
    return world(*RULES, limits=Limits(**limits))


def with_rule(*, once: Once | None = None, catch_up: CatchUp = CatchUp.SKIP) -> Business:
    """A business whose rule ``r1`` has this memory."""
    return world(rule(id="r1", once=once, catch_up=catch_up), *RULES[1:])


def receiving(*rules: str) -> Business:
    """A business with a reception, and rules of these names."""
    vip = Reception("vip", "reservation")
    return world(*(rule(id=name) for name in rules), receptions={"vip": vip})


def memory(business: Business = BUSINESS, **known: Any) -> Memory:
    """What is known on the day of the tests."""
    begun = begun_on(TODAY, known.get("same", ()), known.get("said", {}))
    return Memory(
        business, TODAY, begun=begun, **known, **rows_by_action(known.get("earlier", ()))
    )


def told(
    row: ActionRow, *said: tuple[str, datetime]
) -> Mapping[str, tuple[ActionOutcome, ...]]:
    """What became of an action: kinds and moments."""
    return {row["action_id"]: tuple(ActionOutcome(moment, kind) for kind, moment in said)}


def only(rows: Iterable[ActionRow], *names: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows."""
    return [tuple(row[name] for name in names) for row in rows]
