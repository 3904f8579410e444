"""A plan carried out: its statements, one after the other, and what came of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, Outcome, Past
from careplay.engines.sql import carrying, recalling, undecided
from careplay.engines.sql.found import occasions_found
from careplay.engines.sql.matches import met
from careplay.engines.sql.statements import (
    Looking,
    afterward,
    beforehand,
    finished,
    looking,
    matched,
)
from careplay.engines.sql.taking_back import RecallTables
from careplay.planning import Plan
from careplay.planning.narrowed import left_to_ask, left_to_do, narrowed, occasions_left

if TYPE_CHECKING:
    import duckdb

    from careplay.engines.sql.build import Sql
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def run(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
    """Make the relations of the date's actions on the connection."""
    made = carrying.planned(business, day, loaded.people, past, loaded.event_days)
    with carrying.as_engine_error(business.id, day):
        return _carried_out(made, loaded, past)


def _carried_out(made: Plan, loaded: Loaded, past: Past) -> Outcome:
    connection = loaded.connection
    sql = looking(made, loaded.customers, loaded.events)
    known = RecallTables(loaded.customers, loaded.events, past, loaded.integer_keys)
    for each in beforehand():
        connection.execute(each)
    carrying.carry_out(recalling.statements(made, known), connection)
    for each in sql.records:
        connection.execute(each)
    odd = _odd(sql, connection)
    asked, places = _asked(made, sql, connection)
    matches = matched(asked, loaded.customers, loaded.events, places)
    found, unknown = _matches(matches, connection)
    carrying.run(recalling.undecided_again(asked), connection)
    left_open = _open(asked, unknown, loaded)
    carrying.run(sql.holds, connection)
    left_over = left_to_do(asked, (number - 1 for number in found))
    left = narrowed(asked, left_over)
    # Where all were found each goes by its own number, and no row need look it up.
    numbers = () if left is asked else [index + 1 for index in left_over]
    carrying.carry_out(finished(left, loaded.events, past, numbers), connection)
    moved = carrying.moved(made, connection)
    for each in afterward(made):
        connection.execute(each)
    return carrying.outcome(asked, odd, left_open, loaded.only, moved)


def _odd(sql: Looking, connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """How many events of each flow and kind came as no flow has it."""
    if sql.odd is None:
        return {}
    lines = connection.execute(sql.odd).fetchall()
    return {(flow, kind): count for flow, kind, count in lines}


def _asked(
    made: Plan, sql: Looking, connection: duckdb.DuckDBPyConnection
) -> tuple[Plan, tuple[int, ...]]:
    """The plan without what no event gave occasion for, and where its occasions stood."""
    if sql.scanned is None:
        return made, ()
    connection.execute(sql.scanned)
    found = {number for (number,) in connection.execute(occasions_found()).fetchall()}
    matches = left_to_ask(made, found)
    asked = narrowed(made, matches)
    return asked, () if asked is made else occasions_left(made, matches)


def _matches(
    matches: Sql | None, connection: duckdb.DuckDBPyConnection
) -> tuple[frozenset[int], frozenset[int]]:
    """The matches that hold somewhere, and those that are unknown somewhere, by number."""
    if matches is None:
        return frozenset(), frozenset()
    connection.execute(matches)
    lines = connection.execute(met()).fetchall()
    numbers = frozenset(number for (number,) in lines)
    return (
        frozenset(number for number in numbers if number > 0),
        frozenset(-number for number in numbers if number < 0),
    )


def _open(made: Plan, unknown: frozenset[int], loaded: Loaded) -> carrying.LeftOpen:
    """How many occasions each match leaves open, by wanted fact and by whose they are."""
    if not unknown:
        return {}
    query = undecided.query(made, unknown, loaded.only, apart=loaded.apart)
    if query is None:
        return {}
    facts = ("", *undecided.wanted_facts(made))
    lines = loaded.connection.execute(query).fetchall()
    return {
        (-match, facts[want], "".join(whose)): count for match, want, *whose, count in lines
    }
