"""What is open is taken back where its occasion is gone, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alike import ENGINES
from diary import HOME, Diary, Told, days, rule, rules

SHOP = HOME.replace("  types:\n", "  types:\n    booked: {arrival: date}\n").replace(
    "    owner: staff\n",
    "    owner: staff\n    born: date\n    moon: {type: date, calendar: lunar}\n",
)
KEYED = "  from: data/events.csv\n  key: id\n"
TASK = "{task: 做, to: adviser, due: within 9 days}"
VISIT = rule("visit", "{event: visit}", TASK)
BOOKED = rule("remind", "{before: booked.arrival, days: 3}", TASK)
BORN = rule("birthday", "{anniversary: born, before: 3 days}", TASK)
OPENED = "2026-06-01"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def shop(folder: Path, engine: str, *more: str, **told: Any) -> Diary:
    """One customer, born on the tenth of June, who was here on the first and booked a stay."""
    diary = Diary(
        folder / "shop",
        rules(*more),
        engine=engine,
        home=SHOP,
        columns=("arrival", "id"),
        facts=("born", "moon"),
        **told,
    )
    diary.customers["C1"] = {"born": "1980-06-10", "moon": "1980-06-10"}
    diary.event("2026-06-01 10:00", "visit", id="v1")
    diary.event("2026-05-20 10:00", "booked", id="b1", arrival="2026-06-10")
    diary.event("2026-06-01 11:00", "purchase", id="p1", amount="5000")
    return diary


def keyed(diary: Diary) -> Diary:
    """Its events are told from each other by an id."""
    diary.home = SHOP.replace("  from: data/events.csv\n", KEYED)
    return diary


def seen(found: list[Told]) -> list[tuple[Any, ...]]:
    return [(each["rule"], each["status"], each["held_by"]) for each in found]


def remove(diary: Diary, *kinds: str) -> None:
    diary.happened = [each for each in diary.happened if each["type"] not in kinds]


@pytest.mark.parametrize("later", ["2026-06-02", "2026-06-11", "2026-07-11"])
def test_an_event_that_is_deleted_takes_its_action_back_once(
    tmp_path: Path, engine: str, later: str
) -> None:
    diary = shop(tmp_path, engine, VISIT)
    (told,) = diary.run("2026-06-01")
    remove(diary, "visit")
    (gone,) = diary.run(later)
    assert gone == told | {"date": later, "status": "withdrawn", "held_by": "gone"}
    kept = diary.kept(later).read_bytes()
    assert diary.run(later) == [gone]
    assert diary.kept(later).read_bytes() == kept
    assert diary.run("2026-07-12") == []


def test_after_a_month_an_action_is_open_no_more(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")  # due on the tenth
    remove(diary, "visit")
    assert diary.run("2026-07-12") == []


OCCASIONS = {
    "after": rule("after", "{after: visit, days: 0}", TASK),
    "attribute": rule("attribute", "{before: booked.arrival, days: 9}", TASK),
    "attributes": rule("attributes", "{after: booked.arrival, days: -9}", TASK),
    "where": rule("where", "{event: purchase, where: {amount: at least 1000}}", TASK),
    "fact": rule("fact", "{before: born, days: 9}", TASK),
    "birthday": rule("birthday", "{anniversary: born, before: 9 days}", TASK),
}
GOES = {
    "after": ("visit",), "attribute": ("booked",), "where": ("purchase",),
}  # fmt: skip


@pytest.mark.parametrize("name", GOES)
def test_every_kind_of_event_takes_back_what_it_gave(
    tmp_path: Path, engine: str, name: str
) -> None:
    diary = shop(tmp_path, engine, OCCASIONS[name])
    assert seen(diary.run("2026-06-01")) == [(name, "due", None)]
    remove(diary, *GOES[name])
    assert seen(diary.run("2026-06-03")) == [(name, "withdrawn", "gone")]
    assert diary.run("2026-06-04") == []


@pytest.mark.parametrize("moved", ["2026-06-20", "2026-05-20", ""])
@pytest.mark.parametrize("ready", [shop, lambda *told: keyed(shop(*told))])
def test_a_date_of_an_event_that_moves_takes_its_reminder_back(
    tmp_path: Path, engine: str, moved: str, ready: Callable[..., Diary]
) -> None:
    diary = ready(tmp_path, engine, OCCASIONS["attribute"])
    assert seen(diary.run("2026-06-01")) == [("attribute", "due", None)]
    diary.happened[1]["arrival"] = moved
    assert seen(diary.run("2026-06-03")) == [("attribute", "withdrawn", "gone")]
    assert diary.run("2026-06-04") == []


@pytest.mark.parametrize("moved", ["1980-06-20", ""])
def test_a_birthday_that_moves_takes_its_greeting_back(
    tmp_path: Path, engine: str, moved: str
) -> None:
    diary = shop(tmp_path, engine, OCCASIONS["birthday"])
    assert seen(diary.run("2026-06-01")) == [("birthday", "due", None)]
    diary.customers["C1"]["born"] = moved
    assert seen(diary.run("2026-06-03")) == [("birthday", "withdrawn", "gone")]


def test_a_year_that_is_put_right_takes_no_birthday_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, OCCASIONS["birthday"])
    diary.run("2026-06-01")
    diary.customers["C1"]["born"] = "1981-06-10"
    assert diary.run("2026-06-03") == []


def test_a_lunar_birthday_moves_with_its_year(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, rule("moon", "{anniversary: moon, before: 9 days}", TASK))
    told = [day for day in range(1, 13) if diary.run(f"2026-06-{day:02}")]
    assert len(told) == 1
    diary.customers["C1"]["moon"] = "1981-06-10"
    assert seen(diary.run("2026-06-13")) == [("moon", "withdrawn", "gone")]


def test_a_date_of_a_customer_is_like_a_date_of_an_event(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, rule("fact", "{after: born, days: 2}", TASK))
    diary.customers["C1"]["born"] = "2026-05-30"
    assert seen(diary.run("2026-06-01")) == [("fact", "due", None)]
    diary.customers["C1"]["born"] = "2026-05-31"
    assert seen(diary.run("2026-06-03")) == [("fact", "withdrawn", "gone")]


def test_a_corrected_row_takes_back_what_it_gives_no_more(tmp_path: Path, engine: str) -> None:
    diary = keyed(shop(tmp_path, engine, OCCASIONS["where"], VISIT))
    assert len(diary.run("2026-06-01")) == 2
    diary.happened[2]["amount"] = "50"
    diary.happened[0]["at"] = "2026-05-31 09:00"  # with a key that is the same event
    assert seen(diary.run("2026-06-03")) == [("where", "withdrawn", "gone")]


@pytest.mark.parametrize("ready", [shop, lambda *told: keyed(shop(*told))])
def test_another_key_of_events_takes_nothing_back(
    tmp_path: Path, engine: str, ready: Callable[..., Diary]
) -> None:
    anniversary = rule("year", "{anniversary: booked, before: 9 days}", TASK)
    diary = ready(tmp_path, engine, VISIT, OCCASIONS["attribute"], anniversary)
    diary.event("2020-06-10 10:00", "booked", id="b0", arrival="2020-06-20")
    assert len(diary.run("2026-06-01")) == 3
    assert diary.run("2026-06-02") == []
    diary.home = SHOP if "key: id" in diary.home else keyed(diary).home
    assert diary.run("2026-06-03") == []
    remove(diary, "visit")
    assert seen(diary.run("2026-06-04")) == [("visit", "withdrawn", "gone")]


def test_a_rule_that_waits_for_something_else_takes_nothing_back(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    diary.playbook = rules(rule("visit", "{event: booked}", TASK))
    assert diary.run("2026-06-02") == []


@pytest.mark.parametrize("when", ["{event: booked}", "{after: booked, days: 20}"])
def test_so_it_is_with_what_the_same_event_gives_otherwise(
    tmp_path: Path, engine: str, when: str
) -> None:
    diary = shop(tmp_path, engine, OCCASIONS["attribute"])
    assert len(diary.run("2026-06-01")) == 1
    diary.playbook = rules(rule("attribute", when, TASK))
    assert diary.run("2026-06-02") == []


def test_without_a_key_a_moment_put_right_is_another_event(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    diary.happened[0]["at"] = "2026-06-01 09:00"
    assert seen(diary.run("2026-06-02")) == [
        ("visit", "due", None),
        ("visit", "withdrawn", "gone"),
    ]


def test_of_two_events_alike_one_is_enough(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, OCCASIONS["attribute"])
    diary.event("2026-05-20 10:00", "booked", id="b2", arrival="2026-06-09")
    diary.run("2026-05-31")
    diary.run("2026-06-01")
    del diary.happened[-1]
    assert [each["occasion"][-2:] for each in diary.run("2026-06-02")] == ["09"]


def test_a_rule_that_is_removed_takes_its_actions_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    diary.playbook = rules(BORN)
    assert seen(diary.run("2026-06-03")) == [("visit", "withdrawn", "rule")]
    assert diary.run("2026-06-04") == []


def test_a_rule_out_of_season_takes_nothing_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    diary.playbook = rules(rule("visit", "{event: visit}", TASK, valid="{until: 2026-06-02}"))
    assert diary.run("2026-06-03") == []


def test_a_renamed_rule_takes_nothing_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    diary.playbook = rules(rule("seen", "{event: visit}", TASK, was="visit"))
    assert diary.run("2026-06-03") == []
    remove(diary, "visit")
    assert seen(diary.run("2026-06-04")) == [("seen", "withdrawn", "gone")]


def test_an_action_that_its_rule_asks_for_no_more_is_taken_back(
    tmp_path: Path, engine: str
) -> None:
    two = rule("visit", "{event: visit}", TASK).replace(
        TASK, f"{TASK}, {TASK.replace('做', '看')}"
    )
    diary = shop(tmp_path, engine, two)
    assert len(diary.run("2026-06-01")) == 2
    diary.playbook = rules(VISIT)
    assert seen(diary.run("2026-06-02")) == [("visit", "withdrawn", "rule")]


def test_what_is_for_the_business_goes_with_its_rule_alone(tmp_path: Path, engine: str) -> None:
    monthly = rule("monthly", "{every: month, on: 1}", TASK, **{"for": "business"})
    diary = shop(tmp_path, engine, monthly)
    assert seen(diary.run("2026-06-01")) == [("monthly", "due", None)]
    diary.happened.clear()
    assert diary.run("2026-06-02") == []
    diary.playbook = rules(VISIT)
    assert seen(diary.run("2026-06-03")) == [("monthly", "withdrawn", "rule")]


@pytest.mark.parametrize(
    ("when", "more"),
    [
        ("{event: visit}", {"if": "{tier: A}"}),
        ("{absent: visit, days: 1}", {}),
        ("{every: month, on: 1}", {}),
    ],
)
def test_a_condition_that_turns_false_takes_nothing_back(
    tmp_path: Path, engine: str, when: str, more: dict[str, str]
) -> None:
    diary = shop(tmp_path, engine, rule("asked", when, TASK, **more))
    assert diary.run("2026-06-01") or diary.run("2026-06-02")
    diary.customers["C1"]["tier"] = "B"
    diary.event("2026-06-02 10:00", "purchase", amount="1")
    assert [each for each in diary.run("2026-06-03") if each["status"] == "withdrawn"] == []


def test_a_segment_that_is_left_takes_nothing_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine)
    diary.playbook = (
        "measures: {spent: {sum: amount, of: purchase}}\n"
        "segments: {rich: {spent: at least 1000}}\n"
        + rules(
            rule("in", "{enters: rich}", TASK),
            rule("up", "{crosses: spent, reaches: 3000}", TASK),
        )
    )
    told = diary.run("2026-06-01")
    assert sorted(each["rule"] for each in told) == ["in", "up"]
    remove(diary, "purchase")
    assert diary.run("2026-06-02") == []


@pytest.mark.parametrize("said", ["done", "refused"])
def test_what_is_over_stays_over(tmp_path: Path, engine: str, said: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    (told,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", said, told)
    remove(diary, "visit")
    assert diary.run("2026-06-03") == []


def test_what_waits_is_taken_back_before_its_day(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    (told,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "snoozed", told, until="2026-06-08")
    remove(diary, "visit")
    assert seen(diary.run("2026-06-03")) == [("visit", "withdrawn", "gone")]
    assert diary.run("2026-06-08") == []


def test_a_ladder_that_has_ended_is_over(tmp_path: Path, engine: str) -> None:
    call = "{call: 您好, to: adviser, reason: 问, due: within 9 days, channels: [phone]}"
    diary = shop(tmp_path, engine, rule("call", "{event: visit}", call))
    (told,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "unreached", told)
    remove(diary, "visit")
    assert diary.run("2026-06-03") == []


def test_a_customer_who_left_is_only_away(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    away, happened = diary.customers.pop("C1"), [*diary.happened]
    diary.customers["C2"] = {}
    remove(diary, "visit")
    assert diary.run("2026-06-03") == []
    diary.customers["C1"] = away
    assert seen(diary.run("2026-06-04")) == [("visit", "withdrawn", "gone")]
    diary.happened = happened


def test_what_is_there_again_is_told_again_by_its_id(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    (told,) = diary.run("2026-06-01")
    happened = [*diary.happened]
    remove(diary, "visit")
    assert seen(diary.run("2026-06-02")) == [("visit", "withdrawn", "gone")]
    assert diary.run("2026-06-03") == []
    diary.happened = happened
    (again,) = diary.run("2026-06-04")
    assert again == told | {"date": "2026-06-04"}
    assert diary.run("2026-06-04") == [again]
    assert diary.run("2026-06-05") == []


def test_what_is_there_again_is_due_that_day_at_the_earliest(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, VISIT.replace("9 days", "1 day"))
    diary.run("2026-06-01")
    book = diary.playbook
    diary.playbook = rules(BORN)
    assert seen(diary.run("2026-06-02")) == [("visit", "withdrawn", "rule")]
    diary.playbook = book
    assert [each["due_at"] for each in diary.run("2026-06-04")] == ["2026-06-04T23:59"]


def test_what_is_there_again_and_may_not_be_done_stays_taken_back(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, rule("visit", "{event: visit}", TASK, **{"if": "{tier: A}"}))
    diary.run("2026-06-01")
    happened = [*diary.happened]
    remove(diary, "visit")
    diary.run("2026-06-02")
    diary.happened, diary.customers["C1"]["tier"] = happened, "B"
    assert diary.run("2026-06-03") == []
    diary.customers["C1"]["tier"] = "A"
    assert seen(diary.run("2026-06-04")) == [("visit", "due", None)]


@pytest.mark.parametrize("once", ["ever", "90 days", "per year"])
def test_what_was_taken_back_does_not_count_for_once(
    tmp_path: Path, engine: str, once: str
) -> None:
    reminds = rule("remind", "{before: booked.arrival, days: 9}", TASK, once=once)
    diary = shop(tmp_path, engine, reminds)
    diary.run("2026-06-01")
    diary.happened[1]["arrival"] = "2026-06-12"
    assert sorted(seen(diary.run("2026-06-03"))) == [
        ("remind", "due", None),
        ("remind", "withdrawn", "gone"),
    ]
    diary.event("2026-06-03 10:00", "booked", arrival="2026-06-13")
    assert diary.run("2026-06-04") == []


def test_a_day_that_is_run_after_a_later_one_takes_back_nothing_of_it(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    remove(diary, "visit")
    assert seen(diary.run("2026-06-05")) == [("visit", "withdrawn", "gone")]
    assert diary.run("2026-06-03") == []


def test_without_memory_nothing_is_taken_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT)
    diary.run("2026-06-01")
    remove(diary, "visit")
    assert diary.run("2026-06-03", "--fresh", "--dry-run") == []
    assert seen(diary.run("2026-06-03", "--dry-run")) == [("visit", "withdrawn", "gone")]
    assert seen(diary.run("2026-06-03", "--customer", "C1")) == [("visit", "withdrawn", "gone")]


def test_days_in_one_go_take_back_what_single_ones_would(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, VISIT, BOOKED)
    diary.run("2026-06-01")
    remove(diary, "visit")
    found = diary.run("2026-06-02", "--until", "2026-06-08")
    assert [
        (each["date"], *each_seen) for each, each_seen in zip(found, seen(found), strict=True)
    ] == [
        ("2026-06-02", "visit", "withdrawn", "gone"),
        ("2026-06-07", "remind", "due", None),
    ]


FLOW = """
flows:
  complaint:
    label: 投诉
    starts: complaint.opened
    clock: {hours: around the clock, pauses_in: [waiting]}
    ends: [complaint.withdrawn]
    steps:
      hear: {title: 听, do: {task: 听完, to: adviser}, within: 9 days, next: mend}
      mend: {title: 修, do: {task: 修好, to: adviser}, within: 9 days, next: ask}
      ask:
        title: 问
        do: {task: 问一问, to: adviser}
        within: 9 days
        next: {fine: closed, bad: mend}
"""
CASES = HOME.replace(
    "  types:\n",
    "  types:\n    complaint.opened: {ref: text}\n    complaint.withdrawn: {ref: text}\n",
)


def complaint(folder: Path, engine: str) -> Diary:
    """A complaint of the first of June."""
    diary = Diary(folder / "shop", FLOW, engine=engine, home=CASES, columns=("ref", "outcome"))
    diary.event("2026-06-01 10:00", "complaint.opened", ref="R1")
    return diary


def step(diary: Diary, at: str, name: str, outcome: str = "") -> None:
    diary.event(at, f"complaint.{name}", ref="R1", outcome=outcome)


def test_a_case_that_is_deleted_takes_its_step_back(tmp_path: Path, engine: str) -> None:
    diary = complaint(tmp_path, engine)
    assert seen(diary.run("2026-06-01")) == [("complaint.hear", "due", None)]
    assert diary.run("2026-06-02") == []
    deleted, diary.happened = [*diary.happened], []
    assert seen(diary.run("2026-06-03")) == [("complaint.hear", "withdrawn", "gone")]
    assert diary.run("2026-06-04") == []
    diary.happened = deleted
    (again,) = diary.run("2026-06-05")
    assert (again["rule"], again["status"], again["attempt"]) == ("complaint.hear", "due", 1)


def test_a_case_that_ends_at_once_leaves_its_step(tmp_path: Path, engine: str) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    step(diary, "2026-06-02 10:00", "withdrawn")
    assert seen(diary.run("2026-06-02")) == [("complaint.hear", "withdrawn", "changed")]
    assert diary.run("2026-06-03") == []


def test_a_start_that_is_deleted_takes_back_that_a_case_was_told_again(
    tmp_path: Path, engine: str
) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    again = []
    for day in days("2026-06-02", 2):
        diary.event(f"{day} 09:00", "complaint.opened", ref="R1")
        again += diary.run(day)
    assert seen(again) == [("complaint.repeated", "due", None)] * 2
    last = diary.happened.pop()
    (gone,) = diary.run("2026-06-04")
    assert seen([gone]) == [("complaint.repeated", "withdrawn", "gone")]
    assert gone["action_id"] == again[1]["action_id"]
    diary.happened.append(last)
    assert seen(diary.run("2026-06-05")) == [("complaint.repeated", "due", None)]
    remove(diary, "complaint.opened")
    found = {row["action_id"]: row["held_by"] for row in diary.run("2026-06-06")}
    assert [found[each["action_id"]] for each in again] == ["gone", "gone"]


def test_a_case_that_ends_at_once_has_no_more_to_be_told(tmp_path: Path, engine: str) -> None:
    diary = complaint(tmp_path, engine)
    diary.event("2026-06-01 11:00", "complaint.opened", ref="R1")
    diary.run("2026-06-01")
    diary.event("2026-06-02 09:00", "complaint.withdrawn", ref="R1")
    found = {row["rule"]: row["held_by"] for row in diary.run("2026-06-02")}
    assert found["complaint.repeated"] == "changed"


def test_a_case_that_ends_at_once_is_no_more_to_be_reminded_of(
    tmp_path: Path, engine: str
) -> None:
    diary = complaint(tmp_path, engine)
    reminds = "pauses_in: {waiting: {remind: adviser, after: [1 day, 9 days]}}"
    diary.playbook = diary.playbook.replace("pauses_in: [waiting]", reminds)
    step(diary, "2026-06-01 11:00", "waiting")
    diary.run("2026-06-01")
    assert seen(diary.run("2026-06-02")) == [("complaint.waiting.after.1", "due", None)]
    step(diary, "2026-06-03 09:00", "withdrawn")
    found = {row["rule"]: row["held_by"] for row in diary.run("2026-06-03")}
    assert found["complaint.waiting.after.1"] == "changed"


def test_a_step_that_is_done_or_passed_over_closes_its_action(
    tmp_path: Path, engine: str
) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    step(diary, "2026-06-02 09:00", "mend.done")  # hear is passed over
    assert seen(diary.run("2026-06-02")) == [("complaint.ask", "due", None)]
    step(diary, "2026-06-03 10:00", "ask.done", "bad")
    assert seen(diary.run("2026-06-03")) == [("complaint.mend", "due", None)]
    step(diary, "2026-06-04 10:00", "withdrawn")
    assert seen(diary.run("2026-06-04")) == [("complaint.mend", "withdrawn", "changed")]


def test_a_step_that_was_never_reached_is_taken_back(tmp_path: Path, engine: str) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    step(diary, "2026-06-02 09:00", "hear.done")
    assert seen(diary.run("2026-06-02")) == [("complaint.mend", "due", None)]
    diary.happened.pop()
    found = {each["rule"]: each for each in diary.run("2026-06-03")}
    assert seen([found["complaint.mend"]]) == [("complaint.mend", "withdrawn", "gone")]
    assert seen([found["complaint.hear"]]) == [("complaint.hear", "due", None)]
    assert found["complaint.hear"]["supersedes"] == found["complaint.mend"]["action_id"]
    assert found["complaint.hear"]["attempt"] == 1
    assert diary.run("2026-06-04") == []
    step(diary, "2026-06-02 09:00", "hear.done")
    assert [each["attempt"] for each in diary.run("2026-06-05")] == [1]


@pytest.mark.parametrize("said", ["done", "snoozed", ""])
def test_a_step_that_is_undone_is_asked_for_again_once(
    tmp_path: Path, engine: str, said: str
) -> None:
    """Whatever people said of its action, for the case says what is done."""
    diary = complaint(tmp_path, engine)
    (hear,) = diary.run("2026-06-01")
    if said:
        diary.tells("2026-06-01 17:00", said, hear, until="2026-06-05" * (said == "snoozed"))
    step(diary, "2026-06-02 09:00", "hear.done")
    diary.run("2026-06-02")
    del diary.happened[-1]
    assert sorted(seen(diary.run("2026-06-03"))) == [
        ("complaint.hear", "due", None),
        ("complaint.mend", "withdrawn", "gone"),
    ]
    first = diary.kept("2026-06-03").read_bytes()
    diary.run("2026-06-03")
    assert diary.kept("2026-06-03").read_bytes() == first
    assert diary.run("2026-06-04") == diary.run("2026-06-05") == []
    step(diary, "2026-06-05 09:00", "hear.done")
    assert seen(diary.run("2026-06-05")) == [("complaint.mend", "due", None)]


@pytest.mark.parametrize("name", ["waiting", ""])
def test_a_case_that_waits_or_stands_takes_nothing_back(
    tmp_path: Path, engine: str, name: str
) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    step(diary, "2026-06-02 10:00", name) if name else None
    assert diary.run("2026-06-02") == diary.run("2026-06-03") == []


def test_a_step_that_its_flow_has_no_more_is_taken_back(tmp_path: Path, engine: str) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    diary.playbook = rules(VISIT)
    assert seen(diary.run("2026-06-02")) == [("complaint.hear", "withdrawn", "rule")]


def test_another_version_of_a_flow_takes_nothing_back(tmp_path: Path, engine: str) -> None:
    diary = complaint(tmp_path, engine)
    diary.run("2026-06-01")
    old = FLOW.partition("    steps:\n")[2]
    newer = FLOW.replace("    ends:", "    from: 2026-06-02\n    ends:").replace(
        "hear:", "listen:"
    )
    before = "    before:\n      - steps:\n" + "".join(
        f"    {line}\n" for line in old.splitlines()
    )
    diary.playbook = newer + before
    assert diary.run("2026-06-03") == []


HOTEL = HOME.replace(
    "  types:\n",
    "  types:\n    booked: {ref: text, arrival: date, departure: date}\n"
    "    cancelled: {ref: text}\n",
)
STAYS = """
receptions:
  vip:
    of: booked
    cancels: [cancelled]
    level: tier
    items:
      - {id: plan, to: adviser, at: 9 days before arrival, do: {task: 计划}}
      - {id: bill, to: adviser, at: on departure, do: {task: 账单}}
"""


def hotel(folder: Path, engine: str) -> Diary:
    """A stay from the tenth of June to the twelfth."""
    diary = Diary(
        folder / "shop",
        STAYS,
        engine=engine,
        home=HOTEL,
        columns=("ref", "arrival", "departure", "id"),
    )
    stay = {"arrival": "2026-06-10", "departure": "2026-06-12", "ref": "R1", "id": "b1"}
    diary.event("2026-05-01 10:00", "booked", **stay)
    return diary


def test_a_stay_that_is_deleted_takes_its_items_back(tmp_path: Path, engine: str) -> None:
    diary = hotel(tmp_path, engine)
    assert [each["status"] for each in diary.run("2026-06-01")] == ["due"]
    assert diary.run("2026-06-02") == []
    diary.happened.clear()
    (gone,) = diary.run("2026-06-03")
    assert (gone["status"], gone["held_by"]) == ("withdrawn", "gone")
    assert diary.run("2026-06-04") == []


@pytest.mark.parametrize("key", [True, False])
@pytest.mark.parametrize("day", ["2026-06-04", "2026-06-10"])
def test_a_stay_that_is_there_again_is_told_its_items_again_once(
    tmp_path: Path, engine: str, day: str, *, key: bool
) -> None:
    diary = hotel(tmp_path, engine)
    if key:
        diary.home = diary.home.replace("  from: data/events.csv\n", KEYED)
    (told,) = diary.run("2026-06-01")
    deleted, diary.happened = [*diary.happened], []
    assert seen(diary.run("2026-06-03")) == [("vip.plan", "withdrawn", "gone")]
    diary.happened = deleted
    (again,) = diary.run(day)
    assert again == told | {"date": day, "due_at": f"{day}T23:59"}
    assert diary.run(day) == [again]
    assert seen(diary.run("2026-06-11")) == []


def test_an_item_whose_time_is_over_is_not_told_again(tmp_path: Path, engine: str) -> None:
    diary = hotel(tmp_path, engine)
    diary.home = diary.home.replace("  from: data/events.csv\n", KEYED)
    diary.run("2026-06-01")
    deleted, diary.happened = [*diary.happened], []
    diary.run("2026-06-03")
    diary.happened = deleted
    assert diary.run("2026-06-11") == []


def test_an_item_that_was_done_is_not_told_again(tmp_path: Path, engine: str) -> None:
    diary = hotel(tmp_path, engine)
    (told,) = diary.run("2026-06-01")
    deleted, diary.happened = [*diary.happened], []
    diary.run("2026-06-03")
    diary.happened = deleted
    diary.tells("2026-06-03 17:00", "done", told)
    assert diary.run("2026-06-04") == []


LADDER = FLOW.replace(
    "{task: 听完, to: adviser}",
    "{call: 听完, to: adviser, reason: 听, channels: [phone, sms, letter]}",
)


@pytest.mark.parametrize(
    ("times", "phone", "told"),
    [
        (0, "1", ("due", None, 1, "phone")),
        (1, "1", ("due", None, 2, "sms")),
        (1, "", ("due", None, 2, "letter")),
    ],
)
def test_the_ladder_of_a_step_goes_on_where_it_was(
    tmp_path: Path, engine: str, times: int, phone: str, told: tuple[Any, ...]
) -> None:
    diary = complaint(tmp_path, engine)
    diary.playbook = LADDER
    (first,) = diary.run("2026-06-01")
    if times:
        diary.tells("2026-06-01 17:00", "unreached", first)
    assert [each["channel"] for each in diary.run("2026-06-02")] == ["sms"] * times
    happened = [*diary.happened]
    diary.happened = [each for each in happened if "opened" not in each["type"]]
    assert seen(diary.run("2026-06-03")) == [("complaint.hear", "withdrawn", "gone")]
    diary.happened, diary.customers["C1"]["phone"] = happened, phone
    (again,) = diary.run("2026-06-04")
    names = ("status", "held_by", "attempt", "channel")
    assert tuple(again[name] for name in names) == told


@pytest.mark.parametrize("arrival", ["2026-06-11", "2026-06-20"])
@pytest.mark.parametrize("key", [True, False])
def test_an_arrival_that_is_put_right_in_its_row_takes_its_items_back(
    tmp_path: Path, engine: str, arrival: str, *, key: bool
) -> None:
    """Without a key the row is another event, by which the stay changed."""
    diary = hotel(tmp_path, engine)
    if key:
        diary.home = diary.home.replace("  from: data/events.csv\n", KEYED)
    diary.run("2026-06-01")
    diary.happened[0] |= {"arrival": arrival, "departure": "2026-06-22"}
    found = [(each["status"], each["held_by"]) for each in diary.run("2026-06-02")]
    assert ("withdrawn", "gone" if key else "changed") in found
