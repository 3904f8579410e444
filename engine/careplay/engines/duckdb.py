"""The default engine: one plan for a business and a date, carried out by DuckDB as SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb

from careplay.engines.base import RELATION, Outcome, Undecided
from careplay.engines.notes import notes
from careplay.engines.sql import Statements, statements
from careplay.engines.sql.undecided import wanted_facts
from careplay.faults import EngineError
from careplay.model.actions import ACTION_COLUMNS
from careplay.planning import Plan, plan

if TYPE_CHECKING:
    from sqlglot import exp

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def run(business: Business, day: date, loaded: Loaded) -> Outcome:
    """Return the actions of the date as the view ``actions`` on the connection."""
    made = plan(business, day, loaded.people)
    sql = statements(made, loaded.customers, loaded.events)
    try:
        counts = _carried_out(sql, loaded.connection)
    except duckdb.Error as fault:
        message = f'the plan of "{business.id}" for {day} could not be carried out: {fault}'
        raise EngineError(message) from fault
    told = notes(business, day, loaded.connection)
    return Outcome(RELATION, _undecided(made, counts), told)


def _carried_out(
    sql: Statements, connection: duckdb.DuckDBPyConnection
) -> dict[tuple[int, int], int]:
    """How many occasions each match leaves open, by wanted fact; the actions stay behind."""
    _run(sql.matches, connection)
    counts: dict[tuple[int, int], int] = {}
    if sql.undecided is not None:
        lines = connection.execute(_text(sql.undecided)).fetchall()
        counts = {(-match, want): count for match, want, count in lines}
    _run(sql.schedule, connection)
    connection.execute('DROP TABLE IF EXISTS "matches"')
    if sql.actions is None:
        connection.execute(_nothing())
    _run(sql.actions, connection)
    return counts


def _run(statement: exp.Expr | None, connection: duckdb.DuckDBPyConnection) -> None:
    if statement is not None:
        connection.execute(_text(statement))


def _text(statement: exp.Expr) -> str:
    return statement.sql(dialect="duckdb", copy=False)


def _nothing() -> str:
    """The view of a day on which nothing is due."""
    columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in ACTION_COLUMNS)
    return f'CREATE OR REPLACE TEMP VIEW "{RELATION}" AS SELECT {columns} WHERE FALSE'


def _undecided(made: Plan, counts: dict[tuple[int, int], int]) -> tuple[Undecided, ...]:
    """The open questions of each rule, the total first, then facts in reading order."""
    facts = ("", *wanted_facts(made))
    found: dict[int, dict[str, int]] = {}
    for number, match in enumerate(made.matches, start=1):
        wants = {"": 0} | {want.fact: 0 for want in match.wants}
        of_rule = found.setdefault(match.rule, wants)
        for want in wants:
            of_rule[want] = of_rule.get(want, 0) + counts.get((number, facts.index(want)), 0)
    for each in made.left_open:
        found[each.rule][each.fact] += each.count
    return tuple(
        Undecided(made.rules[rule].id, fact, count)
        for rule, wants in sorted(found.items())
        for fact, count in wants.items()
        if count
    )
