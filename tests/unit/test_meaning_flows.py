"""Every sentence of model/flows.py, by histories written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from careplay.calendars.working import WorkingDays
from careplay.meaning.clock import Clock
from careplay.meaning.flows import case_records
from careplay.meaning.truth import Row
from careplay.model.business import DatedParameter
from careplay.model.flows import Flow, Goal, Step, Version
from careplay.model.types import Parameter, Scalar, Span, Unit

HOURS = dict.fromkeys(range(5), ((time(9), time(12)), (time(13), time(18))))
DAY = date(2026, 6, 30)
STEPS = (
    Step("vent", (("", "gather"),), within=Span(30, Unit.MINUTES), evidence=("words",)),
    Step("gather", (("", "propose"),), within=Span(24, Unit.HOURS)),
    Step("propose", (("", "ask"),), within=Span(3)),
    Step("ask", (("glad", "thank"), ("cross", "propose")), within=Span(1)),
    Step("thank", (("", "closed"),), after=Span(3), within=Span(3)),
)
FIRST = Version(
    1,
    date.min,
    STEPS,
    goal=Goal(Span(7), "agreed"),
    late=(Span(0, Unit.HOURS), Span(24, Unit.HOURS)),
)
FLOW = Flow(
    "case",
    "case.opened",
    "ref",
    (FIRST,),
    pauses=("waiting", "away"),
    ends=("case.withdrawn",),
    carried=("cause", "outcome", "plan_due", "plan_owner", "ref", "words"),
)


def at(text: str) -> datetime:
    """A moment of June 2026: ``15 10:30``."""
    return datetime.fromisoformat(f"2026-06-{text}")


def event(text: str, moment: str, **told: Scalar) -> Row:
    return {
        "customer_id": "c1",
        "type": f"case.{text}",
        "at": at(moment),
        "key": None,
        "ref": "R1",
        **told,
    }


def done(step: str, moment: str, **told: Scalar) -> Row:
    return event(f"{step}.done", moment, **({"words": "bad"} if step == "vent" else {}), **told)


OPENED = event("opened", "15 10:00")
TO_GATHER = (OPENED, done("vent", "15 10:20"))
TO_PROPOSE = (*TO_GATHER, done("gather", "15 12:00"))
TO_ASK = (*TO_PROPOSE, done("propose", "16 09:00"))
TO_THANK = (*TO_ASK, done("ask", "17 09:00", outcome="glad"))
CLOSED = (*TO_THANK, done("thank", "20 10:00"))


def folded(
    *events: Row, flow: Flow = FLOW, day: date = DAY, **parameters: Scalar
) -> tuple[tuple[Row, ...], Mapping[str, int]]:
    weekdays = frozenset(HOURS)
    named = {n: DatedParameter(n, ((date.min, value),)) for n, value in parameters.items()}
    clock = Clock(day, named, WorkingDays("CN", weekdays), HOURS, day, "")
    return case_records(flow, events, clock)


def case(*events: Row, flow: Flow = FLOW, day: date = DAY, **parameters: Scalar) -> Row:
    """The one case that the events make."""
    (found,), _ = folded(*events, flow=flow, day=day, **parameters)
    return found


def odd(*events: Row, flow: Flow = FLOW, day: date = DAY) -> Mapping[str, int]:
    return dict(folded(*events, flow=flow, day=day)[1])


def told(row: Row, *names: str) -> tuple[Scalar | None, ...]:
    return tuple(row[name] for name in names)


def test_a_start_opens_a_case_at_the_first_step() -> None:
    row = case(OPENED)
    assert told(row, "type", "at", "key", "ref", "step", "entered_at") == (
        "case",
        at("15 10:00"),
        None,
        "R1",
        "vent",
        at("15 10:00"),
    )
    assert told(row, "returns", "waiting", "ended_at", "version") == (0, None, None, 1)


def test_an_event_without_the_reference_belongs_to_no_case() -> None:
    assert folded({**OPENED, "ref": None}) == ((), {})


def test_events_of_other_references_make_cases_of_their_own_oldest_first() -> None:
    early = {**event("opened", "14 10:00"), "ref": "R9"}
    rows, _ = folded(OPENED, early)
    assert [row["ref"] for row in rows] == ["R9", "R1"]


def test_events_later_than_the_date_are_not_looked_at() -> None:
    assert case(*CLOSED, day=date(2026, 6, 16))["step"] == "ask"
    assert folded(*CLOSED, day=date(2026, 6, 14)) == ((), {})


def test_events_of_other_types_are_not_looked_at() -> None:
    assert odd(OPENED, event("painted", "15 11:00")) == {}


def test_events_are_taken_in_order_of_moment_whatever_their_order_in_the_data() -> None:
    assert case(*reversed(CLOSED)) == case(*CLOSED)


def test_at_one_moment_the_start_comes_before_the_steps_in_order() -> None:
    noon = [{**each, "at": at("15 12:00")} for each in TO_ASK]
    assert case(*reversed(noon))["step"] == "ask"
    assert odd(*reversed(noon)) == {}


def test_at_one_moment_steps_come_before_pauses_and_resuming_after_them() -> None:
    both = (event("resumed", "15 10:20"), event("waiting", "15 10:20"))
    assert case(*both, *TO_GATHER)["waiting"] is None
    assert odd(*both, *TO_GATHER) == {}
    assert case(event("waiting", "15 10:20"), *TO_GATHER)["waiting"] == "waiting"


def test_at_one_moment_pauses_come_in_their_order_and_the_end_last() -> None:
    two = (event("away", "15 11:00"), event("waiting", "15 11:00"))
    assert case(OPENED, *two)["waiting"] == "waiting"
    row = case(OPENED, event("withdrawn", "15 11:00"), *two)
    assert told(row, "step", "waiting") == ("case.withdrawn", None)


def test_at_one_moment_equal_types_go_by_their_attributes_missing_last() -> None:
    cross = done("ask", "17 09:00", outcome="cross")
    glad = done("ask", "17 09:00", outcome="glad")
    assert told(case(*TO_ASK, glad, cross), "step", "returns") == ("thank", 1)
    assert odd(*TO_ASK, glad, cross) == {"ahead": 1}
    first, second = done("gather", "15 12:00", cause="a"), done("gather", "15 12:00")
    assert odd(*TO_GATHER, second, first) == {"repeat": 1}


def test_a_second_start_is_a_repeat() -> None:
    again = event("opened", "15 11:00")
    assert odd(OPENED, again) == {"repeat": 1}
    assert case(OPENED, again)["at"] == at("15 10:00")


def test_what_comes_before_the_start_is_early_and_does_nothing() -> None:
    before = (done("vent", "15 09:00"), event("waiting", "15 09:30"))
    assert odd(*before, OPENED) == {"early": 2}
    assert told(case(*before, OPENED), "step", "waiting") == ("vent", None)


def test_without_a_start_everything_is_early_and_there_is_no_case() -> None:
    assert folded(done("vent", "15 09:00"), done("gather", "15 10:00")) == ((), {"early": 2})


def test_a_step_without_its_evidence_is_unproved() -> None:
    bare = event("vent.done", "15 10:20")
    assert odd(OPENED, bare) == {"unproved": 1}
    assert case(OPENED, bare)["step"] == "vent"


def test_a_step_with_an_outcome_nobody_knows_is_unclear() -> None:
    for told_ in ({}, {"outcome": "perhaps"}):
        assert odd(*TO_ASK, done("ask", "17 09:00", **told_)) == {"unclear": 1}
    assert case(*TO_ASK, done("ask", "17 09:00"))["step"] == "ask"


def test_an_outcome_of_a_step_that_has_none_is_nothing_special() -> None:
    assert case(*TO_GATHER, done("gather", "15 12:00", outcome="glad"))["step"] == "propose"


def test_the_current_step_moves_the_case_on() -> None:
    row = case(*TO_GATHER)
    assert told(row, "step", "entered_at", "returns") == ("gather", at("15 10:20"), 0)


def test_an_earlier_step_is_a_repeat() -> None:
    again = done("vent", "15 11:00")
    assert odd(*TO_GATHER, again) == {"repeat": 1}
    assert case(*TO_GATHER, again)["entered_at"] == at("15 10:20")


def test_a_later_step_is_ahead_and_moves_the_case_all_the_same() -> None:
    ahead = done("propose", "15 11:00")
    assert odd(OPENED, ahead) == {"ahead": 1}
    assert told(case(OPENED, ahead), "step", "returns") == ("ask", 0)


def test_going_back_counts_a_return() -> None:
    back = done("ask", "17 09:00", outcome="cross")
    row = case(*TO_ASK, back)
    assert told(row, "step", "entered_at", "returns") == ("propose", at("17 09:00"), 1)
    twice = (done("propose", "18 09:00"), done("ask", "19 09:00", outcome="cross"))
    assert case(*TO_ASK, back, *twice)["returns"] == 2


def test_going_back_from_ahead_counts_as_if_that_step_were_the_current_one() -> None:
    row = case(*TO_GATHER, done("ask", "15 11:00", outcome="cross"))
    assert told(row, "step", "returns") == ("propose", 1)


def test_moving_to_the_same_step_again_counts_a_return() -> None:
    loop = Step("vent", (("again", "vent"), ("on", "closed")))
    flow = replace(FLOW, versions=(replace(FIRST, steps=(loop,)),))
    row = case(OPENED, done("vent", "15 11:00", outcome="again"), flow=flow)
    assert told(row, "step", "entered_at", "returns") == ("vent", at("15 11:00"), 1)


def test_a_case_that_has_ended_has_no_deadlines() -> None:
    row = case(*CLOSED)
    assert told(row, "step", "entered_at", "ended_at") == (
        "closed",
        at("20 10:00"),
        at("20 10:00"),
    )
    missing = ("step_on", "step_due", "goal_due", "late_1_on", "goal_late_2_on", "waiting")
    assert told(row, *missing) == (None,) * 6


def test_an_event_may_end_a_case_at_once() -> None:
    row = case(OPENED, event("waiting", "15 11:00"), event("withdrawn", "15 12:00"))
    assert told(row, "step", "left_step", "ended_at", "waiting") == (
        "case.withdrawn",
        "vent",
        at("15 12:00"),
        None,
    )
    assert told(case(*CLOSED), "left_step") == (None,)


def test_what_comes_after_the_end_does_nothing() -> None:
    after = (
        event("opened", "21 10:00"),
        done("thank", "21 11:00"),
        event("waiting", "21 12:00"),
        event("withdrawn", "21 13:00"),
    )
    assert odd(*CLOSED, *after) == {"after_end": 4}
    assert told(case(*CLOSED, *after), "step", "ended_at") == ("closed", at("20 10:00"))


def test_while_the_clock_stands_still_there_is_no_deadline() -> None:
    row = case(*TO_GATHER, event("waiting", "15 11:20"))
    missing = ("step_due", "goal_due", "late_1_on", "late_2_on", "goal_late_1_on")
    assert told(row, "waiting", *missing) == ("waiting", None, None, None, None, None)
    assert row["step_on"] == date(2026, 6, 15)


def test_time_in_which_the_clock_stood_still_does_not_count() -> None:
    pause = (event("waiting", "15 11:20"), event("resumed", "16 11:20"))
    assert told(case(*TO_GATHER, *pause), "waiting", "step_due", "goal_due") == (
        None,
        at("17 10:20"),
        at("23 10:00"),
    )


def test_pauses_before_the_step_move_only_the_goal() -> None:
    pause = (event("waiting", "15 10:05"), event("resumed", "15 10:15"))
    row = case(*TO_GATHER, *pause)
    assert told(row, "step_due", "goal_due") == (at("16 10:20"), at("22 10:10"))


def test_a_second_pause_is_a_repeat_and_so_is_resuming_what_goes() -> None:
    events = (
        event("resumed", "15 10:30"),
        event("waiting", "15 11:00"),
        event("away", "15 12:00"),
    )
    assert odd(*TO_GATHER, *events) == {"repeat": 2}
    assert case(*TO_GATHER, *events)["waiting"] == "waiting"


def test_an_event_that_moves_the_case_sets_the_clock_going() -> None:
    row = case(*TO_GATHER, event("waiting", "15 11:00"), done("gather", "16 11:00"))
    assert told(row, "waiting", "step_due", "goal_due") == (
        None,
        at("19 11:00"),
        at("23 10:00"),
    )


def test_an_event_that_does_nothing_leaves_the_clock_still() -> None:
    row = case(*TO_GATHER, event("waiting", "15 11:00"), done("vent", "16 11:00"))
    assert row["waiting"] == "waiting"


def test_a_plan_with_a_day_and_an_owner_stands_in_for_the_goal() -> None:
    plan = event("agreed", "16 10:00", plan_due=date(2026, 6, 28), plan_owner="E1")
    row = case(*TO_PROPOSE, plan)
    assert told(row, "goal_due", "plan_owner", "step") == (at("28 23:59"), "E1", "propose")
    later = event("agreed", "17 10:00", plan_due=date(2026, 6, 25), plan_owner="E1")
    assert case(*TO_PROPOSE, plan, later)["goal_due"] == at("25 23:59")


def test_pauses_do_not_move_a_plan_and_a_plan_ends_no_pause() -> None:
    plan = event("agreed", "16 10:00", plan_due=date(2026, 6, 28), plan_owner="E1")
    waiting = event("waiting", "16 09:00")
    assert told(case(*TO_PROPOSE, waiting, plan), "goal_due", "waiting") == (None, "waiting")
    resumed = event("resumed", "17 09:00")
    assert case(*TO_PROPOSE, waiting, plan, resumed)["goal_due"] == at("28 23:59")


@pytest.mark.parametrize("told_", [{"plan_due": date(2026, 6, 28)}, {"plan_owner": "E1"}, {}])
def test_a_plan_without_a_day_or_an_owner_is_unproved(told_: Mapping[str, Scalar]) -> None:
    plan = event("agreed", "16 10:00", **told_)
    assert odd(*TO_PROPOSE, plan) == {"unproved": 1}
    assert case(*TO_PROPOSE, plan)["goal_due"] == at("22 10:00")


def test_a_step_begins_after_its_span_and_is_due_within_the_next() -> None:
    row = case(*TO_THANK)
    assert told(row, "step_on", "step_due") == (date(2026, 6, 20), at("23 09:00"))


def test_a_step_without_a_length_is_never_late() -> None:
    steps = (Step("vent", (("", "closed"),)),)
    flow = replace(FLOW, versions=(replace(FIRST, steps=steps, goal=None),))
    row = case(OPENED, flow=flow)
    names = ("step_on", "step_due", "goal_due", "late_1_on", "goal_late_1_on")
    assert told(row, *names) == (date(2026, 6, 15), None, None, None, None)


def test_deadlines_are_passed_by_each_span_of_late() -> None:
    row = case(*TO_GATHER)
    names = ("late_1_on", "late_2_on", "goal_late_1_on", "goal_late_2_on")
    assert told(row, *names) == (
        date(2026, 6, 16),
        date(2026, 6, 17),
        date(2026, 6, 22),
        date(2026, 6, 23),
    )


def test_a_working_clock_counts_working_hours_and_days_of_24_hours() -> None:
    flow = replace(FLOW, working=True)
    opened = event("opened", "12 17:45")
    assert case(opened, flow=flow)["step_due"] == at("15 09:15")
    row = case(opened, done("vent", "12 17:50"), flow=flow)
    # 24 working hours from Friday 17:50, with an hour of rest at noon; 19 June is a holiday.
    assert told(row, "step_due", "goal_due") == (at("17 17:50"), at("19 17:45"))


def test_working_days_end_with_their_last_working_hour_and_skip_pauses() -> None:
    steps = (Step("vent", (("", "closed"),), within=Span(2, Unit.WORKING_DAYS)),)
    flow = replace(FLOW, versions=(replace(FIRST, steps=steps, goal=None),))
    assert case(OPENED, flow=flow)["step_due"] == at("17 18:00")
    pause = (event("waiting", "15 11:00"), event("resumed", "16 11:00"))
    assert case(OPENED, *pause, flow=flow)["step_due"] == at("18 18:00")


def test_the_length_of_a_span_may_be_a_parameter() -> None:
    steps = (Step("vent", (("", "closed"),), within=Span(Parameter("n"), Unit.HOURS)),)
    flow = replace(FLOW, versions=(replace(FIRST, steps=steps),))
    assert case(OPENED, flow=flow, n=2)["step_due"] == at("15 12:00")


def test_a_case_carries_the_latest_known_value_of_every_attribute() -> None:
    events = (
        {**OPENED, "cause": "noise"},
        done("vent", "15 10:20"),
        done("gather", "15 12:00", cause="rust"),
        event("resumed", "15 13:00"),
    )
    row = case(*events)
    assert told(row, "cause", "words", "plan_due") == ("rust", "bad", None)


def test_what_an_odd_event_tells_is_carried_as_well() -> None:
    assert case(OPENED, {**event("opened", "15 11:00"), "cause": "dust"})["cause"] == "dust"


SECOND = Version(
    2,
    date(2026, 6, 16),
    (replace(STEPS[0], next=(("", "thank"),)), replace(STEPS[4], after=None)),
)
TWO = replace(FLOW, versions=(FIRST, SECOND))


def test_a_case_keeps_the_version_in_which_it_began() -> None:
    row = case(*TO_GATHER, flow=TWO)
    assert told(row, "version", "step") == (1, "gather")
    row = case(event("opened", "16 10:00"), flow=TWO)
    assert told(row, "version", "goal_due", "late_1_on") == (2, None, None)


def test_a_case_that_began_before_every_version_has_the_first() -> None:
    versions = (replace(FIRST, since=date(2026, 6, 20)), replace(SECOND, since=DAY))
    assert case(OPENED, flow=replace(FLOW, versions=versions))["version"] == 1


def test_a_step_of_another_version_is_unclear() -> None:
    new = (event("opened", "16 10:00"), done("vent", "16 11:00"))
    assert odd(*new, done("gather", "16 12:00"), flow=TWO) == {"unclear": 1}
    assert odd(*new, event("agreed", "16 12:00"), flow=TWO) == {"unclear": 1}
    assert case(*new, done("gather", "16 12:00", cause="rust"), flow=TWO)["cause"] == "rust"


def test_a_version_that_migrates_takes_older_cases_once_it_is_in_force() -> None:
    flow = replace(FLOW, versions=(FIRST, replace(SECOND, migrate=True)))
    assert case(*TO_GATHER, flow=flow, day=date(2026, 6, 15))["version"] == 1
    row = case(*TO_THANK, flow=flow)
    assert row["version"] == 2
    assert odd(*TO_THANK, flow=flow) == {"unclear": 3}
    assert row["step"] == "thank"


def test_a_migrating_version_takes_no_younger_cases() -> None:
    third = Version(3, date(2026, 6, 20), STEPS)
    flow = replace(FLOW, versions=(FIRST, replace(SECOND, migrate=True), third))
    assert case(event("opened", "20 10:00"), flow=flow)["version"] == 3
    assert case(OPENED, flow=flow)["version"] == 2


def test_a_renamed_step_takes_the_events_of_the_old_one() -> None:
    steps = (Step("calm", (("", "settle"),)), Step("settle", (("", "closed"),)))
    new = Version(
        2,
        date(2026, 6, 16),
        steps,
        migrate=True,
        renamed=(("vent", "calm"), ("gather", "settle")),
    )
    flow = replace(FLOW, versions=(FIRST, new))
    assert case(*TO_GATHER, flow=flow)["step"] == "settle"
    assert odd(*TO_PROPOSE, flow=flow) == {}
    assert case(*TO_PROPOSE, flow=flow)["step"] == "closed"
