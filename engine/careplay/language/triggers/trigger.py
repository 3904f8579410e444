"""``when:`` of a rule to its trigger; exactly one key says which kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from careplay.calendars import festivals, terms
from careplay.language.codes import (
    BAD_SPAN,
    UNKNOWN_HOLIDAY,
    UNKNOWN_SOLAR_TERM,
)
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.triggers.amounts import before, counted_in, repeated
from careplay.language.triggers.changes import crosses, enters, leaves
from careplay.language.triggers.recurrences import every
from careplay.language.triggers.sources import World, asked, event_type, source
from careplay.language.wrong import Wrong
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Every,
    Happens,
    Holiday,
    LeapDay,
    LeapMonth,
    Period,
    ShortMonth,
    SolarTerm,
    Trigger,
)
from careplay.model.types import Span

SPANS = ("days", "working_days", "weeks", "months", "years")

Word = TypeVar("Word", bound=StrEnum)


def trigger(node: Node, world: World) -> Trigger | None:
    """The trigger as written; None after telling what is wrong with it.

    That there is exactly one, with the keys that go with it, is the schema's to say.
    """
    told = [key for key in READERS if node.get(key) is not None]
    kinds = [key for key in told if key != "before"] or told
    if len(kinds) != 1:
        return None
    return READERS[kinds[0]](node, node.text(kinds[0]), world)


def _told(node: Node, key: str) -> Node:
    return node.get(key) or node


def _anniversary(node: Node, name: str, world: World) -> Trigger | None:
    of = source(_told(node, "anniversary"), name, world, node.get("where"))
    moved = before(node, world)
    if of is None:
        return None
    return Anniversary(
        of,
        moved,
        _word(node, "leap_day", LeapDay.FEBRUARY_28),
        _word(node, "leap_month", LeapMonth.ORDINARY),
        _word(node, "short_month", ShortMonth.LAST_DAY),
    )


def _after(node: Node, name: str, world: World) -> Trigger | None:
    return _moved(node, "after", name, world)


def _before(node: Node, name: str, world: World) -> Trigger | None:
    return _moved(node, "before", name, world)


def _moved(node: Node, key: str, name: str, world: World) -> Trigger | None:
    of = source(_told(node, key), name, world, node.get("where"))
    found = counted_in(node, SPANS, world)
    if of is None or found is None:
        return None
    return After(of, Span(found.amount, found.unit, negative=key == "before"))


def _absent(node: Node, name: str, world: World) -> Trigger | None:
    event = event_type(_told(node, "absent"), name, world)
    found = counted_in(node, SPANS, world, least=1)
    again = repeated(node, world)
    where = None if event is None else asked(node.get("where"), event, world)
    if event is None or found is None or where is None:
        return None
    return Absent(event.name, found, again, _times(node), where)


def _times(node: Node) -> int | None:
    times = node.get("times")
    if times is None or isinstance(times.value, int):
        return times.value if times is not None and isinstance(times.value, int) else None
    what = f'"times: {node.text("times")}" cannot be a parameter'
    times.say(BAD_SPAN, what, "write a whole number, such as 3")
    return None


def _event(node: Node, name: str, world: World) -> Trigger | None:
    event = event_type(_told(node, "event"), name, world)
    return None if event is None else Happens(name, asked(node.get("where"), event, world))


def _holiday(node: Node, name: str, world: World) -> Trigger | None:
    def resolved(each: str) -> str | None:
        return festivals.resolve(each, world.country)

    def known() -> Iterable[str]:
        return festivals.known_names(world.country)

    names = _resolved(node, ("holiday", UNKNOWN_HOLIDAY), resolved, known)
    moved = before(node, world)
    return Holiday(names, moved) if names else None


def _solar_term(node: Node, name: str, world: World) -> Trigger | None:
    told = ("solar_term", UNKNOWN_SOLAR_TERM)
    names = _resolved(node, told, terms.resolve, terms.known_names)
    moved = before(node, world)
    return SolarTerm(names, moved) if names else None


def _resolved(
    node: Node,
    told: tuple[str, str],
    resolve: Callable[[str], str | None],
    known: Callable[[], Iterable[str]],
) -> tuple[str, ...]:
    """The ids of the named days, each once; unknown names are told."""
    key, code = told
    noun = key.replace("_", " ")
    found: list[str] = []
    for row in node.rows(key):
        word = row.value if isinstance(row.value, str) else ""
        day = resolve(word)
        if day is None:
            row.say(code, f'unknown {noun} "{word}"', way_out(word, known(), f"{noun}s"))
        else:
            found.append(day)
    return tuple(dict.fromkeys(found))


def _every(node: Node, name: str, world: World) -> Trigger | None:
    told = _told(node, "every")
    if name not in set(Period):
        return None
    found = every(Period(name), node.text("on"))
    moved = before(node, world)
    if isinstance(found, Wrong):
        (node.get("on") or told).tell(found)
        return None
    return Every(found.period, found.month, found.day, found.nth, found.weekday, moved)


def _word(node: Node, key: str, usual: Word) -> Word:
    """The word under the key; the usual one where there is none or the schema refused it."""
    kind, word = type(usual), node.text(key, usual)
    return kind(word) if word in set(kind) else usual


READERS: dict[str, Callable[[Node, str, World], Trigger | None]] = {
    "anniversary": _anniversary,
    "after": _after,
    "before": _before,
    "absent": _absent,
    "event": _event,
    "holiday": _holiday,
    "solar_term": _solar_term,
    "every": _every,
    "enters": enters,
    "leaves": leaves,
    "crosses": crosses,
}
