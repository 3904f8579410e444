"""Facts and attributes as a story tells them: values of the kinds that tables may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from careplay.language.codes import NO_SUCH_DATE
from careplay.language.conditions.words import MISSING
from careplay.language.kinds import Kind
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.values.moments import clock, day
from careplay.language.values.scalars import scalar
from careplay.language.wrong import Wrong
from careplay.model.types import TIMES, Type


def cells(node: Node, kinds: Mapping[str, Kind], noun: str, code: str) -> dict[str, str]:
    """The values of a mapping by name; one that is unknown or of another kind is told."""
    found = dict[str, str]()
    for name, below in node.entries():
        if name not in kinds:
            way = way_out(name, kinds, f"{noun}s")
            below.say(code, f'unknown {noun} "{name}"', way, below.key_at)
            continue
        value = plain_value(below.value)
        text = "" if value is None or value in MISSING else spelt(value)
        wrong = _wrong(text, kinds[name]) if text else None
        if wrong is None:
            found[name] = text
        else:
            below.called(f'{noun} "{name}"').tell(wrong)
    return found


def moment(text: str, on: date) -> datetime | Wrong:
    """``10:05`` of that day, or ``2026-03-02 10:05``."""
    before, _, behind = text.rpartition(" ")
    when = day(before.strip()) if before else on
    if isinstance(when, Wrong):
        return when
    at = clock(behind)
    if isinstance(at, Wrong):
        return Wrong(at.code, at.what, "write 18:00, or 2026-12-31 18:00", at.words)
    return datetime.combine(when, time(23, 59) if at == time.max else at)


def _wrong(text: str, kind: Kind) -> Wrong | None:
    """What is wrong with the text as a value of this kind."""
    if kind.type in TIMES:
        timed = kind.type is Type.MOMENT and " " in text
        when = moment(text, date.min) if timed else day(text)
        return when if isinstance(when, Wrong) else None
    value = scalar(text, kind)
    return value if isinstance(value, Wrong) else None


def moment_at(node: Node, on: date) -> datetime | None:
    """The moment a value tells; what is none is told."""
    value = plain_value(node.value)
    found = moment("" if value is None else spelt(value), on)
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    if found.date() > on:
        way = "what has not happened by the end of its day cannot be known on it"
        node.say(NO_SUCH_DATE, f'"{found:%Y-%m-%d %H:%M}" lies after the day itself', way)
    return found
