"""The spans of a flow as lengths on a scale, step by step, as of a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date
from itertools import pairwise

from careplay.calendars.working_time import DeadlineClock
from careplay.engines.sql.records.codes import EventEffect, Numbers
from careplay.engines.sql.records.deadlines import Length, Scale, clock_length, scales
from careplay.engines.sql.records.telling import codes_of
from careplay.engines.sql.records.worked import DAY, DayTables, worked_on
from careplay.frozen import dataclass
from careplay.meaning.folding import way_told
from careplay.model.flows import GOAL_WARN, STEP_WARN, Flow, Step, Version, as_told
from careplay.model.types import Span


@dataclass(frozen=True, slots=True)
class NamedDay:
    """What may name the day by whose end a step is to be done."""

    plan: bool = False
    """Whether the plan that was agreed on at the step does."""
    attribute: str = ""
    """The attribute of the case that does; empty where none does."""


@dataclass(frozen=True, slots=True)
class ToldLengths:
    """The lengths of a step by which the last run went, of cases that began in a time."""

    step: int
    first: date
    end: date
    """The day after the last."""
    lengths: dict[str, Length | None]
    named: NamedDay


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
    named: dict[int, NamedDay] = field(default_factory=dict)
    """By the step's number, where anything but a length may make a deadline."""
    of_start: bool = False
    """Whether any is counted from the start of the case."""

    @property
    def names_days(self) -> bool:
        """Whether the day of any step may be named."""
        every = (*self.named.values(), *(each.named for each in self.told))
        return any(each != NamedDay() for each in every)

    @property
    def counted(self) -> tuple[str, ...]:
        """The lengths that a deadline of a step may be counted by; the last from the start."""
        if self.of_start:
            return ("step_in", "start_in")
        return ("step_in",) if self.names_days else ("step_due",)

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
        return ("begin", *self.counted, "goal", *self.warned, *self.dates, *self.told_dates)

    @property
    def warned(self) -> tuple[str, ...]:
        """The lengths that lead from a deadline back to its warning, where there are such."""
        steps = [each for version in self.flow.versions for each in version.steps]
        goals = [version.goal for version in self.flow.versions if version.goal]
        named = ((STEP_WARN, steps), (GOAL_WARN, goals))
        return tuple(name for name, each in named if any(one.warn for one in each))

    @property
    def told_names(self) -> tuple[str, ...]:
        """Every length that the last run may have gone by."""
        return tuple(map(as_told, ("begin", *self.counted, "goal"))) if self.told else ()

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
    steps = {
        numbers.steps[version.since, step.name]: (version, step)
        for version in flow.versions
        for step in version.steps
    }
    every = (*flow.versions, *(flow.told.versions if flow.told else ()))
    found = FlowLengths(
        flow, clock, day, {}, most, agrees, tuple(_told(numbers, plan=agrees)),
        {number: _named(step, flow, plan=agrees) for number, (_, step) in steps.items()},
        any(step.of_start for version in every for step in version.steps),
    )  # fmt: skip
    for number, (version, step) in steps.items():
        late = [*version.late, *(None for _ in range(most - len(version.late)))]
        spans = _spans(step, version) | {
            f"{what}_{n}_on": span
            for what in ("late", "goal_late")
            for n, span in enumerate(late, start=1)
        }
        told = {name: length_of(span, working=flow.working) for name, span in spans.items()}
        if found.told:
            told |= {as_told(name): told[name] for name in found.dates}
        found.lengths[number] = told
    return found


def _told(numbers: Numbers, *, plan: bool) -> Iterator[ToldLengths]:
    """Of each step, by the time in which a case began, what the last run went by."""
    told = numbers.flow.told
    days = {date.min, *(version.since for version in told.versions)} if told else ()
    for first, end in pairwise((*sorted(days), date.max)):
        then = way_told(numbers.flow, first)
        assert then is not None  # noqa: S101 - it was told
        for (_, name), number in numbers.steps.items():
            known = name in then.steps
            step = then.version.steps[then.steps[name]] if known else Step(name, ())
            spans = _spans(step, then.version)
            working = then.flow.working
            lengths = {
                as_told(each): length_of(span, working=working) for each, span in spans.items()
            }
            yield ToldLengths(
                number, first, end, lengths, _named(step, numbers.flow, plan=plan)
            )


def _named(step: Step, flow: Flow, *, plan: bool) -> NamedDay:
    return NamedDay(step.agreed and plan, step.due if step.due in flow.carried else "")


def _spans(step: Step, version: Version) -> dict[str, Span | None]:
    """The spans of a step, by whatever its deadline may be called, and of the goal."""
    goal = version.goal
    return {
        "begin": step.after or Span(0),
        "step_due": step.within,
        "step_in": None if step.of_start else step.within,
        "start_in": step.within if step.of_start else None,
        "goal": None if goal is None or _reached(step, version) else goal.within,
        STEP_WARN: step.warn,
        GOAL_WARN: goal.warn if goal else None,
    }


def _reached(step: Step, version: Version) -> bool:
    """Whether a case that stands at the step has fulfilled its goal."""
    names = [each.name for each in version.steps]
    reach = version.goal.reach if version.goal else ""
    return reach in names and step.name in names[names.index(reach) :]


def length_of(span: Span | None, *, working: bool) -> Length | None:
    """The span on its scale, by a clock that goes in working hours only or always."""
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
