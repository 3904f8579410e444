"""Codes that are given in SQL are those that are given by hand, and no two are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import given, strategies as st

from careplay.engines.base import NOTHING, Outcome
from careplay.engines.plain.table import as_table, fetched, register
from careplay.engines.short_codes import with_codes
from careplay.meaning.short_codes import is_code
from careplay.model.actions import ActionRow
from careplay.model.business import Person
from careplay.sources.loaded import Loaded
from codes_by_hand import codes_by_hand
from examples import examples
from hand import TODAY
from outcomes import connection
from settled import action

STORES = {"p1": "north", "p2": "north", "p3": "south"}
PEOPLE = tuple(Person(who, who, "adviser", STORES.get(who)) for who in ("p1", "p2", "p3", "p4"))
OWNERS = (*(each.id for each in PEOPLE), "gone", None)
IDS = tuple(
    f"{begins}{number:08x}" + 8 * "0"
    for begins in ("0f00", "0f0a", "b100")
    for number in range(30)
)
IDS += tuple(f"0f0{number:x}" + 16 * "7" for number in range(16))
"""Most begin alike, so that they ask for the same codes."""


class RunDay(NamedTuple):
    """What a run tells, so many days after the first."""

    days: int
    told: dict[str, str | None]
    """Owners by id."""


runs = st.lists(
    st.builds(
        RunDay,
        st.sampled_from((0, 1, 2, 3, 40, 93, 94, 130)),
        st.dictionaries(st.sampled_from(IDS), st.sampled_from(OWNERS), min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=5,
)


@examples(60)
@given(runs=runs, of_cases=st.sets(st.sampled_from(IDS)))
def test_codes_are_those_given_by_hand(runs: Sequence[RunDay], of_cases: set[str]) -> None:
    kept: dict[int, list[ActionRow]] = {}
    for run in runs:
        day = TODAY + timedelta(days=run.days)
        rows = [_row(name, owner, run.days, of_cases) for name, owner in run.told.items()]
        told = (
            [row for days, each in kept.items() if days < run.days for row in each],
            kept.get(run.days, []),
            [
                row
                for days, each in kept.items()
                if days > run.days
                for row in each
                if row["action_id"]
                not in {told["action_id"] for told in kept.get(run.days, ())}
            ],
        )
        found = _coded(rows, run.days, told)
        assert [row["action_id"] for row in found] == [row["action_id"] for row in rows]
        codes = {row["action_id"]: row["code"] for row in found}
        assert codes == codes_by_hand(rows, day, STORES, told)
        assert all(map(is_code, codes.values()))
        if run.days not in kept:
            shared = Counter((STORES.get(row["owner"]), row["code"]) for row in found)
            assert {*shared.values()} == {1}
        kept[run.days] = found
        assert [row["code"] for row in _coded(rows, run.days, (told[0], found, told[2]))] == [
            row["code"] for row in found
        ]


def _row(name: str, owner: str | None, days: int, of_cases: set[str]) -> ActionRow:
    day = TODAY + timedelta(days=days)
    due_at = datetime.combine(day, datetime.max.time().replace(microsecond=0))
    record = "complaint" if name in of_cases else None
    return action(action_id=name, owner=owner, date=day, due_at=due_at, record=record)


def _coded(
    rows: Sequence[ActionRow], days: int, told: tuple[Sequence[ActionRow], ...]
) -> list[ActionRow]:
    on = connection("duckdb")
    register(on, rows)
    names = ("told_earlier", "told_same", "told_later")
    for name, each in zip(names, told, strict=True):
        as_table(on, name, each)
    earlier, same, later = (
        name if each else "" for name, each in zip(names, told, strict=True)
    )
    past = replace(NOTHING, earlier=earlier, same=same, later=later)
    loaded = Loaded(on, "customers", "events", PEOPLE)
    day = TODAY + timedelta(days=days)
    return fetched(on, with_codes(Outcome(), day, loaded, past).whole)
