"""A day leaves on the connection what its outcome stands on, and the next day nothing of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from careplay import engines
from careplay.model.business import Business
from careplay.model.limits import Limits, Window
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import TODAY, customer, event, rule, world

if TYPE_CHECKING:
    import duckdb

LIMITED = world(rule(), limits=Limits(windows=(Window("contacts", 7, 1),)))
WHOLE = {"actions", "whole_actions"}


@pytest.mark.parametrize(
    ("business", "left"),
    [(world(rule()), {*WHOLE, "schedule"}), (LIMITED, {*WHOLE, "settled"})],
    ids=["rules", "limits"],
)
def test_a_day_leaves_what_its_actions_stand_on(business: Business, left: set[str]) -> None:
    connection = connect()
    run(business, connection, TODAY)
    assert relations(connection) == left


def test_a_day_finds_nothing_of_the_day_before() -> None:
    connection = connect()
    run(world(rule()), connection, TODAY)
    run(LIMITED, connection, TODAY + timedelta(days=1))
    run(world(), connection, TODAY + timedelta(days=2))
    assert relations(connection) == WHOLE


def run(business: Business, connection: duckdb.DuckDBPyConnection, day: date) -> None:
    events = [event("visit", "2026-06-14")]
    loaded = in_memory(business, [customer()], events, connection=connection)
    engines.engine("duckdb").run(business, day, loaded)


def relations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The temporary tables and views."""
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary UNION ALL"
        " SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal"
    )
    return {name for (name,) in found.fetchall()}
