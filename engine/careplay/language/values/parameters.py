"""Parameters: values under a name, some from a date on; and whether one fits its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from careplay.language.codes import BAD_PARAMETER, UNKNOWN_PARAMETER, WRONG_PARAMETER
from careplay.language.kinds import Kind
from careplay.language.nodes import Node, spelt
from careplay.language.suggestions import way_out
from careplay.language.values.moments import day, looks_like_date
from careplay.language.values.numbers import number
from careplay.language.values.scalars import scalar
from careplay.language.wrong import Wrong
from careplay.model.business import DatedParameter
from careplay.model.types import NUMERIC, TIMES, Parameter, Scalar, Span, Type


def parameter(name: str, node: Node) -> DatedParameter:
    """The parameter as written: one value, or several from their dates on."""
    values = _dated(name, node) if isinstance(node.value, Mapping) else _always(node)
    return DatedParameter(name, values, node.document.file, node.key_at)


def _always(node: Node) -> tuple[tuple[date, Scalar], ...]:
    value = _value(node)
    return () if value is None else ((date.min, value),)


def _dated(name: str, node: Node) -> tuple[tuple[date, Scalar], ...]:
    """The values from their dates on, in order; none after a fault of all of them."""
    found: dict[date, Scalar] = {}
    for since, below in node.entries():
        if not looks_like_date(since):
            continue  # the schema has said so
        first, value = day(since), _value(below)
        if isinstance(first, Wrong):
            below.tell_key(first)
        elif value is not None:
            found[first] = value
    if len({_sort(value) for value in found.values()}) > 1:
        way = "a parameter is a number, a text, a date or true/false on every date"
        node.say(BAD_PARAMETER, f'the values of "{name}" are of several types', way)
        return ()
    return tuple(sorted(found.items()))


def _value(node: Node) -> Scalar | None:
    """The value, a text in the form of a date being that date; None after a fault."""
    match node.value:
        case bool() | None:
            return node.value
        case int() | Decimal():
            type_ = Type.INTEGER if isinstance(node.value, int) else Type.NUMBER
            found: Scalar | Wrong = number(spelt(node.value), type_)
        case str(text):
            found = day(text) if looks_like_date(text) else text
        case Mapping() | Sequence():
            return None  # the schema has said so
        case _:
            assert_never(node.value)
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    return found


def fits(
    name: str, kind: Kind, parameters: Mapping[str, DatedParameter], node: Node, place: str
) -> bool:
    """Whether the parameter is known and each of its values may stand in this place."""
    dated = parameters.get(name)
    if dated is None:
        what = f'unknown parameter "${name}"'
        way = way_out(name, parameters, "parameters")
        node.say(UNKNOWN_PARAMETER, what, way, node.part(f"${name}"))
        return False
    for _, value in dated.values:
        if not _may_be(value, kind):
            what = (
                f'parameter "${name}" is {value_in_message(value)}, which does not fit {place}'
            )
            way = f"its values must be {_wanted(kind)}"
            node.say(WRONG_PARAMETER, what, way, node.part(f"${name}"))
            return False
    return True


def span_fits(span: Span, parameters: Mapping[str, DatedParameter], node: Node) -> bool:
    """Whether the amount of a span, if it is a parameter, is a whole number from 0 up."""
    if not isinstance(span.amount, Parameter):
        return True
    name = span.amount.name
    place = f"a number of {span.unit.value.replace('_', ' ')}"
    if not fits(name, Kind(Type.INTEGER), parameters, node, place):
        return False
    low = [
        value for _, value in parameters[name].values if isinstance(value, int) and value < 0
    ]
    if low:
        what = f'parameter "${name}" is {low[0]}, which does not fit {place}'
        way = "its values must be whole numbers from 0 up"
        node.say(WRONG_PARAMETER, what, way, node.part(f"${name}"))
    return not low


def _may_be(value: Scalar, kind: Kind) -> bool:
    match value:
        case bool():
            return kind.type is Type.BOOLEAN
        case int() | Decimal():
            right = kind.type in NUMERIC
            return right and not isinstance(number(f"{value:f}", kind.type), Wrong)
        case date():
            return kind.type in TIMES
        case str():
            worded = kind.type in {Type.TEXT, Type.CHOICE, Type.STAFF}
            return worded and (
                kind.type is not Type.CHOICE or not isinstance(scalar(value, kind), Wrong)
            )


def _wanted(kind: Kind) -> str:
    if kind.type is Type.INTEGER:
        return "whole numbers"
    if kind.type in NUMERIC:
        return "numbers"
    if kind.type in TIMES:
        return "dates such as 2026-12-31"
    if kind.type is Type.BOOLEAN:
        return "true or false"
    return f"one of {_listed(kind.choices)}" if kind.type is Type.CHOICE else "texts"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def value_in_message(value: Scalar) -> str:
    """A value in a message: a text in quotes, anything else as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _sort(value: Scalar) -> str:
    return (
        "number"
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
        else (type(value).__name__)
    )
