"""The parts of one kind inside a value of the model, and the value with them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, cast

from careplay.frozen import compared_fields

T = TypeVar("T")
P = TypeVar("P")


def parts_in(value: object, kind: type[P]) -> Iterator[P]:
    """Every part of the kind inside the value, in reading order; none is looked into."""
    if isinstance(value, kind):
        yield value
        return
    names = compared_fields(type(value))
    parts = value if isinstance(value, tuple) else (getattr(value, name) for name in names)
    for part in parts:
        yield from parts_in(part, kind)


def rebuilt(value: T, kind: type[P], change: Callable[[P], object]) -> T:
    """The value with what ``change`` makes of each of these parts, in the same order."""
    return cast(T, _rebuilt(value, kind, change))


def _rebuilt(value: object, kind: type[P], change: Callable[[P], object]) -> object:
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_rebuilt(part, kind, change) for part in value)
    names = compared_fields(type(value))
    if not names:
        return value
    parts = {name: _rebuilt(getattr(value, name), kind, change) for name in names}
    return replace(value, **parts)  # type: ignore[type-var]
