"""Decision tables, what was proved of them, and how many customers each row and hole has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from careplay import checks, engines, history
from careplay.checks.proving import PROVED
from careplay.checks.proving.asking import condition_of
from careplay.checks.proving.boxes import Work, holes
from careplay.checks.proving.findings import MOST
from careplay.checks.proving.proof import Sample, sample_on
from careplay.checks.proving.telling import described
from careplay.faults import DataFaultError, ParameterError, SourceError
from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.conditions import AllOf, Condition, NoneOf
from careplay.model.facts import Hit
from careplay.model.limits import Limits, Mode
from careplay.model.tables import DecisionTable
from careplay.outputs.tables import Hits, TableReport, TablesReport
from careplay.pipeline.recorded import rows_recorded
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.recording import recorded_by
from careplay.sources.undeclared import without_idle_types

ELSE = "else"


@dataclass(frozen=True, slots=True)
class _Questions:
    """What customers are asked of a table."""

    rows: tuple[tuple[str, Condition, Condition], ...]
    """Of each row its id, what it asks, and when it is the one that decides."""
    otherwise: Condition
    """When no row decides."""
    holes: tuple[tuple[str, Condition], ...]
    """Each hole in words, and as a condition."""

    def conditions(self) -> Iterator[Condition]:
        """All that is asked."""
        for _, holds, decides in self.rows:
            yield from (holds, decides)
        yield self.otherwise
        yield from (condition for _, condition in self.holes)


CustomerCounts: TypeAlias = Mapping[Condition, int]
"""Of how many customers a condition is true."""


def report(business: Business, day: date) -> TablesReport:
    """Every table of the business as of the day, with its customers where they can be asked."""
    asked = {
        name: _questions(found, business.tables[name])
        for name, table in business.tables.items()
        if (found := sample_on(table, business, day)) is not None
    }
    conditions = [each for questions in asked.values() for each in questions.conditions()]
    try:
        customers, counts = _counted(business, day, conditions)
    except (SourceError, DataFaultError, ParameterError) as fault:
        told = (_report(business, name, day, each, None) for name, each in asked.items())
        return TablesReport(business, day, tuple(told), None, str(fault))
    told = (_report(business, name, day, each, counts) for name, each in asked.items())
    return TablesReport(business, day, tuple(told), customers)


def _questions(sample: Sample, table: DecisionTable) -> _Questions:
    conditions = tuple(row.condition for row in sample.rows)
    first = table.hit in {Hit.FIRST, Hit.PRIORITY}

    def alone(place: int) -> Condition:
        before = NoneOf(conditions[:place]) if first and place else AllOf(())
        return AllOf((conditions[place], before))

    boxes, _ = holes(sample.full, sample.boxes, MOST, Work())
    return _Questions(
        tuple((row.id, row.condition, alone(place)) for place, row in enumerate(sample.rows)),
        NoneOf(conditions),
        tuple(
            (described(box, sample.columns).where, condition_of(box, sample.columns))
            for box in boxes
        ),
    )


def _counted(
    business: Business, day: date, asked: Iterable[Condition]
) -> tuple[int, CustomerCounts]:
    """How many customers there are, and of how many each condition is true.

    Each is asked as a mode is: an engine says of whom modes hold.
    """
    connection = connect(business.bounds)
    recorded = rows_recorded(business, history.usual_place(business))
    loaded = load_tables(
        business, customers=None, events=None, connection=connection, recorded=recorded
    )
    loaded = recorded_by(loaded, day)
    known = loaded.counts.customers - loaded.counts.customers_left_out
    modes = {str(place): each for place, each in enumerate(dict.fromkeys(asked))}
    if not modes:
        return known, {}
    limits = Limits(modes=tuple(Mode(name, each, ()) for name, each in modes.items()))
    alone = replace(without_idle_types(business, loaded), rules=(), limits=limits)
    held = engines.engine().run(alone, day, loaded).holds
    sql = f'SELECT "name", count(*) FROM "{held}" GROUP BY "name"'  # noqa: S608
    found = dict(loaded.connection.execute(sql).fetchall())
    return known, {each: found.get(name, 0) for name, each in modes.items()}


def _report(
    business: Business, name: str, day: date, asked: _Questions, counts: CustomerCounts | None
) -> TableReport:
    table = business.tables[name]

    def count(condition: Condition) -> int | None:
        return None if counts is None else counts[condition]

    rows = [Hits(row, count(holds), count(decides)) for row, holds, decides in asked.rows]
    if table.has_else:
        rows.append(Hits(ELSE, None, count(asked.otherwise)))
    gaps = tuple(Hits(where, count(condition), None) for where, condition in asked.holes)
    alone = replace(business, tables={name: table}, rules=())
    found = tuple(fault.message for fault in checks.check(alone) if fault.code in PROVED)
    return TableReport(
        name,
        table.inputs,
        tuple(decision.name for decision in table.decisions),
        table.hit,
        table.has_else,
        day,
        tuple(rows),
        gaps,
        found,
    )
