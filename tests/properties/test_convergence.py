"""Interrupted runs tell what undisturbed daily runs would: nothing lost, and nothing twice.

Compared before ``once``, limits and capacity, with ``catch_up: all``. That the engines agree on
such histories is shown by ``test_remembering.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, strategies as st

from careplay.meaning.days import undoes_early
from careplay.meaning.event_keys import event_key, unmarked as without_mark
from careplay.meaning.events import day_of
from careplay.model.business import Business
from careplay.model.conditions import ALWAYS
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import (
    Crosses,
    Stands,
    event_of,
)
from converging import (
    LAST,
    Told,
    assert_once,
    bare,
    gaps,
    interrupted,
    of_records,
    told,
    undisturbed,
)
from examples import OF_HISTORIES, examples
from strategies.care_world import EVENT_TYPES
from strategies.histories import History, Row

REACHES = Crosses("ever", (Decimal(1), Decimal(2), Decimal(3)))


def split(found: Told, business: Business) -> tuple[set[object], set[object]]:
    """What rules told, and what cases and stays did: of a stay an item, whatever the level.

    What is undone early depends on what people were told before.
    """
    records = of_records(business)
    item = {each.id: each.item for each in business.rules if not undoes_early(each)}
    return (
        {each for each in found if each[0] not in records},
        {
            (item[each[0]] or each[0], *each[1:])
            for each in found
            if each[0] in records & {*item}
        },
    )


@examples(60, part=OF_HISTORIES)
@given(history=undisturbed(), run=gaps())
def test_days_without_a_run_lose_nothing(history: History, run: tuple[int, ...]) -> None:
    daily, _ = told(history)
    found, ran = told(interrupted(history, run))
    assert_once(found, ran)
    business = history.business
    assert split(found, business)[0] == split(daily, business)[0]
    # A step that was begun and done between two runs is nobody's task any more.
    assert split(found, business)[1] <= split(daily, business)[1]


@examples(60, part=OF_HISTORIES)
@given(history=undisturbed(), run=gaps(), data=st.data())
def test_days_run_out_of_order_lose_nothing(
    history: History, run: tuple[int, ...], data: st.DataObject
) -> None:
    """Days between are run when later ones were, and all of them once more in any order."""
    between = data.draw(st.permutations(range(1, LAST - 1)))
    again = data.draw(st.permutations(range(1, LAST)))
    found, ran = told(interrupted(history, (*run, *between, *again)))
    assert_once(found, ran)
    expected, _ = told(interrupted(history, run))
    assert split(found, history.business)[0] == split(expected, history.business)[0]


@examples(40, part=OF_HISTORIES)
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


@examples(60, part=OF_HISTORIES)
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


@examples(60, part=OF_HISTORIES)
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


@examples(60, part=OF_HISTORIES)
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


def _known_from(row: Row, history: History) -> st.SearchStrategy[int]:
    """The run that is the first to know of an event; what was before the first day it knew."""
    day, last = day_of(row), len(history.days) - 1
    if day < history.days[0]:
        return st.just(0)
    return st.integers(next((n for n, each in enumerate(history.days) if each >= day), 0), last)
