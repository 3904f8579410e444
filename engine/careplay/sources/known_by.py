"""Customers who are known by their events alone: who they are, and what was told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.model.business import Business
from careplay.sources import examining, staging
from careplay.sources.columns import KEY, literal, quoted
from careplay.sources.examining import ProfiledTable
from careplay.sources.loaded import Loaded
from careplay.sources.raw import SourceColumn

if TYPE_CHECKING:
    import duckdb

KNOWN = "customers by events"


def known_by(
    connection: duckdb.DuckDBPyConnection,
    happened: ProfiledTable,
    key: SourceColumn,
    business: Business,
) -> ProfiledTable:
    """A table of nothing but the keys of those whose events tell of customers."""
    name = staging.new_table(connection, "customers", (key,))
    value, kind = happened.values[KEY], happened.values["type"]
    told = f"{kind} = {literal(business.customers.of)} AND {value} IS NOT NULL"
    connection.execute(
        f"INSERT INTO {quoted(name)} SELECT 0, row_number() OVER (ORDER BY k), k FROM "
        f"(SELECT DISTINCT CAST({value} AS VARCHAR) AS k FROM {happened.raw.relation} "
        f"WHERE {told})"
    )
    raw = staging.staged("customers", name, (key,), happened.raw.files[:1])
    return examining.profile(connection, raw, (key,), business.timezone)


def facts_of_events(business: Business) -> str:
    """What is selected of the events for each customer; empty where there is a table of them.

    A fact is the latest attribute that is not empty; of one moment the greatest.
    """
    if not business.customers.of:
        return ""
    told = [
        f"arg_max({column}, {{'at': \"at\", 'told': {column}}}) "
        f"FILTER ({column} IS NOT NULL) AS {quoted(fact.name)}"
        for fact in business.declared.values()
        if (column := quoted(fact.column or fact.name))
    ]
    return ", ".join((quoted(KEY), *told))


def customers_by(loaded: Loaded, day: date) -> Loaded:
    """The same tables, with the customers who are known by the end of the day."""
    if not loaded.known_by:
        return loaded
    kind, told = loaded.known_by
    until = f"DATE '{day + timedelta(days=1)}'"
    loaded.connection.execute(
        f"CREATE OR REPLACE TABLE {quoted(KNOWN)} AS SELECT {told} "
        f'FROM {quoted(loaded.events)} WHERE type = {literal(kind)} AND "at" < {until} '
        f"GROUP BY {quoted(KEY)} ORDER BY {quoted(KEY)}"
    )
    return replace(loaded, customers=KNOWN)
