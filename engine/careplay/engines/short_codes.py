"""The short codes of a date's actions, given once for all engines (``meaning/short_codes.py``).

What was told before keeps its code. Everything else asks for the code of so many digits as its
store needs; whoever finds that taken asks for one of a digit more, and so on. Of several that
ask for the same one the least ``action_id`` gets it. So codes depend on nothing but the actions
of the date, those that are kept, and who is of which store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.base import Outcome, Past, told_of
from careplay.meaning.short_codes import (
    CHECK_SIGNS,
    DAYS_TAKEN,
    DIGITS,
    LEAST_DIGITS,
    MODULUS,
    MOST_DIGITS,
    RADIX,
    ROOM,
    SIGNS,
)
from careplay.model.actions import WHOLE_COLUMNS
from careplay.sources.columns import day_, quoted
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Person
    from careplay.sources.loaded import Loaded

CODED = "coded_actions"
"""The name of ``Outcome.whole`` with the codes."""
STORES, TODAY, TAKEN = '"stores of people"', '"codes wanted"', '"codes taken"'
ASKING, GIVEN, CODES = '"codes asked for"', '"codes given"', '"codes"'
PASSING = (TODAY, ASKING, GIVEN, STORES)
LONGER = range(5)
"""So many digits more a code has, one after the other, before it has all."""
CODE = f"""translate(id, '{DIGITS}', '{SIGNS}') || '{CHECK_SIGNS}'[
            1 + ({MODULUS + 1} - list_reduce([0] || [strpos('{DIGITS[1:]}', digit)
                FOR digit IN string_split(id, '')], lambda before, digit:
                (before + digit) * {RADIX} % {MODULUS})) % {MODULUS}]"""
"""The code of the first digits ``id``, as ``code_of`` has it."""


def with_codes(found: Outcome, day: date, loaded: Loaded, past: Past) -> Outcome:
    """The same, each of its actions with a code, in the same order."""
    connection = loaded.connection
    by_store = _make_stores(connection, loaded.people)
    for each in _asked(found.whole, day, loaded, past, by_store=by_store):
        connection.execute(each)
    known = _is_known(past)
    for more in LONGER:
        if not any_of(connection, ASKING, "true"):
            break
        _give(connection, f"digits + {more}", known=known)
    else:
        _give(connection, str(MOST_DIGITS), known=known)
    for each in _told(found.whole):
        connection.execute(each)
    return replace(found, whole=CODED)


def _make_stores(connection: duckdb.DuckDBPyConnection, people: Sequence[Person]) -> bool:
    """Make the relation of who is of which store; whether anybody is of any."""
    stores = {each.id: each.store for each in people if each.store}
    if not stores:
        return False
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {STORES} (who VARCHAR, store VARCHAR)")
    connection.execute(
        f"INSERT INTO {STORES} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [list(stores), list(stores.values())],
    )
    return True


def _is_known(past: Past) -> bool:
    """Whether any other run told something."""
    return bool(past.earlier or past.same or past.later)


def _asked(
    whole: str, day: date, loaded: Loaded, past: Past, *, by_store: bool
) -> Iterator[str]:
    """Make what is taken, what is told again by its code, and what asks for one."""
    place = "row_number() OVER () AS place"
    yield f"""CREATE OR REPLACE TEMP TABLE {TODAY} AS
        {_with_store(f"action_id, {place}", whole, by_store=by_store)}"""
    told, of_others = "SELECT NULL::VARCHAR AS action_id, '' AS store, '' AS code LIMIT 0", ""
    if _is_known(past):
        parts = _taken(day, loaded, past, by_store=by_store)
        yield f"CREATE OR REPLACE TEMP VIEW {TAKEN} AS {' UNION ALL '.join(parts)}"
        told = _told_before(past)
        of_others = f"UNION ALL SELECT store FROM {TAKEN} ANTI JOIN {TODAY} USING (action_id)"  # noqa: S608
    yield f"CREATE OR REPLACE TEMP TABLE {GIVEN} AS {told}"
    yield f"""CREATE OR REPLACE TEMP TABLE {ASKING} AS
        SELECT action_id, store, digits FROM {TODAY} ANTI JOIN {GIVEN} USING (action_id)
        JOIN (SELECT store, {_digits("count(*)")} AS digits
            FROM (SELECT store FROM {TODAY} {of_others}) GROUP BY store) USING (store)"""  # noqa: S608


def _with_store(columns: str, relation: str, where: str = "true", *, by_store: bool) -> str:
    """The columns of the rows, and of whose store each is: of none it is ``''``."""
    store, join = "''", ""
    if by_store:
        store = "coalesce(store, '')"
        join = f"LEFT JOIN {STORES} ON who = owner"
    return f"SELECT {columns}, {store} AS store FROM {relation} {join} WHERE {where}"  # noqa: S608


def _taken(day: date, loaded: Loaded, past: Past, *, by_store: bool) -> Iterator[str]:
    """What other runs told by a code that means it still."""
    columns = "action_id, code"
    coded = "code IS NOT NULL"
    for each in filter(None, (past.same, past.later)):
        yield _with_store(columns, each, coded, by_store=by_store)
    if past.earlier:
        where = f"{coded} AND ({_may_be_named(day, loaded)})"
        yield _with_store(columns, past.earlier, where, by_store=by_store)


def _may_be_named(day: date, loaded: Loaded) -> str:
    """Whether an action of an earlier day is so recent, or may be open, that it is named."""
    since = day_(day - timedelta(days=DAYS_TAKEN))
    lately = " OR ".join(f"{each} >= {since}" for each in ("date", "due_at", "deferred_to"))
    put_off = "".join(
        f""" OR action_id IN (SELECT "value" FROM {quoted(each)} WHERE put_off >= {since})"""  # noqa: S608
        for each in (loaded.outcomes, loaded.absent_outcomes)
        if each
    )
    return f"record IS NOT NULL OR {lately}{put_off}"


def _told_before(past: Past) -> str:
    """What is told again by the code that it had.

    One that an earlier run of the date gave stays. Another goes where somebody else has it by
    now, be it that a person went to another store.
    """
    parts = [f"SELECT *, true AS stays FROM ({_last(past.same)})"] if past.same else []  # noqa: S608
    if past.earlier:
        parts.append(f"SELECT *, false AS stays FROM ({_last(past.earlier)})")  # noqa: S608
    if not parts:
        parts.append("SELECT NULL::VARCHAR AS action_id, NULL::VARCHAR AS code, true AS stays")
    return f"""SELECT action_id, store, code FROM (
            SELECT action_id, store, code, stays FROM {TODAY}
            JOIN ({" UNION ALL ".join(parts)}) USING (action_id)
            QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY stays DESC) = 1) AS a
        WHERE stays OR NOT {_is_taken("a.")}
        QUALIFY stays OR row_number() OVER (PARTITION BY store, code
            ORDER BY stays DESC, action_id) = 1"""  # noqa: S608


def _last(relation: str) -> str:
    """The code by which each action of the date was told last."""
    return f"""SELECT action_id, max_by(code, date) AS code FROM {relation}
        WHERE code IS NOT NULL AND action_id IN (SELECT action_id FROM {TODAY})
        GROUP BY action_id"""  # noqa: S608


def _is_taken(row: str) -> str:
    """Whether another action of the store has the code."""
    return f"""EXISTS (SELECT 1 FROM {TAKEN} AS t
        WHERE t.store = {row}store AND t.code = {row}code AND t.action_id <> {row}action_id)"""  # noqa: S608


def _give(connection: duckdb.DuckDBPyConnection, digits: str, *, known: bool) -> None:
    """Give out the codes of so many digits that are free; who has none goes on asking."""
    free = [f"EXISTS (SELECT 1 FROM {GIVEN} AS g WHERE g.store = a.store AND g.code = a.code)"]  # noqa: S608
    free += [_is_taken("a.")] if known else []
    connection.execute(f"""INSERT INTO {GIVEN} SELECT action_id, store, code
        FROM (SELECT action_id, store, {CODE} AS code
            FROM (SELECT action_id, store, action_id[:{digits}] AS id FROM {ASKING})) AS a
        WHERE NOT {" AND NOT ".join(free)}
        QUALIFY row_number() OVER (PARTITION BY store, code ORDER BY action_id) = 1""")  # noqa: S608
    connection.execute(f"""DELETE FROM {ASKING}
        WHERE action_id IN (SELECT action_id FROM {GIVEN})""")  # noqa: S608


def _digits(count: str) -> str:
    """How many digits codes have where so many actions can be named."""
    bounds = (
        f"WHEN {count} * {ROOM} <= {len(SIGNS) ** each} THEN {each}"
        for each in range(LEAST_DIGITS, MOST_DIGITS - len(LONGER) - 1)
    )
    return f"CASE {' '.join(bounds)} END"


def _told(whole: str) -> Iterator[str]:
    """Make the views of the actions with their codes."""
    yield f"""CREATE OR REPLACE TEMP TABLE {CODES} AS SELECT g.action_id, g.code
        FROM {GIVEN} AS g JOIN {TODAY} AS t ON t.action_id = g.action_id ORDER BY place"""  # noqa: S608
    names = ", ".join(
        f"{'c' if name == 'code' else 'w'}.{quoted(name)}" for name, _ in WHOLE_COLUMNS
    )
    # In order whichever side is looked up: both lie in that of the actions.
    yield f"""CREATE OR REPLACE TEMP VIEW {quoted(CODED)} AS SELECT {names}
        FROM {whole} AS w LEFT JOIN {CODES} AS c ON c.action_id = w.action_id"""  # noqa: S608
    yield told_of(CODED)
    for each in PASSING:
        yield f"DROP TABLE IF EXISTS {each}"
