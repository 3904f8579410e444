"""The spans of a flow as lengths on a scale, step by step, as of a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from careplay.calendars.working_time import DeadlineClock
from careplay.engines.sql.records.codes import EventEffect, Numbers
from careplay.engines.sql.records.deadlines import Length, Scale, clock_length, scales
from careplay.engines.sql.records.telling import codes_of
from careplay.engines.sql.records.worked import DAY, DayTables, worked_on
from careplay.frozen import dataclass
from careplay.meaning.folding import Way, way_told
from careplay.model.flows import Flow, Version, as_told
from careplay.model.types import Span


@dataclass(frozen=True, slots=True)
class ToldLengths:
    """The lengths of a step by which the last run went, of cases that began in a time."""

    step: int
    first: date
    end: date
    """The day after the last."""
    lengths: dict[str, Length | None]


@dataclass(frozen=True, slots=True)
class FlowLengths:
    """The lengths of a flow, by step."""

    flow: Flow
    clock: DeadlineClock
    day: date
    lengths: dict[int, dict[str, Length | None]]
    """By the step's number: ``begin``, ``step_due``, ``goal``, ``late_1_on`` and so on."""
    late: int
    """How many escalations there are at most."""
    agrees: bool
    """Whether an event may agree on a plan."""
    told: tuple[ToldLengths, ...] = ()
    """What the last run went by, where that may be something else."""

    @property
    def on(self) -> DayTables:
        """The days of the clock."""
        return DayTables(self.clock)

    @property
    def told_on(self) -> DayTables:
        """The days of the clock by which the last run went."""
        told = self.flow.told
        same = told is None or (told.clock.days, told.clock.hours) == (
            self.clock.days, self.clock.hours,
        )  # fmt: skip
        return self.on if told is None or same else DayTables(told.clock, as_told(""))

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that tell when a deadline is passed."""
        return (*self.late_of("late"), *self.late_of("goal_late"))

    @property
    def told_dates(self) -> tuple[str, ...]:
        """The columns that tell when what was told, or is due by now, is passed."""
        return tuple(map(as_told, self.dates)) if self.told else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every length that a step may have."""
        return ("begin", "step_due", "goal", *self.dates, *self.told_dates)

    @property
    def told_names(self) -> tuple[str, ...]:
        """Every length that the last run may have gone by."""
        return tuple(map(as_told, ("begin", "step_due", "goal"))) if self.told else ()

    def asked_of(self, on: DayTables) -> tuple[str, ...]:
        """The lengths that are counted on these days."""
        own = self.names if on == self.on else ()
        return (*own, *(self.told_names if on == self.told_on else ()))

    def counts(self, on: DayTables) -> set[Scale]:
        """The scales for which these working days must be known."""
        return self.scales(*self.asked_of(on)) - {Scale.ALL}

    def late_of(self, what: str) -> tuple[str, ...]:
        """The columns of a deadline's escalations."""
        return tuple(f"{what}_{number}_on" for number in range(1, self.late + 1))

    def scales(self, *names: str) -> set[Scale]:
        """The scales of some lengths."""
        return scales(each for name in names for each in self.of(name))

    def of(self, name: str) -> Iterator[Length | None]:
        """A length of every step that has one of the name."""
        every = (*self.lengths.values(), *(each.lengths for each in self.told))
        return (each[name] for each in every if name in each)


def flow_lengths(numbers: Numbers, clock: DeadlineClock, day: date) -> FlowLengths:
    """The lengths of a flow as of a date, its spans being numbers."""
    flow = numbers.flow
    most = max(len(version.late) for version in flow.versions)
    agrees = any(code.kind is EventEffect.AGREE for code in codes_of(numbers, day))
    found = FlowLengths(flow, clock, day, {}, most, agrees, tuple(_told(numbers)))
    for version in flow.versions:
        for step in version.steps:
            spans = {"begin": step.after, "step_due": step.within, **_of(version, most)}
            told = {name: _length(span, working=flow.working) for name, span in spans.items()}
            if told["begin"] is None:
                told["begin"] = Length(Scale.ALL, 0)
            if found.told:
                told |= {as_told(name): told[name] for name in found.dates}
            found.lengths[numbers.steps[version.since, step.name]] = told
    return found


def _told(numbers: Numbers) -> Iterator[ToldLengths]:
    """Of each step, by the time in which a case began, what the last run went by."""
    told = numbers.flow.told
    days = {date.min, *(version.since for version in told.versions)} if told else ()
    for first, end in pairwise((*sorted(days), date.max)):
        then = way_told(numbers.flow, first)
        assert then is not None  # noqa: S101 - it was told
        for (_, name), number in numbers.steps.items():
            yield ToldLengths(number, first, end, _as_told(name, then))


def _as_told(name: str, then: Way) -> dict[str, Length | None]:
    """The lengths of a step that the last run may not have known, and that of the goal."""
    goal = then.version.goal
    step = then.version.steps[then.steps[name]] if name in then.steps else None
    spans = {
        "begin": (step.after if step else None) or Span(0),
        "step_due": step.within if step else None,
        "goal": goal.within if goal else None,
    }
    working = then.flow.working
    return {as_told(each): _length(span, working=working) for each, span in spans.items()}


def _of(version: Version, most: int) -> dict[str, Span | None]:
    """The spans that all steps of a version share."""
    late = [*version.late, *(None for _ in range(most - len(version.late)))]
    return {
        "goal": version.goal.within if version.goal else None,
        **{
            f"{what}_{n}_on": span
            for what in ("late", "goal_late")
            for n, span in enumerate(late, start=1)
        },
    }


def _length(span: Span | None, *, working: bool) -> Length | None:
    if span is None:
        return None
    amount = int(str(span.amount))
    return clock_length(-amount if span.negative else amount, span.unit, working=working)


def lasts(length: Length | None, clock: DeadlineClock, years: range) -> int:
    """More days than a length can last that begins in one of the years."""
    if length is None:
        return 0
    if length.scale is Scale.ALL:
        return length.amount // DAY + 1
    worked = [worked_on(spans) for spans in clock.hours if spans]
    if clock.days.own is None:  # never is every other working day a holiday
        a_week = len(worked) if length.scale is Scale.DAYS else sum(worked)
        return 14 * (length.amount // a_week + 1) + 60
    days = length.amount if length.scale is Scale.DAYS else length.amount // min(worked) + 1
    # Nobody is done later than who begins on the first day of the next year.
    ends = (date(year + 1, 1, 1) for year in years)
    return max((clock.days.add(each, days) - each).days for each in ends) + 366
