"""Flows: a case goes from step to step, and events say how far it has come.

A case is a fold over events, never a row someone overwrites. The events of a case are the
customer's events of the flow's types that have the same value of the attribute ``by``; one
that lacks it belongs to no case. They are taken in order of moment; at one moment by rank
(the start, the steps' own events in order of the steps, pauses in their order, ``resumed``,
the goal's event, the ends in their order), then by their attributes in order of name, missing
last. Only events up to the end of the as-of date count. What each does:

- The start opens the case at the first step. A second start is a *repeat*, adds 1 to
  ``told_again``, and what it tells is known of the case.
- Anything before the start is *early* and does nothing; so is everything of a case that has
  no start, and then there is no case.
- ``<flow>.<step>.done`` that lacks one of the step's ``evidence`` attributes, or what its
  outcome needs besides, or that nobody approved who may, is *unproved* and does nothing. One
  whose ``outcome`` is none of the step's, where the step has outcomes, or is one that its
  answers contradict, is *unclear* and does nothing; so is an event of a step or agreement that
  only another version has. Of the current step it moves the case on to the next
  step or end; of an earlier step (in order of writing) it is a *repeat* and does nothing; of a
  later step it is *ahead*, and moves the case on as if that step were the current one.
- Moving to the step that was done, or to an earlier one, adds 1 to ``returns``; to an earlier
  one, 1 to ``sent_back`` as well: a step that follows itself is done once more, and no failure.
- ``<flow>.<pause>`` stops the clock; while it stands still another pause is a *repeat*. One
  that lacks an attribute of its ``pause_evidence`` is *unproved* and does nothing.
  ``<flow>.resumed``, and any event that moves the case, sets it going again; ``resumed`` while
  it goes is a *repeat*. Where the version lets it stand ``at_most`` so long, counted by the
  flow's clock from when it stopped, it goes on by itself then, before what happens at that
  moment.
- ``<flow>.<goal.agreed>`` with both ``plan_due`` (a date) and ``plan_owner`` known makes the
  end of that day (23:59) the goal's deadline, whatever pauses there are; the latest one counts.
  With one of them missing it is *unproved* and does nothing. It does not set the clock going.
  Of a step that says ``agreed`` it is the deadline too, until the case comes to another step
  or to this one again.
- An event of ``ends`` ends the case, which has then come to an end of that name.
- Anything after the end is *after the end* and does nothing.

What does nothing moves nothing; what it tells is known of the case all the same.
A second event equal in all attributes is like any other: it falls under the rules above.
Events later than the date, and events of no type of the flow, are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, time

from careplay.calendars.working_time import DeadlineClock
from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.conditions import Condition
from careplay.model.types import Span

ODD = ("repeat", "early", "unproved", "unclear", "ahead", "after_end")
"""The kinds of events that are reported, in order."""

RESUMED = "resumed"
OUTCOME = "outcome"
PLAN_DUE, PLAN_OWNER = "plan_due", "plan_owner"


@dataclass(frozen=True, slots=True)
class StepApproval:
    """Who must have approved of a step for it to be done, by what its event tells."""

    by: str
    """The attribute of the event that names who approved."""
    cells: tuple[tuple[Condition, tuple[str, ...]], ...]
    """The first condition on the event that holds says which roles may; where none holds,
    nobody has to."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a flow.

    It begins ``after`` the case came to it and is to be done ``within`` that, both counted by
    the flow's clock: minutes and hours are hours of the clock (working hours, or all hours),
    days and weeks are 24 hours and 7 times that on either clock, working days end with the
    last working hour of the n-th working day after the day counted from. Time in which the
    clock stands still does not count (of working days: those after the day it stopped up to
    the day it went on). While it stands still there is no deadline.

    In place of what is counted stand, in this order: the end of the day (23:59) of the plan
    that was agreed on since the case came to the step, where the step says ``agreed``; and
    that of the latest known date of the attribute ``due``, whatever pauses there are. What an
    event tells that is unproved is no such date.
    """

    name: str
    next: tuple[tuple[str, str], ...]
    """By outcome, the next step or the name of an end; ("", next) where it has no outcomes."""
    after: Span | None = None
    within: Span | None = None
    evidence: tuple[str, ...] = ()
    unclear: tuple[tuple[str, Condition], ...] = ()
    """By outcome ("" where there are none), what answers contradict it: a condition on the
    attributes of the event, held against values that stay."""
    approved: StepApproval | None = None
    lacks: tuple[Condition, ...] = ()
    """Conditions on the event by which it is no proof: that it lacks what its outcome needs, or
    that nobody approved who may."""
    of_start: bool = False
    """Whether ``within`` counts from the start of the case, and not from when it begins."""
    due: str = ""
    """The attribute of the case, a date, by the end of which the step is to be done."""
    agreed: bool = False
    """Whether the plan that stands in for the goal stands in for the step's deadline too."""
    warn: Span | None = None
    """How long before its deadline somebody is warned, in minutes, hours, days or weeks of the
    flow's clock, pauses left in: on the list of the day on which so much is left, at the latest
    on the last one that does not tell it as passed; never on the first to tell the step."""

    @property
    def has_deadline(self) -> bool:
        """Whether it may have one."""
        return self.within is not None or bool(self.due) or self.agreed


@dataclass(frozen=True, slots=True)
class Goal:
    """What the case must reach ``within`` this span of its start, or a plan be agreed."""

    within: Span
    agreed: str = ""
    """The event ``<flow>.<agreed>``; empty where no plan stands in for the goal."""
    reach: str = ""
    """The step that fulfils it; empty where an end does. While the case stands at that step or
    at a later one, in order of writing, the goal has no deadline."""
    warn: Span | None = None
    """How long before its deadline somebody is warned, as of a step that begins with it."""


@dataclass(frozen=True, slots=True)
class Version:
    """How a flow goes from a day on.

    A case keeps the version in force on the date of its start (the first one, if none was).
    Once a later version with ``migrate`` is in force as of the date, the case is folded anew
    under the latest such version, as if it had begun under it; ``renamed`` says which step of
    the new version the events of an old step belong to. The parameters of its spans are those
    of the date of the case's start, or of ``since``, if that is later.
    """

    number: int
    """1 for the first."""
    since: date
    steps: tuple[Step, ...]
    goal: Goal | None = None
    late: tuple[Span, ...] = ()
    """How long after a deadline each escalation comes, by the flow's clock."""
    migrate: bool = False
    renamed: tuple[tuple[str, str], ...] = ()
    at_most: tuple[tuple[str, Span], ...] = ()
    """By pause, how long the clock may stand still in it; for ever where nothing is said."""


@dataclass(frozen=True, slots=True)
class AsTold:
    """The spans by which runs counted deadlines, where others count by now."""

    day: date
    """The last day that was run by them."""
    versions: tuple[Version, ...]
    """In numbers; what follows a step is not told."""
    clock: DeadlineClock
    """By which they were counted."""
    since: date
    """The first day that is run by others."""
    last: date
    """The day of the last run, by these or by others."""
    several: bool = False
    """Whether some may have been told by spans of before these: of them it was edited twice."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow in all its versions, oldest first.

    Its cases are records: events of the type ``name``, ``at`` the start, with the attributes
    of ``record_attributes`` and the latest known value (in order of the fold, of all events of
    the case up to the date) of every attribute that events of its types may have.
    """

    name: str
    starts: str
    by: str
    versions: tuple[Version, ...]
    working: bool = False
    """Whether the clock goes in working hours only."""
    pauses: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    """Event types that end a case at once."""
    carried: tuple[str, ...] = ()
    """Every attribute that events of its types may have, in order of name."""
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What steps and ends are called."""
    pause_evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By pause, what its event must tell for the clock to stop."""
    day_starts: time | None = None
    """When on a day its list is made, which tells what is late; at its end unless told."""
    told: AsTold | None = None
    """Where an edit moved deadlines that some may not have been told: those they were told."""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    def done(self, step: str) -> str:
        """The type of the event that says a step is done."""
        return f"{self.name}.{step}.done"

    def called(self, word: str) -> str:
        """The type of a pause, of ``resumed``, or of the event that agrees on a plan."""
        return f"{self.name}.{word}"

    @property
    def due_attributes(self) -> tuple[str, ...]:
        """Each attribute that a step is due by, now or where it was told; in order of name."""
        versions = (*self.versions, *(self.told.versions if self.told else ()))
        named = {step.due for version in versions for step in version.steps}
        return tuple(sorted(named & {*self.carried}))

    def types(self) -> tuple[str, ...]:
        """The type of every event that may say something of a case, each once."""
        steps = (self.done(step.name) for version in self.versions for step in version.steps)
        pauses = (self.called(word) for word in (*self.pauses, RESUMED) if self.pauses)
        goals = (version.goal for version in self.versions)
        agreed = (self.called(goal.agreed) for goal in goals if goal and goal.agreed)
        return tuple(dict.fromkeys((self.starts, *steps, *pauses, *agreed, *self.ends)))


AGAIN = "told_again"
SENT_BACK = "sent_back"
WAITING_SINCE, WAITED_SINCE, WAIT_OVER = "waiting_since", "waited_since", "wait_over"
STEP_WARN, GOAL_WARN = "step_warn_on", "goal_warn_on"
PLANNED = "planned_for"
RECORD_ATTRIBUTES = (
    ("step", "text"),  # the current step, or the end the case came to
    ("step_title", "text"),  # what it is called, by ``labels``; its name where nothing is said
    ("entered_at", "moment"),  # when it came there
    # The date on which the step begins, whatever pause is still on; missing once ended.
    ("step_on", "date"),
    ("step_due", "moment"),  # missing once ended, while paused, or without a deadline
    ("goal_due", "moment"),  # the same of the goal, and once a step has fulfilled it
    # The day on whose list it is warned of, as long as none tells that it was passed.
    (STEP_WARN, "date"),
    (GOAL_WARN, "date"),
    (
        PLANNED,
        "date",
    ),  # the day of the plan by which the goal goes; missing where none was made
    ("returns", "integer"),
    (SENT_BACK, "integer"),  # those of them that led to an earlier step
    (AGAIN, "integer"),  # how often it was started while it was open
    ("waiting", "text"),  # the pause, while the clock stands still
    (WAITING_SINCE, "moment"),  # when it stopped
    (WAITED_SINCE, "moment"),  # when it stopped last, whether or not it has gone on
    # The pause that ended by itself, until the case goes on or waits anew.
    (WAIT_OVER, "text"),
    ("ended_at", "moment"),
    ("left_step", "text"),  # the step it stood at when an event of ``ends`` ended it
    ("version", "integer"),
)
"""The attributes of a case; then ``late_1_on`` and so on, and ``goal_late_1_on`` (dates): on
which day's list the step's or the goal's deadline is passed by the n-th span of ``late``;
missing where the deadline is."""


WAITED = "waited"
"""As told of a case: that it has stood still since deadlines were last counted as they were."""


def as_told(attribute: str) -> str:
    """What the case also knows where an edit moved deadlines: the one that was told before.

    Of ``late_1_on`` and its like it is the day by whichever of the two deadlines is the later.
    """
    return f"#{attribute}"
