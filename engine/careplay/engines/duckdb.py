"""The default engine: one plan for a business and a date, carried out by DuckDB as SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import HOLDS, RELATION, Candidates, Found, Past
from careplay.engines.sql import Statements, carrying, settling, statements
from careplay.engines.sql.undecided import wanted_facts
from careplay.planning import Plan, plan

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def candidates(
    business: Business, day: date, loaded: Loaded, since: date, into: str = RELATION
) -> Candidates:
    """Make the view ``into`` of what the rules ask for on the date."""
    made = plan(business, day, loaded.people, since)
    sql = statements(made, loaded.customers, loaded.events, into)
    with carrying.told(business, day):
        counts = _carried_out(made, sql, loaded.connection, into)
        odd = carrying.odd(business, _odd(sql, loaded.connection))
    held = HOLDS if sql.holds else ""
    return Candidates(into, held, carrying.undecided(made, counts), odd)


def settle(business: Business, day: date, loaded: Loaded, found: Found, past: Past) -> None:
    """Make the table ``actions`` of what was found, of earlier days and of the limits."""
    with carrying.told(business, day):
        given = settling.Given(business, day, loaded.people, loaded.events, found, past)
        for statement in settling.statements(given):
            loaded.connection.execute(statement)


def _carried_out(
    made: Plan, sql: Statements, connection: duckdb.DuckDBPyConnection, into: str
) -> dict[tuple[int, str], int]:
    """How many occasions each match leaves open, by wanted fact; the actions stay behind."""
    for each in sql.records:
        carrying.run(each, connection)
    carrying.run(sql.matches, connection)
    counts: dict[tuple[int, str], int] = {}
    if sql.undecided is not None:
        facts = ("", *wanted_facts(made))
        lines = connection.execute(sql.undecided).fetchall()
        counts = {(-match, facts[want]): count for match, want, count in lines}
    carrying.run(sql.schedule, connection)
    connection.execute('DROP TABLE IF EXISTS "matches"')
    if sql.actions is None:
        connection.execute(carrying.nothing(into))
    carrying.run(sql.actions, connection)
    carrying.run(sql.holds, connection)
    return counts


def _odd(sql: Statements, connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """How many events of each flow and kind came as no flow has it."""
    if sql.odd is None:
        return {}
    lines = connection.execute(sql.odd).fetchall()
    return {(flow, kind): count for flow, kind, count in lines}
