from __future__ import annotations

import pytest

from careplay.engines.plain.settling.order import contest, reading_order as place
from careplay.engines.plain.settling.rerun import rerun
from careplay.model.actions import ActionRow
from hand import TODAY, rule, world
from settled import YESTERDAY, action, at, day, memory, told


def again(row: ActionRow, before: ActionRow, *said: str) -> list[ActionRow]:
    given = told(before, *((kind, at(15, 9)) for kind in said))
    return rerun([row], memory(same=[before], said=given))


def test_what_is_told_again_is_told_as_before() -> None:
    before = action(attempt=3, supersedes="x")
    assert again(action(), before) == [before]


def test_what_changed_says_what_it_replaces() -> None:
    row = action(text="new")
    marks = {"attempt": 3, "supersedes": row["action_id"]}
    assert again(row, action(text="old", attempt=2)) == [row | marks]
    assert again(row, action(status="deferred")) == [row | marks | {"attempt": 2}]


@pytest.mark.parametrize("kind", ["done", "refused", "unreached", "snoozed"])
def test_what_staff_began_to_work_on_is_not_touched(kind: str) -> None:
    before = action(text="old")
    assert again(action(text="new"), before, kind) == [before]
    assert again(action("r2"), before, kind) == [action("r2"), before]


def test_what_is_no_longer_found_goes_where_nobody_worked_on_it() -> None:
    assert again(action("r2"), action()) == [action("r2")]


def test_an_action_is_placed_by_its_rule_and_its_index() -> None:
    business = world(rule(id="r0"), rule(id="r1", do=rule().actions * 2))
    ids = [place(action(action_id=key), business)[-3:] for key in ("a", "b")]
    assert ids == [("o", 0, "a"), ("o", 0, "b")]
    second = action(index=1)
    known = memory(business)
    assert contest(second, known)[2:7] == (TODAY, "book", 1, "o", 1)
    assert contest(action("gone"), known)[4] == 2
    assert contest(action(), memory())[:2] == (2, at(15))


def test_among_equals_whoever_has_waited_longest_comes_first() -> None:
    waited, new = action(customer_id="2"), action(customer_id="1", action_id="new")
    known = memory(earlier=[waited | {"date": YESTERDAY}, waited | {"date": day(13)}])
    rows = sorted([new, waited], key=lambda row: contest(row, known))
    assert rows == [waited, new]
    assert contest(waited, known)[2] == day(13)
