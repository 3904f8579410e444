"""A flow drawn as state charts: which message leads from which state to which.

Two charts stand beside each other, and a case has a state in each. The chart of the steps
begins ``new``, is at a step of the version (``s0``, ``s1``, …) and ends ``over``. The chart of
the clock begins ``still``, is ``going`` or ``waiting`` and ends ``stopped``. An event is a
message to the first; where it moves the case, pauses it or lets it go on, one to the second
follows. What no arrow takes does nothing: so it is with events before the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from careplay.meaning.folding import AGREED, MOVED, OPENED, PAUSED, WENT_ON, Way
from careplay.model.flows import Flow, Step

EVENT, SAYS, PLACE, LACKING, OUTCOME = "event", "says", "place", "lacking", "outcome"
"""The fields of a message: 1 of every event; what it says; of a step that is done its place
from 0, how many attributes are missing that it needs, and which of the step's outcomes it
had, from 1, where 0 is none of them."""
START, DONE, AGREE, END, CLOCK, OTHER = "start", "done", "agree", "end", "clock", "other"
"""What an event says to the chart of the steps; ``other`` belongs to another version."""
DAY = "day"
"""What the as-of date says to it, after the events."""
MOVE, STOP, PAUSE, RESUME = "move", "stop", "pause", "resume"
"""What is said to the clock, beside ``start``."""
BEGINS, DUE = "begins", "due"
"""What the deadlines say to the clock: that of the step's beginning goes by in pauses too."""
FOR_THE_CLOCK, STANDS, RUNS = "for the clock", "stands", "runs"
"""What an arrow says that tells nothing of an event yet."""

NEW, OVER = "new", "over"
STILL, GOING, WAITING, STOPPED = "still", "going", "waiting", "stopped"

Message: TypeAlias = Mapping[str, str | int]
Tests: TypeAlias = tuple[tuple[str, str, str | int], ...]
"""Fields, operators (``==``, ``<``, ``>``) and what they are held against."""


class ArrowEffect(NamedTuple):
    """What an arrow says of the message that took it."""

    did: str
    """What the event did, in the words of ``meaning.folding`` and ``model.flows.ODD``."""
    to: str = ""
    """The step the case came to, or the end; empty for an end that the event's type names."""
    back: bool = False
    """Whether that is the step which was done, or an earlier one."""
    failed: bool = False
    """Whether it is an earlier one."""
    over: bool = False


class Arrow(NamedTuple):
    """A message, where it leads, and what it means."""

    tests: Tests
    to: str
    said: ArrowEffect


Drawing: TypeAlias = Mapping[str, tuple[Arrow, ...]]
"""The arrows out of every state; no arrow leads to the first of them."""

CLOCK_CHART: Drawing = {
    STILL: (Arrow(((SAYS, "==", START),), GOING, ArrowEffect(RUNS)),),
    GOING: (
        Arrow(((SAYS, "==", MOVE),), GOING, ArrowEffect(RUNS)),
        Arrow(((SAYS, "==", PAUSE),), WAITING, ArrowEffect(PAUSED)),
        Arrow(((SAYS, "==", RESUME),), GOING, ArrowEffect("repeat")),
        Arrow(((SAYS, "==", STOP),), STOPPED, ArrowEffect(RUNS)),
        Arrow(((SAYS, "==", BEGINS),), GOING, ArrowEffect(BEGINS)),
        Arrow(((SAYS, "==", DUE),), GOING, ArrowEffect(DUE)),
    ),
    WAITING: (
        Arrow(((SAYS, "==", MOVE),), GOING, ArrowEffect(WENT_ON)),
        Arrow(((SAYS, "==", PAUSE),), WAITING, ArrowEffect("repeat")),
        Arrow(((SAYS, "==", RESUME),), GOING, ArrowEffect(WENT_ON)),
        Arrow(((SAYS, "==", STOP),), STOPPED, ArrowEffect(WENT_ON)),
        Arrow(((SAYS, "==", BEGINS),), WAITING, ArrowEffect(BEGINS)),
    ),
    STOPPED: (),
}
"""The clock of every flow."""

MOST_STEPS, MOST_OUTCOMES, MOST_IN_ALL = 50, 190, 2500
"""How many steps and outcomes of steps a version may have, and the one times the other: the
package crashes at 256 rules with one condition, refuses a message of which 65 tests are true
and a chart of 4,097 rules, and takes 13 kB for each rule while there is a case."""


def steps_chart(way: Way) -> Drawing:
    """The chart of a version's steps."""
    version = way.version
    to_first = Arrow(
        ((SAYS, "==", START),), _state(0), ArrowEffect(OPENED, version.steps[0].name)
    )
    at = {_state(here): tuple(_from(here, way)) for here in range(len(version.steps))}
    after = Arrow(((EVENT, "==", 1),), OVER, ArrowEffect("after_end"))
    return {NEW: (to_first,), **at, OVER: (after,)}


def chart_fault(flow: Flow) -> str | None:
    """Say which version is too large for a chart and why, lower case; None where none is."""
    for version in flow.versions:
        steps, outcomes = len(version.steps), sum(map(len, map(outcomes_of, version.steps)))
        if steps > MOST_STEPS or outcomes > MOST_OUTCOMES or steps * outcomes > MOST_IN_ALL:
            return (
                f'version {version.number} of flow "{flow.name}" has {steps} steps and'
                f" {outcomes} outcomes; make do with {MOST_STEPS} steps, {MOST_OUTCOMES}"
                f" outcomes and {MOST_IN_ALL} of the one times the other"
            )
    return None


def outcomes_of(step: Step) -> Mapping[str, str]:
    """Where each outcome of a step leads, in order; one that is "" stands for all."""
    outcomes = dict(step.next)
    return {"": outcomes[""]} if "" in outcomes else outcomes


def _from(here: int, way: Way) -> Iterator[Arrow]:
    """The arrows out of the step of that place."""
    state, done = _state(here), (SAYS, "==", DONE)
    agree, proved = (SAYS, "==", AGREE), (LACKING, "==", 0)
    stands = ArrowEffect(STANDS, way.version.steps[here].name)
    yield Arrow(((SAYS, "==", START),), state, ArrowEffect("repeat"))
    yield Arrow(((SAYS, "==", END),), OVER, ArrowEffect(MOVED, over=True))
    yield Arrow(((SAYS, "==", CLOCK),), state, ArrowEffect(FOR_THE_CLOCK))
    yield Arrow(((SAYS, "==", OTHER),), state, ArrowEffect("unclear"))
    yield Arrow(((SAYS, "==", DAY),), state, stands)
    yield Arrow((agree, proved), state, ArrowEffect(AGREED))
    yield Arrow((agree, (LACKING, ">", 0)), state, ArrowEffect("unproved"))
    yield Arrow((done, (LACKING, ">", 0)), state, ArrowEffect("unproved"))
    yield Arrow((done, proved, (OUTCOME, "==", 0)), state, ArrowEffect("unclear"))
    earlier = (done, proved, (OUTCOME, ">", 0), (PLACE, "<", here))
    yield Arrow(earlier, state, ArrowEffect("repeat"))
    for place, step in enumerate(way.version.steps[here:], start=here):
        did = MOVED if place == here else "ahead"
        for number, to in enumerate(outcomes_of(step).values(), start=1):
            tests = (done, proved, (PLACE, "==", place), (OUTCOME, "==", number))
            yield _moving(tests, did, place, to, way)


def _moving(tests: Tests, did: str, place: int, to: str, way: Way) -> Arrow:
    if to not in way.steps:
        return Arrow(tests, OVER, ArrowEffect(did, to, over=True))
    here = way.steps[to]
    said = ArrowEffect(did, to, back=here <= place, failed=here < place)
    return Arrow(tests, _state(here), said)


def _state(place: int) -> str:
    # No step's own name: the package takes a dot for a state within a state.
    return f"s{place}"
