"""How long before its deadline somebody is warned: ``2 hours before``, ``提前2小时``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from careplay.diagnostics import quoted
from careplay.language.codes import BAD_SPAN
from careplay.language.nodes import Node
from careplay.language.values.parameters import span_fits
from careplay.language.values.spans import PATTERN, span_in
from careplay.language.wrong import Wrong
from careplay.model.business import DatedParameter
from careplay.model.types import Span, Unit

WARN = "warn"
UNITS = (Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS)
ENGLISH, CHINESE = re.compile(rf"{PATTERN}\s+before"), re.compile(rf"提前\s*{PATTERN}")
BARE = re.compile(rf"{PATTERN}前?")


def warning(node: Node, parameters: Mapping[str, DatedParameter]) -> Span | None:
    """How long before its deadline it warns; None where it does not, or that is told."""
    told = node.get(WARN)
    if told is None or not isinstance(told.value, str):
        return None
    found = _read(told.value.strip())
    if isinstance(found, Wrong):
        told.tell(found)
        return None
    return found if span_fits(found, parameters, told) else None


def _read(text: str) -> Span | Wrong:
    match = ENGLISH.fullmatch(text) or CHINESE.fullmatch(text)
    if match is None:
        return Wrong(BAD_SPAN, f"{quoted(text)} is no time before a deadline", _mended(text))
    amount, english, chinese = match.groups()
    found = span_in(amount, english or chinese, UNITS)
    if not isinstance(found, Wrong) and found.amount == 0:
        return Wrong(BAD_SPAN, f"{quoted(text)} is no time at all", "leave it out")
    return found


def _mended(text: str) -> str:
    bare = BARE.fullmatch(text)
    if bare is None:
        return 'write "2 hours before"'
    amount, english, chinese = bare.groups()
    told = f"{amount} {english} before" if english else f"提前{amount}{chinese}"
    return f'write "{told}"'
