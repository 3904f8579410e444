"""Texts with all that the date settles filled in; rows fill the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careplay.meaning.clock import value_of
from careplay.model import words
from careplay.model.rules import Placeholder, Scope, Text
from careplay.planning.clock import BusinessClock
from careplay.planning.probes import by_event
from careplay.planning.steps import Occasion


def filled(text: Text, occasions: Iterable[Occasion], clock: BusinessClock) -> Text:
    """The text as every occasion of its rule tells it; neighbouring literals are joined."""
    found = tuple(occasions)
    pieces: list[str | Placeholder] = []
    for piece in text:
        told = piece if isinstance(piece, str) else _settled(piece, found, clock)
        if isinstance(told, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += told
        elif told:
            pieces.append(told)
    return tuple(pieces)


def of_the_day(
    name: str, occasion: Occasion, day: date, language: str
) -> str | Placeholder | None:
    """What an occasion's placeholder stands for; itself where only a row can tell."""
    match name:
        case "today":
            return words.day_for_people(day, language)
        case "occasion" if isinstance(occasion.day, date):
            return words.day_for_people(occasion.day, language)
        case "occasion":
            return Placeholder(Scope.OCCASION, name)
        case _:
            return dict(occasion.labels).get(name)


def _settled(
    gap: Placeholder, occasions: tuple[Occasion, ...], clock: BusinessClock
) -> str | Placeholder:
    """A gap that stands for the same in all occasions, as text; any other as it is."""
    if gap.parameter is not None:
        return words.parameter_for_people(
            value_of(gap.parameter, clock), clock.business.language
        )
    if gap.scope is Scope.EVENT and not any(by_event(o.probe) for o in occasions):
        return gap.default or ""
    if gap.scope is not Scope.OCCASION:
        return gap
    language = clock.business.language
    told = {of_the_day(gap.name, occasion, clock.day, language) for occasion in occasions}
    if len(told) != 1:
        return gap
    (only,) = told
    return (
        (gap.default or "") if only is None else gap if isinstance(only, Placeholder) else only
    )
