"""What decision tables answer of given customers, by each engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.plain.facts import Customer, facts_of_customers
from careplay.engines.sql.facts import relations
from careplay.engines.sql.queries import with_steps
from careplay.meaning.clock import clock_of
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.facts import type_of
from careplay.model.types import Scalar
from careplay.planning import plan
from careplay.planning.clock import clock_on
from careplay.planning.needed import facts_step
from careplay.planning.probes import Column
from careplay.sources.memory import in_memory
from careplay.sources.rows import rows

if TYPE_CHECKING:
    import duckdb

Answers = list[tuple[Scalar | None, ...]]


def load(
    business: Business, people: Sequence[Row], connection: duckdb.DuckDBPyConnection
) -> list[Customer]:
    """The customers on the connection, and as the plain engine has them."""
    loaded = in_memory(business, people, (), connection=connection)
    return [Customer(str(row["customer_id"]), row, ()) for row in rows(loaded)[0]]


def by_plain(
    business: Business,
    day: date,
    names: Sequence[str],
    people: Sequence[Customer],
    ago: int = 0,
) -> Answers:
    """The outputs as of the day, by customer; in a run of so many days later."""
    clock = clock_of(business, day, day + timedelta(days=ago))
    found = facts_of_customers(business, people, clock)
    lines = [
        (each.key, *(facts[name] for name in names))
        for each, facts in zip(people, found, strict=True)
    ]
    return sorted(lines, key=lambda line: str(line[0]))


def by_duckdb(
    business: Business,
    day: date,
    names: Sequence[str],
    connection: duckdb.DuckDBPyConnection,
    ago: int = 0,
) -> Answers:
    """The same by the SQL of a run of the day, or of a run so many days later."""
    run = day + timedelta(days=ago)
    wanted = [Column(name, ago) for name in names]
    step = facts_step(wanted, (), clock_on(business, run))
    types = {str(each.column): type_of(business.facts[each.column.fact]) for each in step.steps}
    made = plan(business, run)
    made = replace(made, facts=step, types={**made.types, **types})
    *steps, (_, last) = relations(made, "customers", "events")
    query = with_steps(steps, last)
    columns = ", ".join(f'"{each}"' for each in wanted)
    sql = f'SELECT CAST("customer_id" AS VARCHAR) AS k, {columns} FROM ({query})'
    return connection.execute(f"{sql} ORDER BY k").fetchall()
