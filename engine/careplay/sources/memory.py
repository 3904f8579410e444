"""Customers and events from Python values: for tests, and for one customer given by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from careplay.calendars.zones import changing
from careplay.meaning.events import INSTANT
from careplay.meaning.truth import Row
from careplay.model.business import Business, Person
from careplay.model.types import Scalar, Type
from careplay.sources.columns import arrow_type, attributes, quoted
from careplay.sources.connecting import connect
from careplay.sources.loaded import Counts, Loaded
from careplay.sources.rejects import rejects_table
from careplay.sources.zones import instant_of, with_instants

if TYPE_CHECKING:
    import duckdb


def in_memory(
    business: Business,
    customers: Sequence[Row],
    events: Sequence[Row],
    people: Iterable[Person] = (),
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Loaded:
    """Both tables made of mappings, as ``rows`` gives them back; a name left out is missing.

    A customer has ``customer_id`` and facts; an event ``customer_id``, ``type``, ``at``,
    perhaps ``key``, and attributes. Values are of the declared types already.
    """
    connection = connection or connect()
    keys = {type(row["customer_id"]) for row in (*customers, *events)}
    key = Type.INTEGER if keys == {int} else Type.TEXT
    facts = {fact.name: fact.type for fact in business.declared.values()}
    told = {name: attribute.type for name, attribute in attributes(business).items()}
    fixed = {"customer_id": key, "type": Type.TEXT, "at": Type.MOMENT, "key": Type.TEXT}
    _create(connection, "customers", {"customer_id": key, **facts}, customers)
    _create(connection, "events", {**fixed, **told}, events)
    if zone := changing(business.timezone):
        given = f'SELECT *, {instant_of(quoted("at"), zone)} AS {quoted(INSTANT)} FROM "events"'
        connection.execute(f'CREATE OR REPLACE TABLE "events" AS {with_instants(given, zone)}')
    rejects_table(connection)
    counts = Counts(customers=len(customers), events=len(events))
    return Loaded(connection, "customers", "events", tuple(people), counts=counts)


def _create(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    types: Mapping[str, Type],
    rows: Sequence[Row],
) -> None:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    arrays = [
        pa.array([_held(row.get(name), kind) for row in rows], arrow_type(kind))
        for name, kind in types.items()
    ]
    given = pa.Table.from_arrays(arrays, names=list(types))
    connection.register("given", given)
    connection.execute(f'CREATE OR REPLACE TABLE "{table}" AS SELECT * FROM given')
    connection.unregister("given")


def _held(value: Scalar | None, kind: Type) -> Scalar | None:
    """The value as Arrow takes it: an integer counts as a number, a key as its text."""
    if value is None:
        return None
    if kind in {Type.NUMBER, Type.MONEY}:
        return Decimal(str(value))
    return str(value) if kind is Type.TEXT else value
