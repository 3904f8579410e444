"""What tells a case anew: a plan that breaks, where it was told of an earlier deadline before.

``sql/settling/renewing.py`` does it for all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from careplay.engines.plain.settling.known import Memory
from careplay.frozen import dataclass
from careplay.model.actions import ActionRow

ToldCase: TypeAlias = tuple[str, str, str, str]
"""Of which case, and by which rule: customer, flow, what tells it from others, first id."""


@dataclass(frozen=True, slots=True)
class Renewals:
    """Which rules tell anew what others told first, and when each case was told by these."""

    renews: Mapping[str, str]
    """First ids, by the ids of the rules that tell anew."""
    told: Mapping[ToldCase, date]

    def is_early(self, row: ActionRow) -> bool:
        """Whether the row would tell anew what its case was not told before that date."""
        first = self.renews.get(row["rule"])
        if first is None:
            return False
        told = self.told.get(_case(row, first))
        return told is None or row["about"] is None or told >= row["about"]


def renewals(memory: Memory) -> Renewals:
    """Those of all cases."""
    rules = memory.business.rules
    renews = {rule.id: rule.renews for rule in rules if rule.renews}
    firsts = {rule.id: rule.first_id for rule in rules}
    told: dict[ToldCase, date] = {}
    for row in memory.earlier if renews else ():
        if row["status"] == "due":
            rule: str = row["rule"]
            case = _case(row, firsts.get(rule, rule))
            told[case] = min(row["date"], told.get(case, row["date"]))
    return Renewals(renews, told)


def _case(row: ActionRow, first: str) -> ToldCase:
    return row["customer_id"], row["record"], row["ref"], first
