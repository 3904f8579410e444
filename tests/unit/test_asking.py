"""Who is asked by the package, what of, and in how many passes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from careplay.engines.durable.programme import CustomerValues
from careplay.engines.durable.tables import asking, matched, ranking
from careplay.engines.durable.tables.ranking import Pass
from careplay.engines.sql import carrying
from careplay.engines.sql.kept import kept
from careplay.model.business import Business
from careplay.model.conditions import AllOf, AnyOf, Compare, Operator
from careplay.model.facts import Decision, DecisionRow, Derived, Hit, Segment, Tier
from careplay.model.limits import Consent, Limits
from careplay.model.rules import Category
from careplay.model.triggers import After, Happens, OfFact, Trigger
from careplay.model.types import Span, Type, Unit
from careplay.planning import Plan, plan
from careplay.planning.steps import Reason
from careplay.sources.memory import in_memory
from hand import DAILY, TODAY, Values, customer, event, rule, world

SHARES = (("high", Decimal("0.5")), ("low", Decimal("0.5")))
WEDDING = After(OfFact("wedding"), Span(1, Unit.DAYS))


def planned(business: Business) -> tuple[Plan, tuple[Pass, ...]]:
    made = ranking.merged(plan(business, TODAY))
    return made, tuple(ranking.passes(made, kept(matched.with_guard_columns(made))))


def points(name: str, of: str = "points") -> Decision:
    """A table that answers two to those with more than five, else one."""
    many = DecisionRow("many", Compare(of, Operator.MORE, 5), 2)
    return Decision(name, name, Type.INTEGER, Hit.FIRST, (many,), 1)


def asks(fact: str, value: str) -> AllOf:
    return AllOf((Compare(fact, Operator.EQUAL, value),))


def test_ranks_of_told_numbers_need_one_pass() -> None:
    tier = Tier("tier", "points", SHARES)
    _, passes = planned(world(rule(condition=asks("tier", "high")), derived=(tier,)))
    assert [each.programme.names for each in passes] == [("tier",)]


def test_a_rank_of_a_concluded_number_needs_a_pass_before() -> None:
    second = Decision(
        "second",
        "second",
        Type.INTEGER,
        Hit.FIRST,
        (DecisionRow("high", asks("tier", "high"), 9),),
        3,
    )
    derived: tuple[Derived, ...] = (
        points("first"),
        Tier("tier", "first", SHARES),
        second,
        Tier("last", "second", SHARES),
    )
    _, passes = planned(world(rule(condition=asks("last", "low")), derived=derived))
    told = [(each.programme.names, each.programme.concluded) for each in passes]
    assert told == [
        (("points",), ("first",)),
        (("points", "tier"), ("second",)),
        (("points", "tier", "last"), ()),
    ]


def test_a_date_that_a_table_answers_is_asked_for_before_occasions_are_looked_for() -> None:
    many = DecisionRow("many", Compare("points", Operator.MORE, 5), date(2026, 6, 14))
    answers = Decision("chosen", "chosen", Type.DATE, Hit.FIRST, (many,), None)
    after = After(OfFact("chosen"), Span(1, Unit.DAYS))
    _, passes = planned(world(rule(after), derived=(answers,)))
    told = [(each.programme.names, each.programme.concluded) for each in passes]
    assert told == [(("points",), ("chosen",)), (("points", "#occasion 1"), ("chosen",))]


def test_of_facts_that_nothing_later_asks_for_careplay_is_told_nothing() -> None:
    big, rich = Segment("big", Compare("points", Operator.MORE, 5)), points("rich")
    condition = AnyOf((Compare("big", Operator.EQUAL, value=True), asks("level", "A")))
    _, (only,) = planned(world(rule(condition=condition), derived=(big, rich)))
    assert only.programme.concluded == ("big",)  # a reason tells it


PEOPLE = [customer(key, wedding=TODAY.replace(day=14 if key == 2 else 1)) for key in range(4)]
BOUGHT = event("purchase", TODAY.isoformat(), 3)


def asked(business: Business) -> list[str]:
    """The customers of four that are asked: one married yesterday, one has bought."""
    return sorted(subject.key for subject in subjects(business, PEOPLE, [BOUGHT]))


def subjects(
    business: Business, people: Sequence[Values], events: Sequence[Values]
) -> list[CustomerValues]:
    made, (only,) = planned(business)
    loaded = in_memory(business, people, events, connection=duckdb.connect())
    for each in (
        asking.hits(made, "events"),
        asking.customers_to_ask(made, only, "customers", "events", ()),
        asking.found_occasions(made) if only.programme.events else None,
    ):
        carrying.run(each, loaded.connection)
    pages = asking.pages(only.programme, loaded.connection)
    return [subject for page in pages for subject in page]


@pytest.mark.parametrize(
    ("triggers", "keys"),
    [
        ((WEDDING,), ["2"]),
        ((Happens("purchase"),), ["3"]),
        ((WEDDING, Happens("purchase")), ["2", "3"]),
        ((WEDDING, DAILY), ["0", "1", "2", "3"]),
    ],
)
def test_who_cannot_have_an_occasion_is_not_asked(
    triggers: tuple[Trigger, ...], keys: list[str]
) -> None:
    rules = (rule(each, id=f"r{number}") for number, each in enumerate(triggers))
    assert asked(world(*rules)) == keys


def test_what_the_limits_ask_is_asked_of_everybody() -> None:
    limits = Limits(consents=(Consent(Category.CARE, "active"),))
    assert asked(world(rule(WEDDING), limits=limits)) == ["0", "1", "2", "3"]


def test_events_of_one_key_come_the_least_first_whatever_the_condition_on_them() -> None:
    hours = ("11:00", "09:00", "10:00", "10:00", "10:00")
    told = [
        event("purchase", f"{TODAY} {hour}", 1, key_="k", amount=amount)
        for hour, amount in zip(hours, (1, 2, None, Decimal(5), 4), strict=True)
    ]
    asks = Compare("amount", Operator.MORE, 4)
    (subject,) = subjects(world(rule(Happens("purchase", asks))), [customer(1)], told)
    assert [each.values for each in subject.events] == [(2,), (4,), (5,), (None,), (1,)]
    assert [each.hit for each in subject.events] == [1, 2, 3, 4, 5]
    assert {(each.search, each.key) for each in subject.events} == {(0, "purchase:k")}


def test_alike_guards_are_one_column_and_told_where_they_hold() -> None:
    rich, loyal = Compare("points", Operator.MORE, 5), asks("level", "A")
    rules = [rule(id=name, condition=AnyOf((rich, loyal))) for name in ("r1", "r2")]
    made, _ = planned(world(*rules))
    assert [*matched.guards_of(made).values()] == [1, 2]
    reasons = [each.reasons for each in matched.with_guard_columns(made).matches]
    says = [Compare(f"#guard {number}", Operator.EQUAL, value=True) for number in (1, 2)]
    assert reasons == [(Reason("points", says[0]), Reason("level", says[1]))] * 2
