"""Playbooks as they would be if some values were set otherwise, for one look at them.

A value takes its place in the document that was read, so that it is held against its place as
one that is written there: what is wrong with it is told where the value stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from careplay.diagnostics import did_you_mean
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.pipeline.examining import FileReader
from careplay.reading import Reading, read
from careplay.reading.document import Document, PlaceTree, Value

ENABLED = ".enabled"
"""What stands behind the id of a rule that is to be switched off."""
PARAMETERS, RULES = "parameters", "rules"


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter that has another value on every day; or a rule that is left out."""

    name: str
    value: Value
    leaves_out: bool = False


def setting(text: str) -> Setting:
    """``NAME=VALUE`` as a setting; ValueError, which says what is written instead."""
    name, equals, value = (each.strip() for each in text.partition("="))
    if not (name and equals and value):
        raise ValueError(f'"{text}" sets nothing; write winback_days=45, or RULE.enabled=false')
    if name.endswith(ENABLED):
        if value != "false":
            raise ValueError(f'"{text}" changes nothing; rules are enabled unless =false')
        return Setting(name.removesuffix(ENABLED), None, leaves_out=True)
    document = read(value, "--set").document
    if document is None or isinstance(document.value, Mapping | list | tuple):
        raise ValueError(
            f'"{value}" is no value; write a number, a text, a date, true or false'
        )
    return Setting(name, document.value)


def demand_names(settings: Iterable[Setting], written: Sequence[Document]) -> None:
    """NothingToRunError where no file has a parameter or a rule of one of the names."""
    for each in settings:
        noun = RULES if each.leaves_out else PARAMETERS
        known = [name for document in written for name in _names(document, noun)]
        if each.name not in known:
            way = did_you_mean(each.name, known, noun)
            message = f'the business has no {noun.removesuffix("s")} "{each.name}"{way}'
            raise NothingToRunError(message)


def _names(document: Document, section: str) -> Iterator[str]:
    """What is called by a name in a section of a file."""
    found = document.value.get(section) if isinstance(document.value, Mapping) else None
    if isinstance(found, Mapping):
        yield from found
    elif isinstance(found, Sequence) and not isinstance(found, str):
        yield from (str(_id(each)) for each in found)


def otherwise(reader: FileReader, settings: Sequence[Setting]) -> FileReader:
    """The reader, of whose documents some values are those of the settings."""

    def reading(file: Path, schema: str) -> Reading:
        found = reader(file, schema)
        if found.document is None:
            return found
        return replace(found, document=_with(found.document, settings))

    return reading


def _with(document: Document, settings: Sequence[Setting]) -> Document:
    if not isinstance(document.value, Mapping):
        return document
    value = dict(document.value)
    values = {each.name: each.value for each in settings if not each.leaves_out}
    told = value.get(PARAMETERS)
    if isinstance(told, Mapping):
        value[PARAMETERS] = {name: values.get(name, old) for name, old in told.items()}
    left_out = {each.name for each in settings if each.leaves_out}
    rules = value.get(RULES)
    places = document.places
    if left_out and isinstance(rules, Sequence) and not isinstance(rules, str):
        kept = [place for place, rule in enumerate(rules) if _id(rule) not in left_out]
        value[RULES] = [rules[place] for place in kept]
        places = _moved_up(places, kept)
    return replace(document, value=value, places=places)


def _id(rule: Value) -> Value:
    return rule.get("id") if isinstance(rule, Mapping) else None


def _moved_up(places: PlaceTree | None, kept: Sequence[int]) -> PlaceTree | None:
    """The places of rules, those being gone that are not kept."""
    if places is None or not places[2] or RULES not in places[2]:
        return places
    value, key, below = places[2][RULES]
    rules: dict[str | int, PlaceTree] = {
        number: below[place] for number, place in enumerate(kept) if below and place in below
    }
    return places[0], places[1], {**places[2], RULES: (value, key, rules)}


def documents(texts: Mapping[str, str]) -> tuple[Document, ...]:
    """The files of a business, by name and text, as far as they can be read."""
    found = (read(text, name).document for name, text in texts.items())
    return tuple(each for each in found if each is not None)


def set_so(written: Iterable[Document], settings: Sequence[Setting]) -> tuple[Document, ...]:
    """The files with what the settings make of them."""
    return tuple(_with(each, settings) for each in written)
