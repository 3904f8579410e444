"""What no event of the data can have given is not planned."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import careplay
from careplay.engines.sql.statements import looking
from careplay.meaning.days import Late
from careplay.model.business import Business
from careplay.planning import Plan, plan
from careplay.planning.possible import EventDays
from careplay.planning.probes import Happened, Listed, Standing
from careplay.planning.recall import Before

SHOP = Path(__file__).parents[2] / "playbooks" / "appliance_store"
DAY = date(2026, 11, 21)


@cache
def shop() -> Business:
    return careplay.load(SHOP)


def planned(days: EventDays | None, before: Before | None = None) -> Plan:
    return plan(shop(), DAY, (), before or Before(), days)


def events_of(made: Plan, kind: type[Happened | Standing]) -> set[str]:
    probes = (each.probe for each in made.occasions)
    return {each.event for each in probes if isinstance(each, kind)}


def begun(made: Plan) -> set[str]:
    return {each.column.fact for each in made.records if each.begun}


def test_where_the_data_are_not_known_all_is_planned() -> None:
    assert events_of(planned(None), Happened) >= {"purchase", "visit"}
    assert begun(planned(None)) == set(shop().flows)


def test_without_an_event_nothing_of_events_is_left() -> None:
    made = planned({})
    assert events_of(made, Happened) | events_of(made, Standing) == set()
    assert begun(made) == set()
    assert made.occasions  # birthdays need none
    sql = looking(made, "customers", "events")
    assert [each for each in sql.records if "fold " in str(each)] == []


def test_an_event_is_looked_for_on_the_days_that_have_one() -> None:
    whole = (each.probe for each in planned(None).occasions)
    listed = (each for each in whole if isinstance(each, Happened) and not each.attribute)
    asked = next(each for each in listed if isinstance(each.days, Listed))
    day = next(iter(asked.days.dates)) if isinstance(asked.days, Listed) else DAY
    there = planned({asked.event: {day}})
    assert asked in [each.probe for each in there.occasions]
    away = planned({asked.event: {day + timedelta(days=1000)}})
    assert asked not in [each.probe for each in away.occasions]


def test_what_came_in_late_is_looked_for_on_any_day() -> None:
    late = Before(DAY - timedelta(days=1), earlier=True, late=DAY - timedelta(days=9))
    whole = (each.probe for each in planned(None, late).occasions)
    late_ones = (each for each in whole if isinstance(each, Happened) and each.late is Late.TOO)
    asked = {each.event for each in late_ones}
    long_ago = {each: {date(2020, 1, 1)} for each in asked}
    assert asked
    assert events_of(planned(long_ago, late), Happened) >= asked


def test_a_case_may_stand_as_soon_as_any_event_of_its_flow_is_there() -> None:
    flow = shop().flows["complaint"]
    made = planned({flow.types()[-1]: {date(2020, 1, 1)}})
    assert begun(made) == {"complaint"}
    assert events_of(made, Standing) == {"complaint"}


def test_what_is_open_is_held_against_records_that_are_none() -> None:
    """Settling asks the table of the cases and stays, whatever there is to ask of it."""
    sql = looking(planned({}), "customers", "events")
    assert ["records" in str(each) for each in sql.records] == [True]
