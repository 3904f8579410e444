"""A day, and what other rules tell on it: of the same data and memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay import engines
from careplay.frozen import dataclass
from careplay.model.actions import ActionRow
from careplay.model.facts import Declared
from careplay.model.types import Type
from careplay.outputs.day import Day
from careplay.outputs.ran_with import business_digests, ran_with
from careplay.pipeline.looking import looked_at
from careplay.pipeline.remembering import with_memory, without_memory
from careplay.pipeline.running import Choices, run_loaded
from careplay.sources.columns import KEY, literal, quoted
from careplay.sources.recording import recorded_by
from careplay.sources.undeclared import without_idle_types

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

ASKED = Declared("#asked", Type.BOOLEAN)
"""The fact that is true of who is asked about; no name of a business begins with #."""
TABLE = "customers_asked"
COLUMNS = ("customer_id", "rule", "occasion", "because")


@dataclass(frozen=True, slots=True)
class DayBeside:
    """What came of the day for one customer."""

    day: Day
    """As ``run`` gives it."""
    actions: tuple[ActionRow, ...]
    """Its actions, by the names of ``ACTION_COLUMNS``."""
    told: tuple[ActionRow, ...]
    """What the other rules tell: each row by the names of ``COLUMNS``."""


def day_beside(
    business: Business,
    day: date,
    loaded: Loaded,
    choices: Choices,
    others: Callable[[Business], Business],
) -> DayBeside:
    """The day of ``choices.customer``, of whom the business of ``others`` is asked as well.

    That business knows ``ASKED`` besides. It keeps nothing, and nothing is kept of either day.
    """
    connection = loaded.connection
    (found,) = run_loaded(business, (day,), loaded, choices)
    actions = _rows(connection, f"SELECT * FROM {found.actions.sql}")  # noqa: S608
    return DayBeside(found, actions, told_beside(business, day, loaded, choices, others))


def told_beside(
    business: Business,
    day: date,
    loaded: Loaded,
    choices: Choices,
    others: Callable[[Business], Business],
) -> tuple[ActionRow, ...]:
    """What the business of ``others`` tells of ``choices.customer``, or of everybody.

    That business knows ``ASKED`` besides; nothing is kept.
    """
    customer = choices.customer
    seen = recorded_by(replace(loaded, only=customer), day)
    seen = replace(seen, customers=_asked(seen, customer))
    known = without_idle_types(business, seen)
    asked = others(replace(known, declared={**known.declared, ASKED.name: ASKED}))
    relation = looked_at(choices.out, business.id, lambda: _told(asked, day, choices, seen))
    mine = f"customer_id = {literal(customer)}" if customer is not None else "true"
    names = ", ".join(COLUMNS)
    return _rows(loaded.connection, f"SELECT {names} FROM {relation} WHERE {mine}")  # noqa: S608


def _asked(loaded: Loaded, customer: str | None) -> str:
    """The name of the customers with ``ASKED``: all of them, for ranks are among all."""
    is_his = "true"
    if customer is not None:
        is_his = f"{quoted(KEY)}::VARCHAR = {literal(customer)}"
    loaded.connection.execute(
        f"CREATE OR REPLACE VIEW {TABLE} AS SELECT *, {is_his} AS {quoted(ASKED.name)}"  # noqa: S608
        f" FROM {quoted(loaded.customers)}"
    )
    return TABLE


def _told(asked: Business, day: date, choices: Choices, loaded: Loaded) -> str:
    engine, out = engines.engine(choices.engine), choices.out
    ran = ran_with(asked, day, business_digests(asked))
    if choices.fresh or out is None:
        return without_memory(engine, asked, day, loaded, ran).outcome.relation
    return with_memory(engine, asked, day, loaded, (out, ran)).outcome.relation


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[ActionRow, ...]:
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())
