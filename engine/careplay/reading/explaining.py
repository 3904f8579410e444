"""What jsonschema finds in a document, in the words of departures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce

from careplay.diagnostics import Diagnostic
from careplay.reading import departures as say
from careplay.reading.departures import Departure, departure
from careplay.reading.document import Document, Path
from careplay.reading.validators import validator

SIMPLE: Mapping[str, Callable[[Departure], Diagnostic]] = {
    "type": say.wrong_kind,
    "enum": say.wrong_word,
    "pattern": say.bad_form,
    "minItems": say.too_few,
    "minProperties": say.too_few,
    "minLength": say.too_few,
    "maxProperties": say.too_many_keys,
    "uniqueItems": say.repeated,
    "minimum": say.too_small,
}


def explained(document: Document, schema: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the document, each once and in file order."""
    whole = validator(schema)
    found = whole.iter_errors(document.value)
    errors = [departure(error, document, whole.schema) for error in found]
    return tuple(sorted(set(_told(errors)))) if errors else ()


def _told(errors: list[Departure]) -> Iterator[Diagnostic]:
    """The faults; a key that is missing because it is misspelt is told as misspelt only."""
    strangers: dict[Path, set[str]] = {}
    for each in errors:
        if each.keyword == "additionalProperties" and "dependentSchemas" not in each.route:
            for diagnostic, key, meant in say.unknown_keys(each):
                strangers.setdefault(each.path, set()).update({key, meant or key})
                yield diagnostic
    for each in errors:
        yield from _one(each, frozenset(strangers.get(each.path, ())))


def _one(each: Departure, strangers: frozenset[str]) -> Iterator[Diagnostic]:
    match each.keyword:
        case "additionalProperties":
            if "dependentSchemas" in each.route:
                yield from say.keys_apart(each, _rivals(each), strangers)
        case "required":
            yield from (d for d, key in say.missing_keys(each) if key not in strangers)
        case "oneOf" | "anyOf":
            choice = {key for part in each.asked for key in part.get("required", ())}
            # Of what is no mapping, JSON Schema asks for no keys, and so for all of them.
            if isinstance(each.given, dict) and strangers.isdisjoint(choice):
                yield say.one_of(each)
        case "dependentRequired":
            yield from say.needed_keys(each)
        case "pattern" if "propertyNames" in each.route:
            yield say.bad_name(each)
        case keyword:
            yield SIMPLE[keyword](each)


def _rivals(each: Departure) -> tuple[str, ...]:
    """The keys of which one alone chooses; ``before`` may also go with another."""
    above = each.route[: each.route.index("dependentSchemas") + 1]
    choosers = reduce(lambda part, step: part[step], above, each.whole)
    return tuple(key for key in choosers if key != "before")
