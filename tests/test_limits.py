"""Limits as a manager meets them: what is due, put off or dropped; on both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alike import ENGINES
from diary import Diary, Told, days, rule, rules

CARE = "{message: 您好, to: adviser, due: within 30 days}"
SALE = "{message: 欢迎选购, to: adviser, category: sales, due: within 30 days}"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def diary(tmp_path: Path, engine: str) -> Diary:
    return Diary(tmp_path / "shop", "", engine=engine)


def seen(found: list[Told]) -> list[tuple[str, str, str | None]]:
    return [(each["rule"], each["status"], each["deferred_to"]) for each in found]


def held(found: list[Told]) -> list[tuple[str, str, str | None]]:
    return [(each["rule"], each["status"], each["held_by"]) for each in found]


# --- windows


def test_who_comes_first_stays_and_the_others_wait_for_a_place(diary: Diary) -> None:
    diary.playbook = rules(
        rule("care", "{event: visit}", CARE),
        rule("pressing", "{event: visit}", CARE.replace("{", "{priority: high, ", 1)),
        limits="{per_customer: {contacts: {1 day: 1, 7 days: 2}}}",
    )
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-02 10:00", "visit")
    first, second = diary.run("2026-06-01"), diary.run("2026-06-02")
    assert sorted(seen(first)) == [
        ("care", "deferred", "2026-06-02"),
        ("pressing", "due", None),
    ]
    winner = next(each["action_id"] for each in first if each["rule"] == "pressing")
    (loser,) = (each for each in first if each["rule"] == "care")
    assert (loser["held_by"], loser["winner"]) == ("contacts 1 day: 1", winner)
    # On the 2nd three compete for one place; the two others wait until both days have one.
    assert [each for each in seen(second) if each[1] == "due"] == [("pressing", "due", None)]
    assert len(second) == 3
    later = {day: seen(diary.run(day)) for day in days("2026-06-03", 10)}
    due = {day: [each[0] for each in found if each[1] == "due"] for day, found in later.items()}
    assert {day: each for day, each in due.items() if each} == {
        "2026-06-08": ["care"],
        "2026-06-09": ["care"],
    }


def test_a_deadline_is_never_moved_past(diary: Diary) -> None:
    soon = CARE.replace("30 days", "1 day")
    diary.playbook = rules(
        rule("first", "{event: visit}", soon.replace("{", "{priority: high, ", 1)),
        rule("second", "{event: visit}", soon.replace("1 day", "6 days")),
        rule("third", "{event: visit}", soon),
        limits="{per_customer: {contacts: {7 days: 1}}}",
    )
    diary.event("2026-06-01 10:00", "visit")
    assert sorted(seen(diary.run("2026-06-01"))) == [
        ("first", "due", None),
        ("second", "dropped", None),
        ("third", "dropped", None),
    ]


def test_categories_and_channels_have_windows_of_their_own(diary: Diary) -> None:
    by = CARE.replace("}", ", channels: [sms]}")
    diary.playbook = rules(
        rule("care", "{every: day}", by),
        rule("sale", "{every: day}", SALE),
        limits="{per_customer: {sms: {2 days: 1}, sales: {3 days: 1}}}",
    )
    due = [
        [each["rule"] for each in diary.run(day) if each["status"] == "due"]
        for day in days("2026-06-01", 6)
    ]
    assert due == [["care", "sale"], [], ["care"], ["sale"], ["care"], []]


def test_what_is_free_is_neither_counted_nor_held(diary: Diary) -> None:
    diary.playbook = rules(
        rule("care", "{every: day}", CARE),
        rule("service", "{every: day}", CARE.replace("{", "{category: service, ", 1)),
        limits="{per_customer: {contacts: {7 days: 1}, free: [service]}}",
    )
    diary.run("2026-06-01")
    assert ("service", "due", None) in seen(diary.run("2026-06-02"))
    assert ("care", "deferred", "2026-06-08") in seen(diary.run("2026-06-03"))


def test_what_is_no_contact_is_not_limited(diary: Diary) -> None:
    diary.playbook = rules(
        rule("look", "{every: day}", "{task: 看看, to: adviser}"),
        rule("care", "{every: day}", CARE),
        limits="{per_customer: {contacts: {7 days: 0}}}",
    )
    assert sorted(held(diary.run("2026-06-01"))) == [
        ("care", "dropped", "contacts 7 days: 0"),
        ("look", "due", None),
    ]


SOON = CARE.replace("30 days", "5 days")
ROOM = "{per_customer: {contacts: {7 days: 1}}}"


def test_what_was_taken_back_takes_no_room(diary: Diary) -> None:
    """The visit is no more on the 3rd; on the 5th, when it is there again, others have it."""
    visit = rule("hello", "{event: visit}", SOON)
    diary.playbook = rules(visit, rule("sold", "{event: purchase}", SOON), limits=ROOM)
    diary.event("2026-06-01 10:00", "visit")
    for day in ("02", "04"):
        diary.event(f"2026-06-{day} 10:00", "purchase")
    (visited,) = (each for each in diary.happened if each["type"] == "visit")
    found = {}
    for day in days("2026-06-01", 5):
        if day == "2026-06-03":
            diary.happened.remove(visited)
        if day == "2026-06-05":
            diary.happened.append(visited)
        found[day[-2:]] = held(diary.run(day))
    seven = "contacts 7 days: 1"
    assert found == {
        "01": [("hello", "due", None)],
        "02": [("sold", "dropped", seven)],
        "03": [("hello", "withdrawn", "gone")],
        "04": [("sold", "due", None)],
        "05": [("hello", "dropped", seven)],
    }


def test_what_was_put_off_stays_put_off_though_the_winner_is_taken_back(diary: Diary) -> None:
    visit = rule("hello", "{event: visit}", SOON.replace("{", "{priority: high, ", 1))
    diary.playbook = rules(visit, rule("sold", "{event: purchase}", CARE), limits=ROOM)
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-01 11:00", "purchase")
    first = diary.run("2026-06-01")
    assert seen(first) == [("hello", "due", None), ("sold", "deferred", "2026-06-08")]
    del diary.happened[0]
    found = {day: held(diary.run(day)) for day in ("2026-06-03", "2026-06-04", "2026-06-08")}
    assert found == {
        "2026-06-03": [("hello", "withdrawn", "gone")],
        "2026-06-04": [],
        "2026-06-08": [("sold", "due", None)],
    }


def test_what_is_told_again_counts_as_of_that_day(diary: Diary) -> None:
    """What was told before it was taken back leaves its week to what came in between."""
    visit = rule("hello", "{event: visit}", SOON.replace("5 days", "20 days"))
    diary.playbook = rules(visit, rule("sold", "{event: purchase}", SOON), limits=ROOM)
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-09 10:00", "purchase")
    diary.event("2026-06-11 10:00", "purchase")
    (visited,) = (each for each in diary.happened if each["type"] == "visit")
    assert held(diary.run("2026-06-01")) == [("hello", "due", None)]
    diary.happened.remove(visited)
    assert held(diary.run("2026-06-02")) == [("hello", "withdrawn", "gone")]
    diary.happened.append(visited)
    assert held(diary.run("2026-06-04")) == [("hello", "due", None)]
    # By what was told on the 1st alone there would be room on the 8th.
    assert seen(diary.run("2026-06-09")) == [("sold", "deferred", "2026-06-11")]


@pytest.mark.parametrize("until", ["2026-06-03", "2026-06-05"])
def test_what_comes_back_and_is_taken_back_takes_no_room(diary: Diary, until: str) -> None:
    visit = rule("hello", "{event: visit}", SOON)
    diary.playbook = rules(visit, rule("sold", "{event: purchase}", SOON), limits=ROOM)
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-03 10:00", "purchase")
    (hello,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "snoozed", hello, until=until)
    assert diary.run("2026-06-02") == []
    diary.happened = [each for each in diary.happened if each["type"] != "visit"]
    assert sorted(held(diary.run("2026-06-03"))) == [
        ("hello", "withdrawn", "gone"),
        ("sold", "due", None),
    ]


# --- consent, modes, exclusive, quiet


def test_without_consent_a_category_is_dropped(diary: Diary) -> None:
    diary.customers = {"C1": {"promo_ok": ""}, "C2": {"promo_ok": "false"}, "C3": {}}
    diary.playbook = rules(
        rule("sale", "{every: day}", SALE), limits="{consent: {sales: promo_ok}}"
    )
    found = diary.run("2026-06-01")
    assert [(each["status"], each["held_by"]) for each in found] == [
        ("dropped", "consent promo_ok"),
        ("dropped", "consent promo_ok"),
        ("due", None),
    ]


def test_what_a_class_never_gets_is_dropped_whatever_the_verb(diary: Diary) -> None:
    diary.customers = {"C1": {"tier": "B"}, "C2": {"tier": "A"}, "C3": {"tier": ""}}
    diary.playbook = rules(
        rule("call", "{every: day}", "{call: 您好, to: adviser, reason: 回访}"),
        rule("gift", "{every: day}", "{gift: 茶, to: adviser}"),
        rule("sale", "{every: day}", "{task: 报价, to: adviser, category: sales}"),
        rule("told", "{every: day}", "{escalate: 看看, to: adviser, category: sales}"),
        rule("care", "{every: day}", CARE),
        limits="{never: {tier: {B: [call, gift, sales]}}}",
    )
    found = diary.run("2026-06-01")
    lost = [each for each in found if each["status"] != "due"]
    assert {each["customer_id"] for each in lost} == {"C1"}
    assert sorted(held(lost)) == [
        (name, "dropped", "never tier B") for name in ("call", "gift", "sale", "told")
    ]
    assert len(found) == 15


def test_what_is_never_done_may_go_by_any_cell_and_takes_no_place(diary: Diary) -> None:
    diary.playbook = "measures: {visits: {count: visit}}\n" + rules(
        rule("sale", "{event: visit}", SALE.replace("{", "{priority: high, ", 1)),
        rule("care", "{event: visit}", CARE),
        limits="{never: {visits: {under 2: [sales]}}, per_customer: {contacts: {1 day: 1}}}",
    )
    for day in ("2026-06-01", "2026-06-02"):
        diary.event(f"{day} 10:00", "visit")
    assert sorted(held(diary.run("2026-06-01"))) == [
        ("care", "due", None), ("sale", "dropped", "never visits under 2"),
    ]  # fmt: skip
    assert sorted(held(diary.run("2026-06-02"))) == [
        ("care", "deferred", "contacts 1 day: 1"), ("sale", "due", None),
    ]  # fmt: skip


def test_a_consent_and_a_mode_hold_tasks_and_gifts_too(diary: Diary) -> None:
    diary.customers = {"C1": {"promo_ok": "false"}, "C2": {}}
    work = ("{task: 报价, to: adviser, category: sales, due: within 9 days}",
            "{gift: 样品, to: adviser, category: survey, due: within 9 days}")  # fmt: skip
    diary.playbook = "measures: {visits: {count: visit, within: 0 days}}\n" + rules(
        rule("task", "{every: day}", work[0]),
        rule("gift", "{every: day}", work[1]),
        limits="{consent: {sales: promo_ok}, "
        "modes: {calm: {if: {visits: at least 1}, hold: [survey]}}}",
    )
    diary.event("2026-06-01 09:00", "visit", "C2")
    found = diary.run("2026-06-01")
    assert [(each["customer_id"], *told) for each, told in zip(found, held(found), strict=True)
            if each["status"] != "due"] == [
        ("C1", "task", "dropped", "consent promo_ok"),
        ("C2", "gift", "deferred", "mode calm"),
    ]  # fmt: skip


def test_a_mode_holds_its_categories_back_and_lasts_on(diary: Diary) -> None:
    diary.playbook = (
        "measures: {visits: {count: visit, within: 1 day}}\n"
        "limits: {modes: {calm: {if: {visits: at least 1}, hold: [sales], for: 3 days}}}\n"
        + rules(rule("sale", "{event: purchase}", SALE))
    )
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-01 11:00", "purchase")
    found = {day: seen(diary.run(day)) for day in days("2026-06-01", 6)}
    # True on the 1st and the 2nd, so it lasts to the 5th.
    assert found == {
        "2026-06-01": [("sale", "deferred", "2026-06-02")],
        "2026-06-02": [("sale", "deferred", "2026-06-03")],
        "2026-06-03": [("sale", "deferred", "2026-06-04")],
        "2026-06-04": [("sale", "deferred", "2026-06-05")],
        "2026-06-05": [("sale", "deferred", "2026-06-06")],
        "2026-06-06": [("sale", "due", None)],
    }


def test_a_mode_that_lasts_on_outlives_days_without_a_run(diary: Diary) -> None:
    diary.playbook = (
        "measures: {visits: {count: visit, within: 1 day}}\n"
        "limits: {modes: {calm: {if: {visits: at least 1}, hold: [sales], for: 9 days}}}\n"
        + rules(rule("sale", "{event: purchase}", SALE))
    )
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-08 11:00", "purchase")
    diary.run("2026-06-01")
    diary.run("2026-06-05")
    assert held(diary.run("2026-06-08")) == [("sale", "deferred", "mode calm")]
    assert held(diary.run("2026-06-11")) == [("sale", "due", None)]


def test_no_file_of_modes_stays_where_none_lasts_on(diary: Diary) -> None:
    book = rules(rule("sale", "{every: day}", SALE))
    calm = "limits: {modes: {calm: {if: {tier: A}, hold: [sales], for: 9 days}}}\n"
    diary.playbook = calm + book
    diary.run("2026-06-01")
    assert diary.kept("2026-06-01", "modes.parquet").is_file()
    diary.playbook = book
    diary.run("2026-06-01")
    assert not diary.kept("2026-06-01", "modes.parquet").exists()


def test_of_exclusive_rules_only_the_first_is_due(diary: Diary) -> None:
    diary.playbook = rules(
        rule("hello", "{every: day}", CARE),
        rule("visitor", "{event: visit}", CARE.replace("{", "{priority: high, ", 1)),
        limits="{exclusive: {greetings: [hello, visitor]}}",
    )
    diary.event("2026-06-02 10:00", "visit")
    assert held(diary.run("2026-06-01")) == [("hello", "due", None)]
    assert sorted(held(diary.run("2026-06-02"))) == [
        ("hello", "dropped", "exclusive greetings"),
        ("visitor", "due", None),
    ]


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        ("by 20:59", "2026-06-01T20:59"),
        ("by 21:30", "2026-06-01T21:00"),
        ("by 09:00", "2026-06-01T09:00"),
        ("by 08:00", "2026-06-01T09:00"),
        ("within 1 day by 08:00", "2026-06-01T21:00"),
    ],
)
def test_nobody_is_disturbed_in_the_quiet_hours(due: str, moved: str, diary: Diary) -> None:
    diary.playbook = rules(
        rule("care", "{event: visit}", CARE.replace("within 30 days", due)),
        limits="{per_customer: {quiet: 21:00-09:00}}",
    )
    diary.event("2026-06-01 07:00", "visit")
    (found,) = diary.run("2026-06-01")
    assert found["due_at"] == moved


FLOW = """
flows:
  trouble:
    starts: visit
    by: amount
    owner: adviser
    clock: {hours: around the clock}
    goal: {reach: closed, within: 9 days}
    steps:
      look: {do: {task: 看看, to: adviser}, next: ring}
      ring: {do: {call: 您好, to: adviser, reason: 回访}, within: 1 hour, next: closed}
limits: {per_customer: {quiet: 21:00-09:00}}
"""


@pytest.mark.parametrize(
    ("done", "due"),
    [
        ("22:30", "2026-06-02T09:00"),
        ("20:30", "2026-06-01T21:00"),
        ("19:00", "2026-06-01T20:00"),
    ],
)
def test_a_step_is_not_due_before_the_case_came_to_it(
    done: str, due: str, diary: Diary
) -> None:
    diary.home = diary.home.replace("visit: {}", "visit: {amount: money}")
    diary.playbook = FLOW
    diary.event("2026-06-01 10:00", "visit", amount="1")
    diary.event(f"2026-06-01 {done}", "trouble.look.done", amount="1")
    (ring,) = (each for each in diary.run("2026-06-01") if each["verb"] == "call")
    assert ring["due_at"] == due


def test_what_comes_back_may_be_due_before_the_hour_of_its_event(diary: Diary) -> None:
    diary.playbook = rules(
        rule("first", "{event: visit}", CARE.replace("{", "{priority: high, ", 1)),
        rule("later", "{event: visit}", CARE.replace("30 days", "1 day by 23:00")),
        limits="{per_customer: {contacts: {1 day: 1}, quiet: 21:00-09:00}}",
    )
    diary.event("2026-06-01 22:30", "visit")
    told = {each["rule"]: each["due_at"] for each in diary.run("2026-06-01")}
    assert told["later"] == "2026-06-02T21:00"
    (back,) = diary.run("2026-06-02")
    assert (back["rule"], back["due_at"]) == ("later", "2026-06-02T21:00")


# --- capacity


def test_nobody_gets_more_than_the_staff_table_says_and_regulars_come_first(
    diary: Diary,
) -> None:
    diary.customers = {"C1": {"regular": "false"}, "C2": {}, "C3": {}}
    diary.staff = ({"id": "E1", "name": "小李", "role": "adviser", "capacity": "1"},)
    diary.playbook = rules(
        rule("look", "{event: visit}", "{task: 看看, to: adviser, due: within 9 days}"),
        limits="{per_staff: {tasks: capacity, prefer: regular}}",
    )
    for customer in diary.customers:
        diary.event("2026-06-01 10:00", "visit", customer)
    order = []
    for day in days("2026-06-01", 4):
        found = diary.run(day)
        order += [each["customer_id"] for each in found if each["status"] == "due"]
        for each in found:
            assert each["status"] == "due" or each["held_by"] == "capacity"
    assert order == ["C2", "C3", "C1"]


# --- what people read


def test_the_list_says_what_waits_why_and_for_whom(diary: Diary) -> None:
    diary.customers = {"C1": {"promo_ok": "false"}}
    diary.playbook = rules(
        rule("问候", "{every: day}", CARE),
        rule("关心", "{every: day}", CARE.replace("{", "{priority: high, ", 1)),
        rule("推荐", "{every: day}", SALE),
        limits="{per_customer: {contacts: {7 days: 1}}, consent: {sales: promo_ok}}",
    )
    told = diary.call("2026-06-01").output
    flat = "".join(told.split())
    assert "延后到06-08，7天内联系至多1次，先做“关心”" in flat
    assert "取消，未同意（接受促销）" in flat
    assert "共1项，涉及1位客户" in flat
    assert "按状态：延后1·取消1·待办1" in flat
    assert "按限制：未同意（接受促销）1·7天内联系至多1次1" in flat


def test_a_winner_of_another_is_not_named_where_one_customer_is_shown(
    diary: Diary,
) -> None:
    diary.customers = {"C1": {}, "C2": {}}
    diary.staff = ({"id": "E1", "name": "小李", "role": "adviser", "capacity": "1"},)
    diary.playbook = rules(
        rule("巡查", "{event: visit}", "{task: 看看, to: adviser, due: within 9 days}"),
        limits="{per_staff: {tasks: capacity}}",
    )
    for customer in diary.customers:
        diary.event("2026-06-01 10:00", "visit", customer)
    flat = "".join(diary.call("2026-06-01", "--customer", "C2").output.split())
    assert "06-02，人手已满" in flat
    assert "先做" not in flat
    assert "先做“巡查”" in "".join(diary.call("2026-06-01").output.split())


def test_quiet_hours_go_by_the_event_of_the_action_alone(diary: Diary) -> None:
    diary.playbook = rules(
        rule("daily", "{every: day}", "{call: 您好, to: adviser, reason: 每天}"),
        rule("visited", "{event: visit}", "{call: 您好, to: adviser, reason: 来过}"),
        limits="{per_customer: {quiet: 21:00-09:00}}",
    )
    diary.event("2026-06-01 23:50", "visit")
    found = {each["rule"]: each["due_at"] for each in diary.run("2026-06-01")}
    assert found == {"daily": "2026-06-01T21:00", "visited": "2026-06-02T09:00"}


def test_a_business_may_say_all_limits_that_a_playbook_may() -> None:
    schemas = Path(__file__).parent.parent / "schemas"
    business, playbook = (
        json.loads((schemas / f"{name}.schema.json").read_text("utf-8"))["$defs"]["limits"]
        for name in ("business", "playbook")
    )
    assert business == playbook
