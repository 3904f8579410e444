"""The key by which an event that gives an occasion is told from others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from careplay.engines.sql.build import (
    Sql,
    among,
    array,
    call,
    case,
    coalesce,
    column,
    joined,
    value,
)
from careplay.engines.sql.words import plain
from careplay.meaning.event_keys import (
    KEYLESS,
    MADE_OF,
    MISSING,
    MOMENT,
    OF_VALUES,
    SEPARATOR,
    attributes,
    mark_begins,
)
from careplay.model.business import EventType
from careplay.model.types import Type
from careplay.planning.steps import Plan
from careplay.sources.columns import literal


def key_of_event(types: Iterable[EventType]) -> Sql:
    """Its type, then its own key or, failing that, its moment with a mark of what it tells.

    The event is of one of the types.
    """
    own = joined(_moment(column("at")), _mark(types))
    return joined(column("type"), value(":"), coalesce(column("key"), own))


def keys_of_event(types: Sequence[EventType]) -> Sql:
    """The keys that an event of the types goes by: its own, and a former one without a mark."""
    own = coalesce(column("key"), _moment(column("at")))
    unmarked = joined(column("type"), value(":"), own)
    return call("list_distinct", array([key_of_event(types), unmarked]))


def asked_key(key: str, begins: str) -> str:
    """By which of these an event is looked for that gave a kept occasion, its day left out.

    Where the key has another mark than one that ``begins`` like those of its type, by its
    moment.
    """
    former = literal(KEYLESS)
    mark = f"regexp_extract({key}, {former}, 2)"
    return f"""CASE WHEN regexp_matches({key}, {former})
        AND substr({mark}, 1, {MADE_OF + 1}) <> {begins}
        THEN regexp_replace({key}, {former}, '\\1\\3') ELSE {key} END"""


def _moment(told: Sql) -> Sql:
    return call("strftime", told, value(MOMENT))


def _mark(types: Iterable[EventType]) -> Sql:
    whens = [
        (among(column("type"), [each.name]), joined(value(begins), _digest(each)))
        for each in types
        if (begins := mark_begins(each))
    ]
    return case(whens, value(""))


def _digest(told: EventType) -> Sql:
    values = (
        coalesce(_text(column(name), kind), _sign(MISSING)) for name, kind in attributes(told)
    )
    whole = call("sha256", call("concat_ws", _sign(SEPARATOR), *values))
    return call("substr", whole, value(1), value(OF_VALUES))


def _text(told: Sql, kind: Type) -> Sql:
    return _moment(told) if kind is Type.MOMENT else plain(told, kind)


def _sign(told: str) -> Sql:
    return call("chr", value(ord(told)))


def key_of_record(parts: tuple[str, ...], plan: Plan) -> Sql:
    """What the key begins with, then attributes with a slash between them."""
    begins, *names = parts
    pieces: list[Sql] = [value(begins)]
    for place, each in enumerate(names):
        told = plain(column(each), plan.types[f"event.{each}"])
        pieces += [value("/")] if place else []
        pieces.append(coalesce(told, value("")))
    return joined(*pieces)
