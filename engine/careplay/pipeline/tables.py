"""Decision tables, what was proved of them, and how many customers each row and hole has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay import checks
from careplay.checks.proving import PROVED
from careplay.checks.proving.asking import condition_of
from careplay.checks.proving.boxes import Work, holes
from careplay.checks.proving.findings import MOST
from careplay.checks.proving.proof import Sample, sample_on
from careplay.checks.proving.telling import described
from careplay.engines import duckdb as engine
from careplay.engines.base import HOLDS
from careplay.faults import SourceError
from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.conditions import AllOf, Condition, NoneOf
from careplay.model.facts import Hit
from careplay.model.limits import Limits, Mode
from careplay.model.tables import DecisionTable
from careplay.outputs.tables import Hits
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.loaded import Loaded

ELSE = "else"


@dataclass(frozen=True, slots=True)
class TableReport:
    """A table as of a day."""

    table: DecisionTable
    day: date
    rows: tuple[Hits, ...]
    holes: tuple[Hits, ...]
    found: tuple[str, ...]
    """What the proofs say of it, a sentence each."""


@dataclass(frozen=True, slots=True)
class TablesReport:
    """The tables of a business, and how many customers were asked."""

    business: Business
    tables: tuple[TableReport, ...]
    customers: int | None
    why: str = ""
    """Why no customers could be asked."""


def report(business: Business, day: date) -> TablesReport:
    """Every table of the business as of the day, with its customers where there are any."""
    loaded, why = _loaded(business)
    samples = {
        name: found
        for name, table in business.tables.items()
        if (found := sample_on(table, business, day)) is not None
    }
    asked = {name: _asked(sample, name, business) for name, sample in samples.items()}
    counts: Mapping[str, int] = {}
    if loaded is not None and asked:
        counts = _counts(business, day, loaded, asked)
    reports = tuple(
        _report(business, name, day, [*asked[name]], counts if loaded else None)
        for name in samples
    )
    customers = loaded.counts.customers - loaded.counts.customers_left_out if loaded else None
    return TablesReport(business, reports, customers, why)


def _loaded(business: Business) -> tuple[Loaded | None, str]:
    connection: duckdb.DuckDBPyConnection = connect()
    try:
        return load_tables(business, customers=None, events=None, connection=connection), ""
    except SourceError as fault:
        return None, str(fault)


def _asked(sample: Sample, name: str, business: Business) -> dict[str, Condition]:
    """A question for each row, for each row alone, for ``else``, and for each hole."""
    conditions = [row.condition for row in sample.rows]
    first = business.tables[name].hit in {Hit.FIRST, Hit.PRIORITY}
    found: dict[str, Condition] = {}
    for place, row in enumerate(sample.rows):
        found[f"holds {row.id}"] = row.condition
        before = NoneOf(tuple(conditions[:place])) if first and place else AllOf(())
        found[f"decides {row.id}"] = AllOf((row.condition, before))
    found[f"decides {ELSE}"] = NoneOf(tuple(conditions))
    boxes, _ = holes(sample.full, sample.boxes, MOST, Work())
    for box in boxes:
        where = described(box, sample.columns)
        found[f"hole {where.where}"] = condition_of(box, sample.columns)
    return found


def _counts(
    business: Business, day: date, loaded: Loaded, asked: Mapping[str, Mapping[str, Condition]]
) -> Mapping[str, int]:
    """By table and question, of how many customers it is true: each asked as a mode is."""
    modes = tuple(
        Mode(f"{table} {question}", condition, ())
        for table, questions in asked.items()
        for question, condition in questions.items()
    )
    alone = replace(business, rules=(), limits=Limits(modes=modes))
    engine.run(alone, day, loaded)
    sql = f'SELECT "name", count(*) FROM "{HOLDS}" GROUP BY "name"'  # noqa: S608
    return dict(loaded.connection.execute(sql).fetchall())


def _report(
    business: Business,
    name: str,
    day: date,
    questions: list[str],
    counts: Mapping[str, int] | None,
) -> TableReport:
    table = business.tables[name]

    def count(question: str) -> int | None:
        return None if counts is None else counts.get(f"{name} {question}", 0)

    rows = [
        Hits(row, count(f"holds {row}"), count(f"decides {row}"))
        for row in (q.removeprefix("holds ") for q in questions if q.startswith("holds "))
    ]
    if table.has_else:
        rows.append(Hits(ELSE, None, count(f"decides {ELSE}")))
    gaps = tuple(
        Hits(question.removeprefix("hole "), count(question), None)
        for question in questions
        if question.startswith("hole ")
    )
    alone = replace(business, tables={name: table}, rules=())
    found = tuple(fault.message for fault in checks.check(alone) if fault.code in PROVED)
    return TableReport(table, day, tuple(rows), gaps, found)
