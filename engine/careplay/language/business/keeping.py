"""How long kept days live: ``keep: 2 years``."""

from __future__ import annotations

from careplay.language.codes import BAD_SPAN
from careplay.language.nodes import Node
from careplay.language.values.spans import span
from careplay.language.wrong import Wrong
from careplay.model.types import Parameter, Span, Unit

UNITS = (Unit.MONTHS, Unit.YEARS)
LEAST = 15
"""Months: a run looks 400 days back, and a day of the month before may be run again."""
MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def kept_for(home: Node) -> Span | None:
    """So long; None where nothing, or no such span, is told."""
    told = home.get("keep")
    if told is None or not isinstance(told.value, str):
        return None
    found = span(told.value, UNITS)
    if isinstance(found, Wrong):
        told.tell(found)
    elif isinstance(found.amount, Parameter):
        told.say(BAD_SPAN, "days are kept by no parameter", 'write a span, such as "2 years"')
    elif found.amount * MONTHS[found.unit] < LEAST:
        what, way = (
            f'"{told.value}" is too short a time to keep days',
            "runs look 400 days back",
        )
        told.say(BAD_SPAN, what, f'{way}: write "{LEAST} months" or more')
    else:
        return found
    return None
