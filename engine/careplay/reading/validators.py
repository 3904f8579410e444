"""The shipped JSON Schemas as jsonschema validators, made once and made quick.

jsonschema takes some 5 µs for every value it descends into, most of which are single
words. Two things keep 300 playbooks within a second: what ``$ref`` names is put in its
place beforehand, and a value that plainly is what a plain schema asks (a kind of value,
one of some words, a key that is there) is not descended into. All that is wrong is found
by jsonschema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from careplay.reading.shipped import schema

ANNOTATIONS = frozenset({"title", "description", "examples", "default", "$schema", "$comment"})
KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, Decimal),
    "integer": (int,),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a shipped schema: ``business``, ``playbook`` or ``action``."""
    return quick(schema(name))


def quick(whole: Mapping[str, Any]) -> Draft202012Validator:
    """A validator that finds what ``Draft202012Validator(whole)`` finds, sooner."""
    definitions = whole.get("$defs", {})
    flat = _inlined(whole, definitions, ())
    return _Quick(flat)  # type: ignore[no-any-return]


def _inlined(part: Any, definitions: Mapping[str, Any], inside: tuple[str, ...]) -> Any:
    """The schema with every definition in its place; one inside itself stays a reference."""
    if isinstance(part, list):
        return [_inlined(each, definitions, inside) for each in part]
    if not isinstance(part, dict):
        return part
    name = part.get("$ref", "").removeprefix("#/$defs/")
    if name and name not in inside:
        whole = {**definitions[name], **{k: v for k, v in part.items() if k != "$ref"}}
        return _inlined(whole, definitions, (*inside, name))
    flat = {k: _inlined_under(k, v, definitions, inside) for k, v in part.items()}
    if _any_name(flat.get("propertyNames")):
        del flat["propertyNames"]
    plain = _plainly(flat)
    return {**flat, PLAIN: plain} if plain else flat


def _inlined_under(key: str, part: Any, definitions: Any, inside: tuple[str, ...]) -> Any:
    if key in {"properties", "dependentSchemas", "$defs"}:
        return {name: _inlined(each, definitions, inside) for name, each in part.items()}
    return part if key in ANNOTATIONS else _inlined(part, definitions, inside)


def _any_name(names: Any) -> bool:
    """Whether every text is such a name."""
    if not isinstance(names, dict):
        return False
    if any(map(_any_name, names.get("anyOf", ()))):
        return True
    return {k: v for k, v in names.items() if k not in ANNOTATIONS} == {"type": "string"}


Plain = Callable[[Any], bool]
PLAIN = "plainly"
"""Where a plain schema keeps the question that spares descending into it."""

EVERY: frozenset[type] = frozenset({str, int, Decimal, bool, dict, list})
NUMBERS: frozenset[type] = frozenset({int, Decimal})
TOUCHED: Mapping[str, frozenset[type]] = {
    "pattern": frozenset({str}),
    **dict.fromkeys(("minimum", "maximum"), NUMBERS),
    **dict.fromkeys(("items", "minItems"), frozenset({list})),
    **dict.fromkeys(("properties", "additionalProperties", "propertyNames"), frozenset({dict})),
    **dict.fromkeys(("required", "minProperties"), frozenset({dict})),
}
"""Of which kinds of value a keyword may have more to say; of every kind, unless told."""


def _plainly(part: Mapping[str, Any]) -> Plain | None:
    """A question that, answered yes, leaves nothing wrong; None where it is not so plain."""
    asks = {k: v for k, v in part.items() if k not in ANNOTATIONS}
    if set(asks) == {"required"}:
        (keys,) = asks.values()
        return lambda value: type(value) is dict and all(key in value for key in keys)
    if set(asks) == {"enum"}:
        words = frozenset(word for word in asks["enum"] if isinstance(word, str))
        return lambda value: type(value) is str and value in words
    if "type" not in asks:
        return None
    kinds = asks.pop("type")
    types = {each for kind in _listed(kinds) for each in KINDS.get(kind, ())}
    types.difference_update(*(TOUCHED.get(keyword, EVERY) for keyword in asks))
    return lambda value: type(value) in types


def _listed(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def _is_plain(part: Any, value: Any) -> bool:
    plain = part.get(PLAIN) if isinstance(part, dict) else None
    return plain is not None and bool(plain(value))


Errors = Iterator[ValidationError]
_WHOLE: Mapping[str, Any] = Draft202012Validator.VALIDATORS


def _properties(by: Any, parts: Any, value: Any, _: Any) -> Errors:
    for name, each in value.items() if isinstance(value, dict) else ():
        part = parts.get(name, True)
        if part is not True and not _is_plain(part, each):
            yield from by.descend(each, part, path=name, schema_path=name)


def _additional(by: Any, part: Any, value: Any, whole: Any) -> Errors:
    known = whole.get("properties", {})
    if not isinstance(value, dict) or all(
        name in known or _is_plain(part, each) for name, each in value.items()
    ):
        return
    yield from _WHOLE["additionalProperties"](by, part, value, whole)


def _items(by: Any, part: Any, value: Any, whole: Any) -> Errors:
    if not isinstance(value, list) or all(_is_plain(part, each) for each in value):
        return
    yield from _WHOLE["items"](by, part, value, whole)


def _one_of(by: Any, parts: Any, value: Any, whole: Any) -> Errors:
    plain = all(isinstance(part, dict) and part.keys() == {"required", PLAIN} for part in parts)
    if plain and sum(_is_plain(part, value) for part in parts) == 1:
        return
    yield from _WHOLE["oneOf"](by, parts, value, whole)


def _any_of(by: Any, parts: Any, value: Any, whole: Any) -> Errors:
    if not any(_is_plain(part, value) for part in parts):
        yield from _WHOLE["anyOf"](by, parts, value, whole)


_Quick: Any = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "properties": _properties,
        "additionalProperties": _additional,
        "items": _items,
        "oneOf": _one_of,
        "anyOf": _any_of,
    },
)
