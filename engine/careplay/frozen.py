"""Frozen dataclasses that are quickly made: importing careplay makes hundreds of them.

``dataclasses`` writes six functions for each class and has Python compile each of them,
3.4 million instructions a class (Python 3.11), which was a third of what a small command
costs. Here ``__init__`` is written once for all classes of so many fields, and the other
functions are closures over the fields. The fields are those of ``dataclasses``, so that
``fields``, ``replace`` and ``match`` know the class, and to mypy this is
``dataclasses.dataclass`` itself.
"""

from __future__ import annotations

import dataclasses
import operator
import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import cache
from types import CellType, CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["compared_fields", "dataclass"]

T = TypeVar("T")
KeyFunction = Callable[[Any], tuple[Any, ...]]
COMPARED = {"__eq__": operator.eq}
ORDERED = {f"__{name}__": getattr(operator, name) for name in ("lt", "le", "gt", "ge")}

_COMPARED: dict[type[Any], tuple[str, ...]] = {}

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen=False, slots=False, order=False):
        """``dataclasses.dataclass`` for classes that are frozen and have slots."""
        if not (frozen and slots):
            raise TypeError("only a frozen dataclass with slots is made here")
        return lambda cls: _made(cls, order=order)


def compared_fields(kind: type[Any]) -> tuple[str, ...]:
    """The names of the fields that make an instance what it is; none where it is no dataclass.

    Asked of each value in a whole business, so it is found out once for each class.
    """
    found = _COMPARED.get(kind)
    if found is None:
        fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
        found = _COMPARED[kind] = tuple(field.name for field in fields if field.compare)
    return found


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
    known: dict[str, Any] = {"absent": MISSING}
    defaults: list[Any] = []
    for number, field in enumerate(fields):
        known[f"set_{number}"] = getattr(made, field.name).__set__
        known[f"new_{number}"] = field.default_factory
        if field.default is not MISSING or field.default_factory is not MISSING:
            defaults.append(field.default)
    names = tuple(field.name for field in fields)
    code = _code(tuple(field.default_factory is not MISSING for field in fields))
    code = code.replace(
        co_varnames=("self", *names), co_qualname=f"{made.__qualname__}.__init__"
    )
    cells = tuple(CellType(known[name]) for name in code.co_freevars)
    scope = vars(sys.modules[made.__module__])
    function = FunctionType(code, scope, "__init__", tuple(defaults), cells)
    function.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return function


@cache
def _code(made_anew: tuple[bool, ...]) -> CodeType:
    """What sets so many fields, whatever their names; some are made anew where absent."""
    taken, given, lines = [], ["absent"], []
    for number, anew in enumerate(made_anew):
        name, made = f"field_{number}", f"new_{number}()"
        taken.append(name)
        given += [f"set_{number}", f"new_{number}"]
        value = f"{made} if {name} is absent else {name}" if anew else name
        lines.append(f"    set_{number}(self, {value})\n")
    text = (
        f"def outer({', '.join(given)}):\n"
        f"  def __init__({', '.join(['self', *taken])}):\n{''.join(lines) or '    pass'}\n"
        "  return __init__\n"
    )
    scope: dict[str, Any] = {}
    exec(text, scope)  # noqa: S102 - numbers are all that is written into it
    code: CodeType = scope["outer"](*given).__code__
    return code


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    def function(self: Any) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return function


def _key(names: list[str]) -> KeyFunction:
    """What an instance is compared by: the values of these fields."""
    if not names:
        return lambda _: ()
    found = operator.attrgetter(*names)
    return found if len(names) > 1 else lambda self: (found(self),)


def _comparisons(key: KeyFunction, *, order: bool) -> dict[str, Callable[..., Any]]:
    """Equality, order where it is wanted, and the hash, among instances of one class."""
    wanted = COMPARED | ORDERED if order else COMPARED
    found: dict[str, Callable[..., Any]] = {
        name: _comparison(compare, key) for name, compare in wanted.items()
    }

    def hashed(self: Any) -> int:
        return hash(key(self))

    return {**found, "__hash__": hashed}


def _comparison(
    compare: Callable[[Any, Any], bool], key: KeyFunction
) -> Callable[[Any, Any], Any]:
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
