from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from careplay.meaning.event_keys import unmarked
from careplay.model.business import DatedParameter
from careplay.model.conditions import Compare, Condition, Missing, Operator
from careplay.model.facts import Aggregate, Measure, Segment, Top
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
)
from careplay.model.types import Parameter, Span, Type, Unit
from hand import customer, days, event, keys

BIRTHDAY, WEDDING, LUNAR = OfFact("birthday"), OfFact("wedding"), OfFact("lunar_day")
BACK = Span(3, negative=True)


def at_least(fact: str, level: int) -> Condition:
    return Compare(fact, Operator.AT_LEAST, level)


# Anniversaries


def test_an_anniversary_is_kept_every_later_year() -> None:
    told = [customer(wedding=date(2020, 6, 15))]
    assert keys(Anniversary(WEDDING), told) == ["wedding:2026-06-15"]
    assert days(Anniversary(WEDDING), 2021, told) == ["2021-06-15"]
    assert days(Anniversary(WEDDING), 2020, told) == []
    assert days(Anniversary(WEDDING), 2019, told) == []


def test_before_looks_ahead_and_the_key_names_the_day_itself() -> None:
    told = [customer(wedding=date(2020, 6, 18))]
    assert keys(Anniversary(WEDDING, Span(3)), told) == ["wedding:2026-06-18"]
    assert keys(Anniversary(WEDDING, Span(3, Unit.WORKING_DAYS)), told) == [
        "wedding:2026-06-18"
    ]


def test_before_may_lead_into_the_next_year() -> None:
    told = [customer(wedding=date(2025, 1, 2))]
    found = keys(Anniversary(WEDDING, Span(3)), told, day=date(2025, 12, 30))
    assert found == ["wedding:2026-01-02"]


def test_before_in_working_days_counts_back_from_the_day_itself() -> None:
    told = [customer(wedding=date(2020, 10, 8))]  # the first working day after the holiday
    assert days(Anniversary(WEDDING, Span(1, Unit.WORKING_DAYS)), 2026, told) == ["2026-09-30"]
    on_sunday = [customer(wedding=date(2020, 6, 14))]
    trigger = Anniversary(WEDDING, Span(1, Unit.WORKING_DAYS))
    assert days(trigger, 2026, on_sunday) == ["2026-06-12"]


def test_before_in_months_acts_once_for_every_day() -> None:
    told = [customer(key, wedding=date(2020, 3, key)) for key in (28, 29, 30, 31)]
    found = keys(Anniversary(WEDDING, Span(1, Unit.MONTHS)), told, day=date(2026, 2, 28))
    assert found == [f"wedding:2026-03-{day}" for day in (28, 29, 30, 31)]
    assert days(Anniversary(WEDDING, Span(1, Unit.MONTHS)), 2026, told[:1]) == ["2026-02-28"]


@pytest.mark.parametrize(
    ("policy", "kept"),
    [(LeapDay.FEBRUARY_28, "2025-02-28"), (LeapDay.MARCH_1, "2025-03-01")],
)
def test_a_leap_day_is_kept_by_its_policy_in_a_common_year(policy: LeapDay, kept: str) -> None:
    told = [customer(wedding=date(2020, 2, 29))]
    trigger = Anniversary(WEDDING, leap_day=policy)
    assert days(trigger, 2025, told) == [kept]
    assert days(trigger, 2024, told) == ["2024-02-29"]


def test_a_lunar_date_moves_with_the_lunar_year() -> None:
    told = [customer(lunar_day=date(1990, 1, 27))]  # spring festival
    assert days(Anniversary(LUNAR), 2024, told) == ["2024-02-10"]
    assert days(Anniversary(LUNAR), 2025, told) == ["2025-01-29"]


def test_a_lunar_date_is_first_kept_in_the_next_lunar_year() -> None:
    told = [customer(lunar_day=date(2025, 1, 5))]  # the 6th of the 12th month of 2024
    assert days(Anniversary(LUNAR), 2025, told) == []
    assert days(Anniversary(LUNAR), 2026, told) == ["2026-01-24"]


@pytest.mark.parametrize(
    ("policy", "kept"),
    [(LeapMonth.ORDINARY, "2025-06-25"), (LeapMonth.LEAP, "2025-07-25")],
)
def test_a_date_of_a_leap_month_is_kept_by_its_policy(policy: LeapMonth, kept: str) -> None:
    told = [customer(lunar_day=date(1987, 7, 26))]  # the 1st of leap month 6
    trigger = Anniversary(LUNAR, leap_month=policy)
    assert days(trigger, 2025, told) == [kept]  # 2025 has a leap month 6
    assert days(trigger, 2024, told) == ["2024-07-06"]  # 2024 has none


@pytest.mark.parametrize(
    ("policy", "kept"),
    [(ShortMonth.LAST_DAY, "2025-01-28"), (ShortMonth.NEXT_DAY, "2025-01-29")],
)
def test_the_thirtieth_of_a_short_month_is_kept_by_its_policy(
    policy: ShortMonth, kept: str
) -> None:
    told = [customer(lunar_day=date(2024, 2, 9))]  # the 30th of the 12th month, lunar 2023
    trigger = Anniversary(LUNAR, short_month=policy)
    assert days(trigger, 2025, told) == [kept]  # the next lunar year's last month has 29 days


def test_the_calendar_may_be_told_customer_by_customer() -> None:
    born = date(1990, 1, 27)
    solar = [customer(birthday=born, calendar="solar")]
    lunar = [customer(birthday=born, calendar="lunar")]
    assert days(Anniversary(BIRTHDAY), 2025, solar) == ["2025-01-27"]
    assert days(Anniversary(BIRTHDAY), 2025, lunar) == ["2025-01-29"]


def test_a_calendar_not_told_leaves_both_days_open() -> None:
    told = [customer(birthday=date(1990, 1, 27))]
    assert days(Anniversary(BIRTHDAY), 2025, told) == ["2025-01-27", "2025-01-29"]
    odd = [customer(birthday=date(1990, 1, 27), calendar="Julian")]
    assert days(Anniversary(BIRTHDAY), 2025, odd) == ["2025-01-27", "2025-01-29"]


def test_a_date_before_the_lunar_tables_has_no_lunar_anniversary() -> None:
    assert days(Anniversary(LUNAR), 2025, [customer(lunar_day=date(1899, 5, 5))]) == []


def test_events_have_solar_anniversaries_by_moment_or_attribute() -> None:
    events = [event("purchase", "2025-06-15 08:00", arrival=date(2025, 6, 20), key_="k")]
    assert keys(Anniversary(OfEvent("purchase")), events=events) == ["purchase:k:2026-06-15"]
    by_arrival = Anniversary(OfEvent("purchase", "arrival"), Span(5))
    assert keys(by_arrival, events=events) == ["purchase:k:2026-06-20"]
    where = OfEvent("purchase", where=Missing("arrival"))
    assert keys(Anniversary(where), events=events) == []


# After and before


@pytest.mark.parametrize(
    ("day", "span", "due"),
    [
        (date(2026, 6, 8), Span(7), True),
        (date(2026, 6, 1), Span(2, Unit.WEEKS), True),
        (date(2026, 5, 15), Span(1, Unit.MONTHS), True),
        (date(2024, 6, 15), Span(2, Unit.YEARS), True),
        (date(2026, 6, 12), Span(1, Unit.WORKING_DAYS), True),
        (date(2026, 6, 14), Span(1, Unit.WORKING_DAYS), True),
        (date(2026, 6, 15), Span(0), True),
        (date(2026, 6, 18), BACK, True),
        (date(2026, 6, 18), Span(3, Unit.WORKING_DAYS, negative=True), True),
        (date(2026, 6, 9), Span(7), False),
        (date(9999, 12, 31), Span(7), False),
    ],
)
def test_a_span_leads_from_a_date_to_the_day(day: date, span: Span, *, due: bool) -> None:
    found = keys(After(WEDDING, span), [customer(wedding=day)])
    assert found == ([f"wedding:{day}"] if due else [])


def test_a_month_stops_at_its_last_day() -> None:
    told = [customer(key, wedding=date(2025, 1, key)) for key in (28, 29, 30, 31)]
    found = keys(After(WEDDING, Span(1, Unit.MONTHS)), told, day=date(2025, 2, 28))
    assert found == [f"wedding:2025-01-{day}" for day in (28, 29, 30, 31)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (7, 10, {13: [6], 14: [], 15: [], 16: [], 17: [7], 18: [8]}),
        (12, 8, {13: [1], 14: [2, 3, 4, 5, 6], 15: [7], 16: [8]}),
    ],
)
def test_a_span_that_is_another_from_a_day_on_leads_from_each_date_once(
    before: int, after: int, found: dict[int, list[int]]
) -> None:
    told = [customer(day, wedding=date(2026, 6, day)) for day in range(1, 15)]
    n = DatedParameter("n", ((date.min, before), (date(2026, 6, 14), after)))
    trigger = After(WEDDING, Span(Parameter("n")))
    for day, days_of_june in found.items():
        keys_of_day = keys(trigger, told, day=date(2026, 6, day), parameters={"n": n})
        assert keys_of_day == [f"wedding:2026-06-{each:02}" for each in days_of_june]


def test_a_longer_time_before_a_day_leaves_no_day_in_between() -> None:
    told = [customer(day, wedding=date(2020, 6, day)) for day in range(15, 25)]
    n = DatedParameter("n", ((date.min, 2), (date(2026, 6, 15), 5)))
    found = keys(Anniversary(WEDDING, Span(Parameter("n"))), told, parameters={"n": n})
    assert found == [f"wedding:2026-06-{day}" for day in (17, 18, 19, 20)]


def test_a_shorter_absence_is_noticed_once_and_repeats_go_by_the_day() -> None:
    n = DatedParameter("n", ((date.min, 9), (date(2026, 6, 15), 5)))
    trigger = Absent("visit", Span(Parameter("n")), again=Span(4), times=1)
    noticed = {}
    for day in range(1, 16):
        events = [event("visit", f"2026-06-{day:02} 10:00")]
        noticed[day] = keys(trigger, events=events, parameters={"n": n}, day=date(2026, 6, 15))
    # On the 15th: the first notice of the 7th to the 10th, the second one of the 6th.
    assert [day for day, found in noticed.items() if found] == [6, 7, 8, 9, 10]


def test_days_after_an_event_count_by_date() -> None:
    events = [event("purchase", "2026-06-08 23:59:59"), event("purchase", "2026-06-08 00:00")]
    found = keys(After(OfEvent("purchase"), Span(7)), events=events)
    assert [*map(unmarked, found)] == [
        "purchase:2026-06-08 00:00:00",
        "purchase:2026-06-08 23:59:59",
    ]


def test_days_before_a_date_an_event_tells() -> None:
    events = [event("visit", "2026-01-01", arrival=date(2026, 6, 18), key_="b1")]
    assert keys(After(OfEvent("visit", "arrival"), BACK), events=events) == [
        "visit:b1:2026-06-18"
    ]


def test_an_event_of_the_future_is_not_known_yet() -> None:
    events = [event("visit", "2026-06-18", arrival=date(2026, 6, 18))]
    assert keys(After(OfEvent("visit", "arrival"), BACK), events=events) == []
    assert keys(After(OfEvent("visit"), BACK), events=events) == []


def test_a_moment_fact_counts_by_its_date() -> None:
    told = [customer(seen=event("", "2026-06-14 23:59")["at"])]
    assert keys(After(OfFact("seen"), Span(1)), told) == ["seen:2026-06-14"]


# Absence


@pytest.mark.parametrize(
    ("last", "options", "key"),
    [
        ("2026-04-16", {}, "purchase:2026-04-16+60"),
        ("2026-04-15", {}, None),
        ("2026-04-17", {}, None),
        ("2026-03-17", {"again": Span(30)}, "purchase:2026-03-17+90"),
        ("2026-02-15", {"again": Span(30)}, "purchase:2026-02-15+120"),
        ("2026-02-15", {"again": Span(30), "times": 1}, None),
        ("2026-02-15", {"again": Span(30), "times": 2}, "purchase:2026-02-15+120"),
        ("2026-02-16", {"again": Span(30)}, None),
        ("2026-03-17", {"again": Span(0)}, None),
    ],
)
def test_absence_is_noticed_once_and_then_every_so_often(
    last: str, options: dict[str, Any], key: str | None
) -> None:
    events = [
        event("purchase", last),
        event("purchase", "2020-01-01"),
        event("visit", "2026-06-01"),
    ]
    found = keys(Absent("purchase", Span(60), **options), events=events)
    assert found == ([] if key is None else [key])


def test_absence_repeats_by_month_from_the_first_notice() -> None:
    trigger = Absent("purchase", Span(1, Unit.MONTHS), again=Span(1, Unit.MONTHS))
    found = days(trigger, 2025, events=[event("purchase", "2024-12-31")])[:4]
    assert found == ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]


def test_absence_is_of_events_of_which_the_condition_is_true() -> None:
    events = [
        event("purchase", "2026-04-16", quantity=5),
        event("purchase", "2026-06-01", quantity=4),
        event("purchase", "2026-06-02"),
    ]
    assert keys(Absent("purchase", Span(60), where=at_least("quantity", 5)), events=events) == [
        "purchase:2026-04-16+60"
    ]


def test_who_never_came_is_not_absent() -> None:
    assert keys(Absent("purchase", Span(60))) == []


# Events as they happen


def test_an_event_is_an_occasion_on_its_own_day() -> None:
    events = [
        event("purchase", "2026-06-15 09:00", key_="k1", quantity=5),
        event("purchase", "2026-06-15 10:00", quantity=4),
        event("purchase", "2026-06-14", key_="k3", quantity=5),
        event("visit", "2026-06-15"),
    ]
    assert [*map(unmarked, keys(Happens("purchase"), events=events))] == [
        "purchase:2026-06-15 10:00:00",
        "purchase:k1",
    ]
    assert keys(Happens("purchase", at_least("quantity", 5)), events=events) == ["purchase:k1"]


def test_the_same_event_twice_is_one_occasion() -> None:
    events = [event("visit", "2026-06-15"), event("visit", "2026-06-15")]
    (found,) = keys(Happens("visit"), events=events)
    assert unmarked(found) == "visit:2026-06-15 12:00:00"


# The calendar


def test_a_holiday_falls_on_its_day_or_ahead() -> None:
    names = ("spring_festival", "mid_autumn")
    assert days(Holiday(names), 2025) == ["2025-01-29", "2025-10-06"]
    assert days(Holiday(names, Span(1, Unit.WEEKS)), 2025) == ["2025-01-22", "2025-09-29"]
    assert keys(Holiday(names, Span(1)), day=date(2025, 1, 28)) == [
        "spring_festival:2025-01-29"
    ]


def test_a_working_day_before_a_holiday_is_the_last_one() -> None:
    trigger = Holiday(("national_day",), Span(2, Unit.WORKING_DAYS))
    assert days(trigger, 2026) == ["2026-09-29"]


@pytest.mark.parametrize("years", [100, 9000])
def test_a_day_beyond_the_calendars_is_no_occasion(years: int) -> None:
    before = Span(years, Unit.YEARS)
    assert keys(Holiday(("new_year",), before), day=date(2026, 1, 1)) == []
    assert keys(SolarTerm(("start_of_winter",), before), day=date(2026, 11, 7)) == []
    told = [customer(lunar_day=date(1990, 1, 27))]
    assert keys(Anniversary(LUNAR, before), told, day=date(2026, 2, 17)) == []


def test_two_festivals_of_one_day_are_two_occasions() -> None:
    names = ("mid_autumn", "national_day")
    assert keys(Holiday(names), day=date(2020, 10, 1)) == [
        "mid_autumn:2020-10-01",
        "national_day:2020-10-01",
    ]


def test_a_solar_term_begins_on_its_day() -> None:
    assert days(SolarTerm(("start_of_winter",)), 2025) == ["2025-11-07"]
    assert days(SolarTerm(("start_of_winter",), Span(1)), 2025) == ["2025-11-06"]


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        (Every(Period.WEEK, weekday=2), ["01-01", "01-08", "01-15"]),
        (Every(Period.WEEK), ["01-06", "01-13", "01-20"]),
        (Every(Period.MONTH), ["01-01", "02-01", "03-01"]),
        (Every(Period.MONTH, day=31), ["01-31", "02-28", "03-31"]),
        (Every(Period.MONTH, day=LAST), ["01-31", "02-28", "03-31"]),
        (Every(Period.MONTH, nth=1, weekday=5), ["01-04", "02-01", "03-01"]),
        (Every(Period.MONTH, weekday=5), ["01-04", "02-01", "03-01"]),
        (Every(Period.MONTH, nth=5, weekday=5), ["03-29", "05-31", "08-30"]),
        (Every(Period.MONTH, nth=LAST, weekday=4), ["01-31", "02-28", "03-28"]),
        (Every(Period.QUARTER), ["01-01", "04-01", "07-01"]),
        (Every(Period.QUARTER, month=2, day=15), ["02-15", "05-15", "08-15"]),
        (Every(Period.QUARTER, month=3, nth=1, weekday=0), ["03-03", "06-02", "09-01"]),
        (Every(Period.YEAR, month=11, day=26), ["11-26"]),
        (Every(Period.YEAR, month=11, nth=4, weekday=3), ["11-27"]),
        (Every(Period.YEAR, month=11, day=26, before=Span(7)), ["11-19"]),
        (Every(Period.DAY), ["01-01", "01-02", "01-03"]),
    ],
)
def test_a_recurring_rule_has_its_days(trigger: Every, expected: list[str]) -> None:
    assert days(trigger, 2025)[:3] == [f"2025-{day}" for day in expected]


def test_a_recurring_rule_is_keyed_by_its_period() -> None:
    assert keys(Every(Period.WEEK, weekday=3, before=Span(3))) == ["week:2026-06-18"]


# Changes

VISITS = Measure("visits", Aggregate.COUNT, "visit", Type.INTEGER, within=Span(7))
SPENT = Measure("spent", Aggregate.SUM, "purchase", Type.MONEY, "amount")
LOYAL = Segment("loyal", at_least("visits", 2))
NOW, DROPPED = event("visit", "2026-06-15"), event("visit", "2026-06-07")
KEPT = event("visit", "2026-06-10")


@pytest.mark.parametrize(
    ("events", "entered", "left"),
    [
        ([NOW, KEPT], True, False),
        ([DROPPED, KEPT], False, True),
        ([NOW, KEPT, KEPT], False, False),
        ([DROPPED, KEPT, NOW], False, False),
        ([KEPT], False, False),
    ],
)
def test_a_segment_is_entered_or_left_overnight(
    events: list[Any], *, entered: bool, left: bool
) -> None:
    derived = (VISITS, LOYAL)
    assert keys(Enters("loyal"), events=events, derived=derived) == (
        ["enters loyal:2026-06-15"] if entered else []
    )
    assert keys(Leaves("loyal"), events=events, derived=derived) == (
        ["leaves loyal:2026-06-15"] if left else []
    )


def test_unknown_is_not_in_a_segment() -> None:
    latest = Measure(
        "mark", Aggregate.AVERAGE, "visit", Type.NUMBER, "quantity", within=Span(7)
    )
    derived = (latest, Segment("good", at_least("mark", 2)))
    came = [event("visit", "2026-06-15", quantity=2)]
    gone = [event("visit", "2026-06-07", quantity=2)]
    assert keys(Enters("good"), events=came, derived=derived) == ["enters good:2026-06-15"]
    assert keys(Leaves("good"), events=gone, derived=derived) == ["leaves good:2026-06-15"]


def test_a_told_fact_has_no_day_before() -> None:
    derived = (Segment("rich", at_least("points", 5)),)
    assert keys(Enters("rich"), [customer(points=9)], derived=derived) == []


def test_the_day_before_has_its_own_today_and_its_own_ranks() -> None:
    derived = (SPENT, Top("best", Decimal("0.5"), "spent"))
    told = [customer(1), customer(2)]
    events = [
        event("purchase", "2026-06-01", 1, amount=Decimal(5)),
        event("purchase", "2026-06-15", 2, amount=Decimal(6)),
    ]
    assert keys(Enters("best"), told, events, derived=derived) == ["enters best:2026-06-15"]
    assert keys(Leaves("best"), told, events, derived=derived) == ["leaves best:2026-06-15"]


def test_the_day_before_has_its_own_parameters() -> None:
    changed = {"gold": DatedParameter("gold", ((date.min, 9), (date(2026, 6, 15), 5)))}
    rich = Segment("rich", Compare("points", Operator.AT_LEAST, Parameter("gold")))
    found = keys(Enters("rich"), [customer(points=7)], derived=(rich,), parameters=changed)
    assert found == ["enters rich:2026-06-15"]
    first = {"gold": DatedParameter("gold", ((date(2026, 6, 15), 5),))}
    assert keys(Enters("rich"), [customer(points=7)], derived=(rich,), parameters=first) == []


@pytest.mark.parametrize(
    ("levels", "passed"),
    [
        ((2,), ["visits:2:2026-06-15"]),
        ((1, 2, 3, 2), ["visits:2:2026-06-15"]),
        (("1.5", 2), ["visits:1.5:2026-06-15", "visits:2:2026-06-15"]),
        ((3,), []),
        ((1,), []),
    ],
)
def test_a_number_reaches_levels(levels: tuple[Any, ...], passed: list[str]) -> None:
    trigger = Crosses("visits", tuple(Decimal(level) for level in levels))
    assert keys(trigger, events=[NOW, KEPT], derived=(VISITS,)) == passed


def test_a_number_falls_below_a_level() -> None:
    falls = Crosses("visits", (Decimal(2), Decimal(1)), Direction.FALLS_BELOW)
    found = keys(falls, events=[DROPPED, KEPT], derived=(VISITS,))
    assert found == ["visits:2:2026-06-15"]
    assert keys(falls, events=[NOW, KEPT], derived=(VISITS,)) == []


def test_a_number_that_was_missing_may_reach_but_not_fall() -> None:
    mark = Measure("mark", Aggregate.AVERAGE, "visit", Type.NUMBER, "quantity", within=Span(7))
    came = [event("visit", "2026-06-15", quantity=2)]
    gone = [event("visit", "2026-06-07", quantity=2)]
    level = (Decimal(2),)
    assert keys(Crosses("mark", level), events=came, derived=(mark,)) == ["mark:2:2026-06-15"]
    for direction in Direction:
        assert keys(Crosses("mark", level, direction), events=gone, derived=(mark,)) == []


def test_a_level_has_the_value_of_the_day() -> None:
    changed = {"gold": DatedParameter("gold", ((date.min, 1), (date(2026, 6, 15), 2)))}
    found = keys(
        Crosses("visits", (Parameter("gold"),)),
        events=[NOW, KEPT],
        derived=(VISITS,),
        parameters=changed,
    )
    assert found == ["visits:2:2026-06-15"]
