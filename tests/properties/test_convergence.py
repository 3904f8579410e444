"""Interrupted runs tell what undisturbed daily runs would: nothing lost, and nothing twice.

Compared before ``once``, limits and capacity, with ``catch_up: all``. That the engines agree on
such histories is shown by ``test_remembering.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import assume, given, strategies as st

from careplay.engines import plain
from careplay.meaning.event_keys import event_key, unmarked as without_mark
from careplay.meaning.events import day_of
from careplay.model.business import Business
from careplay.model.conditions import ALWAYS
from careplay.model.limits import Limits
from careplay.model.rules import Audience, CatchUp, Rule
from careplay.model.triggers import (
    After,
    Anniversary,
    Crosses,
    Happens,
    OfEvent,
    Stands,
    event_of,
)
from examples import examples
from remembering import Ran, runs
from strategies.care import businesses
from strategies.care_world import EVENT_TYPES, FIRST
from strategies.histories import History, Row, events, planted, told_of, with_twins

LAST = 5
"""So many days are run; all that was generated has come to rest by then."""
REACHES = Crosses("ever", (Decimal(1), Decimal(2), Decimal(3)))
Told = Counter[tuple[str, str, str, int]]


@st.composite
def undisturbed(draw: st.DrawFn) -> History:
    """A business without limits that is run every day, and knows each event on its day."""
    business = freed(draw(businesses()))
    every = draw(with_twins((*draw(planted()), *draw(st.lists(events(), max_size=5)))))
    # A measure counts rows that say the same, and nobody is late for the second of them.
    happened = [row for number, row in enumerate(every) if row not in every[:number]]
    (known,) = draw(told_of(["1", "2"], 1))
    return every_day(business, known, happened)


def freed(business: Business) -> Business:
    """The same, all of whose rules catch up, with nothing that takes an action away."""
    rules = (
        replace(_lowered(each), once=None, catch_up=CatchUp.ALL) for each in business.rules
    )
    return replace(business, rules=tuple(rules), limits=Limits())


def _lowered(rule: Rule) -> Rule:
    """What a case or a stay asks for is due on the day it is told, as flows are lowered."""
    if not isinstance(rule.trigger, Stands):
        return rule
    dues = (replace(each.due, not_before_today=True) for each in rule.actions)
    told = zip(rule.actions, dues, strict=True)
    return replace(rule, actions=tuple(replace(each, due=due) for each, due in told))


def every_day(
    business: Business, customers: tuple[Row, ...], happened: Iterable[Row]
) -> History:
    """Run on each of the first days."""
    days = tuple(FIRST + timedelta(days=n) for n in range(LAST))
    known = tuple((0, row) for row in happened)
    return History(business, (customers,) * LAST, known, (), days, ((),) * LAST)


def gaps() -> st.SearchStrategy[tuple[int, ...]]:
    """The days that are run: the first and the last, and some between, some of them twice."""
    between = st.lists(st.integers(1, LAST - 2), max_size=2).map(sorted)
    return between.map(lambda days: (0, *days, LAST - 1))


def interrupted(history: History, run: tuple[int, ...]) -> History:
    """The same, run on some of the days alone."""
    return replace(
        history,
        customers=tuple(history.customers[n] for n in run),
        days=tuple(history.days[n] for n in run),
        answers=((),) * len(run),
    )


def told(history: History, unmarked: int = 0) -> tuple[Told, list[Ran]]:
    """How often each action was told, of a day run twice by the later run alone.

    So many of the first days are kept by former keys.
    """
    found_by_run = runs(plain, "plain", history, unmarked)
    ran = list({each.day: each for each in found_by_run}.values())
    rows = (row for each in ran for row in each.actions)
    found = Counter(
        (
            str(row["rule"]),
            str(row["customer_id"]),
            str(row["occasion"]),
            int(str(row["index"])),
        )
        for row in rows
        if row["status"] != "withdrawn"
    )
    return found, ran


def of_records(business: Business) -> set[str]:
    return {rule.id for rule in business.rules if isinstance(rule.trigger, Stands)}


def split(found: Told, business: Business) -> tuple[set[object], set[object]]:
    """What rules told, and what cases and stays did."""
    records = of_records(business)
    return (
        {each for each in found if each[0] not in records},
        {each for each in found if each[0] in records},
    )


@examples(60)
@given(history=undisturbed(), run=gaps())
def test_days_without_a_run_lose_nothing(history: History, run: tuple[int, ...]) -> None:
    daily, _ = told(history)
    found, ran = told(interrupted(history, run))
    assert_once(found, ran)
    business = history.business
    assert split(found, business)[0] == split(daily, business)[0]
    # A step that was begun and done between two runs is nobody's task any more.
    assert split(found, business)[1] <= split(daily, business)[1]


@examples(40)
@given(history=undisturbed(), run=gaps(), unmarked=st.integers(1, 3))
def test_what_was_told_by_a_former_key_is_told_once(
    history: History, run: tuple[int, ...], unmarked: int
) -> None:
    """Of several events of a moment one alone was told then, so that fewer may be told now."""
    daily, _ = told(history)
    found, ran = told(interrupted(history, run), unmarked)
    assert_once(found, ran)
    counts, before = (by_moment(each, history.business) for each in (found, daily))
    assert counts.keys() == before.keys()
    assert counts <= before


def by_moment(found: Told, business: Business) -> Told:
    """What rules told, the actions of all events of one moment counted together."""
    counted: Told = Counter()
    records = of_records(business)
    for (rule, customer, occasion, index), times in found.items():
        if rule not in records:
            counted[rule, customer, without_mark(occasion), index] += times
    return counted


@examples(60)
@given(history=undisturbed(), run=gaps(), data=st.data())
def test_what_comes_in_late_is_answered(
    history: History, run: tuple[int, ...], data: st.DataObject
) -> None:
    """Of rules that ask nothing but the event: what was known of the customer has changed."""
    rules = tuple(bare(history.business.rules))
    business = replace(history.business, rules=rules)
    history = replace(history, business=business)
    daily, _ = told(history)
    late = interrupted(history, run)
    arrives = tuple((data.draw(_known_from(row, late)), row) for _, row in history.events)
    found, ran = told(replace(late, events=arrives))
    assert_once(found, ran)
    assert ({*daily} - {*found}, {*found} - {*daily}) == (set(), set())


@examples(60)
@given(history=undisturbed(), run=gaps(), data=st.data())
def test_a_level_is_reached_once_however_late_it_is_known(
    history: History, run: tuple[int, ...], data: st.DataObject
) -> None:
    """Of a number that only grows; what falls again before it is known was never reached."""
    rules = (replace(each, trigger=REACHES, condition=ALWAYS) for each in of_customers(history))
    history = replace(history, business=replace(history.business, rules=tuple(rules)))
    late = interrupted(history, run)
    arrives = tuple((data.draw(_known_from(row, late)), row) for _, row in history.events)
    found, ran = told(replace(late, events=arrives))
    assert_once(found, ran)
    assert levels(found) == levels(told(history)[0])


def levels(found: Told) -> list[tuple[str, str, str, int]]:
    """What was told of each level, but for the day on which it was seen."""
    each = ((rule, who, key.rpartition(":")[0], n) for rule, who, key, n in found)
    return sorted(each)


def of_customers(history: History) -> Iterator[Rule]:
    """The rules of customers, but for those of cases and stays."""
    for each in history.business.rules:
        if each.audience is Audience.CUSTOMERS and not isinstance(each.trigger, Stands):
            yield each


@examples(60)
@given(history=undisturbed(), data=st.data())
def test_what_loses_its_event_is_taken_back_once(history: History, data: st.DataObject) -> None:
    """And nothing else of a rule is; what cases and stays do is shown by other tests."""
    visits = [n for n, (_, row) in enumerate(history.events) if row["type"] == "visit"]
    assume(visits)
    number, run = data.draw(st.sampled_from(visits)), data.draw(st.integers(1, LAST - 1))
    lost = history.events[number][1]
    _, ran = told(replace(history, edits=((run, number, None),)))
    rules = {rule.id: rule for rule in history.business.rules}
    others = [row for n, (_, row) in enumerate(history.events) if n != number]
    assume(not any(_gives_as_well(other, lost) for other in others))
    expected = {
        row["action_id"]
        for each in ran[:run]
        for row in each.actions
        if row["status"] == "due"
        and row["customer_id"] == lost["customer_id"]
        and event_of(rules[str(row["rule"])].trigger) == "visit"
        and _is_of(str(row["occasion"]), lost)
    }
    records = of_records(history.business)
    found = Counter(
        (row["action_id"], row["held_by"], each.day >= history.days[run])
        for each in ran
        for row in each.actions
        if row["status"] == "withdrawn" and row["rule"] not in records
    )
    assert found == Counter((each, "gone", True) for each in expected)


def _is_of(occasion: str, event: Row) -> bool:
    """Whether the key of an occasion is the event's, or begins with it."""
    key = event_key(event, EVENT_TYPES[str(event["type"])])
    return occasion == key or occasion.startswith(f"{key}:")


def _gives_as_well(other: Row, event: Row) -> bool:
    """Whether another event goes by the same key, or is of its minute and alone has none."""
    same = other["type"] == event["type"] and other["customer_id"] == event["customer_id"]
    told = EVENT_TYPES[str(event["type"])]
    minute = str(other["at"])[:16] == str(event["at"])[:16]
    rekeyed = minute and (other["key"] is None) != (event["key"] is None)
    return same and (rekeyed or event_key(other, told) == event_key(event, told))


def bare(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Rules that wait for an event, without their conditions."""
    for rule in rules:
        trigger = rule.trigger
        dated = isinstance(trigger, After | Anniversary) and isinstance(trigger.of, OfEvent)
        if isinstance(trigger, Happens) or dated:
            yield replace(rule, condition=ALWAYS)


def _known_from(row: Row, history: History) -> st.SearchStrategy[int]:
    """The run that is the first to know of an event; what was before the first day it knew."""
    day, last = day_of(row), len(history.days) - 1
    if day < history.days[0]:
        return st.just(0)
    return st.integers(next((n for n, each in enumerate(history.days) if each >= day), 0), last)


def assert_once(found: Told, ran: Iterable[Ran]) -> None:
    """No action is told twice, none is due before it is told."""
    assert [each for each, times in found.items() if times > 1] == []
    for each in ran:
        for row in each.actions:
            # What is taken back says when it was due.
            if row["status"] != "withdrawn":
                assert day_of({"at": row["due_at"]}) >= each.day
