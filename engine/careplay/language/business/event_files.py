"""Events that lie in several files: what each calls its columns, and what its rows are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from careplay.language.business.written import of_file, written
from careplay.language.codes import BAD_WRITTEN, UNKNOWN_COLUMN, UNKNOWN_EVENT_TYPE
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.model.business import NO_EVENT, RECORDED, EventFile, EventType, Table

FIXED: Mapping[str, str] = {
    "customer": "customer_id",
    "at": "at",
    "key": "key",
    "recorded": RECORDED,
}
"""The keys beside ``file:`` that name a column, and our names of those columns."""


def event_files(
    node: Node, usual: Mapping[str, str], types: Mapping[str, EventType]
) -> tuple[EventFile, ...]:
    """The files of the list under ``from:``; ``usual``: what is said for all of them."""
    form = written(node.called("events"))
    found = []
    for row in node.rows("from"):
        below = row.called("the files of events")
        where = of_file(below)
        kind, kinds, type_ = _kinds(below, types)
        told = {*kinds.values(), type_} - {"", NO_EVENT}
        columns = {**usual, **_columns(below, told, types)}
        table = Table(
            where.location, columns, below.at, where.layout, written(below).over(form)
        )
        found.append(EventFile(table, type_, kind, kinds, row.get("changes") is not None))
    return tuple(found)


def _kinds(node: Node, types: Mapping[str, EventType]) -> tuple[str, dict[str, str], str]:
    """The column that tells what a row is, what its words mean, and the one type of all."""
    kind, changes, values = node.get("type"), node.get("changes"), node.get("values")
    if changes is not None:
        if kind is not None:
            what, way = "a log of changes says by its states what happens", "leave type: out"
            kind.say(BAD_WRITTEN, what, way, kind.key_at)
        if values is None:
            what = "nothing says what its states mean"
            changes.say(BAD_WRITTEN, what, "add values: {state: event type}", changes.key_at)
        return node.text("changes"), dict(_meanings(values, types)), ""
    if values is not None:
        what = "values: stands beside changes: or below type:"
        way = "write type: {column: …, values: {…}}"
        values.say(BAD_WRITTEN, what, way, values.key_at)
    if kind is None:
        return "", {}, ""
    if isinstance(kind.value, Mapping):
        return kind.text("column"), dict(_meanings(kind.get("values"), types)), ""
    _known(kind, node.text("type"), types)
    return "", {}, node.text("type")


def _meanings(node: Node | None, types: Mapping[str, EventType]) -> Iterator[tuple[str, str]]:
    for word, below in node.entries() if node is not None else ():
        found = plain_value(below.value)
        meaning = "" if found is None else spelt(found)
        if meaning != NO_EVENT:
            _known(below, meaning, types)
        yield word, meaning


def _known(node: Node, name: str, types: Mapping[str, EventType]) -> None:
    if name not in types or types[name].record:
        known = [each.name for each in types.values() if not each.record]
        way = way_out(name, known, "event types")
        node.say(UNKNOWN_EVENT_TYPE, f'unknown event type "{name}"', way)


def _columns(
    node: Node, told: Collection[str], types: Mapping[str, EventType]
) -> dict[str, str]:
    """Our names of columns to the headings of this file."""
    found = {ours: node.text(key) for key, ours in FIXED.items() if node.get(key) is not None}
    having = [types[name] for name in told if name in types] if told else types.values()
    known = dict.fromkeys(
        (*(name for each in having for name in each.attributes), "customer_id", "at", "type")
    )
    for name, below in node.entries("columns"):
        if name not in known:
            way = way_out(name, known, "columns")
            below.say(UNKNOWN_COLUMN, f'unknown column "{name}"', way, below.key_at)
        heading = plain_value(below.value)
        found[name] = "" if heading is None else spelt(heading)
    return found
