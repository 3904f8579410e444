"""Decision tables: inputs, rows of cells, outputs; each output is a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from careplay.diagnostics import Position
from careplay.frozen import dataclass
from careplay.language.codes import BAD_TABLE
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.tables.cells import answered, row_condition
from careplay.language.tables.inputs import inputs_of, known_inputs, outputs_only, unasked
from careplay.language.tables.outputs import Output, outputs
from careplay.language.tables.policy import HitPolicy, policy
from careplay.language.tables.rows import (
    WrittenRow,
    cells_of,
    is_else,
    unknown_columns,
    written_rows,
)
from careplay.language.tables.sheets import Sheets, is_sheet, sheet_rows
from careplay.model.business import DatedParameter
from careplay.model.conditions import Condition
from careplay.model.facts import Decision, DecisionRow, Hit
from careplay.model.tables import DecisionTable
from careplay.model.types import Parameter, Scalar


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table whose outputs are known, before anyone can ask about them."""

    name: str
    node: Node
    inputs: tuple[str, ...]
    outputs: tuple[Output, ...]
    rows: tuple[WrittenRow, ...]
    otherwise: Mapping[str, Node]
    policy: HitPolicy

    def facts(self) -> Iterator[tuple[str, Kind | None]]:
        """The facts it gives, with their kinds."""
        for output in self.outputs:
            yield self.fact(output), self.policy.kind(output)

    def fact(self, output: Output) -> str:
        """What conditions call the output."""
        return self.name if len(self.outputs) == 1 else f"{self.name}.{output.name}"


def written_table(
    definition: Definition, parameters: Mapping[str, DatedParameter], sheets: Sheets
) -> WrittenTable | None:
    """The table as written; None where its rows cannot be had."""
    node = definition.node
    inputs = inputs_of(node)
    found = _rows(node, sheets)
    if found is None:
        return None
    plain = [row for row in found if not is_else(row)]
    rows = written_rows(plain, node)
    otherwise = _otherwise(node, found, inputs)
    made = outputs_only(node, inputs, outputs(node, rows, otherwise, inputs, parameters))
    if not made:
        return None
    known = (*inputs, *(output.name for output in made))
    for cells in (*(row.cells for row in rows), otherwise):
        for _ in unknown_columns(cells, known, node.where):
            pass
    unasked(node, inputs, rows)
    return WrittenTable(
        definition.name, node, inputs, made, rows, otherwise, policy(node, made)
    )


def decision_table(table: WrittenTable, vocabulary: Vocabulary) -> DecisionTable:
    """What the table means; every faulty cell is told and left out."""
    inputs = known_inputs(table.node, table.inputs, vocabulary)
    conditions = {row.id: row_condition(row, inputs, vocabulary) for row in table.rows}
    decisions = tuple(
        _decision(output, place, table, conditions, vocabulary)
        for place, output in enumerate(table.outputs)
    )
    node = table.node
    cells = {(row.id, name): cell.at for row in table.rows for name, cell in row.cells.items()}
    return DecisionTable(
        table.name,
        table.policy.hit,
        inputs,
        decisions,
        has_else=bool(table.otherwise),
        cells=cells,
        source=node.words("source"),
        file=_file(table),
        at=node.key_at,
    )


def _decision(
    output: Output,
    place: int,
    table: WrittenTable,
    conditions: Mapping[str, Condition],
    vocabulary: Vocabulary,
) -> Decision:
    kind, made = table.policy.kind(output), table.policy
    rows = [
        DecisionRow(
            row.id,
            conditions[row.id],
            answered(row.cells.get(output.name), output, vocabulary, made),
            row.since,
            row.until,
            _at(row),
        )
        for row in table.rows
    ]
    told = table.otherwise.get(output.name)
    otherwise = answered(told, output, vocabulary, made, otherwise=True)
    hit = made.hit
    if hit is Hit.PRIORITY and place == 0:
        _all_ranked(rows, output, table, vocabulary)
    if hit is Hit.PRIORITY and place > 0:
        rows, hit = _best_first(rows, table, vocabulary), Hit.FIRST
    return Decision(
        table.fact(output),
        table.name,
        kind.type if kind else made.fallback,
        hit,
        tuple(rows),
        otherwise,
        choices=kind.choices if kind else (),
        gather=made.gather,
        ranking=made.ranking if hit is Hit.PRIORITY else (),
        label=output.label or table.node.text("label"),
        file=table.node.document.file,
        at=table.node.key_at,
    )


def _best_first(
    rows: Sequence[DecisionRow], table: WrittenTable, vocabulary: Vocabulary
) -> list[DecisionRow]:
    """The rows by the rank of the first output, which decides for all outputs."""
    first, ranking = table.outputs[0], table.policy.ranking

    def rank(row: WrittenRow) -> int:
        value = answered(row.cells.get(first.name), first, vocabulary, None)
        return ranking.index(value) if value in ranking else len(ranking)

    places = {row.id: rank(row) for row in table.rows}
    return sorted(rows, key=lambda row: places[row.id])


def _all_ranked(
    rows: Sequence[DecisionRow], output: Output, table: WrittenTable, vocabulary: Vocabulary
) -> None:
    """Tell a value that could be answered and has no rank."""
    ranking, cells = table.policy.ranking, {row.id: row.cells for row in table.rows}
    for row in rows:
        values: Sequence[Scalar] = () if row.value is None else (row.value,)  # type: ignore[assignment]
        if isinstance(row.value, Parameter):
            values = [value for _, value in vocabulary.parameters[row.value.name].values]
        for value in values:
            if ranking and value not in ranking:
                below = cells[row.id][output.name]
                below.say(BAD_TABLE, f'"{value}" is not ranked', 'name it under "rank:"')


def _rows(node: Node, sheets: Sheets) -> list[Node] | None:
    rows, file = node.get("rows"), node.get("from")
    if (rows is None) == (file is None):
        return None  # the schema has said so
    found = rows if file is None else sheet_rows(node, sheets)
    if found is None:
        return None
    if not found.value:
        found.say(BAD_TABLE, "the table has no rows", "write at least one row")
        return None
    return list(found.rows())


def _otherwise(node: Node, rows: Sequence[Node], inputs: Sequence[str]) -> dict[str, Node]:
    """The cells of ``else``: below the table, or in a row of its file."""
    told = [row for row in rows if is_else(row)]
    below = node.get("else")
    if below is not None and isinstance(below.value, Mapping):
        told.insert(0, below)
    if len(told) > 1:
        told[1].say(BAD_TABLE, 'the table has two "else"', "take one of them away")
    if not told:
        return {}
    cells = cells_of(told[0])
    for name in [name for name in cells if name in inputs]:
        way = "write a row for it, or leave the cell empty"
        cell = cells.pop(name)
        at = cell.at if is_sheet(cell) else cell.key_at
        cell.say(BAD_TABLE, f'"else" asks about "{name}"', way, at)
    return cells


def _file(table: WrittenTable) -> str:
    """Where the cells stand."""
    return (table.rows[0].node if table.rows else table.node).document.file


def _at(row: WrittenRow) -> Position:
    return (row.node.get("id") or row.node).at
