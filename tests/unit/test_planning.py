"""A business and a date become literals: what is due, for whom, and until when."""
# ruff: noqa: DTZ001 - moments are naive

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from careplay.businesses import find
from careplay.faults import ParameterError
from careplay.model.business import Business, Person
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Known,
    NoneOf,
    Not,
    OneOf,
    Operator,
    Today,
)
from careplay.model.facts import Aggregate
from careplay.model.rules import Rule
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Every,
    Happens,
    Holiday,
    OfEvent,
    OfFact,
    Period,
    SolarTerm,
    Trigger,
)
from careplay.model.types import Parameter, Span, Type, Unit
from careplay.pipeline.examining import examine
from careplay.planning import Plan, describe, plan
from careplay.planning.action_steps import HoursAfterEvent
from careplay.planning.clock import clock_on, led_to, repeated, starts
from careplay.planning.conditions import in_flat_literals
from careplay.planning.fact_steps import Facts
from careplay.planning.passes.drop_known import drop_known
from careplay.planning.passes.flatten import flatten
from careplay.planning.probes import Always, Dated, Happened, Kept, Listed, Stepped, Yearly
from careplay.planning.reasons import reasons, wants

SMALL = Path(__file__).parents[1] / "cases" / "plans" / "small"
DAY = date(2026, 10, 31)
PEOPLE = (
    Person("a1", "王芳", "adviser", "east", absent_from=date(2026, 10, 30), successor="a2"),
    Person("a2", "李强", "adviser", "east"),
    Person("m1", "赵敏", "manager", "east"),
    Person("m2", "钱进", "manager", "west"),
    Person("m3", "孙丽", "manager"),
)

A, B, C = (Compare(name, Operator.EQUAL, name) for name in ("a", "b", "c"))


@pytest.fixture(scope="module")
def small() -> Business:
    (folder,) = find(SMALL)
    business = examine(folder).business
    assert business is not None
    return business


def planned(business: Business, trigger: Trigger, day: date = DAY) -> Plan:
    """The plan of the first rule alone, with another trigger."""
    rule: Rule = replace(business.rules[0], trigger=trigger, condition=AllOf(()))
    return plan(replace(business, rules=(rule,)), day, PEOPLE)


def test_the_plan_of_a_small_shop_reads_well(
    small: Business, golden: Callable[[Path, str], None]
) -> None:
    golden(SMALL / "plan.txt", describe(plan(small, DAY, PEOPLE)))


def test_rules_not_due_are_left_out(small: Business) -> None:
    assert [rule.id for rule in plan(small, DAY, PEOPLE).rules] == [
        "birthday", "aircon", "quiet", "regulars", "stocktaking",
    ]  # fmt: skip


def test_a_rule_past_its_last_day_is_left_out(small: Business) -> None:
    rule = replace(small.rules[0], valid_until=date(2026, 10, 30))
    assert plan(replace(small, rules=(rule,)), DAY).rules == ()


def test_a_parameter_without_a_value_yet_is_told(small: Business) -> None:
    with pytest.raises(ParameterError, match='"gold" has no value on 2024-12-31'):
        plan(small, date(2024, 12, 31))


def test_only_the_facts_that_due_rules_need_are_planned(small: Business) -> None:
    facts = planned(small, Every(Period.DAY)).facts
    assert facts == Facts(("name", "phone", "owner", "store"), (), ())


def test_the_day_before_is_planned_only_where_a_rule_looks_back(small: Business) -> None:
    columns = {str(step.column) for step in plan(small, DAY).facts.measured}
    assert columns == {"spend_12m", "last_visit", "last_visit@1", "last visit #1"}


def test_a_parameter_has_the_value_of_the_date(small: Business) -> None:
    (match,) = (each for each in plan(small, DAY).matches if each.rule == 1)
    assert Compare("spend_12m", Operator.AT_LEAST, Decimal(5000)) in _parts(match.condition)


def test_a_window_of_months_becomes_two_dates(small: Business) -> None:
    (spend,) = (s for s in plan(small, DAY).facts.measured if s.aggregate is Aggregate.SUM)
    assert (spend.since, spend.until) == (date(2025, 10, 31), DAY)


def test_days_after_an_event_are_counted_back(small: Business) -> None:
    trigger = After(OfEvent("visit"), Span(7))
    (occasion,) = planned(small, trigger).occasions
    probe = occasion.probe
    assert isinstance(probe, Happened)
    assert probe.days == Listed((date(2026, 10, 24),))


def test_months_after_the_end_of_a_month_have_several_starts(small: Business) -> None:
    trigger = After(OfFact("birthday"), Span(1, Unit.MONTHS))
    (occasion,) = planned(small, trigger, date(2026, 2, 28)).occasions
    starts_ = tuple(date(2026, 1, day) for day in (28, 29, 30, 31))
    assert isinstance(occasion.probe, Dated)
    assert occasion.probe.days == Listed(starts_)


def test_a_month_after_a_31st_is_never_due_on_a_day_no_month_leads_to(small: Business) -> None:
    assert not planned(small, After(OfFact("birthday"), Span(1, Unit.MONTHS)), DAY).rules[1:]


def test_a_leap_day_birthday_is_kept_on_28_february(small: Business) -> None:
    (occasion,) = planned(small, Anniversary(OfFact("birthday")), date(2026, 2, 28)).occasions
    assert isinstance(occasion.probe, Kept)
    assert occasion.probe.solar == Yearly(((2, 28), (2, 29)), 2026)


def test_lunar_birthdays_become_the_dates_on_which_they_may_be_written(small: Business) -> None:
    (occasion,) = planned(small, Anniversary(OfFact("birthday")), DAY).occasions
    assert isinstance(occasion.probe, Kept)
    assert isinstance(occasion.probe.lunar, Listed)
    # 2026-10-31 is the 22nd of the ninth lunar month, as was 1990-11-08.
    assert date(1990, 11, 8) in occasion.probe.lunar.dates


def test_an_absence_that_repeats_without_end_is_a_step(small: Business) -> None:
    (occasion,) = planned(small, Absent("visit", Span(60), Span(30))).occasions
    assert isinstance(occasion.probe, Dated)
    assert occasion.probe.days == Stepped(date(2026, 9, 1), 30)


def test_an_absence_is_followed_no_further_back_than_it_may_lie(small: Business) -> None:
    (step,) = planned(small, Absent("visit", Span(60), Span(30), 2)).facts.measured
    assert step.since == date(2026, 7, 3)


def test_an_absence_in_months_is_listed(small: Business) -> None:
    trigger = Absent("visit", Span(2, Unit.MONTHS), Span(1, Unit.MONTHS), 1)
    (occasion,) = planned(small, trigger, date(2026, 10, 15)).occasions
    assert isinstance(occasion.probe, Dated)
    assert occasion.probe.days == Listed((date(2026, 7, 15), date(2026, 8, 15)))


def test_months_from_which_no_day_leads_to_the_date_end_no_endless_absence(
    small: Business,
) -> None:
    month = Span(1, Unit.MONTHS)
    found = repeated(month, month, clock_on(small, date(2026, 5, 31)))
    one_by_one = {
        start
        for back in range(1, 24)
        for day in starts(date(2026, 5, 31), back, Unit.MONTHS, clock_on(small, DAY))
        for start in starts(day, 1, Unit.MONTHS, clock_on(small, DAY))
    }
    assert date(2025, 12, 31) in one_by_one  # from where a month leads to a 31st, and four more
    assert one_by_one <= {*found}


def test_endless_steps_of_working_days_agree_with_steps_one_by_one(small: Business) -> None:
    clock = clock_on(small, date(2026, 10, 30))
    again = Span(5, Unit.WORKING_DAYS)
    found = repeated(Span(0), again, clock)
    one_by_one = {
        start
        for times in range(1, 4)
        for start in starts(clock.day, 5 * times, Unit.WORKING_DAYS, clock)
    }
    assert {day for day in found if day > date(2026, 10, 1)} <= one_by_one
    assert one_by_one <= set(found)


def test_before_in_working_days_leads_to_every_day_until_the_next_working_day(
    small: Business,
) -> None:
    friday = clock_on(small, date(2026, 11, 20))
    before = Span(1, Unit.WORKING_DAYS)
    assert led_to(before, friday) == tuple(date(2026, 11, day) for day in (21, 22, 23))


def test_two_festivals_on_one_day_are_two_occasions(small: Business) -> None:
    trigger = Holiday(("mid_autumn", "national_day"))
    found = planned(small, trigger, date(2020, 10, 1)).occasions
    assert {occasion.key[0] for occasion in found} == {
        "mid_autumn:2020-10-01", "national_day:2020-10-01",
    }  # fmt: skip


def test_no_festival_or_term_is_due_beyond_the_calendars(small: Business) -> None:
    far = Span(1200, Unit.MONTHS)
    for trigger in (Holiday(("spring_festival",), far), SolarTerm(("start_of_winter",), far)):
        assert planned(small, trigger).rules == ()


def test_rules_with_one_trigger_share_its_occasion(small: Business) -> None:
    twice = (small.rules[0], replace(small.rules[0], id="again"))
    made = plan(replace(small, rules=twice), DAY)
    assert (len(made.occasions), len(made.matches)) == (1, 2)


def test_working_days_until_due_are_counted(small: Business) -> None:
    due = [each.due for each in plan(small, DAY, PEOPLE).schedule]
    assert due[1] == datetime(2026, 11, 3, 23, 59)


def test_hours_until_due_wait_for_the_event(small: Business) -> None:
    action = replace(
        small.rules[0].actions[0],
        due=replace(small.rules[0].actions[0].due, span=Span(24, Unit.HOURS)),
    )
    rule = replace(small.rules[0], trigger=Happens("visit"), actions=(action,))
    assert plan(replace(small, rules=(rule,)), DAY).schedule[0].due == HoursAfterEvent(24, DAY)


def test_who_is_absent_is_stood_in_for(small: Business) -> None:
    turns = [turn for each in plan(small, DAY, PEOPLE).schedule for turn in each.turns]
    own = {turn.acting for turn in turns if turn.fact is not None}
    assert own == {(("a1", "a2"),)}


def test_stores_are_told_beforehand(small: Business) -> None:
    said = plan(small, DAY, PEOPLE).announced
    assert [(each.key, each.owner) for each in said] == [
        ("month:2026-10-31@east", "m1"), ("month:2026-10-31@west", "m2"),
    ]  # fmt: skip


def test_a_day_given_by_the_calendar_asks_no_customer(small: Business) -> None:
    assert [each.probe for each in planned(small, Every(Period.DAY)).occasions] == [Always()]


def test_number_operands_keep_to_the_digits_of_the_fact(small: Business) -> None:
    clock = clock_on(small, DAY)
    asked = (
        Compare("spend", Operator.MORE, Decimal("1.005")),
        Compare("spend", Operator.AT_LEAST, Decimal("1.005")),
        Compare("spend", Operator.EQUAL, Decimal("1.005")),
    )
    assert [in_flat_literals(each, {"spend": Type.MONEY}, clock) for each in asked] == [
        Compare("spend", Operator.MORE, Decimal("1.00")),
        Compare("spend", Operator.AT_LEAST, Decimal("1.01")),
        OneOf("spend", ()),
    ]


def test_today_and_parameters_become_literals(small: Business) -> None:
    clock = clock_on(small, DAY)
    types = {"seen": Type.MOMENT, "spend": Type.INTEGER}
    since = Compare("seen", Operator.AT_LEAST, Today(Span(30, negative=True)))
    gold = Compare("spend", Operator.AT_LEAST, Parameter("gold"))
    assert in_flat_literals(AllOf((since, gold)), types, clock) == AllOf(
        (
            Compare("seen", Operator.AT_LEAST, date(2026, 10, 1)),
            Compare("spend", Operator.AT_LEAST, Decimal(5000)),
        )
    )


def test_flatten_joins_groups_and_asks_nothing_twice() -> None:
    nested = AllOf((AllOf((A, B)), AnyOf((AnyOf((B, C)),)), A, Not(Not(C))))
    assert flatten(nested) == AllOf((A, B, AnyOf((B, C)), C))


def test_flatten_keeps_what_blocks_apart() -> None:
    assert flatten(NoneOf((AnyOf((A, B)), AllOf((B, C))))) == NoneOf((A, B, AllOf((B, C))))


def test_what_is_compared_need_not_be_known_first() -> None:
    assert drop_known(AllOf((A, Known("a"), Known("b")))) == AllOf((A, Known("b")))


def test_a_fact_is_wanted_where_it_was_first_asked_for() -> None:
    asked = AllOf((Known("a"), Known("b"), A))
    assert [want.fact for want in wants(drop_known(asked))] == ["a", "b"]


def test_a_part_of_any_decides_where_it_is_true() -> None:
    told = reasons(AllOf((A, AnyOf((B, C)), Known("d"))), "")
    assert [(each.fact, each.guard) for each in told] == [("a", AllOf(())), ("b", B), ("c", C)]


def test_the_occasions_own_fact_is_not_repeated() -> None:
    assert [each.fact for each in reasons(AllOf((A, B)), "a")] == ["b"]


def test_what_blocks_wants_nothing() -> None:
    assert [want.fact for want in wants(AllOf((A, NoneOf((B,)), Not(C))))] == ["a", "c"]


def _parts(condition: object) -> tuple[object, ...]:
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        return tuple(part for each in condition.parts for part in (each, *_parts(each)))
    return ()
