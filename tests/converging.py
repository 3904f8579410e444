"""Histories that are run every day or on some days alone, and what both tell of occasions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from operator import itemgetter

from hypothesis import strategies as st

from careplay.engines import plain
from careplay.meaning.events import day_of
from careplay.meaning.lasting import lasting
from careplay.meaning.standing import at_all
from careplay.model.actions import UNDONE
from careplay.model.business import Business
from careplay.model.conditions import ALWAYS
from careplay.model.limits import Limits
from careplay.model.rules import CatchUp, Rule
from careplay.model.triggers import (
    After,
    Anniversary,
    Happens,
    OfEvent,
    Stands,
)
from remembering import Ran, runs
from strategies.care import businesses
from strategies.care_world import FIRST
from strategies.histories import History, Row, events, planted, told_of, with_twins

LAST = 5
"""So many days are run; all that was generated has come to rest by then."""
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
    """What a case or a stay asks for is due on the day it is told, as they are lowered.

    And it is asked whatever the last run was, but for what has no end, or undoes. By a version
    that takes it along a case may be late since a day on which it had no deadline: a rule that
    asks what has come since the last run tells that after a gap alone.
    """
    trigger = rule.trigger
    if not isinstance(trigger, Stands):
        return rule
    if not (trigger.endless or rule.undoes):
        trigger = replace(trigger, where=at_all(trigger.where))
    dues = (replace(each.due, not_before_today=True) for each in rule.actions)
    told = zip(rule.actions, dues, strict=True)
    actions = tuple(replace(each, due=due) for each, due in told)
    return replace(rule, trigger=trigger, actions=actions)


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
    found: Told = Counter()
    taken_back: set[tuple[str, str, str, int]] = set()
    for row in sorted((row for each in ran for row in each.actions), key=itemgetter("date")):
        rule, customer, occasion = (str(row[it]) for it in ("rule", "customer_id", "occasion"))
        action = (rule, customer, occasion, int(str(row["index"])))
        if row["status"] == "withdrawn":
            taken_back.add(action)
            continue
        if row["held_by"] == UNDONE:
            continue
        # Openly told again where a version that takes it along moved its deadline, and where a
        # stay that was moved is moved back to the day for which it was told.
        anew = row["supersedes"] is not None and action in found
        if not anew and action not in taken_back:
            found[action] += 1
        taken_back.discard(action)
    return found, ran


def of_records(business: Business) -> set[str]:
    return {rule.id for rule in business.rules if isinstance(rule.trigger, Stands)}


def bare(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Rules that wait for an event and ask nothing that changes from day to day."""
    for rule in rules:
        trigger = rule.trigger
        dated = isinstance(trigger, After | Anniversary) and isinstance(trigger.of, OfEvent)
        if isinstance(trigger, Happens) or dated:
            yield replace(rule, condition=ALWAYS, trigger=lasting(trigger))


def assert_once(found: Told, ran: Iterable[Ran]) -> None:
    """No action is told twice, none is due before it is told."""
    assert [each for each, times in found.items() if times > 1] == []
    for each in ran:
        for row in each.actions:
            # What is taken back or let go says when it was due.
            if row["status"] != "withdrawn" and row["held_by"] != UNDONE:
                assert day_of({"at": row["due_at"]}) >= each.day
