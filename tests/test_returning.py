"""What comes back is the same occasion, looked at on the new day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alike import ENGINES
from diary import HOME, Diary, Told, rule, rules

OFFERS = HOME.replace(
    "  types:\n", "  types:\n    booked: {arrival: date, room: text}\n"
).replace("    owner: staff\n", "    owner: staff\n    service_on: date\n")
LADDER = "channels: [phone, sms, letter]"
ASK = "{{call: '{text}', to: adviser, reason: 问, due: within 9 days, {channels}}}"
OPEN_SHOP = "{task: 开门, to: adviser}"
DAYS = ("2026-06-01", "2026-06-02", "2026-06-03")
STAFF = (
    {"id": "E1", "name": "小李", "role": "adviser"},
    {"id": "M1", "name": "老王", "role": "manager"},
)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def shop(folder: Path, engine: str, *more: str, limits: str = "", **told: Any) -> Diary:
    """One customer, who has been here on the first of June."""
    return Diary(
        folder / "shop",
        rules(*more, limits=limits),
        engine=engine,
        home=OFFERS,
        columns=("arrival", "room"),
        staff=STAFF,
        facts=("service_on",),
        **told,
    )


def call(name: str, when: str, text: str = "您好", channels: str = LADDER, **more: str) -> str:
    return rule(name, when, ASK.format(text=text, channels=channels), **more)


def seen(found: list[Told], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(each[name] for name in ("status", "held_by", *names)) for each in found]


def snoozed(diary: Diary, day: str, until: str) -> Told:
    """The one action of the day, put off by whoever should do it."""
    (asked,) = diary.run(day)
    assert asked["status"] == "due"
    diary.tells(f"{day} 17:00", "snoozed", asked, until=until)
    return asked


def test_the_person_the_channel_and_the_text_are_of_the_day(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}", "{name}, {tier}"))
    diary.event("2026-06-01 10:00", "visit")
    first = snoozed(diary, "2026-06-01", "2026-06-04")
    diary.customers["C1"] = {"tier": "B", "phone": ""}
    diary.staff = ({**STAFF[0], "absent_from": "2026-06-02"}, STAFF[1])
    (back,) = diary.run("2026-06-04")
    assert back["action_id"] == first["action_id"]
    told = ("owner", "channel", "channels", "text", "due_at", "attempt")
    assert seen([back], *told) == [
        ("due", None, "M1", "letter", ["letter"], "张**, B", first["due_at"], 1)
    ]


def test_the_text_and_the_priority_are_those_of_the_playbook_of_the_day(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-04")
    diary.playbook = rules(
        call("offer", "{event: visit}", "{occasion} 您好", LADDER + ", priority: high")
    )
    assert seen(diary.run("2026-06-04"), "text", "priority") == [
        ("due", None, "2026年6月1日 您好", "high")
    ]


def test_what_needs_no_channel_any_more_has_none(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}"))
    diary.event("2026-06-01 10:00", "visit")
    assert snoozed(diary, "2026-06-01", "2026-06-04")["channel"] == "phone"
    diary.playbook = rules(
        rule("offer", "{event: visit}", "{task: 备茶, to: adviser, due: within 9 days}")
    )
    assert seen(diary.run("2026-06-04"), "channel", "channels") == [("due", None, None, [])]


@pytest.mark.parametrize(
    ("change", "why", "status"),
    [
        ({"tier": "B"}, "condition", "dropped"),
        ({"tier": ""}, "undecided", "dropped"),
        ({"sms_ok": "false", "phone": ""}, None, "due"),
    ],
)
def test_what_may_not_be_done_says_why(
    tmp_path: Path, engine: str, change: dict[str, str], why: str | None, status: str
) -> None:
    offer = call("offer", "{event: visit}", **{"if": "{tier: A}"})
    diary = shop(tmp_path, engine, offer)
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-03")
    diary.customers["C1"] = change
    assert seen(diary.run("2026-06-03")) == [(status, why)]
    diary.customers["C1"] = {}
    assert diary.run("2026-06-04") == []


def test_a_withdrawn_consent_is_told_by_its_name(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}", channels="channels: [sms]"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-03")
    diary.customers["C1"] = {"sms_ok": "false"}
    assert seen(diary.run("2026-06-03"), "channels") == [("dropped", "consent sms_ok", [])]


def test_a_rule_that_is_no_more_brings_nothing_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-03")
    diary.playbook = rules(call("other", "{event: purchase}"))
    assert seen(diary.run("2026-06-03"), "rule") == [("dropped", "rule", "offer")]
    assert diary.run("2026-06-04") == []


def test_a_customer_who_left_the_table_gets_it_when_he_is_back(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-03")
    left = diary.customers.pop("C1")
    diary.customers["C2"] = {}
    assert diary.run("2026-06-03") == diary.run("2026-06-04") == []
    diary.customers["C1"] = left
    assert seen(diary.run("2026-06-05")) == [("due", None)]


@pytest.mark.parametrize(("ran", "told"), [(DAYS, []), (DAYS[::2], [("due", None)])])
def test_a_day_that_was_run_without_a_customer_is_not_caught_up_with(
    tmp_path: Path, engine: str, ran: tuple[str, ...], told: list[tuple[str, None]]
) -> None:
    diary = shop(tmp_path, engine, call("soon", "{after: visit, days: 1}", catch_up="all"))
    diary.event("2026-06-01 10:00", "visit")
    diary.customers["C2"] = {}
    for day in ran[:-1]:
        if day == DAYS[1]:
            del diary.customers["C1"]
        assert diary.run(day) == []
    diary.customers["C1"] = {}
    assert seen(diary.run(ran[-1])) == told


@pytest.mark.parametrize(
    "book",
    [
        rules(call("other", "{event: purchase}")),
        rules(call("offer", "{event: visit}", valid="{until: 2026-06-02}")),
        rules(rule("offer", "{every: month, on: 1}", OPEN_SHOP, **{"for": "business"})),
    ],
)
def test_whatever_became_of_the_rule_he_hears_of_it_when_he_is_back(
    tmp_path: Path, engine: str, book: str
) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-03")
    left = diary.customers.pop("C1")
    diary.customers["C2"] = {}
    diary.playbook = book
    assert diary.run("2026-06-03") == diary.run("2026-06-04") == []
    diary.customers["C1"] = left
    (back,) = diary.run("2026-06-05")
    assert back["rule"] == "offer"
    assert diary.run("2026-06-06") == []


def test_an_event_that_was_deleted_takes_its_action_back(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, call("offer", "{after: visit, days: 2}"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-03", "2026-06-05")
    deleted = diary.happened.pop(0)
    assert seen(diary.run("2026-06-05")) == [("withdrawn", "gone")]
    diary.happened.insert(0, deleted)
    assert seen(diary.run("2026-06-06")) == [("due", None)]


@pytest.mark.parametrize(
    "when", ["{before: service_on, days: 3}", "{before: booked.arrival, days: 3}"]
)
@pytest.mark.parametrize("moved", ["", "2026-06-12"])
def test_a_date_that_moved_takes_its_reminder_back(
    tmp_path: Path, engine: str, when: str, moved: str
) -> None:
    diary = shop(tmp_path, engine, call("remind", when, "{occasion}"))
    diary.customers["C1"] = {"service_on": "2026-06-10"}
    diary.event("2026-06-01 10:00", "booked", arrival="2026-06-10")
    first = snoozed(diary, "2026-06-07", "2026-06-08")
    (back,) = diary.run("2026-06-08")
    assert seen([back], "text", "because") == [("due", None, "2026年6月10日", first["because"])]
    diary.tells("2026-06-08 17:00", "snoozed", first, until="2026-06-09")
    diary.customers["C1"]["service_on"] = diary.happened[0]["arrival"] = moved
    found = diary.run("2026-06-09")
    says = diary.texts("2026-06-09")
    told = [(each["status"], each["held_by"], says[each["action_id"]]) for each in found]
    reminder = [("due", None, "2026年6月12日")] if moved else []
    assert told == [("withdrawn", "gone", "2026年6月10日"), *reminder]


@pytest.mark.parametrize(
    ("when", "day", "text"),
    [
        ("{holiday: 端午, before: 2 days}", "2026-06-17", "端午节 2026年6月19日"),
        ("{solar_term: 夏至}", "2026-06-21", "夏至 2026年6月21日"),
    ],
)
def test_a_special_day_is_told_as_it_was(
    tmp_path: Path, engine: str, when: str, day: str, text: str
) -> None:
    name = "holiday" if "holiday" in when else "solar_term"
    diary = shop(tmp_path, engine, call("greet", when, f"{{{name}}} {{occasion}}"))
    first = snoozed(diary, day, day[:-2] + "23")
    assert first["text"] == text
    (back,) = diary.run(day[:-2] + "23")
    assert seen([back], "text", "because") == [("due", None, text, first["because"])]


def test_an_absence_and_a_day_of_the_month_come_back(tmp_path: Path, engine: str) -> None:
    monthly = call("monthly", "{every: month, on: 10}", "{occasion}")
    absent = call("absent", "{absent: visit, days: 9}", "{occasion}")
    diary = shop(tmp_path, engine, monthly, absent)
    diary.event("2026-06-01 10:00", "visit")
    asked = diary.run("2026-06-10")
    for each in asked:
        diary.tells("2026-06-10 17:00", "snoozed", each, until="2026-06-12")
    back = diary.run("2026-06-12")
    assert seen(back, "text") == seen(asked, "text")
    assert sorted(each["text"] for each in back) == ["2026年6月10日", "2026年6月1日"]


def test_what_limits_put_off_is_asked_anew(tmp_path: Path, engine: str) -> None:
    limits = "{per_customer: {contacts: {2 days: 1}}}"
    first = call("first", "{event: visit}", channels="priority: high")
    second = call(
        "second", "{event: visit}", "{tier}", "priority: low", **{"if": "{regular: true}"}
    )
    diary = shop(tmp_path, engine, first, second, limits=limits)
    diary.event("2026-06-01 10:00", "visit")
    assert [each["status"] for each in diary.run("2026-06-01")] == ["due", "deferred"]
    diary.customers["C1"] = {"tier": "B"}
    assert seen(diary.run("2026-06-03"), "text") == [("due", None, "B")]


def test_among_equals_whoever_has_waited_longest_comes_first(
    tmp_path: Path, engine: str
) -> None:
    by = "{{task: '看', to: adviser, due: within {} by 18:00}}".format
    diary = shop(
        tmp_path, engine,
        rule("a_new", "{event: purchase}", by("1 day")),
        rule("y_done", "{event: visit}", by("2 days")),
        rule("z_waited", "{event: visit}", by("2 days")),
        limits="{per_staff: {tasks: capacity}}",
    )  # fmt: skip
    diary.staff = ({**STAFF[0], "capacity": "1"},)
    diary.event("2026-06-01 10:00", "visit")
    diary.event("2026-06-02 10:00", "purchase")
    found = {day: {each["rule"]: each["status"] for each in diary.run(day)} for day in DAYS}
    assert found == {
        "2026-06-01": {"y_done": "due", "z_waited": "deferred"},
        "2026-06-02": {"z_waited": "due", "a_new": "deferred"},
        "2026-06-03": {"a_new": "due"},
    }


def test_a_day_run_again_brings_back_the_same(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, call("offer", "{event: visit}"))
    diary.event("2026-06-01 10:00", "visit")
    snoozed(diary, "2026-06-01", "2026-06-04")
    first = diary.run("2026-06-04")
    kept = diary.kept("2026-06-04").read_bytes()
    assert diary.run("2026-06-04") == first
    assert diary.kept("2026-06-04").read_bytes() == kept


FLOW = """
flows:
  asked:
    label: 询问
    starts: opened
    clock: {hours: around the clock, pauses_in: [waiting]}
    steps:
      hear:
        title: 听
        do: {call: 听完, to: adviser, reason: 听, channels: [sms]}
        within: 2 days
        next: over
"""


def test_a_step_that_was_dropped_is_asked_for_each_day_until_it_can_be_told(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine)
    diary.home = OFFERS.replace("  types:\n", "  types:\n    opened: {ref: text}\n")
    diary.playbook, diary.columns = FLOW, (*diary.columns, "ref")
    diary.customers["C1"] = {"sms_ok": "false"}
    diary.event("2026-06-01 10:00", "opened", ref="R1")
    assert seen(diary.run("2026-06-01")) == [("dropped", "consent sms_ok")]
    assert diary.run("2026-06-02") == diary.run("2026-06-03") == []
    diary.customers["C1"] = {"sms_ok": "true"}
    assert seen(diary.run("2026-06-05"), "attempt") == [("due", None, 1)]
    assert diary.run("2026-06-06") == []


def test_who_was_dropped_has_waited_since_he_was_first_told(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine)
    diary.home = OFFERS.replace("  types:\n", "  types:\n    opened: {ref: text}\n")
    task = FLOW.replace("call: 听完", "task: 听完").replace(", reason: 听, channels: [sms]", "")
    diary.playbook = "limits: {per_staff: {tasks: capacity}}\n" + task.replace(
        "2 days", "1 day"
    )
    diary.columns = (*diary.columns, "ref")
    diary.staff = ({**STAFF[0], "capacity": "1"},)
    for ref in ("R1", "R2"):
        diary.event("2026-05-31 10:00", "opened", ref=ref)
    assert seen(diary.run("2026-06-01"), "occasion") == [
        ("due", None, "asked:hear/0/R1"), ("dropped", "capacity", "asked:hear/0/R2"),
    ]  # fmt: skip
    diary.event("2026-05-31 10:00", "opened", ref="R0")  # typed in late, and as pressing
    assert seen(diary.run("2026-06-02"), "occasion") == [
        ("dropped", "capacity", "asked:hear/0/R0"), ("due", None, "asked:hear/0/R2"),
    ]  # fmt: skip


def test_whom_no_channel_is_left_for_is_told_so_though_he_was_put_off_last(
    tmp_path: Path, engine: str
) -> None:
    """Not reached by phone, put off for want of time, and then no consent for the rest."""
    diary = shop(
        tmp_path,
        engine,
        call("offer", "{event: visit}", channels="channels: [phone, sms]"),
        limits="{per_staff: {tasks: capacity}}",
    )
    diary.staff = ({**STAFF[0], "capacity": "5"},)
    diary.event("2026-06-01 10:00", "visit")
    (asked,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "unreached", asked)
    diary.staff = ({**STAFF[0], "capacity": "0"},)
    assert seen(diary.run("2026-06-02"), "attempt") == [("deferred", "capacity", 2)]
    diary.staff = ({**STAFF[0], "capacity": "5"},)
    diary.customers["C1"] = {"sms_ok": "false"}
    assert seen(diary.run("2026-06-03")) == [("dropped", "channels")]
