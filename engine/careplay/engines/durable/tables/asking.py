"""The tables of customers that are asked, with the events that may give them occasions.

Both are numbered, so that they can be read page by page: nothing of all customers is ever in
careplay's own memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from careplay.engines.durable.deciding.looking import at_large, searches
from careplay.engines.durable.programme import CustomerValues, OccasionEvent, Programme
from careplay.engines.durable.tables.ranking import Pass, dated
from careplay.engines.sql.build import (
    STAR,
    Sql,
    among_rows,
    both,
    call,
    called,
    cast,
    column,
    either,
    infix,
    name,
    nested,
    over,
    select,
    table,
    value,
)
from careplay.engines.sql.seam import (
    DAY,
    EVENT,
    FOUND,
    KEY,
    chain,
    day_of,
    event_order,
    every_hit,
    fact_relations,
    occasion_column,
    probe_of,
)
from careplay.planning.probes import ByEvent
from careplay.planning.steps import Plan

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.loaded import Loaded

ASKED, HITS, EVENTS = TABLES = ("#asked", "#hits", "#found")
SUBJECT, HIT = "#subject", "#hit"
PAGE = 500
"""Customers that are sent to the worker together."""
BLOCK = 10 * PAGE
"""Customers that are read together: a query takes as long as deciding about a hundred."""


def with_searches(plan: Plan) -> Plan:
    """The plan with the searches of its programme in the place of its occasions.

    A search finds an event whatever its attributes are: whether it gives an occasion is for
    the package to decide.
    """
    probes = [plan.occasions[numbers[0]] for numbers in searches(plan)]
    occasions = (replace(each, probe=_whatever(each.probe)) for each in probes)
    return replace(plan, occasions=tuple(occasions))


def hits(plan: Plan, events: str) -> Sql | None:
    """The table of events that may give occasions; None where none is looked for."""
    wide = with_searches(plan)
    if not wide.occasions:
        return None
    return chain("TABLE", [(HITS, every_hit(wide, events))])


def customers_to_ask(
    plan: Plan, each: Pass, customers: str, events: str, told: Sequence[str]
) -> Sql:
    """The table of customers to ask: what is known of them, as far as anything asks for it.

    ``told`` are columns that are asked for later on.
    """
    known = replace(plan, facts=each.facts)
    names = dict.fromkeys((*each.programme.names, *told))
    occasions = {occasion_column(number): number for number in dated(plan)}
    columns = (
        called(probe_of(plan.occasions[occasions[one]].probe, plan), one)
        if one in occasions
        else column(one)
        for one in names
    )
    rows = select(column(KEY), *columns, source=table("facts"))
    number = called(over(call("row_number")), SUBJECT)
    query = select(number, STAR, source=nested(rows, "rows"), where=_gate(plan, each.programme))
    return chain("TABLE", [*fact_relations(known, customers, events), (ASKED, query)])


def subject_of(loaded: Loaded) -> int | None:
    """The number of the one customer who counts, 0 where nobody asks him; None: all count."""
    if loaded.only is None:
        return None
    his = infix(cast(column(KEY), "TEXT"), "=", value(loaded.only))
    found = loaded.connection.execute(select(column(SUBJECT), source=table(ASKED), where=his))
    return next((int(subject) for (subject,) in found.fetchall()), 0)


def keys(loaded: Loaded) -> dict[int, str]:
    """The key of each customer who is asked, as a text, by the number he is asked by."""
    query = select(column(SUBJECT), cast(column(KEY), "TEXT"), source=table(ASKED))
    return dict(loaded.connection.execute(query).fetchall())


def found_occasions(plan: Plan) -> Sql:
    """The table of what was found of those who are asked, numbered in the order of events."""
    wide = with_searches(plan)
    order = [column(SUBJECT), *event_order(wide)]
    number = over(call("row_number"), order_by=order)
    customers = select(column(SUBJECT), column(KEY), source=table(ASKED))
    by_key = Sql(f"INNER JOIN {nested(customers, 'customers')} USING ({name(KEY)})")
    source = select(STAR, source=table(HITS), joins=[by_key])
    query = select(
        called(number, HIT),
        STAR,
        called(day_of(wide), DAY),
        source=nested(source, "hits"),
        order_by=[column(HIT)],
    )
    return chain("TABLE", [(EVENTS, query)])


def pages(
    programme: Programme, connection: duckdb.DuckDBPyConnection
) -> Iterator[Sequence[CustomerValues]]:
    """Everybody in the table ``asked``, page by page."""
    ((last,),) = connection.execute(f'SELECT count(*) FROM "{ASKED}"').fetchall()  # noqa: S608
    for first in range(1, last + 1, BLOCK):
        block = _subjects(first, programme, connection)
        yield from (block[at : at + PAGE] for at in range(0, len(block), PAGE))


def _subjects(
    first: int, programme: Programme, connection: duckdb.DuckDBPyConnection
) -> list[CustomerValues]:
    """The customers of a block, each with what was found of its events."""
    key = cast(column(KEY), "TEXT")
    known = (column(SUBJECT), key, *map(column, programme.names))
    events = _events(first, programme, connection) if programme.events else {}
    return [
        CustomerValues(subject, key, tuple(values), tuple(events.get(subject, ())))
        for subject, key, *values in _block(known, ASKED, first, connection)
    ]


def _events(
    first: int, programme: Programme, connection: duckdb.DuckDBPyConnection
) -> Mapping[int, list[OccasionEvent]]:
    """The events found of the customers of a block."""
    fixed = (SUBJECT, HIT, FOUND, EVENT)
    told = map(column, (*fixed, *programme.attributes))
    events: dict[int, list[OccasionEvent]] = {}
    for subject, hit, search, key, *values in _block(told, EVENTS, first, connection):
        events.setdefault(subject, []).append(OccasionEvent(hit, search, key, tuple(values)))
    return events


def _block(
    columns: Iterable[Sql], of: str, first: int, connection: duckdb.DuckDBPyConnection
) -> list[tuple[Any, ...]]:
    """What is told of the customers of a block, in order."""
    least = infix(column(SUBJECT), ">=", value(first))
    most = infix(column(SUBJECT), "<", value(first + BLOCK))
    order = column(SUBJECT if of == ASKED else HIT)
    block = select(*columns, source=table(of), where=both(least, most), order_by=[order])
    return connection.execute(block).fetchall()


def _whatever(probe: object) -> ByEvent:
    assert isinstance(probe, ByEvent)  # noqa: S101 - others are not searched for
    return at_large(probe)


def _gate(plan: Plan, programme: Programme) -> Sql | None:
    """Who may have an occasion; None where that is everybody."""
    own = {looked.number for looked in programme.own.looked}
    if plan.holds or own - {*dated(plan)} or not (own or programme.events):
        return None
    ways: list[Sql] = [column(occasion_column(number)) for number in sorted(own)]
    if programme.events:
        keys = select(column(KEY), source=table(HITS))
        ways.append(among_rows(column(KEY), keys))
    return both(either(*ways))
