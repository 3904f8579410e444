from __future__ import annotations

from datetime import date

import pytest

from careplay.engines.plain.settling.fresh import fresh
from careplay.model.rules import CatchUp, Once, Per
from hand import TODAY
from settled import YESTERDAY, action, at, day, memory, only, with_rule


def test_a_candidate_that_was_asked_before_is_left_out() -> None:
    for status in ("due", "deferred", "dropped"):
        earlier = [action(date=YESTERDAY, status=status)]
        found = fresh(memory(today=[action(), action("r2")], earlier=earlier))
        assert only(found, "rule") == [("r2",)]


def test_what_was_withdrawn_may_be_asked_again() -> None:
    rows = [action(date=day(13)), action(date=YESTERDAY, status="withdrawn", attempt=2)]
    assert only(fresh(memory(today=[action()], earlier=rows)), "attempt") == [(2,)]
    assert fresh(memory(today=[action()], earlier=[*rows, action(date=YESTERDAY)])) == []


@pytest.mark.parametrize(
    ("once", "before", "acts"),
    [
        (Once(Per.EVER), day(1), False),
        (Once(Per.YEAR), date(2026, 1, 1), False),
        (Once(Per.YEAR), date(2025, 12, 31), True),
        (Once(Per.DAYS, 3), day(13), False),
        (Once(Per.DAYS, 3), day(12), True),
        (Once(Per.EVENT), day(14), True),
    ],
)
def test_a_rule_acts_so_often_and_no_more(once: Once, before: date, *, acts: bool) -> None:
    business = with_rule(once=once)
    earlier = [action(occasion="before", date=before)]
    assert bool(fresh(memory(business, today=[action()], earlier=earlier))) is acts
    for other in (
        action(occasion="before", date=before, customer_id="2"),
        action("r2", "before", date=before),
        action(occasion="before", date=before, status="dropped"),
    ):
        assert fresh(memory(business, today=[action()], earlier=[other]))


def test_once_for_an_event_holds_for_all_actions_of_its_occasion() -> None:
    business = with_rule(once=Once(Per.EVENT))
    second = action(action_id="another action of the same occasion")
    assert fresh(memory(business, today=[second], earlier=[action(date=YESTERDAY)])) == []


def test_of_several_occasions_of_a_day_the_first_acts() -> None:
    rows = [
        action(occasion="c", due_at=at(16)),
        action(occasion="b", action_id="second of b", due_at=at(17)),
        action(occasion="b"),
        action(occasion="a", customer_id="2"),
        action(occasion="z", due_at=at(15, 23)),
    ]
    found = fresh(memory(with_rule(once=Once(Per.YEAR)), today=rows))
    assert only(found, "customer_id", "occasion") == [("1", "b"), ("1", "b"), ("2", "a")]
    assert fresh(memory(with_rule(once=Once(Per.EVENT)), today=rows)) == rows


def test_a_missed_day_is_caught_up_with_on_the_date() -> None:
    missed = {day(13): [action(occasion="13", date=day(13), due_at=at(13, 9))]}
    missed[day(14)] = [action(occasion="14", date=day(14), due_at=at(20, 9))]
    business = with_rule(catch_up=CatchUp.ALL)
    found = fresh(memory(business, today=[action()], missed=missed))
    assert only(found, "occasion", "date", "due_at") == [
        ("13", TODAY, at(15, 9)),
        ("14", TODAY, at(20, 9)),
        ("o", TODAY, at(15)),
    ]


def test_the_latest_missed_day_alone_is_caught_up_with_where_that_is_told() -> None:
    business = with_rule(catch_up=CatchUp.LATEST)
    missed = {
        day(13): [action(occasion="13"), action(occasion="13", customer_id="2")],
        day(14): [action(occasion="14a"), action(occasion="14b")],
    }
    found = fresh(memory(business, missed=missed))
    assert only(found, "customer_id", "occasion") == [
        ("2", "13"), ("1", "14a"), ("1", "14b"),
    ]  # fmt: skip
    found = fresh(memory(business, today=[action()], missed=missed))
    assert only(found, "customer_id", "occasion") == [("2", "13"), ("1", "o")]


def test_an_action_found_on_several_days_is_asked_once() -> None:
    missed = {day(13): [action(text="13")], day(14): [action(text="14")]}
    found = fresh(memory(with_rule(catch_up=CatchUp.ALL), today=[action()], missed=missed))
    assert only(found, "text") == [("13",)]
