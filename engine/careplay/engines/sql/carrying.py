"""Carrying statements out on the connection, and telling what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import duckdb

from careplay.engines.base import Odd, Undecided
from careplay.faults import EngineError
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.flows import ODD
from careplay.planning import Plan

if TYPE_CHECKING:
    from careplay.engines.sql.build import Sql
    from careplay.model.business import Business


@contextmanager
def told(business: Business, day: date) -> Iterator[None]:
    """A fault of DuckDB is an EngineError that names the business and the date."""
    try:
        yield
    except duckdb.Error as fault:
        message = f'the plan of "{business.id}" for {day} could not be carried out: {fault}'
        raise EngineError(message) from fault


def run(statement: Sql | None, connection: duckdb.DuckDBPyConnection) -> None:
    """Carry a statement out; None is nothing to do."""
    if statement is not None:
        connection.execute(statement)


def nothing(into: str) -> str:
    """The view of a day on which nothing is due."""
    columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in ACTION_COLUMNS)
    return f'CREATE OR REPLACE TEMP VIEW "{into}" AS SELECT {columns} WHERE FALSE'


def odd(business: Business, counts: Mapping[tuple[str, str], int]) -> tuple[Odd, ...]:
    """The events that flows could not take as they came, in order of the flows and kinds."""
    return tuple(
        Odd(flow, kind, counts[flow, kind])
        for flow in business.flows
        for kind in ODD
        if counts.get((flow, kind))
    )


def undecided(made: Plan, counts: Mapping[tuple[int, str], int]) -> tuple[Undecided, ...]:
    """The open questions of each rule, the total first, then facts in reading order.

    ``counts`` is by match, from 1, and wanted fact; the match's total has no fact.
    """
    found: dict[int, dict[str, int]] = {}
    for number, match in enumerate(made.matches, start=1):
        wants = {"": 0} | {want.fact: 0 for want in match.wants}
        of_rule = found.setdefault(match.rule, wants)
        for want in wants:
            of_rule[want] = of_rule.get(want, 0) + counts.get((number, want), 0)
    for each in made.left_open:
        found[each.rule][each.fact] += each.count
    return tuple(
        Undecided(made.rules[rule].id, fact, count)
        for rule, wants in sorted(found.items())
        for fact, count in wants.items()
        if count
    )
