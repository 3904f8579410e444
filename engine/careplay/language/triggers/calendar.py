"""Triggers of the calendar: ``holiday``, ``solar_term`` and ``every``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from careplay.calendars import festivals, terms
from careplay.language.codes import UNKNOWN_HOLIDAY, UNKNOWN_SOLAR_TERM
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.triggers import recurrences
from careplay.language.triggers.amounts import ahead
from careplay.language.triggers.sources import World
from careplay.language.wrong import Wrong
from careplay.model.triggers import Every, Holiday, Period, SolarTerm, Trigger


def holiday(node: Node, _: str, world: World) -> Trigger | None:
    """``holiday: [spring_festival], before: 1 day``."""

    def resolved(each: str) -> str | None:
        return festivals.resolve(each, world.country)

    def known() -> Iterable[str]:
        return festivals.known_names(world.country)

    names = _resolved(node, ("holiday", UNKNOWN_HOLIDAY), resolved, known)
    moved = ahead(node, world)
    return Holiday(names, moved) if names else None


def solar_term(node: Node, _: str, world: World) -> Trigger | None:
    """``solar_term: start_of_winter, before: 1 day``."""
    told = ("solar_term", UNKNOWN_SOLAR_TERM)
    names = _resolved(node, told, terms.resolve, terms.known_names)
    moved = ahead(node, world)
    return SolarTerm(names, moved) if names else None


def every(node: Node, name: str, world: World) -> Trigger | None:
    """``every: month, on: first saturday``."""
    if name not in set(Period):
        return None
    found = recurrences.recurrence(Period(name), node.text("on"))
    moved = ahead(node, world)
    if isinstance(found, Wrong):
        (node.get("on") or node.get("every") or node).tell(found)
        return None
    return Every(found.period, found.month, found.day, found.nth, found.weekday, moved)


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
