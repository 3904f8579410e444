"""The codes of a day by hand, to hold ``engines/short_codes.py`` against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from careplay.meaning.short_codes import DAYS_TAKEN, code_of, digits_for
from careplay.model.actions import ActionRow

TellingRows: TypeAlias = Sequence[ActionRow]


@dataclass
class CodesByHand:
    """The codes that are given out, one after the other."""

    stores: Mapping[str, str]
    taken: set[tuple[str, str, str]]
    """Store, code and action of what other runs told."""
    given: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Store and code by action."""

    def store(self, row: ActionRow) -> str:
        """The store of whoever does it."""
        return self.stores.get(row["owner"] or "", "")

    def give(self, row: ActionRow, code: str | None, *, surely: bool = False) -> None:
        """Give the action the code, if it has none yet and nobody else has that."""
        name, at = row["action_id"], (self.store(row), code or "")
        others = any(
            (*at, who) in self.taken for who in {who for *_, who in self.taken} - {name}
        )
        is_free = at not in self.given.values() and not others
        if code is not None and name not in self.given and (surely or is_free):
            self.given[name] = at


def codes_by_hand(
    today: TellingRows,
    day: date,
    stores: Mapping[str, str],
    told: tuple[TellingRows, TellingRows, TellingRows],
    put_off: Collection[str] = (),
) -> dict[str, str]:
    """The code of each action; ``told`` is what earlier, the same and later days told."""
    earlier, same, later = told
    lately = (row for row in earlier if _may_be_named(row, day, put_off))
    others = [row for row in (*lately, *same, *later) if row["code"] is not None]
    codes = CodesByHand(stores, set())
    codes.taken |= {(codes.store(row), row["code"], row["action_id"]) for row in others}
    ids = {row["action_id"] for row in today}
    count = Counter(codes.store(row) for row in others if row["action_id"] not in ids)
    count.update(map(codes.store, today))
    before = _last_code(earlier)
    in_order = sorted(today, key=lambda row: row["action_id"])
    for row in in_order:
        codes.give(row, _last_code(same).get(row["action_id"]), surely=True)
    for row in in_order:
        codes.give(row, before.get(row["action_id"]))
    for more in (0, 1, 2, 3, 4, 20):
        for row in in_order:
            digits = min(digits_for(count[codes.store(row)]) + more, 20)
            codes.give(row, code_of(row["action_id"], digits))
    return {name: code for name, (_, code) in codes.given.items()}


def _last_code(rows: TellingRows) -> dict[str, str]:
    in_order = sorted(rows, key=lambda row: row["date"])
    return {row["action_id"]: row["code"] for row in in_order if row["code"] is not None}


def _may_be_named(row: ActionRow, day: date, put_off: Collection[str]) -> bool:
    since = day - timedelta(days=DAYS_TAKEN)
    days = (row["date"], row["due_at"].date(), row["deferred_to"] or date.min)
    lately = row["record"] is not None or row["action_id"] in put_off
    return lately or any(each >= since for each in days)
