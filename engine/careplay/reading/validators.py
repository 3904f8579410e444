"""The shipped JSON Schemas as jsonschema validators, made once.

What ``$ref`` names is put in its place beforehand, so that the way to a departure leads
through one schema and no reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from careplay.reading.shipped import schema

ANNOTATIONS = frozenset({"title", "description", "examples", "default", "$schema", "$comment"})


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a shipped schema: ``business``, ``playbook`` or ``action``."""
    return flat(schema(name))


def flat(whole: Mapping[str, Any]) -> Draft202012Validator:
    """A validator that finds what ``Draft202012Validator(whole)`` finds."""
    return Draft202012Validator(_inlined(whole, whole.get("$defs", {}), ()))


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
    return {k: _inlined_under(k, v, definitions, inside) for k, v in part.items()}


def _inlined_under(key: str, part: Any, definitions: Any, inside: tuple[str, ...]) -> Any:
    if key in {"properties", "dependentSchemas", "$defs"}:
        return {name: _inlined(each, definitions, inside) for name, each in part.items()}
    return part if key in ANNOTATIONS else _inlined(part, definitions, inside)
