"""Whoever is away for some runs and rules that are renamed lose nothing, nor is it twice."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, strategies as st

from careplay.model.conditions import ALWAYS
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import After, Happens
from converging import (
    LAST,
    assert_once,
    bare,
    gaps,
    interrupted,
    told,
    undisturbed,
)
from examples import OF_HISTORIES, examples
from strategies.histories import ANEW, History, away


@examples(60, part=OF_HISTORIES)
@given(history=undisturbed(), data=st.data())
def test_who_was_away_is_answered_when_he_is_back(
    history: History, data: st.DataObject
) -> None:
    """Of rules that answer events; a day of the rule's own on which he was away is missed."""
    rules = tuple(bare(history.business.rules))
    some = replace(history.business.rules[0], audience=Audience.CUSTOMERS, condition=ALWAYS)
    met = replace(some, id="met", trigger=Happens("visit"))
    rules = (met, *(each for each in rules if _answers(each)))
    history = replace(history, business=replace(history.business, rules=rules))
    absent = data.draw(away(LAST - 2))
    found, ran = told(replace(history, absent=absent))
    assert_once(found, ran)
    # What he had before his first run is news, as it is of anybody who comes.
    early = {who for run, who in absent if run == 0}
    daily, _ = told(history)
    assert {*daily} <= {*found}
    assert {each for each in found if each[1] not in early} <= {*daily}
    nobody = {(history.days[run], who) for run, who in absent}
    assert not nobody & {(each.day, row["customer_id"]) for each in ran for row in each.actions}


@examples(60, part=OF_HISTORIES)
@given(history=undisturbed(), run=gaps(), renamed=st.integers(0, 3))
def test_rules_that_are_renamed_go_on(
    history: History, run: tuple[int, ...], renamed: int
) -> None:
    plainly = interrupted(history, run)
    found, ran = told(replace(plainly, renamed=renamed))
    assert_once(found, ran)
    assert {_unnamed(each) for each in found} == {*told(plainly)[0]}


def _unnamed(each: tuple[str, str, str, int]) -> tuple[str, str, str, int]:
    return (each[0].removesuffix(ANEW), *each[1:])


def _answers(rule: Rule) -> bool:
    """Whether it answers an event on the first run that knows of it."""
    trigger = rule.trigger
    return isinstance(trigger, Happens) or (
        isinstance(trigger, After) and trigger.span.amount == 0
    )
