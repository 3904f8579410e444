"""What an engine makes of a generated case, to hold it against what others make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from careplay.engines import whole
from careplay.engines.base import Engine, Odd, Undecided
from careplay.faults import ParameterError
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.memory import in_memory
from strategies import Case

if TYPE_CHECKING:
    import duckdb

SHOPS = ("appliance_store", "car_dealership", "home_textiles", "hotel", "wealth_advisory")


class Told(NamedTuple):
    """The rows with the names of their columns, and what is said of the run and customers."""

    rows: list[dict[str, Any]]
    undecided: tuple[Undecided, ...]
    notes: tuple[str, ...]
    odd: tuple[Odd, ...]
    holds: list[tuple[str, str, str]]
    """Customers and what holds of them, by kind and name."""


@cache
def connection(name: str) -> duckdb.DuckDBPyConnection:
    """One connection for each engine: opening one takes longer than most cases."""
    return connect()


def told(engine: Engine, name: str, case: Case, only: str | None = None) -> Told | str:
    """What the engine makes of the case, or the fault it raises; ``only`` is one customer."""
    loaded = in_memory(
        case.business, case.customers, case.events, case.people, connection=connection(name)
    )
    try:
        return outcome_of(engine, case.business, case.day, replace(loaded, only=only))
    except ParameterError as fault:
        return str(fault)


def outcome_of(engine: Engine, business: Business, day: date, loaded: Loaded) -> Told:
    """What the engine makes of the date."""
    outcome = whole.run(engine, business, day, loaded)
    result = loaded.connection.execute(f'SELECT * FROM "{outcome.relation}"')
    columns = [column[0] for column in result.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    held = f"SELECT customer_id, kind, name FROM {outcome.holds} ORDER BY ALL"
    holds = loaded.connection.execute(held).fetchall() if outcome.holds else []
    return Told(rows, outcome.undecided, outcome.notes, outcome.odd, holds)


@cache
def shipped(shop: str) -> Business:
    """A business of the repository."""
    (found,) = examine_all([Path(__file__).parents[1] / "playbooks" / shop])
    assert found.business is not None
    return found.business
