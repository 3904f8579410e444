from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from careplay.engines.plain.settling.coming import coming_back
from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.outcomes import ActionOutcome, outcomes_by_action
from careplay.engines.plain.settling.returning import returning
from careplay.model.actions import CHANNELS, CONDITION, GONE, RULE, UNDECIDED, ActionRow
from hand import TODAY, event, world
from settled import BUSINESS, TOMORROW, YESTERDAY, action, at, day, memory, only, told

PUT_OFF: ActionRow = {"status": "deferred", "held_by": "capacity", "winner": "w"}


def deferred(to: date = TODAY, **more: Any) -> ActionRow:
    return action(**{"date": YESTERDAY, "deferred_to": to, **PUT_OFF, **more})


def ladder(*channels: str, **more: Any) -> ActionRow:
    first = {"channel": channels[0], "channels": [*channels]}
    return action(**{"date": YESTERDAY, **first, **more})


def back(row: ActionRow, *given: tuple[str, datetime], **more: Any) -> list[ActionRow]:
    return all_back(memory(earlier=[row], said=told(row, *given), **more))


def all_back(known: Memory) -> list[ActionRow]:
    """What comes back where all is asked for today as it was."""
    asked = [(row, row | {"held_by": None}) for row in coming_back(known)]
    return returning(known, asked, [])


def test_a_deferred_action_comes_back_on_its_day_as_it_was() -> None:
    row = deferred()
    free = {"date": TODAY, "status": "due", "deferred_to": None, "held_by": None}
    assert back(row) == [row | free | {"winner": None}]
    assert back(deferred(TOMORROW)) == []


def test_a_day_without_a_run_does_not_lose_a_deferred_action() -> None:
    assert only(back(deferred(YESTERDAY, date=day(13))), "date") == [(TODAY,)]


def test_a_deferred_action_whose_time_is_over_is_told_once_more_as_dropped() -> None:
    row = deferred(due_at=at(14, 23, 59))
    (late,) = back(row)
    over = {"date": TODAY, "status": "dropped", "deferred_to": None}
    assert late == row | over
    assert back(late | {"date": YESTERDAY}) == []


def test_only_the_latest_row_of_an_action_speaks() -> None:
    rows = [deferred(date=day(13)), action(date=YESTERDAY)]
    assert all_back(memory(earlier=rows[::-1])) == []


@pytest.mark.parametrize("kind", ["done", "refused"])
def test_what_is_done_or_refused_never_comes_back(kind: str) -> None:
    assert back(deferred(), (kind, at(14))) == []
    assert back(ladder("phone", "sms"), ("unreached", at(14, 9)), (kind, at(14))) == []


def test_who_was_not_reached_is_tried_by_the_next_channel_from_the_next_day() -> None:
    row = ladder("phone", "phone", "sms", attempt=2)
    (again,) = back(row, ("unreached", at(14)))
    assert only([again], "date", "status", "attempt", "channel", "due_at") == [
        (TODAY, "due", 3, "sms", at(15))
    ]
    assert back(row, ("unreached", at(15, 0))) == []


def test_the_end_of_a_ladder_is_the_end() -> None:
    assert back(ladder("phone"), ("unreached", at(14))) == []
    assert back(action(date=YESTERDAY), ("unreached", at(14))) == []


def test_what_comes_back_is_not_due_before_its_day() -> None:
    early, late = at(12, 10), at(20, 10)
    for due, expected in ((early, at(15, 10)), (late, late)):
        row = ladder("phone", "phone", due_at=due)
        assert only(back(row, ("unreached", at(14))), "due_at") == [(expected,)]


@pytest.mark.parametrize(
    ("until", "comes"), [(day(14), True), (TODAY, True), (TOMORROW, False), (None, True)]
)
def test_a_snoozed_action_comes_back_on_the_day_it_was_put_off_to(
    until: date | None, *, comes: bool
) -> None:
    row = ladder("phone")
    known = {row["action_id"]: (ActionOutcome(at(14), "snoozed", until),)}
    found = all_back(memory(earlier=[row], said=known))
    assert only(found, "attempt", "channel") == [(1, "phone")] * comes


def test_what_was_said_before_the_latest_row_is_old() -> None:
    assert back(ladder("phone", "phone"), ("unreached", at(13))) == []


@pytest.mark.parametrize("status", ["dropped", "withdrawn"])
def test_what_was_dropped_or_withdrawn_stays_so(status: str) -> None:
    row = ladder("phone", "phone", status=status, held_by="x")
    assert back(row, ("unreached", at(14))) == []


def test_an_action_of_a_case_waits_while_the_case_does_not_ask_for_it() -> None:
    row, known = deferred(), memory()
    assert returning(known, [(row, None)], []) == []
    asked = row | {"record": "complaint", "due_at": at(16), "held_by": None}
    late = row | {"due_at": at(14)}
    (back,) = returning(known, [(late, asked)], [])
    assert only([back], "status", "due_at") == [("due", at(16))]


@pytest.mark.parametrize(
    ("why", "status"),
    [(CONDITION, "dropped"), (UNDECIDED, "dropped"), (RULE, "dropped"), (GONE, "withdrawn")],
)
def test_what_is_not_asked_for_any_more_is_told_once_more(why: str, status: str) -> None:
    row = deferred()
    (back,) = returning(memory(), [(row, why)], [])
    over = {"date": TODAY, "status": status, "held_by": why}
    assert back == row | over | {"deferred_to": None, "winner": None}


def test_the_ladder_goes_on_by_the_channels_that_are_left() -> None:
    row = ladder("phone", "sms", "letter")
    known = memory(earlier=[row], said=told(row, ("unreached", at(14))))
    open_ = [("phone", "letter"), ("sms",), ("phone",), ()]
    found = [
        returning(known, [(row, row | {"held_by": None, "channels": [*each]})], [])
        for each in open_
    ]
    assert [only(each, "attempt", "channel", "channels") for each in found] == [
        [(2, "letter", ["phone", "letter"])], [(2, "sms", ["phone", "sms"])], [], [],
    ]  # fmt: skip


def test_what_was_put_off_before_it_was_tried_has_the_channels_of_today() -> None:
    row = deferred(channel="phone", channels=["phone"])
    asked = row | {"held_by": None, "channels": ["sms", "letter"], "channel": "sms"}
    (back,) = returning(memory(), [(row, asked)], [])
    assert only([back], "attempt", "channel", "channels") == [(1, "sms", ["sms", "letter"])]
    none = row | {"held_by": "consent sms_ok", "channels": [], "channel": "sms"}
    (dropped,) = returning(memory(), [(row, none)], [])
    assert only([dropped], "status", "held_by") == [("dropped", "consent sms_ok")]


def test_what_was_tried_and_put_off_is_dropped_where_no_channel_is_left() -> None:
    row = deferred(channel="sms", channels=["phone", "sms"], attempt=2)
    asked = row | {"held_by": None, "channels": ["phone"], "channel": "phone"}
    (back,) = returning(memory(), [(row, asked)], [])
    assert only([back], "status", "held_by") == [("dropped", CHANNELS)]


def test_what_is_withdrawn_does_not_come_back() -> None:
    row = deferred()
    assert returning(memory(), [(row, row)], [row]) == []


def test_of_one_moment_the_most_telling_outcome_is_the_last() -> None:
    outcomes = {f"action.{kind}": None for kind in ("done", "unreached", "snoozed", "refused")}
    types = {name: next(iter(BUSINESS.event_types.values())) for name in outcomes}
    business = world(event_types={**BUSINESS.event_types, **types})
    events = [event(name, "2026-06-15", action="x") for name in outcomes]
    later = [event("action.done", "2026-06-16", action="x"), event("action.done", "2026-06-15")]
    found = outcomes_by_action(business, [*events, *later], TODAY, {})
    assert [each.kind for each in found["x"]] == ["snoozed", "unreached", "refused", "done"]
    assert [*found] == ["x"]
    assert outcomes_by_action(BUSINESS, events, TODAY, {}) == {}
