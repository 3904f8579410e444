"""What an action says: the pieces of a text put together for one occasion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from careplay.calendars import festivals, terms
from careplay.engines.plain.found import FoundOccasion
from careplay.frozen import dataclass
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.business import Business
from careplay.model.parameters import value_or_first
from careplay.model.rules import Placeholder, Scope, Text
from careplay.model.types import Scalar, Type


@dataclass(frozen=True, slots=True)
class TextContext:
    """All that texts and reasons may speak of: an occasion, and the facts at that time."""

    business: Business
    day: date
    occasion: FoundOccasion
    facts: Row
    """By name; an attribute of the occasion's event is ``event.<name>``."""
    types: Mapping[str, Type]
    """The type of each of them."""
    names: Mapping[str, str]
    """The names of the people, by id."""
    store: str | None = None
    """The store that a rule for stores looks at."""


def text_for_people(text: Text, case: TextContext) -> str:
    """The text for people, with every gap filled; a gap without a value is left empty."""
    return "".join(piece if isinstance(piece, str) else _filled(piece, case) for piece in text)


def reason(name: str, case: TextContext) -> tuple[str, str | None]:
    """A fact and its value as ``because`` records them."""
    value = case.facts.get(name)
    return name, None if value is None else words.plain(value, case.types[name])


def _filled(gap: Placeholder, case: TextContext) -> str:
    match gap.scope:
        case Scope.FACT:
            told = _spoken(gap.name, case)
        case Scope.EVENT:
            told = _spoken(f"event.{gap.name}", case)
        case Scope.OCCASION:
            told = _of_the_day(gap.name, case)
        case Scope.PARAMETER:
            told = _of_parameter(gap.name, case)
        case _:
            assert_never(gap.scope)
    if told is None:
        return gap.default or ""
    return told


def _spoken(name: str, case: TextContext) -> str | None:
    value: Scalar | None = case.facts.get(name)
    if value is None:
        return None
    return words.for_people(value, case.types[name], case.business.language, case.names)


def _of_parameter(name: str, case: TextContext) -> str:
    value = value_or_first(case.business.parameters[name], case.day)
    return words.parameter_for_people(value, case.business.language)


def _of_the_day(name: str, case: TextContext) -> str | None:
    language, occasion = case.business.language, case.occasion
    match name, occasion.entry[0]:
        case "today", _:
            return words.day_for_people(case.day, language)
        case "occasion", _:
            return words.day_for_people(occasion.date, language)
        case "holiday", "holiday":
            country, spoken = case.business.country, "zh" if language == "zh" else "en"
            return festivals.label(occasion.special_day, country=country, language=spoken)
        case "solar_term", "solar_term":
            chinese, english = terms.TERMS[occasion.special_day]
            return chinese if language == "zh" else english
        case _:
            return None
