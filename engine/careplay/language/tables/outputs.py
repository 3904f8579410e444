"""The outputs of a decision table: their names and kinds, told or found in the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from careplay.diagnostics import nearest
from careplay.frozen import dataclass
from careplay.language.codes import BAD_TABLE
from careplay.language.kinds import Kind
from careplay.language.names import usable
from careplay.language.nodes import Node, PlainValue, plain_value, spelt
from careplay.language.tables.rows import OWN, WrittenRow
from careplay.language.values.scalars import PARAMETER
from careplay.model.business import DatedParameter
from careplay.model.types import Scalar, Type

TYPES = (Type.NUMBER, Type.INTEGER, Type.MONEY, Type.TEXT, Type.BOOLEAN, Type.DATE)


@dataclass(frozen=True, slots=True)
class Output:
    """One output: its kind, None where its own fault hides it."""

    name: str
    kind: Kind | None
    told: bool
    """Whether the words are told under ``of``, in their order."""
    label: str = ""


def outputs(
    table: Node,
    rows: Sequence[WrittenRow],
    otherwise: Mapping[str, Node],
    inputs: Sequence[str],
    parameters: Mapping[str, DatedParameter],
) -> tuple[Output, ...]:
    """The outputs in their order; without ``outputs:`` those of ``else`` and of every row."""
    told = table.get("outputs")
    if told is not None and isinstance(told.value, Mapping):
        nodes = dict(told.entries())
        for name, node in nodes.items():
            usable(name, node, "output", frozenset({*OWN, "any", "all", "none"}))
    else:
        nodes = dict.fromkeys(_found(rows, otherwise, inputs), table)
    found = []
    for name, node in nodes.items():
        below = None if node is table else node
        cells = [row.cells[name] for row in rows if name in row.cells]
        cells += [otherwise[name]] if name in otherwise else []
        found.append(_output(name, below, cells, parameters))
    if not found:
        way = 'name them under "outputs:"'
        what = "the table has no output that stands in every row"
        table.say(BAD_TABLE, what, way, table.key_at)
    return tuple(found)


def _found(
    rows: Sequence[WrittenRow], otherwise: Mapping[str, Node], inputs: Sequence[str]
) -> Iterator[str]:
    """A column so named that an input or output was meant is none of its own."""
    known = [name for name in otherwise if name not in inputs]
    yield from known
    for name in rows[0].cells if rows else ():
        new = name not in (*inputs, *known) and nearest(name, (*inputs, *known)) is None
        if new and all(name in row.cells for row in rows):
            yield name


def _output(
    name: str,
    node: Node | None,
    cells: Sequence[Node],
    parameters: Mapping[str, DatedParameter],
) -> Output:
    if node is None:
        return Output(name, _kind(name, cells, parameters), told=False)
    label = node.text("label")
    type_ = node.value if isinstance(node.value, str) else node.text("type")
    if node.get("of") is not None:
        words = node.words("of")
        if type_:
            way = 'leave out "type:"; an output with words is one of them'
            node.say(BAD_TABLE, f'output "{name}" has both a type and words', way)
        if len(set(words)) < len(words):
            node.say(BAD_TABLE, f'output "{name}" lists a word twice', "take one of them away")
        return Output(
            name, Kind(Type.CHOICE, tuple(dict.fromkeys(words))), told=True, label=label
        )
    if type_ in TYPES:
        return Output(name, Kind(Type(type_)), told=False, label=label)
    return Output(name, _kind(name, cells, parameters), told=False, label=label)


def _kind(
    name: str, cells: Sequence[Node], parameters: Mapping[str, DatedParameter]
) -> Kind | None:
    """What all the cells can be: words, truths, whole numbers or numbers."""
    values = [value for cell in cells for value in _values(cell, parameters)]
    if not values:
        return Kind(Type.TEXT)
    if all(isinstance(value, bool) for value in values):
        return Kind(Type.BOOLEAN)
    if all(isinstance(value, str) for value in values):
        return Kind(Type.CHOICE, tuple(dict.fromkeys(map(str, values))))
    if any(isinstance(value, bool) or not isinstance(value, int | Decimal) for value in values):
        way = 'tell its type under "outputs:"'
        cells[0].say(BAD_TABLE, f'the values of output "{name}" are of several types', way)
        return None
    whole = all(isinstance(value, int) for value in values)
    return Kind(Type.INTEGER if whole else Type.NUMBER)


def _values(
    cell: Node, parameters: Mapping[str, DatedParameter]
) -> Iterator[PlainValue | Scalar]:
    value = plain_value(cell.value)
    found = PARAMETER.fullmatch(spelt(value)) if isinstance(value, str) else None
    if found is None:
        if value is not None:
            yield value
        return
    dated = parameters.get(found[1])
    yield from (each for _, each in dated.values) if dated else ()
