"""What an event says to a chart: its type and attributes as a few short fields.

Names and texts of customers never reach the package: a step is told by its place, an outcome
by its number, and of what must be known only how much of it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careplay.engines.durable.cases.drawn import (
    AGREE,
    CLOCK,
    DONE,
    END,
    EVENT,
    LACKING,
    OTHER,
    OUTCOME,
    PAUSE,
    PLACE,
    RESUME,
    SAYS,
    START,
    Message,
    outcomes_of,
)
from careplay.meaning.folding import Way, is_contradicted, is_lacking, is_unproved
from careplay.meaning.truth import Row
from careplay.model import flows


def to_steps(event: Row, way: Way) -> Message:
    """What an event of the flow's types says to the chart of the steps."""
    kind = str(event["type"])
    if kind == way.flow.starts:
        return {EVENT: 1, SAYS: START}
    if kind in way.flow.ends:
        return {EVENT: 1, SAYS: END}
    if kind in way.done:
        return _done(event, way)
    pause = pause_of(event, way)
    if pause is not None:
        # A pause that is not proved says what a plan says that is half told.
        lacks = bool(pause) and is_unproved(event, way)
        return {EVENT: 1, SAYS: AGREE, LACKING: 1} if lacks else {EVENT: 1, SAYS: CLOCK}
    if kind == way.agreed:
        due, owner = event.get(flows.PLAN_DUE), event.get(flows.PLAN_OWNER)
        known = due if isinstance(due, date) else None
        return {EVENT: 1, SAYS: AGREE, LACKING: _missing((known, owner))}
    return {EVENT: 1, SAYS: OTHER}


def to_clock(event: Row, way: Way) -> Message:
    """What the event of a pause, or of the end of one, says to the clock."""
    return {SAYS: PAUSE if pause_of(event, way) else RESUME}


def pause_of(event: Row, way: Way) -> str | None:
    """The pause the event begins; "" where it ends them, None where it does neither."""
    flow = way.flow
    words = {flow.called(pause): pause for pause in flow.pauses}
    if flow.pauses:
        words.setdefault(flow.called(flows.RESUMED), "")
    return words.get(str(event["type"]))


def _done(event: Row, way: Way) -> Message:
    step = way.done[str(event["type"])]
    outcomes = list(outcomes_of(step))
    outcome = "" if outcomes == [""] else event.get(flows.OUTCOME)
    is_clear = outcome in outcomes and not is_contradicted(step, str(outcome), event)
    return {
        EVENT: 1,
        SAYS: DONE,
        PLACE: way.steps[step.name],
        LACKING: _missing(map(event.get, step.evidence)) + is_lacking(step, event),
        OUTCOME: outcomes.index(str(outcome)) + 1 if is_clear else 0,
    }


def _missing(values: Iterable[object]) -> int:
    return sum(value is None for value in values)
