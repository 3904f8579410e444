"""The shipped businesses: clean, and busy, each rule having its day in 2026."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

BUSY = Path(__file__).parent / "cases" / "busy"
"""By business the days on which its rules are asked first, each with the rules that have
something to do on it; ``--accept`` looks for them anew."""


@cache
def examined(name: str) -> Examined:
    (found,) = examine_all([ROOT / "playbooks" / name])
    return found


def business(name: str) -> Business:
    found = examined(name).business
    assert found is not None
    return found


# That a case is started twice, waits for weeks, has a plan too late, or that no car comes a
# second time, a story tells: the made data have none.
TOLD_BY_STORIES = (
    f".{REPEATED}", ".after.2", ".travelling.after.1", ".at_most", ".replanned",
    "order_wait.again",
)  # fmt: skip


def busy_days(name: str) -> dict[date, set[str]]:
    """The days on which rules are known to have something to do, each with those rules."""
    lines = (BUSY / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    told = (line.split() for line in lines)
    return {date.fromisoformat(f"2026-{day}"): set(rules) for day, *rules in told}


def leaps() -> Iterator[date]:
    """Every day of 2026, by leaps, so that few need be run."""
    return (date(2026, 1, 1) + timedelta((step * 73 + step // 5) % 365) for step in range(365))


def rules_of(shop: Business) -> set[str]:
    return {rule.id for rule in shop.rules if not rule.id.endswith(TOLD_BY_STORIES)}


@contextmanager
def asking(shop: Business) -> Iterator[Callable[[date, set[str]], set[str]]]:
    """Which of some rules have something to do on a day.

    Limits are left out: they hold back what rules ask for, and half a day's work is theirs.
    """
    with connect() as connection:
        loaded = load_tables(shop, customers=None, events=None, connection=connection)

        def asked(day: date, names: set[str]) -> set[str]:
            rules = tuple(rule for rule in shop.rules if rule.id in names)
            only = replace(shop, rules=rules, limits=Limits())
            outcome = whole.run(engines.engine("duckdb"), only, day, loaded)
            found = connection.execute(f"SELECT DISTINCT rule FROM {outcome.relation}")
            return {rule for (rule,) in found.fetchall()} & names

        yield asked


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_wrong_with_its_playbooks(name: str) -> None:
    assert examined(name).diagnostics == ()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_has_something_to_do_on_some_day_of_2026(
    name: str, request: pytest.FixtureRequest
) -> None:
    anew = request.config.getoption("--accept")
    shop, known = business(name), busy_days(name)
    idle = rules_of(shop)
    busy: dict[date, set[str]] = {}
    with asking(shop) as asked:
        for day in dict.fromkeys((*known, *leaps())):
            wanted = idle if anew else idle & known.get(day, idle)
            if wanted:
                busy[day] = asked(day, wanted)
                idle -= busy[day]
    assert idle == set()
    if anew:
        (BUSY / f"{name}.txt").write_text("".join(map(told_day, sorted(busy.items()))), "utf-8")


def told_day(busy: tuple[date, set[str]]) -> str:
    day, rules = busy
    return f"{day:%m-%d} {' '.join(sorted(rules))}\n" if rules else ""


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
    rules = rules_of(found.business)
    with asking(found.business) as asked:
        assert asked(date.fromisoformat(START), rules) == rules


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
