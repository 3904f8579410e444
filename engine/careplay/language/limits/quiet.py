"""Quiet hours: ``quiet: 21:00-09:00``, over midnight or not."""

from __future__ import annotations

from datetime import time

from careplay.diagnostics import quoted
from careplay.language.business.hours import SPAN
from careplay.language.codes import BAD_QUIET
from careplay.language.nodes import Node
from careplay.language.values.moments import clock
from careplay.language.wrong import Wrong

MIDNIGHT = time(0)


def quiet(node: Node | None) -> tuple[time, time] | None:
    """From when to when nobody is disturbed; None where it is not told, or told wrongly."""
    if node is None or not isinstance(node.value, str):
        return None
    found = _hours(node.value)
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    return found


def _hours(text: str) -> tuple[time, time] | Wrong:
    parts = SPAN.fullmatch(text.strip())
    if parts is None:
        return Wrong(BAD_QUIET, f"{quoted(text)} is not a span of hours", "write 21:00-09:00")
    start, end = clock(parts[1]), clock(parts[2])
    if isinstance(start, Wrong):
        return start
    if isinstance(end, Wrong):
        return end
    # 24:00 is the end of a day for people, and its last moment for ``clock``.
    start, end = (MIDNIGHT if each == time.max else each for each in (start, end))
    if start == end:
        way = "write when they begin and when they end: 21:00-09:00"
        return Wrong(BAD_QUIET, f"{quoted(text)} begins when it ends", way)
    return start, end
