"""The default engine: one plan for a business and a date, carried out by DuckDB as SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import duckdb

from careplay.engines.base import HOLDS, RELATION, Candidates, Found, Odd, Past, Undecided
from careplay.engines.sql import Statements, settling, statements
from careplay.engines.sql.undecided import wanted_facts
from careplay.faults import EngineError
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.flows import ODD
from careplay.planning import Plan, plan

if TYPE_CHECKING:
    from sqlglot import exp

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def candidates(
    business: Business, day: date, loaded: Loaded, since: date, into: str = RELATION
) -> Candidates:
    """Make the view ``into`` of what the rules ask for on the date."""
    made = plan(business, day, loaded.people, since)
    sql = statements(made, loaded.customers, loaded.events, into)
    with _told(business, day):
        counts = _carried_out(sql, loaded.connection, into)
        odd = tuple(_odd(sql, business, loaded.connection))
    return Candidates(into, HOLDS if sql.holds else "", _undecided(made, counts), odd)


def settle(business: Business, day: date, loaded: Loaded, found: Found, past: Past) -> None:
    """Make the table ``actions`` of what was found, of earlier days and of the limits."""
    with _told(business, day):
        given = settling.Given(business, day, loaded.people, loaded.events, found, past)
        for statement in settling.statements(given):
            loaded.connection.execute(statement)


@contextmanager
def _told(business: Business, day: date) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as fault:
        message = f'the plan of "{business.id}" for {day} could not be carried out: {fault}'
        raise EngineError(message) from fault


def _carried_out(
    sql: Statements, connection: duckdb.DuckDBPyConnection, into: str
) -> dict[tuple[int, int], int]:
    """How many occasions each match leaves open, by wanted fact; the actions stay behind."""
    for each in sql.records:
        _run(each, connection)
    _run(sql.matches, connection)
    counts: dict[tuple[int, int], int] = {}
    if sql.undecided is not None:
        lines = connection.execute(_text(sql.undecided)).fetchall()
        counts = {(-match, want): count for match, want, count in lines}
    _run(sql.schedule, connection)
    connection.execute('DROP TABLE IF EXISTS "matches"')
    if sql.actions is None:
        connection.execute(_nothing(into))
    _run(sql.actions, connection)
    _run(sql.holds, connection)
    return counts


def _odd(
    sql: Statements, business: Business, connection: duckdb.DuckDBPyConnection
) -> Iterator[Odd]:
    """The events that flows could not take as they came, in order of the flows and kinds."""
    lines = connection.execute(_text(sql.odd)).fetchall() if sql.odd is not None else []
    counts = {(flow, kind): count for flow, kind, count in lines}
    for flow in business.flows:
        yield from (
            Odd(flow, kind, counts[flow, kind]) for kind in ODD if counts.get((flow, kind))
        )


def _run(statement: exp.Expr | None, connection: duckdb.DuckDBPyConnection) -> None:
    if statement is not None:
        connection.execute(_text(statement))


def _text(statement: exp.Expr) -> str:
    return statement.sql(dialect="duckdb", copy=False)


def _nothing(into: str) -> str:
    """The view of a day on which nothing is due."""
    columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in ACTION_COLUMNS)
    return f'CREATE OR REPLACE TEMP VIEW "{into}" AS SELECT {columns} WHERE FALSE'


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
