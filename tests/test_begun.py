"""A day run again: what people have begun on stays, and takes its place in the limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import DURABLE, ENGINES
from diary import Diary, Told, rule, rules

DAY, NEXT = "2026-06-01", "2026-06-02"
HI = "{message: 您好, to: adviser, due: within 9 days}"
URGENT = "{message: 您好, to: adviser, due: within 9 days, priority: urgent}"
ONE_A_DAY = "{per_customer: {contacts: {1 day: 1}}}"


@pytest.fixture(params=[*ENGINES, DURABLE])
def diary(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    found = Diary(tmp_path / "a", "", engine=engine)
    found.event(f"{DAY} 10:00", "visit")
    return found


def statuses(told: list[Told]) -> dict[str, str]:
    return {each["rule"]: each["status"] for each in told}


def first_done(diary: Diary) -> None:
    """The first action of the day is done, and something that presses more comes in."""
    told = diary.run(DAY)
    assert statuses(told) == {"a": "due"}
    diary.tells(f"{DAY} 12:00", "done", told[0])
    diary.event(f"{DAY} 14:00", "purchase", amount="5")


@pytest.mark.parametrize(
    ("limits", "becomes"),
    [
        (ONE_A_DAY, "deferred"),
        ("{per_customer: {care: {7 days: 1}}}", "deferred"),
        ("{exclusive: {hellos: [a, b]}}", "dropped"),
        ("{per_staff: {tasks: capacity}}", "deferred"),
    ],
)
def test_what_is_begun_takes_its_place(diary: Diary, limits: str, becomes: str) -> None:
    diary.staff = ({"id": "E1", "name": "小李", "role": "adviser", "capacity": "1"},)
    a, b = rule("a", "{event: visit}", HI), rule("b", "{event: purchase}", URGENT)
    diary.playbook = rules(a, b, limits=limits)
    first_done(diary)
    assert statuses(diary.run(DAY)) == {"a": "due", "b": becomes}
    assert statuses(diary.run(DAY)) == {"a": "due", "b": becomes}


def test_so_it_does_where_nothing_asks_for_it_any_more(diary: Diary) -> None:
    a, b = rule("a", "{event: visit}", HI), rule("b", "{event: purchase}", HI)
    diary.playbook = rules(a, b, limits=ONE_A_DAY)
    first_done(diary)
    diary.happened = [each for each in diary.happened if each["type"] != "visit"]
    assert statuses(diary.run(DAY)) == {"a": "due", "b": "deferred"}
    assert statuses(diary.run(NEXT)) == {"b": "due"}


def test_so_it_does_where_it_was_put_off_on_the_day(diary: Diary) -> None:
    """What came back that day, and was snoozed once more, was told on it all the same."""
    a, b = rule("a", "{event: visit}", HI), rule("b", "{after: visit, days: 1}", HI)
    diary.playbook = rules(a, b, limits=ONE_A_DAY)
    (told,) = diary.run(DAY)
    diary.tells(f"{DAY} 12:00", "snoozed", told, until=NEXT)
    back = diary.run(NEXT)
    assert statuses(back) == {"a": "deferred", "b": "due"} or statuses(back) == {
        "a": "due",
        "b": "deferred",
    }
    (due,) = (each for each in back if each["status"] == "due")
    diary.tells(f"{NEXT} 12:00", "snoozed", due, until="2026-06-05")
    assert diary.run(NEXT) == back


def test_the_contact_of_another_customer_is_not_touched(diary: Diary) -> None:
    diary.customers = {"C1": {}, "C2": {}}
    a, b = rule("a", "{event: visit}", HI), rule("b", "{event: purchase}", URGENT)
    diary.playbook = rules(a, b, limits=ONE_A_DAY)
    (told,) = diary.run(DAY)
    diary.tells(f"{DAY} 12:00", "done", told)
    diary.event(f"{DAY} 14:00", "purchase", "C2", amount="5")
    assert statuses(diary.run(DAY)) == {"a": "due", "b": "due"}


@pytest.mark.parametrize("once", ["ever", "per year", "7 days"])
def test_once_counts_what_is_begun(diary: Diary, once: str) -> None:
    diary.playbook = rules(rule("a", "{event: visit}", HI, once=once))
    (told,) = diary.run(DAY)
    diary.tells(f"{DAY} 12:00", "done", told)
    diary.happened[0]["at"] = f"{DAY} 09:00"
    assert diary.run(DAY) == [told]
    assert diary.run(NEXT) == []


def test_what_was_not_begun_on_gives_way(diary: Diary) -> None:
    a, b = rule("a", "{event: visit}", HI), rule("b", "{event: purchase}", URGENT)
    diary.playbook = rules(a, b, limits=ONE_A_DAY)
    diary.run(DAY)
    diary.event(f"{DAY} 14:00", "purchase", amount="5")
    assert statuses(diary.run(DAY)) == {"a": "deferred", "b": "due"}
