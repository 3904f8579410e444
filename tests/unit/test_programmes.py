"""A plan as a programme: which names are sent, what is asked, and how it is decided."""
# ruff: noqa: DTZ001 - moments are naive

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from careplay.engines.durable.deciding.answering import deciding
from careplay.engines.durable.deciding.customers import Customers
from careplay.engines.durable.deciding.numbering import renamed
from careplay.engines.durable.deciding.programmes import guards, programme, searches
from careplay.engines.durable.judging.judge import Judge
from careplay.engines.durable.judging.plainly import PlainJudge
from careplay.engines.durable.programme import (
    Answer,
    CustomerValues,
    OccasionEvent,
    Programme,
    Questions,
)
from careplay.engines.durable.tasks import ItemName
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    TextCompare,
    TextOperator,
)
from careplay.model.facts import (
    Aggregate,
    Decision,
    DecisionRow as TableRow,
    Hit,
    Measure,
    Segment,
)
from careplay.model.limits import Limits, Mode
from careplay.model.rules import Audience
from careplay.model.triggers import (
    After,
    Crosses,
    Direction,
    Enters,
    Happens,
    Leaves,
    OfEvent,
    OfFact,
    Stands,
)
from careplay.model.types import Span, Type
from careplay.planning import Plan, plan
from hand import TODAY, rule, world

AT = datetime(2026, 6, 15, 12)
VISITS = Measure("visits", Aggregate.COUNT, "visit", Type.INTEGER)
OFTEN = Segment("often", Compare("visits", Operator.AT_LEAST, 2))
LOVED = Segment(
    "loved", AllOf((Compare("often", Operator.EQUAL, value=True), Not(Missing("name"))))
)
GOLD = Compare("level", Operator.EQUAL, "A")
RICH = Compare("points", Operator.AT_LEAST, 5)
GIFT = Compare("gift", Operator.EQUAL, value=True)
COLUMNS = ("name", "level", "points", "visits", "visits@1", "#occasion 1")


def made(business: Business, told: Sequence[str] = ()) -> Programme:
    return programme(plan(business, TODAY), COLUMNS, told)


def asking(condition: Condition) -> Programme:
    """A programme of one rule of every day."""
    return made(world(rule(condition=condition)))


def one(answer: Answer) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """The matches and the wants of the only thing given."""
    (given,) = answer.given
    return given.matches, given.wants


def decided(
    asked: Programme, known: Row, *events: OccasionEvent, judge: Judge | None = None
) -> Answer:
    values = tuple(known.get(name) for name in asked.names)
    return deciding(asked, judge or PlainJudge())(CustomerValues(7, "c1", values, events))


@dataclass
class Counting:
    """Plain, which takes down what it is asked."""

    failed: list[Row] = field(default_factory=list)
    held: list[Questions] = field(default_factory=list)

    def holding(self, questions: Questions, row: Row) -> frozenset[int]:
        self.held.append(questions)
        return PlainJudge().holding(questions, row)

    def failing(self, questions: Questions, row: Row) -> frozenset[int]:
        self.failed.append(row)
        return PlainJudge().failing(questions, row)


def test_only_names_that_are_asked_for_are_sent_in_their_order() -> None:
    asked = asking(AllOf((RICH, GOLD)))
    assert asked.names == ("level", "points")
    assert asked.types == {"level": Type.CHOICE, "points": Type.INTEGER}


def test_what_strata_conclude_is_not_sent() -> None:
    business = world(rule(Enters("loved")), derived=(VISITS, OFTEN, LOVED))
    asked = made(business, ["loved"])
    assert asked.names == ("name", "visits", "visits@1")
    assert [each.segments for each in asked.strata] == [
        ("often", "often@1"), ("loved", "loved@1"),
    ]  # fmt: skip
    assert asked.concluded == ("loved",)


def test_yesterday_is_asked_of_yesterdays_facts_and_of_told_ones() -> None:
    asked = made(world(rule(Enters("loved")), derived=(VISITS, OFTEN, LOVED)))
    _, then = asked.strata[1].questions.conditions
    assert then == AllOf((Compare("often@1", Operator.EQUAL, value=True), Not(Missing("name"))))
    assert asked.types["often@1"] is Type.BOOLEAN


@pytest.mark.parametrize(
    ("trigger", "then", "now", "given"),
    [
        (Enters("often"), 1, 2, True),
        (Enters("often"), 2, 2, False),
        (Enters("often"), None, 2, True),
        (Enters("often"), 1, None, False),
        (Leaves("often"), 2, 1, True),
        (Leaves("often"), 2, None, True),
        (Leaves("often"), None, 1, False),
        (Crosses("visits", (Decimal("1.5"),)), 1, 2, True),
        (Crosses("visits", (Decimal("1.5"),)), None, 2, True),
        (Crosses("visits", (Decimal("1.5"),)), 2, 3, False),
        (Crosses("visits", (Decimal("1.5"),), Direction.FALLS_BELOW), 2, 1, True),
        (Crosses("visits", (Decimal(2),), Direction.FALLS_BELOW), 3, 2, False),
        (Crosses("visits", (Decimal("1.5"),), Direction.FALLS_BELOW), None, 1, False),
        (Crosses("visits", (Decimal("1.5"),), Direction.FALLS_BELOW), 2, None, False),
    ],
)
def test_a_change_since_the_day_before_gives_the_occasion(
    trigger: Enters | Leaves | Crosses, then: int | None, now: int | None, *, given: bool
) -> None:
    asked = made(world(rule(trigger), derived=(VISITS, OFTEN)))
    found = decided(asked, {"visits": now, "visits@1": then}).given
    assert [each.matches for each in found] == ([(1,)] if given else [])


def test_a_level_is_asked_in_digits_that_the_number_can_have() -> None:
    asked = made(world(rule(Crosses("visits", (Decimal("1.5"),))), derived=(VISITS,)))
    (condition,) = asked.own.questions.conditions
    then = Compare("visits@1", Operator.AT_LEAST, Decimal(2))
    assert condition == AllOf(
        (Compare("visits", Operator.AT_LEAST, Decimal(2)), NoneOf((then,)))
    )


def test_a_segment_that_is_unknown_is_missing() -> None:
    business = world(rule(condition=Compare("often", Operator.EQUAL, value=True)))
    asked = made(replace(business, derived=(VISITS, OFTEN)), ["often"])
    told = [decided(asked, {"visits": visits}).concluded for visits in (2, 1, None)]
    assert told == [(True,), (False,), (None,)]


def test_tables_of_one_level_have_rows_of_their_own() -> None:
    tables = (answering("first", "B", "A"), answering("second", "C"))
    rules = (rule(condition=Known(each.name), id=each.name) for each in tables)
    asked = made(world(*rules, derived=(VISITS, OFTEN, *tables)), ["first", "second"])
    told = [decided(asked, {"level": level}).concluded for level in ("A", "B", "C", "?")]
    assert told == [("A", None), ("B", None), (None, "C"), (None, None)]


def answering(name: str, *levels: str) -> Decision:
    """A table that answers with the level."""
    rows = (TableRow(each, Compare("level", Operator.EQUAL, each), each) for each in levels)
    return Decision(name, name, Type.CHOICE, Hit.FIRST, tuple(rows), choices=("A", "B", "C"))


def test_a_date_that_sql_found_is_asked_as_a_truth() -> None:
    asked = made(world(rule(After(OfFact("wedding"), Span(3)))))
    assert asked.names == ("#occasion 1",)
    assert asked.types == {"#occasion 1": Type.BOOLEAN}
    told = [decided(asked, {"#occasion 1": found}).given for found in (True, False, None)]
    assert [bool(each) for each in told] == [True, False, False]


def test_what_is_always_so_is_not_asked() -> None:
    judge = Counting()
    answer = decided(asking(ALWAYS), {}, judge=judge)
    assert (answer.row, one(answer)) == (7, ((1,), ()))
    assert (judge.held, judge.failed) == ([], [])


def test_what_fails_is_asked_only_where_something_is_missing() -> None:
    judge = Counting()
    assert decided(asking(GOLD), {"level": "B"}, judge=judge).given == ()
    assert judge.failed == []
    assert one(decided(asking(GOLD), {}, judge=judge)) == ((-1,), ((1, "level"),))
    assert judge.failed


def test_none_of_is_never_unknown() -> None:
    judge = Counting()
    assert one(decided(asking(NoneOf((GOLD,))), {}, judge=judge)) == ((1,), ())
    assert judge.failed == []


def test_false_beats_unknown() -> None:
    asked = asking(AllOf((GOLD, RICH)))
    assert decided(asked, {"level": "B"}).given == ()
    assert one(decided(asked, {"level": "A"})) == ((-1,), ((1, "points"),))
    assert one(decided(asked, {})) == ((-1,), ((1, "level"), (1, "points")))


def test_a_known_part_of_an_unknown_whole_wants_nothing() -> None:
    asked = asking(AllOf((GOLD, AnyOf((RICH, Compare("name", Operator.EQUAL, "a"))))))
    assert one(decided(asked, {"points": 9})) == ((-1,), ((1, "level"),))


def test_a_fact_is_wanted_wherever_one_of_its_places_is_open() -> None:
    named = Compare("name", Operator.EQUAL, "a")
    asked = asking(AllOf((AnyOf((GOLD, RICH)), AnyOf((named, RICH)))))
    assert one(decided(asked, {"level": "A", "name": "b"})) == ((-1,), ((1, "points"),))


def test_guards_that_are_true_are_told_by_their_place() -> None:
    named = Compare("name", Operator.EQUAL, "a")
    business = world(rule(condition=AllOf((named, AnyOf((GOLD, RICH))))))
    found = plan(business, TODAY)
    assert guards(found.matches[0]) == (GOLD, RICH)
    asked = programme(found, COLUMNS, ())
    given = decided(asked, {"name": "a", "level": "B", "points": 9}).given
    assert [each.guards for each in given] == [((1, 1),)]


def test_a_rule_for_the_business_is_not_asked_of_customers() -> None:
    asked = made(world(rule(audience=Audience.BUSINESS)))
    assert asked.own.looked == ()
    assert decided(asked, {}).given == ()


def test_modes_that_are_true_are_told_by_their_place() -> None:
    limits = Limits(modes=(Mode("gold", GOLD, ()), Mode("rich", RICH, ())))
    found = plan(world(rule(), limits=limits), TODAY)
    asked = programme(replace(found, facts=found.held), COLUMNS, ())
    assert decided(asked, {"points": 7}).holds == (1,)


def after_visit(days: int, where: Condition = ALWAYS, attribute: str | None = None) -> After:
    return After(OfEvent("purchase", attribute, where), Span(days))


def events_of(*triggers: Happens | After | Stands) -> Plan:
    return plan(world(*(rule(each, id=f"r{n}") for n, each in enumerate(triggers))), TODAY)


def test_events_that_are_looked_for_alike_are_one_search() -> None:
    found = events_of(
        Happens("purchase"),
        after_visit(1),
        Happens("purchase", GIFT),
        Happens("visit"),
        after_visit(0, GIFT),
    )
    assert searches(found) == ((0, 2), (1,), (3,))


def test_what_is_asked_of_an_event_goes_by_its_own_names() -> None:
    asked = programme(events_of(Happens("purchase", GIFT)), COLUMNS, ())
    (search,) = asked.events
    assert search.questions.conditions == (
        Compare("event.gift", Operator.EQUAL, value=True),
    )  # fmt: skip
    assert asked.attributes == ("event.gift",)


def bought(hit: int, *, gift: bool | None, key: str = "k") -> OccasionEvent:
    return OccasionEvent(hit, 0, key, (gift,))


def test_of_events_with_one_key_the_first_that_gives_the_occasion_stands() -> None:
    asked = programme(events_of(Happens("purchase", GIFT)), COLUMNS, ())
    told = (
        bought(1, gift=None),
        bought(2, gift=False),
        bought(3, gift=True),
        bought(4, gift=True),
    )
    other = bought(5, gift=True, key="other")
    assert [each.hit for each in decided(asked, {}, *told, other).given] == [3, 5]


def test_one_key_stands_for_each_occasion_apart() -> None:
    asked = programme(events_of(Happens("purchase"), Happens("purchase", GIFT)), COLUMNS, ())
    answer = decided(asked, {}, bought(1, gift=False), bought(2, gift=True))
    assert [(each.hit, each.matches) for each in answer.given] == [(1, (1,)), (2, (2,))]


def test_an_event_is_asked_with_the_facts_of_its_customer() -> None:
    condition = AllOf((GOLD, Compare("event.gift", Operator.EQUAL, value=True)))
    asked = made(world(rule(Happens("purchase"), condition=condition)))
    given = decided(asked, {"level": "A"}, bought(1, gift=True)).given
    assert [each.matches for each in given] == [(1,)]


def test_an_event_that_serves_nobody_still_has_its_key() -> None:
    business = world(
        rule(Happens("purchase"), condition=Compare("event.gift", Operator.EQUAL, value=True))
    )
    asked = made(business)
    assert decided(asked, {}, bought(1, gift=False), bought(2, gift=True)).given == ()


def test_where_no_event_gives_the_occasion_its_attributes_are_missing() -> None:
    daily = rule(condition=Compare("event.gift", Operator.EQUAL, value=True), id="daily")
    asked = made(world(daily, rule(Happens("purchase"), condition=daily.condition)))
    assert asked.attributes == ("event.gift",)
    answer = decided(asked, {}, bought(1, gift=True))
    assert [(each.hit, each.matches, each.wants) for each in answer.given] == [
        (0, (-1,), ((1, "event.gift"),)),
        (1, (2,), ()),
    ]


def test_the_same_conditions_are_asked_under_one_number() -> None:
    first, second = rule(condition=GOLD, id="a"), rule(Enters("often"), condition=GOLD, id="b")
    asked = made(world(first, second, derived=(VISITS, OFTEN)))
    numbers = [looked.questions.number for looked in asked.own.looked]
    assert len(asked.own.looked) == 2
    assert len(set(numbers)) == 1
    assert [each.number for each in asked.questions] == [*range(len(asked.questions))]


@pytest.mark.parametrize(
    "condition",
    [
        GOLD,
        OneOf("level", ("A", "B")),
        TextCompare("name", TextOperator.CONTAINS, "a"),
        Missing("name"),
        Known("name"),
        Not(GOLD),
        NoneOf((GOLD, AnyOf((RICH, AllOf((GOLD, Not(RICH))))))),
    ],
)
def test_a_condition_is_renamed_to_its_last_leaf(condition: Condition) -> None:
    there = renamed(condition, lambda name: f"event.{name}")
    assert there != condition
    assert renamed(there, lambda name: name.removeprefix("event.")) == condition


def test_a_customer_is_called_by_its_key() -> None:
    task = Customers(asking(ALWAYS))
    assert task.called(CustomerValues(1, "C0012", (), ())) == ItemName("C0012")


def test_a_task_is_the_same_after_a_pipe() -> None:
    task = Customers(
        asking(AllOf((RICH, Compare("birthday", Operator.LESS, date(2026, 1, 1)))))
    )
    assert pickle.loads(pickle.dumps(task)) == task  # noqa: S301 - our own
