"""What one departure from a schema is called, by the keyword of the schema it departs from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from jsonschema import ValidationError

from careplay.diagnostics import Diagnostic, Position, listed, quoted
from careplay.frozen import dataclass
from careplay.reading.codes import (
    MISPLACED,
    MISSING_KEY,
    ONE_OF,
    OUT_OF_RANGE,
    UNKNOWN_KEY,
    WRONG_KIND,
    WRONG_WORD,
)
from careplay.reading.document import Document, Path
from careplay.reading.strangers import alike, replacement_key
from careplay.reading.wording import found_instead, kinds, value_text, where

LONGEST = 60
"""A longer example does not help on one line."""


FULL_BRACKETS = {"【": "[", "\uff3b": "[", "\uff5b": "{", "「": "[", "\uff08": "["}
SAID = {
    **dict.fromkeys(("yes", "on", "y", "是", "对", "有"), "true"),
    **dict.fromkeys(("no", "off", "n", "否", "不", "无"), "false"),
}


@dataclass(frozen=True, slots=True)
class Departure:
    """One error of jsonschema: where, from what, and what stands there."""

    document: Document
    path: Path
    keyword: str
    asked: Any
    given: Any
    schema: Any
    route: tuple[str | int, ...]
    """The way through the schema."""
    whole: Any = None
    """The schema from its top."""

    def said(self, at: Position, code: str, what: str, way: str = "") -> Diagnostic:
        """The fault: what is wrong, then where, then the way out."""
        place = where(self.path, self.document.value)
        return Diagnostic(self.document.file, at, code, f"{what} {place}{way}")

    @property
    def at(self) -> Position:
        """Where the value starts; its key, if the value is nothing at all."""
        if self.given is None:
            return self.document.key_at(self.path)
        return self.document.value_at(self.path)


def departure(error: ValidationError, document: Document, whole: Any) -> Departure:
    """The error with its parts at hand."""
    e: Any = error
    path, route = tuple(e.absolute_path), tuple(e.absolute_schema_path)
    return Departure(
        document, path, e.validator, e.validator_value, e.instance, e.schema, route, whole
    )


def unknown_keys(d: Departure) -> Iterator[tuple[Diagnostic, str, str | None]]:
    """The keys that are not known where they stand, each with the key it is meant for."""
    known = d.schema["properties"]
    for key in (key for key in d.given if key not in known):
        shown = _choice(d.schema) if "anyOf" in d.schema else tuple(known)
        way, meant = replacement_key(key, known, shown, top=not d.path)
        at = d.document.key_at((*d.path, key))
        yield d.said(at, UNKNOWN_KEY, f"unknown key {quoted(key)}", way), key, meant


def keys_apart(
    d: Departure, rivals: Sequence[str], strangers: frozenset[str]
) -> Iterator[Diagnostic]:
    """Known keys that do not go with the key that chose what may stand here."""
    chosen = str(d.route[d.route.index("dependentSchemas") + 1])
    given = [key for key in d.given if key in rivals]
    if len(given) > 1:
        yield _both(d, given)
        return
    allowed = [key for key in d.schema["properties"] if key != chosen]
    goes = f"; what goes with it is {listed(allowed)}" if allowed else "; it stands alone"
    for key in d.given:
        if key != chosen and key not in allowed and key not in strangers:
            at = d.document.key_at((*d.path, key))
            yield d.said(at, MISPLACED, f'"{key}" does not go with "{chosen}"', goes)


def missing_keys(d: Departure) -> Iterator[tuple[Diagnostic, str]]:
    """The keys that must be there and are not."""
    for key in (key for key in d.asked if key not in d.given):
        example = _examples(d.schema.get("properties", {}).get(key))
        way = f"; add a line such as `{key}: {example[0]}`" if example else ""
        at = d.document.value_at(d.path)
        yield d.said(at, MISSING_KEY, f'missing key "{key}"', way), key


def one_of(d: Departure) -> Diagnostic:
    """None of the keys of which one must be there, or more than one."""
    names = _choice(d.schema)
    given = [key for key in d.given if key in names]
    if given:
        return _both(d, given)
    return d.said(d.document.value_at(d.path), ONE_OF, f"one of {_all(names)} is missing")


def needed_keys(d: Departure) -> Iterator[Diagnostic]:
    """The keys that another key makes necessary."""
    for key, needs in d.asked.items():
        for other in needs if key in d.given else ():
            if other not in d.given:
                at = d.document.key_at((*d.path, key))
                yield d.said(at, MISSING_KEY, f'"{key}" needs "{other}" beside it')


def wrong_kind(d: Departure) -> Diagnostic:
    """A value of a kind that cannot stand here."""
    names = [d.asked] if isinstance(d.asked, str) else list(d.asked)
    place = where(d.path, d.document.value)
    what = f"expected {kinds(names)} {place}, found {found_instead(d.given)}"
    return Diagnostic(d.document.file, d.at, WRONG_KIND, what + _way(d, names))


def wrong_word(d: Departure) -> Diagnostic:
    """A word that is not one of those that may stand here."""
    if isinstance(d.given, list | dict) or d.given is None:
        place = where(d.path, d.document.value)
        asked, given = listed(map(str, d.asked)), found_instead(d.given)
        what = f"expected one of {asked} {place}, found {given}"
        return Diagnostic(d.document.file, d.at, WRONG_KIND, what)
    noun = "kind of value" if "then" in d.route else "value"
    word = value_text(d.given)
    return d.said(d.at, WRONG_WORD, f"unknown {noun} {quoted(word)}", alike(word, d.asked))


def bad_name(d: Departure) -> Diagnostic:
    """A key that is not written as such keys are."""
    at = d.document.key_at((*d.path, d.given))
    return d.said(at, WRONG_WORD, f"cannot read {quoted(d.given)}", _such_as(d.schema))


def bad_form(d: Departure) -> Diagnostic:
    """A text that is not written as it must be here."""
    return d.said(d.at, WRONG_WORD, f"cannot read {quoted(d.given)}", _such_as(d.schema))


def too_few(d: Departure) -> Diagnostic:
    """A list, a mapping or a text with nothing in it."""
    return d.said(d.at, OUT_OF_RANGE, "nothing is given", _such_as(d.schema))


def too_many_keys(d: Departure) -> Diagnostic:
    """A mapping with more keys than may stand there."""
    names = [str(key) for key in d.given]
    at = d.document.key_at((*d.path, names[d.asked]))
    way = "; keep one of them" if d.asked == 1 else f"; keep {d.asked} of them"
    return d.said(at, ONE_OF, f"{_pair(names)} are given", way)


def repeated(d: Departure) -> Diagnostic:
    """A list in which something stands twice."""
    place = next(n for n, each in enumerate(d.given) if each in d.given[:n])
    at = d.document.value_at((*d.path, place))
    return d.said(at, WRONG_WORD, f"{quoted(value_text(d.given[place]))} is given twice")


def too_small(d: Departure) -> Diagnostic:
    """A number below the least one."""
    way = f"; the least is {d.asked}"
    return d.said(d.at, OUT_OF_RANGE, f"{d.given} is too small", way)


def _both(d: Departure, names: Sequence[str]) -> Diagnostic:
    at = d.document.key_at((*d.path, names[1]))
    return d.said(at, ONE_OF, f"{_pair(names)} are given", "; keep one of them")


def _pair(names: Sequence[str]) -> str:
    pair = " and ".join(f'"{name}"' for name in names)
    return f"both {pair}" if len(names) == 2 else pair


def _choice(schema: Any) -> tuple[str, ...]:
    """The keys of which a schema wants one."""
    parts = schema.get("oneOf") or schema.get("anyOf") or ()
    return tuple(part["required"][0] for part in parts if "required" in part)


def _all(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _examples(schema: Any) -> list[str]:
    examples = (value_text(each) for each in (schema or {}).get("examples", ()))
    return [each for each in examples if len(each) <= LONGEST]


def _such_as(schema: Any) -> str:
    examples = _examples(schema)
    return f"; write it like {' or '.join(examples[:2])}" if examples else ""


def _way(d: Departure, names: Sequence[str]) -> str:
    """The way out that the value itself shows; else how such a value is written."""
    match d.given:
        case str():
            return _from_text(d.given, names) or _such_as(d.schema)
        case None:
            return _from_nothing(d) or _such_as(d.schema)
        case dict() if "string" in names and None in d.given.values():
            return '; put text that begins with "{" in quotes'
        case dict() if names == ["array"]:
            return '; begin each item with "- "'
        case bool() | int() | Decimal() if "string" in names and not _with_digits(d.schema):
            return f'; put it in quotes: "{value_text(d.given)}"'
        case _:
            return _such_as(d.schema)


def _from_text(text: str, names: Sequence[str]) -> str:
    if names == ["boolean"] and text.casefold() in SAID:
        return f"; write {SAID[text.casefold()]}"
    if {"array", "object"}.isdisjoint(names):
        return ""
    if text[0:1] in FULL_BRACKETS:
        return f'; "{text[0]}" is full-width, write "{FULL_BRACKETS[text[0]]}"'
    if "\uff1a" in text:
        return '; if "\uff1a" was meant as ": ", type it with the Chinese keyboard switched off'
    if re.match(r"[^\W\d]\w*:\S", text):
        return '; put a space after ":"'
    single = names == ["array"] and re.fullmatch(r"[^,\uff0c、\uff1a:]+", text)
    return f"; write [{text}]" if single else ""


def _from_nothing(d: Departure) -> str:
    if "{}" in d.schema.get("description", ""):
        return "; write {} if there is nothing to say"
    return '; delete its "-"' if d.path and isinstance(d.path[-1], int) else ""


def _with_digits(schema: Any) -> bool:
    return any(re.search(r"\d", example) for example in _examples(schema))
