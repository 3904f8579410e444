"""How often a rule may act for a customer: the docstring of Once, carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import assert_never

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.losing import is_due
from careplay.model.actions import ActionRow
from careplay.model.rules import Once, Per


def once(
    rows: Sequence[ActionRow], memory: Memory, lost: Iterable[ActionRow]
) -> list[ActionRow]:
    """The rows without those that earlier actions bar, or another occasion of the same day.

    So do those that are begun on the date, when it is run again, and those of later days, if
    it is run after them and did not tell the row itself. What was taken back bars nothing, nor
    what is taken back today.
    """
    without = {row["action_id"] for row in lost}
    without |= {key for key, row in memory.latest.items() if row["status"] == "withdrawn"}
    counted = (row for row in memory.earlier if row["action_id"] not in without)
    rules = {rule.id: rule.once for rule in memory.business.rules if rule.once is not None}
    told = (*counted, *memory.begun.values())
    free = [
        row
        for row in rows
        if (limit := rules.get(row["rule"])) is None or not _is_later(limit, row, memory)
    ]
    asked, acted = _by_rule(free), _by_rule(filter(is_due, told))
    return [
        row
        for row in free
        if (limit := rules.get(row["rule"])) is None
        or not (
            any(_bars(limit, each, row, memory) for each in acted[_of(row)])
            or (limit.per is not Per.EVENT and row["occasion"] != _first(asked[_of(row)]))
        )
    ]


def _of(row: ActionRow) -> tuple[str, str]:
    return row["customer_id"], row["rule"]


def _by_rule(rows: Iterable[ActionRow]) -> Mapping[tuple[str, str], list[ActionRow]]:
    """The actions of each customer by each rule."""
    found: defaultdict[tuple[str, str], list[ActionRow]] = defaultdict(list)
    for row in rows:
        found[_of(row)].append(row)
    return found


def _bars(limit: Once, earlier: ActionRow, row: ActionRow, memory: Memory) -> bool:
    """Whether an action that was due before, or is begun, leaves no room for this one."""
    match limit.per:
        case Per.EVENT:
            return bool(earlier["occasion"] == row["occasion"])
        case Per.YEAR:
            return bool(earlier["date"].year == memory.day.year)
        case Per.DAYS:
            return bool(memory.day < earlier["date"] + timedelta(days=limit.days))
        case Per.EVER:
            return True
        case _:
            assert_never(limit.per)


def _is_later(limit: Once, row: ActionRow, memory: Memory) -> bool:
    """Whether a later day acted so soon that the date, which did not, acts no more."""
    acted = memory.later_acted.get(_of(row))
    if acted is None or row["action_id"] in {each["action_id"] for each in memory.same}:
        return False
    match limit.per:
        case Per.EVENT:
            return False
        case Per.YEAR:
            return acted.year == memory.day.year
        case Per.DAYS:
            return acted < memory.day + timedelta(days=limit.days)
        case Per.EVER:
            return True
        case _:
            assert_never(limit.per)


def _first(rows: Iterable[ActionRow]) -> str:
    """The occasion that acts: the first by due moment and key."""
    return str(min((row["due_at"], row["occasion"]) for row in rows)[1])
