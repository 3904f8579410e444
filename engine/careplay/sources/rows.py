"""Customers and their events as Python values, for what is worked out in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from careplay.meaning.truth import Row
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.loaded import Loaded

if TYPE_CHECKING:
    import duckdb


def rows(loaded: Loaded) -> tuple[list[Row], list[Row]]:
    """Customers and events, a mapping each; a value that is missing is None."""
    return (
        _fetched(loaded.connection.execute(f'SELECT * FROM "{loaded.customers}"')),
        _fetched(loaded.connection.execute(f'SELECT * FROM "{loaded.events}"')),
    )


def customer_histories(
    loaded: Loaded, types: Iterable[str], day: date
) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each known customer who has events of the types up to the end of the day, with those."""
    events, key = quoted(loaded.events), quoted(KEY)
    asked = f"type IN {sql_list(types)}"
    who = f"{key} IN (SELECT {key} FROM {events} WHERE {asked})"
    customers = f"SELECT * FROM {quoted(loaded.customers)} WHERE {who}"
    known = {row[KEY]: row for row in _fetched(loaded.connection.execute(customers))}
    until = literal((day + timedelta(days=1)).isoformat())
    seen = f'{asked} AND "at" < {until}::TIMESTAMP'
    told = f"SELECT * FROM {events} WHERE {seen} ORDER BY {key}"
    found = _fetched(loaded.connection.execute(told))
    for customer, own in groupby(found, key=itemgetter(KEY)):
        if customer in known:
            yield known[customer], tuple(own)


def _fetched(result: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in result.description or ()]
    found: list[tuple[Any, ...]] = result.fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]
