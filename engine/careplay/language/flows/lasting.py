"""How many minutes pass in a span of a flow's clock, at least and at most."""

from __future__ import annotations

from careplay.model.types import Parameter, Span, Unit

MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: 1440, Unit.WEEKS: 7 * 1440}


def at_least(span: Span | None) -> int:
    """So many minutes pass at least; a working day may be over before 24 hours are."""
    if span is None or isinstance(span.amount, Parameter):
        return 0
    if span.unit is Unit.WORKING_DAYS:
        return (span.amount - 1) * MINUTES[Unit.DAYS]
    return span.amount * MINUTES.get(span.unit, 0)


def at_most(span: Span, *, working: bool) -> int | None:
    """So many minutes pass at most; None where nights and holidays may come between."""
    hours = span.unit in {Unit.MINUTES, Unit.HOURS}
    if isinstance(span.amount, Parameter) or span.unit not in MINUTES or (working and hours):
        return None
    return span.amount * MINUTES[span.unit]
