"""``explain`` says what ``run`` does, and what it says of why not is true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from careplay.authoring.explaining.explaining import explained, is_explained
from careplay.faults import ParameterError
from careplay.model.actions import ActionRow
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.rules import Action, Rule, Verb
from careplay.model.triggers import Every, Period, Trigger
from careplay.model.words import scalar_of
from careplay.outputs.explained import Explained, ExplainedRule, Fate, Shift
from careplay.pipeline.running import Choices, run_loaded
from careplay.sources.loaded import Loaded
from careplay.sources.memory import in_memory
from examples import OF_HISTORIES, examples
from outcomes import connection
from strategies import Case, cases, conditions, triggers
from strategies.world import named as known_fact

ENGINES = ("plain", "duckdb")
STATUSES = {Fate.DUE, Fate.DEFERRED, Fate.DROPPED, Fate.WITHDRAWN}
FOUND = {*Shift} - {Shift.WAITS, Shift.HIDDEN}
"""What a change of one value does at once."""


@st.composite
def asking(draw: st.DrawFn) -> Case:
    """A case in which it is the turn of each rule, and each has a condition."""
    case = draw(cases())
    known = tuple(known_fact(fact) for fact in case.business.facts.values())
    asked = [draw(conditions(known, 2)) for _ in range(4)]
    return _with_rules(case, [(Every(Period.DAY), each) for each in asked])


@st.composite
def waiting(draw: st.DrawFn) -> Case:
    """A case in which rules wait for days."""
    case = draw(cases())
    known = tuple(known_fact(fact) for fact in case.business.facts.values())
    looked = [draw(triggers(known, case.day)) for _ in range(4)]
    return _with_rules(case, [(each, ALWAYS) for each in looked])


def _with_rules(case: Case, asked: Iterable[tuple[Trigger, Condition]]) -> Case:
    todo = (Action(Verb.TASK, (), "manager"),)
    told = tuple(
        Rule(f"r{n}", "a", f"r{n}", trigger, todo, condition)
        for n, (trigger, condition) in enumerate(asked)
    )
    return replace(case, business=replace(case.business, rules=told))


def of_one(case: Case, engine: str, key: str) -> tuple[Explained, list[ActionRow]]:
    """The case as it is explained for a customer, and the rows that its run gives."""
    choices = Choices(engine, customer=key)
    try:
        told = explained(case.business, case.day, loaded(case, engine), choices)
        (day,) = run_loaded(case.business, (case.day,), loaded(case, engine), choices)
    except ParameterError:
        assume(condition=False)
    found = day.actions.connection.execute(f"SELECT * FROM {day.actions.sql}")
    names = [column[0] for column in found.description or ()]
    return told, [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def loaded(case: Case, engine: str) -> Loaded:
    made = connection(engine)
    return in_memory(case.business, case.customers, case.events, case.people, connection=made)


def drawn(case: Case, data: st.DataObject) -> str:
    """The key of one of its customers, of whom there is a rule that is explained."""
    assume(case.customers and any(map(is_explained, case.business.rules)))
    return str(data.draw(st.sampled_from(case.customers))["customer_id"])


@pytest.mark.parametrize("engine", ENGINES)
@examples(60, part=OF_HISTORIES)
@given(case=cases(), data=st.data())
def test_what_is_explained_is_what_the_run_gives(
    engine: str, case: Case, data: st.DataObject
) -> None:
    key = drawn(case, data)
    told, rows = of_one(case, engine, key)
    for rule in told.rules:
        own = [row for row in rows if row["rule"] == rule.rule]
        assert (rule.fate in STATUSES) == bool(own)
        assert [each.status for each in rule.actions] == [row["status"] for row in own]
        acting = {each.key for each in rule.occasions if each.truth}
        assert acting == {each.occasion for each in rule.actions}
        if any(each.truth is None for each in rule.occasions):
            assert rule.fate in {*STATUSES, Fate.UNDECIDED}


@pytest.mark.parametrize("engine", ENGINES)
@examples(120, part=OF_HISTORIES)
@given(case=asking(), data=st.data())
def test_with_the_change_that_is_named_the_action_comes(
    engine: str, case: Case, data: st.DataObject
) -> None:
    key = drawn(case, data)
    told, _ = of_one(case, engine, key)
    named_by = {each.rule: named for each in told.rules if (named := named_changes(each, case))}
    if not named_by:
        return  # nothing is barred, or by what is of nobody's table
    rule = data.draw(st.sampled_from(sorted(named_by)))
    customers = tuple(
        {**row, **named_by[rule]} if str(row["customer_id"]) == key else row
        for row in case.customers
    )
    then, _ = of_one(replace(case, customers=customers), engine, key)
    (found,) = (each for each in then.rules if each.rule == rule)
    assert found.fate in STATUSES


def named_changes(rule: ExplainedRule, case: Case) -> dict[str, Any]:
    """Each fact that is named with a value that would do; none where they are not enough."""
    found: dict[str, Any] = {}
    for change in rule.changes if rule.sure else ():
        fact, need = case.business.declared.get(change.fact), change.need
        if fact is None or need is None or need.way not in FOUND:
            return {}
        if need.way is not Shift.MISSING and not need.value:
            return {}
        found[fact.name] = scalar_of(need.value or None, fact.type)
    return found


@pytest.mark.parametrize("engine", ENGINES)
@examples(60, part=OF_HISTORIES)
@given(case=waiting(), data=st.data())
def test_on_the_day_that_is_named_the_occasion_is_there(
    engine: str, case: Case, data: st.DataObject
) -> None:
    key = drawn(case, data)
    told, _ = of_one(case, engine, key)
    named_days = [
        (each.rule, each.wanted.next)
        for each in told.rules
        if each.wanted is not None and each.wanted.next is not None
    ]
    if not named_days:
        return
    rule, day = data.draw(st.sampled_from(named_days))
    known = tuple(each for each in case.events if before(each["at"], case))
    then, _ = of_one(replace(case, events=known, day=day), engine, key)
    (found,) = (each for each in then.rules if each.rule == rule)
    assert found.fate is not Fate.NO_OCCASION


def before(at: Any, case: Case) -> bool:
    return not isinstance(at, datetime) or at.date() <= case.day
