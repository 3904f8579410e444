"""The shipped businesses: clean, and busy, each rule having its day in 2026."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from careplay import engines
from careplay.commands.new import START
from careplay.engines import whole
from careplay.language.lowering.flows.repeated import REPEATED
from careplay.model.business import Business
from careplay.model.conditions import facts_of
from careplay.model.limits import Limits
from careplay.model.rules import Action, Category, Text, Verb
from careplay.model.triggers import Stands
from careplay.pipeline.examining import Examined, examine_all
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.starter import starter_files

ROOT = Path(__file__).parents[1]
SHIPPED = ("appliance_store", "home_textiles", "car_dealership", "hotel", "wealth_advisory")

# On these days together each rule has something to do; found by trying, and tried first.
BUSY_DAYS = {
    "appliance_store": (
        "01-02 01-05 01-10 01-11 01-18 01-22 01-31 02-04 02-14 02-16 02-21 03-02 03-15 03-30 "
        "04-17 04-28 05-06 05-27 06-08 06-11 06-19 07-25 08-11 08-12 08-21 08-28 09-02 09-12 "
        "09-24 10-18 10-20 10-21 11-01 11-05 11-07 11-19 12-01 12-20"
    ),
    "home_textiles": (
        "01-03 01-05 01-06 01-10 01-31 02-16 02-17 03-15 03-20 04-13 05-05 05-06 05-10 05-27 "
        "06-03 06-17 06-24 07-03 07-10 07-21 07-31 08-08 08-14 08-15 08-22 09-10 09-11 09-20 "
        "09-24 09-25 10-20 11-04 11-07 11-16 12-01 12-15 12-24"
    ),
    "car_dealership": (
        "01-05 01-07 01-10 01-15 01-31 02-02 02-07 02-08 02-10 02-11 02-14 02-16 02-28 03-02 "
        "03-03 03-04 03-10 05-09 05-15 05-16 05-31 06-07 06-18 07-18 08-04 11-01 11-10 12-04"
    ),
    "hotel": (
        "01-06 01-10 01-15 01-31 02-02 02-16 02-23 02-25 03-06 03-10 03-19 05-15 06-18 09-12 "
        "10-24"
    ),
    "wealth_advisory": (
        "01-05 01-07 01-10 01-15 01-20 01-31 02-02 02-10 02-16 03-03 03-10 04-03 04-14 04-21 "
        "05-11 05-14 05-15 06-18 07-04 11-01"
    ),
}


@cache
def examined(name: str) -> Examined:
    (found,) = examine_all([ROOT / "playbooks" / name])
    return found


def business(name: str) -> Business:
    found = examined(name).business
    assert found is not None
    return found


def days(name: str) -> Iterator[date]:
    """Every day of 2026: the busy ones first, then by leaps, so that few need be run."""
    busy = [date.fromisoformat(f"2026-{day}") for day in BUSY_DAYS[name].split()]
    leaps = (date(2026, 1, 1) + timedelta((step * 73 + step // 5) % 365) for step in range(365))
    yield from dict.fromkeys((*busy, *leaps))


def idle_rules(shop: Business, on: Iterable[date]) -> set[str]:
    """The rules that had nothing to do on any of the days; each is asked until it had.

    Limits are left out: they hold back what rules ask for, and half a day's work is theirs.
    """
    # That a case is started twice, or waits for weeks, a story tells: the made data have none.
    told = (f".{REPEATED}", ".after.2")
    idle = {rule.id for rule in shop.rules if not rule.id.endswith(told)}
    with connect() as connection:
        loaded = load_tables(shop, customers=None, events=None, connection=connection)
        for day in on:
            rules = tuple(rule for rule in shop.rules if rule.id in idle)
            asked = replace(shop, rules=rules, limits=Limits())
            outcome = whole.run(engines.engine("duckdb"), asked, day, loaded)
            found = connection.execute(
                f"SELECT DISTINCT rule FROM {outcome.relation}"
            ).fetchall()
            idle -= {rule for (rule,) in found}
            if not idle:
                break
    return idle


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_wrong_with_its_playbooks(name: str) -> None:
    assert examined(name).diagnostics == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_has_something_to_do_on_some_day_of_2026(name: str) -> None:
    assert idle_rules(business(name), days(name)) == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_its_data_hold_a_handful_of_faults(name: str) -> None:
    with connect() as connection:
        loaded = load_tables(business(name), customers=None, events=None, connection=connection)
        assert (len(loaded.faults), loaded.counts.faults) == (13, 13)


@pytest.mark.parametrize(
    ("name", "rule", "day"),
    [
        ("appliance_store", "use_callback", date(2026, 11, 1)),
        ("home_textiles", "use_call", date(2026, 5, 7)),
    ],
)
def test_outcomes_in_the_data_are_of_actions_that_were_asked_for(
    name: str, rule: str, day: date
) -> None:
    with connect() as connection:
        loaded = load_tables(business(name), customers=None, events=None, connection=connection)
        outcome = whole.run(engines.engine("duckdb"), business(name), day, loaded)
        (met,) = connection.execute(
            f"SELECT count(*) FROM {outcome.relation} AS found WHERE rule = '{rule}'"
            " AND EXISTS (FROM events WHERE events.action = found.action_id)"
        ).fetchone() or (0,)
    assert met >= 1


def test_the_businesses_use_every_kind_of_trigger() -> None:
    kinds = Counter(
        type(rule.trigger).__name__ for name in SHIPPED for rule in business(name).rules
    )
    assert set(kinds) == {
        "Absent", "After", "Anniversary", "Crosses", "Enters", "Every", "Happens", "Holiday",
        "Leaves", "SolarTerm", "Stands",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_business_is_clean_and_every_rule_works_on_its_first_day(
    language: str, tmp_path: Path
) -> None:
    for name, text in starter_files(language).items():
        file = tmp_path / "shop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (found,) = examine_all([tmp_path / "shop"])
    assert found.diagnostics == ()
    assert found.business is not None
    assert idle_rules(found.business, [date.fromisoformat(START)]) == set()


# What the decks forbid: nothing for sale in a greeting, nothing new in a season tip.
UNWELCOME = {
    Category.HOLIDAY: ("活动", "优惠", "促销", "折扣", "会员", "新品", "到店"),
    Category.BIRTHDAY: ("活动", "优惠", "促销", "折扣", "会员", "新品", "到店"),
    Category.SEASON: ("新品", "新款", "上市", "优惠", "促销", "折扣"),
}


def actions() -> Iterator[tuple[str, Action]]:
    for name in SHIPPED:
        for rule in business(name).rules:
            yield from ((rule.id, action) for action in rule.actions)


def words(text: Text) -> str:
    return "".join(piece for piece in text if isinstance(piece, str))


def test_every_call_has_a_reason_the_customer_would_accept() -> None:
    assert not [
        rule
        for name in SHIPPED
        for rule in business(name).rules
        for action in rule.actions
        if action.verb is Verb.CALL
        and not action.reason
        and not isinstance(rule.trigger, Stands)
    ]


def test_greetings_and_season_tips_sell_nothing() -> None:
    assert not [
        (rule, word)
        for rule, action in actions()
        for word in UNWELCOME.get(action.category, ())
        if word in words(action.text)
    ]


def test_sales_messages_ask_for_consent() -> None:
    asked = {
        rule.id: "accepts_promo" in facts_of(rule.condition)
        or any(each.category is Category.SALES for each in business(name).limits.consents)
        for name in SHIPPED
        for rule in business(name).rules
        if any(action.category is Category.SALES for action in rule.actions)
    }
    assert asked
    assert all(asked.values())
