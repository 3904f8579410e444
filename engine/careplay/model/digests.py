"""What a value of the model means, in sixteen letters: the same for the same meaning.

Only fields that instances are compared by take part, so the place in a file is left out. So is
a field that holds its default: one that a later careplay adds changes no digest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from careplay.model.types import Type
from careplay.model.words import plain

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LENGTH = 16


def digest(value: object) -> str:
    """The digest of a value of the model; TypeError where something in it is none."""
    text = json.dumps(_spelt(value), sort_keys=True)
    return sha256(text.encode()).hexdigest()[:LENGTH]


def _spelt(value: object) -> object:
    """The value as JSON has it, whatever Python calls it; what differs is spelt otherwise."""
    match value:
        case None | bool() | str():
            return value
        case int() | Decimal():
            return {"number": plain(value, Type.NUMBER)}
        case date() | time():
            return {"time": value.isoformat()}
        case tuple():
            return [*map(_spelt, value)]
        case Mapping():
            return {"by name": {str(key): _spelt(each) for key, each in value.items()}}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {type(value).__name__: dict(_told(value))}
        case _:
            raise TypeError(f"a {type(value).__name__} is no value of the model")


def _told(value: DataclassInstance) -> Iterator[tuple[str, object]]:
    """The fields that say more than their default does."""
    for name, default in _compared(type(value)):
        told = getattr(value, name)
        if told != default:
            yield name, _spelt(told)


@cache
def _compared(kind: type[DataclassInstance]) -> tuple[tuple[str, object], ...]:
    """The fields that instances are compared by, each with what it holds unless told."""
    return tuple((each.name, _default(each)) for each in fields(kind) if each.compare)


def _default(field: Field[Any]) -> object:
    """What the field holds unless told; MISSING where it must be told."""
    return field.default if field.default_factory is MISSING else field.default_factory()
