"""Customers and their events as Python values, for what is worked out in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from careplay.meaning.truth import Row
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.loaded import Loaded
from careplay.sources.querying import mappings_of


def rows(loaded: Loaded) -> tuple[Sequence[Row], Sequence[Row]]:
    """Customers and events, a mapping each; a value that is missing is None."""
    return (
        mappings_of(loaded.connection, f'SELECT * FROM "{loaded.customers}"'),
        mappings_of(loaded.connection, f'SELECT * FROM "{loaded.events}"'),
    )


def customer_histories(
    loaded: Loaded, types: Iterable[str], day: date
) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each known customer who has events of the types up to the end of the day, with those."""
    events, key = quoted(loaded.events), quoted(KEY)
    asked = f"type IN {sql_list(types)}"
    who = f"{key} IN (SELECT {key} FROM {events} WHERE {asked})"
    customers = f"SELECT * FROM {quoted(loaded.customers)} WHERE {who}"
    known = {row[KEY]: row for row in mappings_of(loaded.connection, customers)}
    until = literal((day + timedelta(days=1)).isoformat())
    seen = f'{asked} AND "at" < {until}::TIMESTAMP'
    told = f"SELECT * FROM {events} WHERE {seen} ORDER BY {key}"
    found = mappings_of(loaded.connection, told)
    for customer, own in groupby(found, key=itemgetter(KEY)):
        if customer in known:
            yield known[customer], tuple(own)
