"""What carries a date out: `duckdb` by default, `durable` as a second, `plain` by hand.

Each module is an ``Engine`` of ``careplay.engines.base``; `whole` runs a date with any of them.
Engines are imported when one is asked for: DuckDB is heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from careplay.engines.base import Engine, Past
    from careplay.model.business import Business, Person
    from careplay.planning import Plan

DEFAULT = "duckdb"
ENGINES = {
    "duckdb": "careplay.engines.duckdb",
    "plain": "careplay.engines.plain",
    "durable": "careplay.engines.durable.carrying_out",
}
"""Every engine by the name that people give it, and its module."""


def engine(name: str = DEFAULT) -> Engine:
    """The engine of that name; KeyError where there is none."""
    return cast("Engine", import_module(ENGINES[name]))


def planned(business: Business, day: date, people: Iterable[Person], past: Past) -> Plan:
    """The plan that a run of the date carries out, of which ``past`` is known."""
    from careplay.engines.sql.carrying import planned as made  # noqa: PLC0415 - heavy

    return made(business, day, people, past)


def as_sql(plan: Plan, past: Past) -> str:
    """The plan as the SQL by which the default engine carries it out."""
    from careplay.engines.sql import text  # noqa: PLC0415 - heavy

    return text(plan, past)
