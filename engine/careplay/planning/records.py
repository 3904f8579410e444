"""The cases and stays that a plan folds, each as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from careplay.calendars.working_time import deadline_clock
from careplay.meaning.versions import in_numbers
from careplay.planning.clock import BusinessClock, days_before
from careplay.planning.fact_steps import Facts
from careplay.planning.possible import EventDays, begun
from careplay.planning.probes import Column, Standing
from careplay.planning.steps import CaseFold, Fold, Occasion, StayFold


def records(
    occasions: Iterable[Occasion],
    facts: Iterable[Facts],
    clock: BusinessClock,
    days: EventDays | None = None,
) -> tuple[Fold, ...]:
    """What occasions and measures look at, as of each day asked, and more.

    The cases of every flow are folded as of the date, to tell which of their events are odd;
    so are its stays, of which settling asks which changed.
    """
    business = clock.business
    probes = (occasion.probe for occasion in occasions)
    measured = [step for each in facts for step in each.measured]
    asked = {probe.event for probe in probes if isinstance(probe, Standing)}
    asked |= {step.event for step in measured}
    moments = {(0, False), *((step.column.ago, step.column.as_known) for step in measured)}
    names = (*business.flows, *business.receptions)
    known = (Column(name, *moment) for name in names for moment in moments)
    columns = {each for each in known if not each.ago or str(each) in asked}
    return tuple(
        replace(
            case_fold(each, clock, asked=str(each) in asked)
            if each.fact in business.flows
            else stay_fold(each, clock),
            begun=begun(each.fact, business, days),
        )
        for each in sorted(columns)
    )


def case_fold(column: Column, clock: BusinessClock, *, asked: bool = True) -> CaseFold:
    """The cases of the flow that the column names, so many days before the clock's day."""
    business, told = clock.business, days_before(clock, column.ago) if column.ago else clock
    flow = business.flows[column.fact]
    working, own = flow.working, business.own_days
    hours = deadline_clock(
        business.country, business.working_hours, working=working, own=own, zone=clock.zone
    )
    return CaseFold(column, in_numbers(flow, told), told.day, hours, asked)


def stay_fold(column: Column, clock: BusinessClock) -> StayFold:
    """The stays of the reception that the column names, likewise."""
    day = clock.day - timedelta(days=column.ago)
    return StayFold(column, clock.business.receptions[column.fact], day)
