"""What every form of careplay.yaml and of a playbook means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from careplay.checks import check
from careplay.language import Built, build
from careplay.model.business import Business, Channel, DatedParameter, Role, Table
from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Known,
    Missing,
    NoneOf,
    Not,
    Operator,
)
from careplay.model.facts import Aggregate, Calendar, Declared, Measure, Segment, Tier, Top
from careplay.model.rules import (
    Action,
    Audience,
    Category,
    Due,
    Placeholder,
    Priority,
    Rule,
    Scope,
    Verb,
)
from careplay.model.triggers import (
    LAST,
    Absent,
    After,
    Anniversary,
    Crosses,
    Direction,
    Enters,
    Every,
    Happens,
    Holiday,
    LeapDay,
    LeapMonth,
    Leaves,
    OfEvent,
    OfFact,
    Period,
    ShortMonth,
    SolarTerm,
    Trigger,
)
from careplay.model.types import Parameter, Span, Type, Unit
from careplay.reading import read
from careplay.reading.document import Document

HOME = """
careplay: 1
name: 红星家电
working_hours: {mon-fri: 09:00-18:00, sat: [10:00-12:00, 13:00-24:00]}
customers:
  from: data/customers.csv
  key: customer_id
  facts:
    name: {type: text, personal: true, label: 姓名, column: 姓名}
    honorific: text
    phone: text
    wechat: text
    calendar: {type: choice, of: [solar, lunar]}
    birthday: {type: date, calendar: calendar, written: lunar}
    joined_on: date
    tier: {type: choice, of: [gold, silver]}
    owner: staff
    points: integer
events:
  from: data/events.csv
  columns: {customer_id: cust, at: happened_at}
  key: event_id
  labels: {booking.made: 预订}
  types:
    purchase: {amount: money, category: text}
    visit: {}
    delivery: {promised: date}
    booking: {arrival: date}
    booking.made: {arrival: date}
staff: {from: data/staff.csv, columns: {id: 工号}}
roles: {adviser: {fact: owner, fallback: manager, label: 家电顾问}, manager: {}}
channels: {phone: {needs: phone, label: 电话}, wechat: {needs: wechat}, letter: {}}
parameters:
  days: 7
  gold: {2026-04-01: 150000, 2025-01-01: 120000}
  word: 空调
  day: 2026-01-01
"""
BOOK = """
measures:
  loyal_spend:
    {sum: amount, of: purchase, where: {category: 空调}, within: 12 months, label: 消费}
  visits: {count: visit, within: 90天}
  priced: {count: amount, of: purchase}
  last_visit: {latest: visit}
  first_arrival: {earliest: arrival, of: booking.made}
  usual: {average: amount, of: purchase, within: $days days}
  best: {top: 20%, by: loyal_spend}
tiers:
  pyramid: {by: visits, shares: {重要: 1%, 其余: 99%}}
segments:
  keen: {label: 热心, regular: true}
  regular: {visits: at least 2, any: [{tier: gold}, {none: [{pyramid: 其余}]}]}
templates:
  callback: {category: service, text: "{name}{honorific|称呼}，{event.promised} {{好}}"}
  hello: 您好
"""
PURCHASE_OF_1000 = AllOf((Compare("amount", Operator.AT_LEAST, Decimal(1000)),))


def document(text: str, file: str) -> Document:
    found = read(text, file)
    assert found.document is not None
    return found.document


def built(*books: str) -> Built:
    documents = [document(book, f"book{number}.yaml") for number, book in enumerate(books)]
    return build(Path("shops/red_star"), document(HOME, "careplay.yaml"), documents)


def business(*books: str) -> Business:
    found = built(BOOK, *books)
    assert found.business is not None
    assert (*found.diagnostics, *check(found.business)) == ()
    return found.business


def rule(
    when: str = "{event: visit}", more: str = "", do: str = "{task: hello, to: adviser}"
) -> Rule:
    head = "rules:\n  - id: one\n    title: 回访\n"
    text = f"{head}    when: {when}\n    do: [{do}]\n{more}"
    (found,) = business(text).rules
    return found


def test_a_business_says_where_its_data_are_and_who_works_there() -> None:
    found = business()
    assert (found.id, found.folder, found.name) == (
        "red_star",
        Path("shops/red_star"),
        "红星家电",
    )
    assert (found.language, found.timezone, found.country) == ("zh", "Asia/Shanghai", "CN")
    assert (found.key, found.customers) == ("customer_id", Table("data/customers.csv"))
    columns = {"customer_id": "cust", "at": "happened_at", "key": "event_id"}
    assert found.events == Table("data/events.csv", columns)
    assert found.staff == Table("data/staff.csv", {"id": "工号"})
    assert found.roles["adviser"] == Role("adviser", "owner", "manager", "家电顾问")
    assert found.roles["manager"] == Role("manager")
    assert found.channels["phone"] == Channel("phone", "phone", label="电话")
    assert found.channels["letter"] == Channel("letter")


def test_working_hours_are_spans_by_weekday_and_none_on_the_others() -> None:
    hours = business().working_hours
    assert list(hours) == [0, 1, 2, 3, 4, 5]
    assert hours[4] == ((time(9), time(18)),)
    assert hours[5] == ((time(10), time(12)), (time(13), time.max))


def test_a_business_that_says_little_gets_what_is_usual() -> None:
    found = build(Path("shop"), document("careplay: 1\nname: 小店\n", "careplay.yaml"), ())
    assert found.diagnostics == ()
    assert found.business is not None
    assert found.business.working_hours == dict.fromkeys(range(5), ((time(9), time(18)),))
    assert (found.business.key, found.business.staff) == ("customer_id", None)


def test_facts_are_declared_short_or_long() -> None:
    declared = business().declared
    assert declared["points"] == Declared("points", Type.INTEGER, column="points")
    assert declared["tier"] == Declared(
        "tier", Type.CHOICE, choices=("gold", "silver"), column="tier"
    )
    assert declared["name"] == Declared(
        "name", Type.TEXT, column="姓名", label="姓名", personal=True
    )
    assert declared["birthday"] == Declared(
        "birthday",
        Type.DATE,
        column="birthday",
        calendar="calendar",
        written=Calendar.LUNAR,
    )


def test_a_parameter_has_one_value_or_some_in_order_of_date() -> None:
    parameters = business().parameters
    assert parameters["days"] == DatedParameter("days", ((date.min, 7),))
    assert parameters["day"] == DatedParameter("day", ((date.min, date(2026, 1, 1)),))
    assert parameters["gold"] == DatedParameter(
        "gold", ((date(2025, 1, 1), 120000), (date(2026, 4, 1), 150000))
    )


AIR = AllOf((Compare("category", Operator.EQUAL, "空调"),))


@pytest.mark.parametrize(
    "fact",
    [
        Measure(
            "loyal_spend",
            Aggregate.SUM,
            "purchase",
            Type.MONEY,
            attribute="amount",
            where=AIR,
            within=Span(12, Unit.MONTHS),
            label="消费",
        ),
        Measure("visits", Aggregate.COUNT, "visit", Type.INTEGER, within=Span(90)),
        Measure("priced", Aggregate.COUNT, "purchase", Type.INTEGER, attribute="amount"),
        Measure("last_visit", Aggregate.LATEST, "visit", Type.MOMENT),
        Measure(
            "first_arrival", Aggregate.EARLIEST, "booking.made", Type.DATE, attribute="arrival"
        ),
        Measure(
            "usual",
            Aggregate.AVERAGE,
            "purchase",
            Type.NUMBER,
            attribute="amount",
            within=Span(Parameter("days")),
        ),
        Top("best", Decimal("0.2"), "loyal_spend"),
        Tier("pyramid", "visits", (("重要", Decimal("0.01")), ("其余", Decimal("0.99")))),
        Segment("keen", AllOf((Compare("regular", Operator.EQUAL, True),)), "热心"),  # noqa: FBT003
    ],
    ids=lambda fact: str(fact.name),
)
def test_a_derived_fact_means(fact: Measure | Top | Tier | Segment) -> None:
    assert business().facts[fact.name] == fact


def test_groups_of_conditions_nest() -> None:
    assert business().facts["regular"] == Segment(
        "regular",
        AllOf(
            (
                Compare("visits", Operator.AT_LEAST, 2),
                AnyOf(
                    (
                        AllOf((Compare("tier", Operator.EQUAL, "gold"),)),
                        AllOf(
                            (NoneOf((AllOf((Compare("pyramid", Operator.EQUAL, "其余"),)),)),)
                        ),
                    )
                ),
            )
        ),
    )


def test_every_fact_comes_after_those_it_is_made_of() -> None:
    names = [fact.name for fact in business().derived]
    assert names.index("regular") < names.index("keen")
    assert names.index("pyramid") < names.index("regular")


def test_segments_and_event_types_may_say_what_people_call_them() -> None:
    made = business()
    labels = (made.facts["keen"].label, made.event_types["booking.made"].label)
    assert labels == ("热心", "预订")


def test_a_chain_of_segments_may_be_longer_than_the_stack() -> None:
    links = [f"  s{n}: {{s{n + 1}: true}}\n" for n in range(3000)]
    found = business("segments:\n" + "".join(links) + "  s3000: {points: 1}\n")
    assert found.derived[-1].name == "s0"


TRIGGERS: list[tuple[str, Trigger]] = [
    ("{anniversary: birthday}", Anniversary(OfFact("birthday"))),
    (
        (
            "{anniversary: birthday, before: 1 day, leap_day: march 1, leap_month: leap, "
            "short_month: next day}"
        ),
        Anniversary(
            OfFact("birthday"), Span(1), LeapDay.MARCH_1, LeapMonth.LEAP, ShortMonth.NEXT_DAY
        ),
    ),
    ("{anniversary: delivery}", Anniversary(OfEvent("delivery"))),
    ("{anniversary: delivery.promised}", Anniversary(OfEvent("delivery", "promised"))),
    ("{after: delivery, days: 7}", After(OfEvent("delivery"), Span(7))),
    ("{after: delivery, days: $days}", After(OfEvent("delivery"), Span(Parameter("days")))),
    ("{after: joined_on, months: 3}", After(OfFact("joined_on"), Span(3, Unit.MONTHS))),
    ("{after: last_visit, years: 1}", After(OfFact("last_visit"), Span(1, Unit.YEARS))),
    ("{after: booking.made, weeks: 2}", After(OfEvent("booking.made"), Span(2, Unit.WEEKS))),
    (
        "{before: booking.arrival, working_days: 3}",
        After(OfEvent("booking", "arrival"), Span(3, Unit.WORKING_DAYS, negative=True)),
    ),
    (
        "{before: booking.made.arrival, days: 0}",
        After(OfEvent("booking.made", "arrival"), Span(0, negative=True)),
    ),
    (
        "{after: purchase, days: 1, where: {amount: at least 1000}}",
        After(OfEvent("purchase", None, PURCHASE_OF_1000), Span(1)),
    ),
    ("{absent: purchase, days: 60}", Absent("purchase", Span(60))),
    (
        "{absent: purchase, weeks: 8, again: 1个月, times: 3, where: {amount: 至少1000}}",
        Absent("purchase", Span(8, Unit.WEEKS), Span(1, Unit.MONTHS), 3, PURCHASE_OF_1000),
    ),
    ("{event: visit}", Happens("visit")),
    (
        "{event: purchase, where: {amount: at least 1000}}",
        Happens("purchase", PURCHASE_OF_1000),
    ),
    ("{holiday: spring_festival}", Holiday(("spring_festival",))),
    (
        "{holiday: [春节, 中秋节], before: 1 day}",
        Holiday(("spring_festival", "mid_autumn"), Span(1)),
    ),
    (
        "{solar_term: [立冬, minor_snow], before: 2 working days}",
        SolarTerm(("start_of_winter", "minor_snow"), Span(2, Unit.WORKING_DAYS)),
    ),
    ("{every: day}", Every(Period.DAY)),
    ("{every: week, on: monday}", Every(Period.WEEK, weekday=0)),
    ("{every: week, on: 周日, before: 1天}", Every(Period.WEEK, weekday=6, before=Span(1))),
    ("{every: month, on: 15}", Every(Period.MONTH, day=15)),
    ("{every: month, on: 15日}", Every(Period.MONTH, day=15)),
    ("{every: month, on: last day}", Every(Period.MONTH, day=LAST)),
    ("{every: month, on: 最后一天}", Every(Period.MONTH, day=LAST)),
    ("{every: month, on: first saturday}", Every(Period.MONTH, nth=1, weekday=5)),
    ("{every: month, on: 首个周六}", Every(Period.MONTH, nth=1, weekday=5)),
    ("{every: month, on: 第二个星期天}", Every(Period.MONTH, nth=2, weekday=6)),
    ("{every: month, on: 最后一个周五}", Every(Period.MONTH, nth=LAST, weekday=4)),
    ("{every: month, on: fifth monday}", Every(Period.MONTH, nth=5, weekday=0)),
    ("{every: quarter, on: first monday}", Every(Period.QUARTER, month=1, nth=1, weekday=0)),
    ("{every: quarter, on: 15 of month 2}", Every(Period.QUARTER, month=2, day=15)),
    (
        "{every: quarter, on: last friday of month 3}",
        Every(Period.QUARTER, month=3, nth=LAST, weekday=4),
    ),
    ("{every: year, on: 11-26}", Every(Period.YEAR, month=11, day=26)),
    ("{every: year, on: 02-29}", Every(Period.YEAR, month=2, day=29)),
    ("{every: year, on: 11月26日}", Every(Period.YEAR, month=11, day=26)),
    (
        "{every: year, on: fourth thursday of november}",
        Every(Period.YEAR, month=11, nth=4, weekday=3),
    ),
    ("{every: year, on: 11月第四个周四}", Every(Period.YEAR, month=11, nth=4, weekday=3)),
    ("{every: year, on: last day of february}", Every(Period.YEAR, month=2, day=LAST)),
    ("{enters: regular}", Enters("regular")),
    ("{leaves: keen}", Leaves("keen")),
    (
        "{crosses: loyal_spend, reaches: [5000, $gold]}",
        Crosses("loyal_spend", (Decimal(5000), Parameter("gold"))),
    ),
    (
        "{crosses: visits, falls_below: 3}",
        Crosses("visits", (Decimal(3),), Direction.FALLS_BELOW),
    ),
]


@pytest.mark.parametrize(("when", "trigger"), TRIGGERS, ids=[when for when, _ in TRIGGERS])
def test_a_trigger_means(when: str, trigger: Trigger) -> None:
    assert rule(when).trigger == trigger


@pytest.mark.parametrize(
    ("due", "meaning"),
    [
        ("same day", Due()),
        ("当天", Due()),
        ("within 3 days", Due(Span(3))),
        ("within 1 week", Due(Span(1, Unit.WEEKS))),
        ("within 2 working days", Due(Span(2, Unit.WORKING_DAYS))),
        ("within $days days", Due(Span(Parameter("days")))),
        ("within 24 hours", Due(Span(24, Unit.HOURS))),
        ("by 18:00", Due(Span(0), time(18))),
        ("by 24:00", Due(Span(0), time(23, 59))),
        ("within 3 days by 18:00", Due(Span(3), time(18))),
        ("same day by 9:30", Due(Span(0), time(9, 30))),
        ("3天内", Due(Span(3))),
        ("2个工作日内", Due(Span(2, Unit.WORKING_DAYS))),
        ("24小时内", Due(Span(24, Unit.HOURS))),
        ("$days天内", Due(Span(Parameter("days")))),
        ("18:00前", Due(Span(0), time(18))),
        ("3天内18:00前", Due(Span(3), time(18))),
        ("当天 18:00前", Due(Span(0), time(18))),
    ],
)
def test_due_means(due: str, meaning: Due) -> None:
    assert rule(do=f"{{task: hello, to: adviser, due: {due}}}").actions[0].due == meaning


def test_an_action_takes_text_and_category_of_its_template() -> None:
    found = rule("{after: delivery, days: 7}", do="{task: callback, to: adviser}")
    assert found.actions == (
        Action(
            Verb.TASK,
            (
                Placeholder(Scope.FACT, "name"),
                Placeholder(Scope.FACT, "honorific", "称呼"),
                "，",
                Placeholder(Scope.EVENT, "promised"),
                " {好}",
            ),
            "adviser",
            template="callback",
            category=Category.SERVICE,
        ),
    )


def test_an_action_tells_everything_that_can_be_told() -> None:
    found = rule(
        do="{message: '{today} {occasion}', to: manager, due: 3天内, priority: high, "
        "category: sales, channels: [phone, letter], checklist: [一, 二], ask: [三], "
        "reason: '因为{tier|老}顾客', approve: manager}"
    )
    assert found.actions == (
        Action(
            Verb.MESSAGE,
            (
                Placeholder(Scope.OCCASION, "today"),
                " ",
                Placeholder(Scope.OCCASION, "occasion"),
            ),
            "manager",
            due=Due(Span(3)),
            priority=Priority.HIGH,
            category=Category.SALES,
            channels=("phone", "letter"),
            checklist=("一", "二"),
            ask=("三",),
            reason=("因为", Placeholder(Scope.FACT, "tier", "老"), "顾客"),
            approve="manager",
        ),
    )


def test_an_action_of_its_own_category_keeps_it() -> None:
    found = rule(
        "{after: delivery, days: 7}", do="{task: callback, to: adviser, category: care}"
    )
    assert found.actions[0].category is Category.CARE


@pytest.mark.parametrize(
    ("when", "category"),
    [
        ("{holiday: 中秋}", Category.HOLIDAY),
        ("{solar_term: 立冬, before: 1 day}", Category.SEASON),
        ("{anniversary: birthday}", Category.BIRTHDAY),
        ("{anniversary: joined_on}", Category.CARE),
        ("{every: day}", Category.CARE),
    ],
)
def test_a_greeting_is_of_the_category_of_its_day(when: str, category: Category) -> None:
    found = rule(when, do="{message: hello, to: adviser}")
    assert found.actions[0].category is category


@pytest.mark.parametrize("verb", ["task", "gift", "survey", "invite"])
def test_what_does_not_greet_is_care_on_a_holiday_too(verb: str) -> None:
    found = rule("{holiday: 中秋}", do=f"{{{verb}: hello, to: adviser}}")
    assert found.actions[0].category is Category.CARE


def test_a_greeting_keeps_the_category_of_its_template() -> None:
    found = rule(
        "{anniversary: delivery}", do="{message: callback, to: adviser, channels: [letter]}"
    )
    assert found.actions[0].category is Category.SERVICE


def test_a_rule_without_conditions_always_holds() -> None:
    assert rule().condition == ALWAYS


def test_a_rules_condition_is_whole() -> None:
    found = rule(
        "{after: delivery, days: 7}",
        "    if: {points: present}\n    unless: {tier: gold}\n",
        "{task: callback, to: adviser, channels: [phone, wechat], reason: '{name} {event.at}'}",
    )
    assert found.condition == AllOf(
        (
            AllOf((Not(Missing("points")),)),
            NoneOf((AllOf((Compare("tier", Operator.EQUAL, "gold"),)),)),
            Known("name"),
            Known("event.promised"),
            AnyOf((Known("phone"), Known("wechat"))),
        )
    )


def test_a_channel_that_needs_nothing_can_always_be_used() -> None:
    found = rule(do="{task: hello, to: adviser, channels: [phone, letter]}")
    assert found.condition == ALWAYS


def test_a_rule_has_its_place_its_sources_and_its_days() -> None:
    found = rule(
        "{every: day}",
        "    for: stores\n    source: [S0-24]\n"
        "    valid: {from: 2026-01-01, until: 2026-12-31}\n",
    )
    assert (found.id, found.playbook, found.title, found.file) == (
        "one",
        "book1",
        "回访",
        "book1.yaml",
    )
    assert (found.audience, found.source) == (Audience.STORES, ("S0-24",))
    assert (found.valid_from, found.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_rules_stand_by_file_then_as_written() -> None:
    one = "  - {{id: {}, title: t, when: {{every: day}}, do: [{{task: hello, to: manager}}]}}\n"
    books = [f"rules:\n{one.format(a)}{one.format(b)}" for a, b in ("zy", "ba")]
    assert [each.id for each in business(*books).rules] == ["z", "y", "b", "a"]


def test_names_of_any_file_are_known_in_every_other() -> None:
    first = (
        "rules:\n  - {id: a, title: t, when: {enters: late}, do: [{task: 你好, to: manager}]}\n"
    )
    found = business(first, "segments: {late: {visits: 1}}\n")
    assert found.rules[0].trigger == Enters("late")


FULL = """
rules:
  - id: one
    title: 回访
    for: customers
    source: [S0-24]
    when: {after: purchase, days: 7, where: {amount: at least 5, any: [{category: 空调}]}}
    if: {tier: [gold, silver], points: 5 to 9, none: [{joined_on: in the last 3 days}]}
    unless: {visits: at least 2}
    valid: {from: 2026-01-01}
    do: [{call: hello, to: adviser, due: 3天内, channels: [phone], ask: [a], reason: b}]
  - {id: two, title: t, when: {holiday: [春节], before: 1 day}, do: [{call: a, to: manager}]}
  - {id: three, title: t, when: {every: month, on: 3}, do: [{call: a, to: manager}]}
  - {id: four, title: t, when: {crosses: visits, reaches: [3]}, do: [{call: a, to: manager}]}
  - {id: five, title: t, when: {absent: visit, days: 3, again: 1周}, do: [{call: a, to: x}]}
"""


def spoilt(value: Any) -> Iterator[Any]:
    """The value with each of its parts in turn replaced by what does not belong there."""
    yield from (None, 5, "x", "$x", [], {}, True, ["x", None], {"x": None})
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from ({**value, key: other} for other in spoilt(part))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, part in enumerate(value):
            yield from ([*value[:index], other, *value[index + 1 :]] for other in spoilt(part))


@pytest.mark.parametrize("text", [BOOK, FULL], ids=["facts", "rules"])
def test_what_the_schema_refuses_is_built_without_an_accident(text: str) -> None:
    home, book = document(HOME, "careplay.yaml"), document(BOOK, "book.yaml")
    sound = document(text, "spoilt.yaml").value
    for value in spoilt(sound):
        found = build(Path("shop"), home, [book, Document("spoilt.yaml", value)])
        assert found.business is not None
        check(found.business)


def test_a_business_the_schema_refuses_is_built_without_an_accident() -> None:
    book = document(BOOK, "book.yaml")
    for value in spoilt(document(HOME, "careplay.yaml").value):
        found = build(Path("shop"), Document("careplay.yaml", value), [book])
        assert found.business is not None
        check(found.business)
