"""A decision table as boxes, as of each day on which it may be different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from careplay.checks.proving.boxes import Box
from careplay.checks.proving.domains import domain
from careplay.checks.proving.pieces import InputPartition, input_partition
from careplay.checks.proving.slices import Slice, slices
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, clock_of, value_of
from careplay.meaning.tables import in_force, rank
from careplay.model.business import Business
from careplay.model.conditions import AllOf, Condition, facts_of
from careplay.model.facts import Decision, DecisionRow, Hit, type_of
from careplay.model.parameters import parameters_of
from careplay.model.tables import DecisionTable
from careplay.model.types import TIMES

RowCells: TypeAlias = Mapping[str, Condition]
"""What a row asks, by the input it asks about."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The table as of one day: its columns in pieces, its rows in force as boxes."""

    at: Slice
    columns: tuple[InputPartition, ...]
    rows: tuple[DecisionRow, ...]
    boxes: tuple[Box, ...]
    """In step with ``rows``; by priority, the better rows stand first."""

    @property
    def full(self) -> Box:
        """Every customer there can be."""
        return tuple(each.full for each in self.columns)

    @property
    def whole(self) -> bool:
        """Whether the pieces of every column are all there is."""
        return all(each.whole for each in self.columns)


@dataclass(frozen=True, slots=True)
class Proof:
    """The samples of a table, in order of day."""

    table: DecisionTable
    samples: tuple[Sample, ...]
    whole: bool
    """Whether the samples show all there is, so that ``never`` can be said."""


def proof(table: DecisionTable, business: Business) -> Proof | None:
    """The table to be looked at; None where it has faults that hide what it means."""
    decision = table.decisions[0] if table.decisions else None
    if decision is None or not _sound(table, decision, business):
        return None
    cells = {row.id: _cells(row) for row in decision.rows}
    times = [
        [asked[name] for asked in cells.values() if name in asked]
        for name in table.inputs
        if type_of(business.facts[name]) in TIMES
    ]
    found = slices(decision, times, business)
    samples = tuple(_sample(table, business, cells, at) for at in found.days)
    return Proof(table, samples, found.whole and all(each.whole for each in samples))


def sample_on(table: DecisionTable, business: Business, day: date) -> Sample | None:
    """The table as of this day; None where it has faults that hide what it means."""
    decision = table.decisions[0] if table.decisions else None
    if decision is None or not _sound(table, decision, business):
        return None
    cells = {row.id: _cells(row) for row in decision.rows}
    at = Slice(clock_of(business, day), 0, 0, first=True)
    return _sample(table, business, cells, at)


def proofs(business: Business) -> Iterator[Proof]:
    """Every table of the business that can be looked at."""
    for table in business.tables.values():
        found = proof(table, business)
        if found is not None:
            yield found


def _sound(table: DecisionTable, decision: Decision, business: Business) -> bool:
    """Whether every cell of an input could be read, and has a value to ask for."""
    known = {*table.inputs, *(_output(each) for each in table.decisions)}
    asked = {row.id: _cells(row).keys() for row in decision.rows}
    named = set(table.inputs) <= business.facts.keys()
    return (
        named
        and bool(decision.rows)
        and _valued(table, decision, business)
        and all(
            column in asked.get(row, ()) or column not in table.inputs
            for row, column in table.cells
        )
        and (len(table.decisions) == 1 or all(column in known for _, column in table.cells))
    )


def _valued(table: DecisionTable, decision: Decision, business: Business) -> bool:
    """Whether every parameter that the table, or a table it asks, speaks of has a value."""
    asked = (
        each for each in map(business.facts.get, table.inputs) if isinstance(each, Decision)
    )
    dated = map(business.parameters.get, parameters_of((decision, *asked)))
    return all(each is not None and each.values for each in dated)


def _output(decision: Decision) -> str:
    return decision.name.removeprefix(f"{decision.table}.")


def _cells(row: DecisionRow) -> dict[str, Condition]:
    parts = row.condition.parts if isinstance(row.condition, AllOf) else (row.condition,)
    return {facts_of(part)[0]: part for part in parts}


def _sample(
    table: DecisionTable, business: Business, cells: Mapping[str, RowCells], at: Slice
) -> Sample:
    decision, clock = table.decisions[0], at.clock
    rows = [row for row in decision.rows if in_force(row, clock.day)]
    if table.hit is Hit.PRIORITY:
        rows.sort(key=lambda row: _rank(row, decision, clock))
    facts = business.facts
    columns = tuple(
        input_partition(
            domain(facts[name], facts),
            [cells[row.id][name] for row in rows if name in cells[row.id]],
            clock,
        )
        for name in table.inputs
    )
    boxes = tuple(_box(cells[row.id], columns, clock) for row in rows)
    return Sample(at, columns, tuple(rows), boxes)


def _box(cells: RowCells, columns: tuple[InputPartition, ...], clock: Clock) -> Box:
    return tuple(
        each.mask(cells[each.domain.fact], clock) if each.domain.fact in cells else each.full
        for each in columns
    )


def _rank(row: DecisionRow, decision: Decision, clock: Clock) -> int:
    value = None if row.value is None else value_of(row.value, clock)
    return rank(value, decision.ranking)
