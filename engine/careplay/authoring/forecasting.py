"""A span of days run one after the other, nobody keeping them, and what they add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from careplay.model.business import Business, Person
from careplay.model.rules import Verb
from careplay.outputs.day import Day
from careplay.outputs.forecast import DayLoad, Forecast, RuleForecast
from careplay.outputs.partition import kept_relation
from careplay.pipeline.assuming import DONE, Assuming
from careplay.pipeline.copying import copied_days
from careplay.pipeline.running import Choices, Notify, run_days
from careplay.sources.connecting import connect

PUT_OFF = "SELECT rule, customer_id, occasion, verb FROM {rows} WHERE status = 'deferred'"
"""What tells an action that was put off from others, on whatever day."""
_Key: TypeAlias = tuple[object, ...]


@dataclass(slots=True)
class _Sums:
    """What the days so far add up to."""

    loads: list[DayLoad] = field(default_factory=list)
    status: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By rule and status."""
    held: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    put_off: Counter[_Key] = field(default_factory=Counter)
    """How often each action was."""
    gifts: Counter[str] = field(default_factory=Counter)

    def add(self, day: Day) -> None:
        """Another day, which is kept for as long as it is looked at."""
        rows = kept_relation(day.file or Path())
        asked = day.actions.connection.cursor()

        def found(query: str) -> list[tuple[str, ...]]:
            return asked.execute(query.format(rows=rows)).fetchall()

        bounds = {each.id: each.capacity for each in day.staff}
        told = "FROM {rows} WHERE status = 'due'"
        by = "owner, CASE WHEN owner IS NULL THEN coalesce(role, '') ELSE '' END"
        for owner, role, count in found(
            f"SELECT {by}, count(*) {told} GROUP BY ALL ORDER BY ALL"
        ):
            self.loads.append(DayLoad(day.date, owner, role, int(count), bounds.get(owner)))
        counts = "SELECT rule, status, held_by, count(*) FROM {rows} GROUP BY ALL"
        for rule, status, held_by, count in found(counts):
            self.status[rule, status] += int(count)
            if held_by and status != "due":
                self.held[rule][held_by] += int(count)
        self.put_off.update(found(PUT_OFF))
        gifts = f"SELECT title, count(*) {told} AND verb = '{Verb.GIFT}' GROUP BY ALL"
        for title, count in found(gifts):
            self.gifts[title] += int(count)


def forecast(
    business: Business,
    days: tuple[date, ...],
    choices: Choices,
    began: Notify,
    *,
    all_done: bool,
) -> Forecast:
    """What the days would tell; raises what ``run_days`` does.

    ``choices.out``: the days that are kept, which are remembered, unless ``fresh``.
    """
    folder = copied_days(None if choices.fresh else choices.out, business.id)
    chosen = replace(choices, out=folder.path, fresh=False)
    if all_done:
        chosen = replace(chosen, meanwhile=Assuming(business), expected=frozenset({DONE}))
    sums, staff = _Sums(), tuple[Person, ...]()
    for day in run_days(business, days, chosen, connect(business.bounds), began):
        sums.add(day)
        staff = day.staff
    rules = tuple(_rules(business, sums))
    told = {each.rule for each in rules}
    return Forecast(
        business,
        days,
        all_done,
        tuple(sums.loads),
        rules,
        tuple(each.id for each in business.rules if each.id not in told),
        tuple(sorted(sums.gifts.items())),
        staff,
    )


def _rules(business: Business, sums: _Sums) -> Iterator[RuleForecast]:
    """What became of each rule of which there is anything."""
    longest = Counter[str]()
    for (rule, *_), often in sums.put_off.items():
        longest[str(rule)] = max(longest[str(rule)], often)
    known = dict.fromkeys((*(each.id for each in business.rules), *(r for r, _ in sums.status)))
    for rule in known:
        counts = [sums.status[rule, status] for status in ("due", "deferred", "dropped")]
        if any(counts):
            held = sorted(sums.held[rule].items(), key=lambda each: (-each[1], each[0]))
            told, deferred, dropped = counts
            yield RuleForecast(rule, told, deferred, dropped, tuple(held), longest[rule])
