"""What a case or a stay stands at was told by then, whatever days were run, and however late.

A step that was begun and done between two runs is nobody's task any more, so that less may be
told than on every day; but of what stands nothing may lack.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, strategies as st

from careplay.model.triggers import Stands
from converging import LAST, Told, assert_once, gaps, interrupted, told, undisturbed
from examples import OF_HISTORIES, examples
from remembering import Ran
from strategies.histories import History, away
from strategies.records import looked_after


@st.composite
def looked_upon(draw: st.DrawFn) -> History:
    """A history with cases as they are lowered, and items of stays for which it is time."""
    history = draw(undisturbed())
    business = history.business
    items = [
        each
        for each in business.rules
        if isinstance(each.trigger, Stands)
        and each.item
        and not (each.trigger.endless or each.undoes)
    ]
    rules = (*items, *looked_after(business.flows["complaint"]))
    return replace(history, business=replace(business, rules=rules))


@examples(40, part=OF_HISTORIES)
@given(history=looked_upon(), run=gaps())
def test_days_without_a_run_lose_nothing_that_stands(
    history: History, run: tuple[int, ...]
) -> None:
    assert_all_told(history, *told(interrupted(history, run)))


@examples(40, part=OF_HISTORIES)
@given(history=looked_upon(), run=gaps(), data=st.data())
def test_what_stands_is_told_however_late_it_is_known(
    history: History, run: tuple[int, ...], data: st.DataObject
) -> None:
    late = interrupted(history, run)
    known = st.integers(0, len(late.days) - 1)
    arrives = tuple((data.draw(known), row) for _, row in history.events)
    assert_all_told(history, *told(replace(late, events=arrives)))


@examples(40, part=OF_HISTORIES)
@given(history=looked_upon(), absent=away(LAST - 2))
def test_what_stands_is_told_to_who_is_back(
    history: History, absent: tuple[tuple[int, str], ...]
) -> None:
    assert_all_told(history, *told(replace(history, absent=absent)))


def assert_all_told(history: History, found: Told, ran: list[Ran]) -> None:
    """Each once, and all that a first run on the last day would tell.

    On the day of an edit nobody above hears of a deadline that nobody had heard of.
    """
    assert_once(found, ran)
    assume(not any(each.moved for each in ran))
    alone, _ = told(interrupted(history, (LAST - 1,)))
    item = {each.id: each.item or each.id for each in history.business.rules}
    standing, before = ({(item[each[0]], *each[1:]) for each in of} for of in (alone, found))
    assert standing <= before
