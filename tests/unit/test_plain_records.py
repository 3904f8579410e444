"""What rules may ask of records, and what actions may say, on plain's own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from careplay.model.business import Channel
from careplay.model.conditions import ALWAYS, AllOf, Compare, Missing, Operator, Since
from careplay.model.facts import Aggregate, Measure, Segment
from careplay.model.flows import Flow, Step, Version
from careplay.model.limits import Consent, Limits, Mode
from careplay.model.rules import Action, Category, Due, Placeholder, Scope, Verb
from careplay.model.triggers import Enters, Happens, Stands
from careplay.model.types import Span, Type, Unit
from hand import CALL, TODAY, customer, event, rule, run
from strategies.care_world import WORLD, carried

STEPS = (
    Step("vent", (("", "ask"),), within=Span(1, Unit.HOURS)),
    Step("ask", (("yes", "closed"), ("no", "vent"))),
)
FLOW = Flow(
    "complaint", "complaint.opened", "ref", (Version(1, date.min, STEPS),),
    carried=carried(("complaint.opened", "complaint.vent.done")),
)  # fmt: skip
OPENED = event("complaint.opened", "2026-06-14 10:30", ref="c1", seller="p2")
VENTED = event("complaint.vent.done", "2026-06-15 11:00", ref="c1")
CASE = Stands("complaint", ALWAYS, ("step", "returns", "ref"))


def shop(*rules: Any, **options: Any) -> Any:
    return replace(WORLD, rules=rules, flows={"complaint": FLOW}, **options)


def acted(trigger: Any, do: Action = CALL, **options: Any) -> list[dict[str, Any]]:
    events = options.pop("events", (OPENED, VENTED))
    facts = options.pop("facts", {})
    rows, _ = run(shop(rule(trigger, do=(do,)), **options), [customer(**facts)], events)
    return rows


# Records


def test_a_case_that_stands_is_an_occasion() -> None:
    (row,) = acted(CASE)
    assert row["occasion"] == "complaint:ask/0/c1"
    assert row["because"] == [{"fact": "complaint", "value": "c1"}]


def test_a_daily_occasion_has_the_date_first_and_a_missing_value_is_empty() -> None:
    (row,) = acted(Stands("complaint", ALWAYS, ("waiting", "entered_at"), daily=True))
    assert row["occasion"] == "complaint:2026-06-15//2026-06-15 11:00"


def test_only_a_case_of_which_it_is_true_is_an_occasion() -> None:
    here = Compare("step", Operator.EQUAL, "vent")
    assert acted(Stands("complaint", here, ("ref",))) == []
    assert acted(Stands("complaint", here, ("ref",)), events=[OPENED])


def test_without_a_run_before_the_date_is_the_first_day_not_looked_at() -> None:
    for span, found in ((Span(0), 1), (Span(1), 0)):
        fresh = Compare("step_on", Operator.AT_LEAST, Since(span))
        assert len(acted(Stands("complaint", fresh, ("ref",)))) == found


def test_a_measure_counts_cases_as_of_the_date_and_of_the_day_before() -> None:
    going = Measure(
        "going", Aggregate.COUNT, "complaint", Type.INTEGER, where=Missing("ended_at")
    )
    troubled = Segment("troubled", Compare("going", Operator.AT_LEAST, 1))
    entered = shop(rule(Enters("troubled")), derived=(going, troubled))
    for day, count in ((date(2026, 6, 14), 1), (TODAY, 0)):
        assert len(run(entered, events=[OPENED], day=day)[0]) == count


def test_odd_events_are_counted_by_kind() -> None:
    early = event("complaint.vent.done", "2026-06-14 10:00", ref="c1")
    stranger = event("complaint.vent.done", "2026-06-14", 9, ref="c1")
    _, outcome = run(shop(), events=[early, OPENED, OPENED, stranger])
    assert [(each.kind, each.count) for each in outcome.odd] == [("repeat", 1), ("early", 1)]


# Due


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(Span(1), of="entered_at"), datetime(2026, 6, 16, 11)),  # noqa: DTZ001
        (Due(Span(2, Unit.HOURS, negative=True), of="entered_at"), datetime(2026, 6, 15, 9)),  # noqa: DTZ001
        (Due(Span(30, Unit.MINUTES), of="entered_at"), datetime(2026, 6, 15, 11, 30)),  # noqa: DTZ001
        (Due(Span(1), time(14), "step_on"), datetime(2026, 6, 16, 14)),  # noqa: DTZ001
        (Due(Span(2, Unit.HOURS), time(14), "step_on"), datetime(2026, 6, 15, 16)),  # noqa: DTZ001
        (Due(Span(3), time(14), "step_due"), datetime(2026, 6, 15, 14)),  # noqa: DTZ001
        (
            Due(Span(2, negative=True), of="entered_at", not_before_today=True),
            datetime(2026, 6, 15, 11),  # noqa: DTZ001
        ),
        (
            Due(Span(2), of="entered_at", not_before_today=True),
            datetime(2026, 6, 17, 11),  # noqa: DTZ001
        ),
    ],
)
def test_due_is_counted_from_what_the_case_tells(due: Due, expected: datetime) -> None:
    (row,) = acted(CASE, replace(CALL, due=due))
    assert row["due_at"] == expected


# What an action says, and to whom


def test_a_masked_value_is_kept_whole() -> None:
    name = Placeholder(Scope.FACT, "name", "nobody", masked=True)
    for facts, said in (({"name": "王芳"}, "王芳"), ({}, "nobody")):
        (row,) = acted(CASE, replace(CALL, text=(name, "!")), facts=facts)
        assert row["text"] == f"{said}!"


def test_those_that_take_turns_end_the_checklist() -> None:
    do = replace(CALL, checklist=("bed",), rotate=("tea", "cake", "fruit"))
    (row,) = acted(CASE, do)
    turn = ("tea", "cake", "fruit")[TODAY.toordinal() % 3]
    assert row["checklist"] == ["bed", turn]


@pytest.mark.parametrize("not_to", ["event.seller", "blamed"])
def test_somebody_is_not_asked(not_to: str) -> None:
    do = replace(CALL, not_to=(not_to,))
    events = [event("complaint.opened", "2026-06-14", ref="c1", seller="p1")]
    (row,) = acted(CASE, do, events=events, facts={"blamed": "p1"})
    assert row["owner"] is None
    (row,) = acted(CASE, do, facts={"blamed": "p2"})
    assert row["owner"] == "p1"


WAYS = ("sms", "phone", "phone", "letter")


@pytest.mark.parametrize(
    ("ways", "facts", "channels"),
    [
        (WAYS, {"phone": "1", "consent": True}, ["sms", "phone", "phone", "letter"]),
        (WAYS, {"phone": "1", "consent": False}, ["phone", "phone"]),
        (WAYS, {"consent": True}, ["letter"]),
        ((), {}, []),
        (("phone",), {}, []),
    ],
)
def test_the_channels_are_all_that_can_be_used(
    ways: tuple[str, ...], facts: dict[str, Any], channels: list[str]
) -> None:
    (row,) = acted(CASE, replace(CALL, channels=ways), facts=facts)
    assert (row["channels"], row["channel"]) == (channels, channels[0] if channels else None)
    assert (row["status"], row["held_by"]) == ("due", None)


@pytest.mark.parametrize("consent", [False, None])
def test_where_only_consent_is_wanting_the_action_is_dropped(*, consent: bool | None) -> None:
    channels = {**WORLD.channels, "fax": Channel("fax", consent="regular")}
    facts = {"phone": "1", "consent": consent}
    do = replace(CALL, channels=("wechat", "sms", "fax"))
    (row,) = acted(CASE, do, facts=facts, channels=channels)
    told = (row["status"], row["held_by"], row["channel"], row["channels"])
    assert told == ("dropped", "consent consent", "sms", [])


# Holds


def test_the_limits_hear_what_holds_of_whom() -> None:
    limits = Limits(
        consents=(Consent(Category.SALES, "consent"),),
        modes=(Mode("calm", Compare("tier", Operator.EQUAL, "A"), (Category.CARE,), 3),),
    )
    do = Action(Verb.CALL, ("x",), "adviser", category=Category.SALES, due=Due(Span(3)))
    care = replace(do, category=Category.CARE)
    business = shop(rule(Happens("complaint.vent.done"), do=(do, care)), limits=limits)
    people = [customer(1, tier="A"), customer(2, tier="B", consent=True)]
    events = [VENTED, {**VENTED, "customer_id": 2}]
    rows, outcome = run(business, people, events)
    assert [(row["customer_id"], row["held_by"]) for row in rows] == [
        ("1", "consent consent"), ("1", "mode calm"), ("2", None), ("2", None),
    ]  # fmt: skip
    assert outcome.modes == "modes"


def test_a_case_of_nobody_known_is_no_record() -> None:
    rows, _ = run(shop(rule(CASE)), [customer(2)], [OPENED])
    assert rows == []
    assert acted(Stands("complaint", AllOf(()), ()))[0]["occasion"] == "complaint:"
