from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from careplay.engines.base import Undecided
from careplay.faults import ParameterError
from careplay.meaning.event_keys import unmarked
from careplay.meaning.short_codes import code_of
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.business import DatedParameter, Person
from careplay.model.conditions import AllOf, AnyOf, Compare, Known, Missing, NoneOf, Operator
from careplay.model.facts import Aggregate, Measure, Segment
from careplay.model.rules import Action, Audience, Due, Placeholder, Priority, Scope, Text
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Holiday,
    Leaves,
    OfEvent,
    OfFact,
    SolarTerm,
    Trigger,
)
from careplay.model.types import Parameter, Span, Type, Unit
from hand import CALL, DAILY, TODAY, customer, event, rule, run, world

POINTS = Compare("points", Operator.AT_LEAST, 5)
LEVEL = Compare("level", Operator.EQUAL, "A")


def gap(name: str, default: str | None = None, scope: Scope = Scope.FACT) -> Placeholder:
    return Placeholder(scope, name, default)


def only(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


# A row


def test_an_action_has_every_column_in_order() -> None:
    do = replace(
        CALL, checklist=("a",), ask=("b", "c"), approve="director", priority=Priority.HIGH,
        channels=("door",), reason=("why",),
    )  # fmt: skip
    (row,), _ = run(world(rule(do=(do,), source=("S0-24",))))
    assert list(row) == [name for name, _ in ACTION_COLUMNS]
    parts = "\x1f".join(("world", "r", "1", "day:2026-06-15", "0"))
    assert row == {
        "action_id": sha256(parts.encode()).hexdigest()[:20],
        "code": code_of(sha256(parts.encode()).hexdigest(), 2),
        "date": TODAY,
        "status": "due",
        "customer_id": "1",
        "business": "world",
        "playbook": "book",
        "rule": "r",
        "occasion": "day:2026-06-15",
        "verb": "call",
        "channel": "door",
        "channels": ["door"],
        "category": "care",
        "role": "adviser",
        "owner": "p1",
        "due_at": datetime.fromisoformat("2026-06-15 23:59"),
        "priority": "high",
        "title": "title",
        "text": "hello",
        "checklist": ["a"],
        "ask": ["b", "c"],
        "reason": "why",
        "approve": "director",
        "because": [{"fact": "every", "value": "day"}],
        "source": ["S0-24"],
        "attempt": 1,
        "supersedes": None,
        "deferred_to": None,
        "held_by": None,
        "winner": None,
    }


def test_no_actions_are_an_empty_table_of_the_same_columns() -> None:
    rows, outcome = run(world(rule(condition=POINTS)))
    assert (rows, outcome.undecided) == (
        [],
        (Undecided("r", "", 1), Undecided("r", "points", 1)),
    )


def test_actions_are_ordered_by_customer_then_by_what_presses() -> None:
    late = replace(CALL, due=Due(Span(1)), priority=Priority.URGENT)
    urgent = replace(CALL, priority=Priority.URGENT)
    rules = (
        rule(id="x", playbook="b", do=(late, CALL, urgent)),
        rule(id="y", playbook="a"),
        rule(id="z", playbook="a"),
    )
    rows, _ = run(world(*rules), [customer(10), customer(9)])
    told = [only(row, "customer_id", "rule", "priority") for row in rows]
    assert told == [
        (key, *each)
        for key in ("10", "9")
        for each in (
            ("x", "urgent"), ("y", "normal"), ("z", "normal"), ("x", "normal"), ("x", "urgent"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "works"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (date(2026, 6, 16), None, False),
        (None, date(2026, 6, 14), False),
    ],
)
def test_a_rule_works_from_its_first_day_to_its_last(
    since: date | None, until: date | None, *, works: bool
) -> None:
    rows, outcome = run(world(rule(valid_from=since, valid_until=until)))
    assert bool(rows) is works
    _, outcome = run(world(rule(valid_from=since, valid_until=until, condition=POINTS)))
    assert bool(outcome.undecided) is works


# What is undecided


def test_each_wanted_fact_is_counted_beside_the_total() -> None:
    both = rule(id="both", condition=AllOf((POINTS, LEVEL)))
    told = [customer(1), customer(2, points=9), customer(3, points=1), customer(4, level="A")]
    _, outcome = run(world(both, rule(id="plain")), told)
    assert outcome.undecided == (
        Undecided("both", "", 3),
        Undecided("both", "points", 2),
        Undecided("both", "level", 2),
    )


def test_who_has_no_occasion_is_not_undecided() -> None:
    _, outcome = run(world(rule(Happens("visit"), condition=POINTS)))
    assert outcome.undecided == ()


def test_an_open_question_inside_unless_does_not_block() -> None:
    rows, outcome = run(world(rule(condition=NoneOf((POINTS,)))))
    assert (len(rows), outcome.undecided) == (1, ())


def test_an_event_may_lack_what_the_text_needs() -> None:
    events = [event("visit", "2026-06-15", category="tea"), event("visit", "2026-06-15 13:00")]
    needs = rule(Happens("visit"), condition=Known("event.category"))
    rows, outcome = run(world(needs), events=events)
    assert [unmarked(row["occasion"]) for row in rows] == ["visit:2026-06-15 12:00:00"]
    assert outcome.undecided == (Undecided("r", "", 1), Undecided("r", "event.category", 1))


def test_a_calendar_not_told_is_wanted_before_all_else() -> None:
    birthday = rule(Anniversary(OfFact("birthday")), condition=AllOf((POINTS, LEVEL)))
    told = [
        customer(1, birthday=date(1990, 6, 15), level="A"),
        customer(2, birthday=date(1990, 6, 15), level="A", points=9),
        customer(3, birthday=date(1990, 6, 15), points=1),
        customer(4, birthday=date(1990, 6, 14)),
    ]
    _, outcome = run(world(birthday), told)
    assert outcome.undecided == (
        Undecided("r", "", 2),
        Undecided("r", "calendar", 2),
        Undecided("r", "points", 1),
    )


# Because


VISITS = Measure("visits", Aggregate.COUNT, "visit", Type.INTEGER, within=Span(7))
KNOWN: dict[str, Any] = {"seen": datetime.fromisoformat("2026-06-14 10:30"), "points": 9}


@pytest.mark.parametrize(
    ("trigger", "entry"),
    [
        (After(OfFact("seen"), Span(1)), ("seen", "2026-06-14")),
        (Happens("visit"), ("visit", "2026-06-15 12:00")),
        (After(OfEvent("visit"), Span(0)), ("visit", "2026-06-15 12:00")),
        (After(OfEvent("visit", "arrival"), Span(1)), ("visit.arrival", "2026-06-14")),
        (Absent("complaint.opened", Span(3)), ("complaint.opened", "2026-06-12")),
        (Enters("loyal"), ("loyal", "true")),
        (Leaves("rare"), ("rare", "false")),
        (Crosses("visits", (Decimal(1),)), ("visits", "1")),
    ],
)
def test_the_first_reason_is_the_occasion(trigger: Trigger, entry: tuple[str, str]) -> None:
    loyal = Segment("loyal", Compare("visits", Operator.AT_LEAST, 1))
    rare = Segment("rare", Compare("visits", Operator.LESS, 1))
    events = [
        event("visit", "2026-06-15", arrival=date(2026, 6, 14)),
        event("complaint.opened", "2026-06-12"),
    ]
    business = world(rule(trigger), derived=(VISITS, loyal, rare))
    (row,), _ = run(business, [customer(**KNOWN)], events)
    assert row["because"] == [{"fact": entry[0], "value": entry[1]}]


@pytest.mark.parametrize(
    ("trigger", "day", "entry"),
    [
        (Holiday(("new_year",), Span(1)), date(2025, 12, 31), ("holiday", "new_year")),
        (SolarTerm(("start_of_winter",)), date(2025, 11, 7), ("solar_term", "start_of_winter")),
    ],
)
def test_a_special_day_is_a_reason(trigger: Trigger, day: date, entry: tuple[str, str]) -> None:
    (row,), _ = run(world(rule(trigger)), day=day)
    assert row["because"] == [{"fact": entry[0], "value": entry[1]}]


def test_deciding_facts_follow_with_their_values() -> None:
    facts: dict[str, Any] = {
        "points": 9, "level": "A", "balance": Decimal("3.50"), "score": Decimal("2.500000"),
        "active": False, "wedding": date(2020, 1, 5), "owner": "p1",
        "seen": datetime.fromisoformat("2026-06-14 10:30:59"),
    }  # fmt: skip
    asked = (*facts, "phone")
    (row,), _ = run(
        world(rule(condition=AnyOf((LEVEL, NoneOf(tuple(map(Known, asked))))))),
        [customer(**facts)],
    )
    assert row["because"][1:] == [{"fact": "level", "value": "A"}]
    parts = [AllOf(tuple(map(Missing, (name, "name", "points")))) for name in asked]
    blocked = NoneOf(tuple(parts))
    (row,), _ = run(world(rule(condition=blocked)), [customer(**facts)])
    told = [only(each, "fact", "value") for each in row["because"][1:]]
    assert told == [
        ("points", "9"), ("name", None), ("level", "A"), ("balance", "3.50"),
        ("score", "2.5"), ("active", "false"), ("wedding", "2020-01-05"), ("owner", "p1"),
        ("seen", "2026-06-14 10:30"), ("phone", None),
    ]  # fmt: skip


def test_the_fact_of_the_occasion_is_not_repeated() -> None:
    condition = AllOf((Compare("seen", Operator.MORE, date(2020, 1, 1)), POINTS))
    (row,), _ = run(
        world(rule(After(OfFact("seen"), Span(1)), condition=condition)), [customer(**KNOWN)]
    )
    assert [each["fact"] for each in row["because"]] == ["seen", "points"]


def test_of_one_event_told_twice_the_least_speaks() -> None:
    events = [
        event("visit", "2026-06-15", key_="k", arrival=None, category="a"),
        event("visit", "2026-06-15", key_="k", arrival=date(2026, 7, 2), category="b"),
        event("visit", "2026-06-15", key_="k", arrival=date(2026, 7, 1), category=None),
        event("visit", "2026-06-15", key_="k", arrival=date(2026, 7, 1), category="c"),
    ]
    do = replace(CALL, text=(gap("category", "?", Scope.EVENT),))
    (row,), _ = run(world(rule(Happens("visit"), do=(do,))), events=events)
    assert row["text"] == "c"


# Channels, due moments, texts


@pytest.mark.parametrize(
    ("channels", "facts", "expected"),
    [
        ((), {}, None),
        (("phone", "wechat"), {"wechat": "w", "phone": "1"}, "phone"),
        (("phone", "wechat"), {"wechat": "w"}, "wechat"),
        (("phone", "door", "wechat"), {"wechat": "w"}, "door"),
        (("phone", "wechat"), {}, None),
    ],
)
def test_the_first_channel_that_reaches_the_customer(
    channels: tuple[str, ...], facts: dict[str, str], expected: str | None
) -> None:
    do = replace(CALL, channels=channels)
    (row,), _ = run(world(rule(do=(do,))), [customer(**facts)])
    assert row["channel"] == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(), "2026-06-15 23:59"),
        (Due(Span(3)), "2026-06-18 23:59"),
        (Due(Span(3), time(18)), "2026-06-18 18:00"),
        (Due(Span(1, Unit.WEEKS)), "2026-06-22 23:59"),
        (Due(Span(1, Unit.MONTHS)), "2026-07-15 23:59"),
        (Due(Span(4, Unit.WORKING_DAYS)), "2026-06-22 23:59"),  # Friday is dragon boat
        (Due(Span(24, Unit.HOURS)), "2026-06-16 12:00"),
        (Due(Span(Parameter("n"))), "2026-06-17 23:59"),
    ],
)
def test_an_action_is_due(due: Due, expected: str) -> None:
    business = world(
        rule(Happens("visit"), do=(replace(CALL, due=due),)),
        parameters={"n": DatedParameter("n", ((date.min, 2),))},
    )
    (row,), _ = run(business, events=[event("visit", "2026-06-15")])
    assert row["due_at"] == datetime.fromisoformat(expected)


FACTS: dict[str, Any] = {
    "name": "王芳", "points": 1200, "score": Decimal("12.500000"),
    "balance": Decimal("1234.50"),
    "active": True, "wedding": date(2026, 1, 5), "owner": "p1", "level": "A",
    "seen": datetime.fromisoformat("2026-01-05 09:05:59"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "zh", "en"),
    [
        (gap("name"), "王芳", "王芳"),
        (gap("points"), "1200", "1200"),
        (gap("score"), "12.5", "12.5"),
        (gap("balance"), "1234.50", "1234.50"),
        (gap("active"), "是", "yes"),
        (gap("wedding"), "2026年1月5日", "5 January 2026"),
        (gap("seen"), "2026年1月5日 09:05", "5 January 2026 09:05"),
        (gap("owner"), "张三", "张三"),
        (gap("phone", "您"), "您", "您"),
        (gap("phone"), "", ""),
        (gap("category", None, Scope.EVENT), "tea", "tea"),
        (gap("arrival", "soon", Scope.EVENT), "soon", "soon"),
        (gap("at", None, Scope.EVENT), "2026年6月15日 12:00", "15 June 2026 12:00"),
        (gap("today", None, Scope.OCCASION), "2026年6月15日", "15 June 2026"),
        (gap("occasion", None, Scope.OCCASION), "2026年6月15日", "15 June 2026"),
        (gap("holiday", "x", Scope.OCCASION), "x", "x"),
    ],
)
def test_a_gap_is_filled_for_people(piece: Placeholder, zh: str, en: str) -> None:
    text: Text = ("<", piece, ">")
    do = Action(CALL.verb, text, "adviser", reason=text)
    for language, expected in (("zh", zh), ("en", en), ("fr", en)):
        business = world(rule(Happens("visit"), do=(do,)), language=language)
        events = [event("visit", "2026-06-15", category="tea")]
        (row,), _ = run(business, [customer(**FACTS)], events)
        assert only(row, "text", "reason") == (f"<{expected}>", f"<{expected}>")


def test_a_person_without_a_name_goes_by_id() -> None:
    do = replace(CALL, text=(gap("owner"),))
    people = (Person("p2", "", "adviser"),)
    told = [customer(1, owner="p2"), customer(2, owner="p9")]
    rows, _ = run(world(rule(do=(do,))), told, people=people)
    assert [row["text"] for row in rows] == ["p2", "p9"]


@pytest.mark.parametrize(
    ("trigger", "day", "name", "expected"),
    [
        (Holiday(("spring_festival",), Span(1)), date(2025, 1, 28), "holiday", "春节"),
        (SolarTerm(("start_of_winter",)), date(2025, 11, 7), "solar_term", "立冬"),
        (
            Holiday(("spring_festival",), Span(1)),
            date(2025, 1, 28),
            "occasion",
            "2025年1月29日",
        ),
        (After(OfFact("wedding"), Span(7)), date(2026, 1, 12), "occasion", "2026年1月5日"),
        (Absent("visit", Span(7)), date(2026, 6, 22), "occasion", "2026年6月15日"),
    ],
)
def test_a_gap_for_the_occasion(trigger: Trigger, day: date, name: str, expected: str) -> None:
    do = replace(CALL, text=(gap(name, None, Scope.OCCASION),))
    events = [event("visit", "2026-06-15")] if day > TODAY else []
    (row,), _ = run(world(rule(trigger, do=(do,))), [customer(**FACTS)], events, day=day)
    assert row["text"] == expected


# Parameters and notes


def test_a_parameter_before_its_first_value_stops_the_run() -> None:
    gold = {"gold": DatedParameter("gold", ((date(2026, 7, 1), 5), (date(2026, 8, 1), 6)))}
    asked = Compare("points", Operator.AT_LEAST, Parameter("gold"))
    with pytest.raises(ParameterError) as told:
        run(world(rule(condition=asked), parameters=gold))
    assert str(told.value) == (
        'parameter "gold" has no value on 2026-06-15, and rule "r" needs it; '
        "its first value is from 2026-07-01"
    )
    assert told.value.exit_code == 1
    with pytest.raises(ParameterError, match='and segment "rich" needs it'):
        run(world(rule(), derived=(Segment("rich", asked),), parameters=gold))


def test_a_rule_that_does_not_work_yet_needs_no_parameter() -> None:
    gold = {"gold": DatedParameter("gold", ((date(2026, 7, 1), 5),))}
    asked = Compare("points", Operator.AT_LEAST, Parameter("gold"))
    later = rule(condition=asked, valid_from=date(2026, 7, 1))
    assert run(world(later, parameters=gold))[0] == []


def test_working_days_of_a_year_not_published_are_noted() -> None:
    worked = rule(After(OfFact("wedding"), Span(3, Unit.WORKING_DAYS)), id="worked")
    soon = rule(id="soon", do=(replace(CALL, due=Due(Span(2, Unit.WORKING_DAYS))),))
    recent = replace(VISITS, within=Span(2, Unit.WORKING_DAYS))
    business = replace(world(worked, soon, rule(id="plain"), derived=(recent,)), language="en")
    _, outcome = run(business, day=date(2034, 6, 1))
    assert outcome.notes == (
        (
            "working days of 2034 in CN are not published yet; weekends and fixed "
            "holidays were assumed (facts: visits; rules: worked, soon)"
        ),
    )
    assert run(business, day=date(2025, 6, 16))[1].notes == ()


def test_actions_that_nobody_does_are_noted() -> None:
    business = replace(world(rule()), language="en")
    _, outcome = run(business, [customer(1), customer(2)], people=())
    assert outcome.notes == (
        (
            'nobody was found for role "adviser", so 2 of the actions have no owner; '
            "add somebody to staff, or a fallback to the role"
        ),
    )


def test_notes_are_in_the_language_of_the_business() -> None:
    _, outcome = run(world(rule()), [customer(1)], people=())
    assert outcome.notes == (
        "1 项没有负责人：角色“adviser”找不到人；请在员工表里补人，或给这个角色设 fallback",
    )


# The business and its stores


def test_a_rule_for_the_business_has_no_customer() -> None:
    (row,), _ = run(world(rule(audience=Audience.BUSINESS)), [customer(1), customer(2)])
    assert only(row, "customer_id", "occasion", "owner") == ("", "day:2026-06-15", "p1")


def test_a_rule_for_stores_acts_in_each() -> None:
    people = (
        Person("m2", "", "manager", "west"),
        Person("m1", "", "manager", "east"),
        Person("p1", "", "adviser", "east"),
        Person("p0", "", "adviser"),
    )
    do = (replace(CALL, to="manager"), CALL)
    rows, _ = run(world(rule(DAILY, do=do, audience=Audience.STORES)), people=people)
    assert [only(row, "customer_id", "occasion", "owner") for row in rows] == [
        ("", "day:2026-06-15@east", "m1"),
        ("", "day:2026-06-15@east", "p1"),
        ("", "day:2026-06-15@west", "m2"),
        ("", "day:2026-06-15@west", "p0"),
    ]
