"""The inputs of a decision table: the facts that its rows ask about."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.language.codes import BAD_TABLE, UNKNOWN_FACT
from careplay.language.kinds import Vocabulary
from careplay.language.nodes import Node, plain_value
from careplay.language.suggestions import way_out
from careplay.language.tables.outputs import Output
from careplay.language.tables.rows import OWN, WrittenRow


def inputs_of(node: Node) -> tuple[str, ...]:
    """The inputs; one named twice or like a part of a row is told."""
    names = node.words("inputs")
    for place, name in enumerate(names):
        if name in names[:place]:
            what = f'input "{name}" is named twice'
            _named(node, place).say(BAD_TABLE, what, "take one of them away")
        if name in OWN:
            what = f'"{name}" cannot be an input, for every row has a "{name}" of its own'
            _named(node, place).say(BAD_TABLE, what, "ask a segment or measure in its place")
    return tuple(name for name in dict.fromkeys(names) if name not in OWN)


def _named(node: Node, place: int) -> Node:
    """Where the input of that number is named."""
    rows = [row for row in node.rows("inputs") if plain_value(row.value) is not None]
    return rows[place] if place < len(rows) else node


def known_inputs(node: Node, inputs: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The inputs that are facts; the others are told."""
    told = node.get("inputs") or node
    for row in told.rows():
        name = row.value
        if isinstance(name, str) and name not in (*vocabulary.kinds, *OWN):
            way = way_out(name, tuple(vocabulary.kinds), "facts")
            row.say(UNKNOWN_FACT, f'unknown fact "{name}"', way)
    return tuple(name for name in inputs if name in vocabulary.kinds)


def unasked(node: Node, inputs: Sequence[str], rows: Sequence[WrittenRow]) -> None:
    """Tell each input without a cell: a slip of its column's name, or of no use."""
    columns = {name for row in rows for name in row.cells}
    for name in inputs:
        if name not in columns:
            told = _named(node, node.words("inputs").index(name))
            what = f'no row asks about input "{name}"'
            others = [each for each in columns if each not in inputs]
            near = way_out(name, others, "columns")
            way = near if near.startswith("did") else "leave it out, or give it a column"
            told.say(BAD_TABLE, what, way)


def outputs_only(
    node: Node, inputs: Sequence[str], made: Sequence[Output]
) -> tuple[Output, ...]:
    """The outputs that are no inputs; the others are told."""
    for output in made:
        if output.name in inputs:
            what = f'"{output.name}" is both an input and an output'
            told = node.get("outputs")
            below = told and told.get(output.name)
            at = below.key_at if below else _named(node, inputs.index(output.name)).at
            node.say(BAD_TABLE, what, "rename the output", at)
    return tuple(output for output in made if output.name not in inputs)
