"""By when an action is due: ``within 3 days``, ``by 18:00``, ``3天内``, ``same day``."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from careplay.diagnostics import quoted
from careplay.language.codes import BAD_DUE
from careplay.language.values.moments import clock
from careplay.language.values.spans import PATTERN, span_in
from careplay.language.wrong import Wrong
from careplay.model.rules import Due
from careplay.model.types import Span, Unit

UNITS = tuple(unit for unit in Unit if unit is not Unit.MINUTES)
CLOCK = r"(\S+:\d+|\S+：\d+)"
ENGLISH = re.compile(rf"(?:(same day)|within\s+{PATTERN})?(?:(?:^|\s+)by\s+{CLOCK})?")
CHINESE = re.compile(rf"(?:(当天)|{PATTERN}\s*内)?\s*(?:{CLOCK}\s*前)?")
WAY = 'write "within 3 days", "within 24 hours", "same day" or "by 18:00"'


@lru_cache(maxsize=1024)
def due(text: str) -> Due | Wrong:
    """The moment as written, or why it is none."""
    text = text.strip()
    found = ENGLISH.fullmatch(text) or CHINESE.fullmatch(text)
    if found is None or not any(found.groups()):
        return Wrong(BAD_DUE, f"{quoted(text)} is not a due moment", _mended(text))
    _, amount, english, chinese, by = found.groups()
    span = span_in(amount, english or chinese, UNITS) if amount else Span(0)
    at = clock(by) if by else time(23, 59)
    if isinstance(span, Wrong):
        return span
    if isinstance(at, Wrong):
        return at
    if span.unit is Unit.HOURS and by:
        what = f"{quoted(text)} has hours and a time of day"
        return Wrong(BAD_DUE, what, "write one of the two")
    return Due(span, time(23, 59) if at == time.max else at)


def _mended(text: str) -> str:
    if isinstance(clock(text), time):
        return f'write "by {text}"'
    if re.fullmatch(PATTERN, text) is not None:
        return f'write "within {text}"' if text.isascii() else f'write "{text}内"'
    return WAY
