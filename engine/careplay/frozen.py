"""Frozen dataclasses that are quickly made: importing careplay makes hundreds of them.

``dataclasses`` writes six functions for each class and has Python compile each of them,
3.4 million instructions a class (Python 3.11), which was a third of what a small command
costs. Here ``__init__`` alone is written; the others are closures over the fields. The
fields are those of ``dataclasses``, so that ``fields``, ``replace`` and ``match`` know the
class, and to mypy this is ``dataclasses.dataclass`` itself.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
Key = Callable[[Any], tuple[Any, ...]]
COMPARED = {"__eq__": operator.eq}
ORDERED = {f"__{name}__": getattr(operator, name) for name in ("lt", "le", "gt", "ge")}

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen=False, slots=False, order=False):
        """``dataclasses.dataclass`` for classes that are frozen and have slots."""
        if not (frozen and slots):
            raise TypeError("only a frozen dataclass with slots is made here")
        return lambda cls: _made(cls, order=order)


def _made(cls: type[T], *, order: bool) -> type[T]:
    # Without a text of its own, dataclasses would work out the signature as one.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)  # type: ignore[arg-type]
    if hasattr(cls, "__post_init__") or any(not f.init or f.kw_only for f in fields):
        raise TypeError(f"{cls.__name__} asks for more than is made here")
    own = {
        "__init__": _init(made, fields),
        "__repr__": _repr(tuple(field.name for field in fields if field.repr)),
        **_comparisons(_key([field.name for field in fields if field.compare]), order=order),
        **_state(tuple(field.name for field in fields)),
        "__setattr__": refuse_to_assign,
        "__delattr__": refuse_to_delete,
    }
    for name, function in own.items():
        if cls.__dict__.get(name) is None:
            setattr(made, name, function)
    return made


def _init(made: type[Any], fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    """The function that takes the fields in their order, those with a default by it."""
    known: dict[str, Any] = {"_absent": MISSING}
    taken, lines = [], []
    for field in fields:
        name, value = field.name, field.name
        known[f"_set_{name}"] = getattr(made, name).__set__
        if field.default_factory is not MISSING:
            known[f"_new_{name}"] = field.default_factory
            value = f"_new_{name}() if {name} is _absent else {name}"
            name += "=_absent"
        elif field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            name += f"=_default_{name}"
        taken.append(name)
        lines.append(f"  _set_{field.name}(self, {value})")
    body = "\n".join(lines) or "  pass"
    text = f"def __init__(self, {', '.join(taken)}):\n{body}"
    # As ``dataclasses`` does it; every word of the text is a name that Python has read.
    scope = {**known, "__name__": made.__module__}
    exec(text, scope)  # noqa: S102
    function: Callable[..., None] = scope["__init__"]
    function.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return function


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    def function(self: Any) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return function


def _key(names: list[str]) -> Key:
    """What an instance is compared by: the values of these fields."""
    if not names:
        return lambda _: ()
    found = operator.attrgetter(*names)
    return found if len(names) > 1 else lambda self: (found(self),)


def _comparisons(key: Key, *, order: bool) -> dict[str, Callable[..., Any]]:
    """Equality, order where it is wanted, and the hash, among instances of one class."""
    wanted = COMPARED | ORDERED if order else COMPARED
    found: dict[str, Callable[..., Any]] = {
        name: _comparison(compare, key) for name, compare in wanted.items()
    }

    def hashed(self: Any) -> int:
        return hash(key(self))

    return {**found, "__hash__": hashed}


def _comparison(compare: Callable[[Any, Any], bool], key: Key) -> Callable[[Any, Any], Any]:
    def function(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(key(self), key(other))

    return function


def _state(names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    """What ``pickle`` and ``copy`` take and give back."""

    def taken(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def given(self: Any, values: list[Any]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    return {"__getstate__": taken, "__setstate__": given}


def refuse_to_assign(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def refuse_to_delete(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
