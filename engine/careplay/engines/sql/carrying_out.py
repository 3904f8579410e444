"""A plan carried out: its statements, one after the other, and what came of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, Outcome, Past
from careplay.engines.sql import Statements, carrying, statements
from careplay.engines.sql.undecided import wanted_facts
from careplay.planning import Plan, plan

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def run(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
    """Make the relations of the date's actions on the connection."""
    made = plan(business, day, loaded.people, carrying.before(past))
    sql = statements(made, loaded.customers, loaded.events, past)
    with carrying.as_engine_error(business.id, day):
        return _carried_out(made, sql, loaded.connection)


def _carried_out(made: Plan, sql: Statements, connection: duckdb.DuckDBPyConnection) -> Outcome:
    for each in sql.records:
        connection.execute(each)
    odd = carrying.odd(made, _odd(sql, connection))
    if sql.matches is not None:
        connection.execute(sql.matches)
    undecided = carrying.undecided(made, _open(made, sql, connection))
    if sql.holds is not None:
        connection.execute(sql.holds)
    for each in sql.actions:
        connection.execute(each)
    connection.execute('DROP TABLE IF EXISTS "matches"')
    return carrying.outcome(made, odd, undecided)


def _odd(sql: Statements, connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """How many events of each flow and kind came as no flow has it."""
    if sql.odd is None:
        return {}
    lines = connection.execute(sql.odd).fetchall()
    return {(flow, kind): count for flow, kind, count in lines}


def _open(
    made: Plan, sql: Statements, connection: duckdb.DuckDBPyConnection
) -> dict[tuple[int, str], int]:
    """How many occasions each match leaves open, by wanted fact."""
    if sql.undecided is None:
        return {}
    facts = ("", *wanted_facts(made))
    lines = connection.execute(sql.undecided).fetchall()
    return {(-match, facts[want]): count for match, want, count in lines}
