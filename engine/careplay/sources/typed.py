"""The two tables as the engines see them: typed, and without the rows that were rejected.

Files whose types are known are read in place by a view; what was read as text, or is small,
becomes a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.meaning.events import INSTANT
from careplay.model.business import RECORDED
from careplay.sources import examining, faults, text_cells, wordings
from careplay.sources.cells import ZONED
from careplay.sources.columns import KEY, literal, quoted
from careplay.sources.examining import ProfiledTable
from careplay.sources.keys import Keys, any_twice, any_unknown, are_integers, key_of
from careplay.sources.locations import BY_VALUES, is_at_server
from careplay.sources.querying import count_of
from careplay.sources.zones import instant_of, with_instants

if TYPE_CHECKING:
    import duckdb

SMALL = 100_000
"""Of so many rows at most a day costs what its statements are long, and not what they read:
they are copied, for what a view says is gone through by whoever asks it."""


@dataclass(frozen=True, slots=True)
class KeptEvents:
    """The events that were not left out, before their rows lose their places."""

    examined: ProfiledTable
    relation: str
    """What stands after FROM: the rows as they were read."""
    values: Mapping[str, str]
    """The SQL of each column's typed value."""


def create_customers(
    connection: duckdb.DuckDBPyConnection, known: ProfiledTable, keys: Keys
) -> None:
    """The table of customers: rows with a key of their own."""
    required = f'"column" = {literal(known.cells[KEY].column.heading)}'
    if any_twice(connection, keys):
        _list_repeated(connection, keys, KEY, required)
    _create(connection, known, {**known.values, KEY: keys.sql}, required)


def create_events(
    connection: duckdb.DuckDBPyConnection,
    happened: ProfiledTable,
    keys: Keys,
    known: Keys,
    zone: str,
) -> KeptEvents:
    """The table of events: those without any fault; a zone is told where clocks change."""
    if any_unknown(connection, keys, known):
        _list_unknown(connection, happened, keys.sql)
    if "key" in happened.values:
        own = _own_key(connection, happened)
        if any_twice(connection, own):
            _list_repeated(connection, own, "key", "true")
    fixed = dict.fromkeys((KEY, "type", "at"), "") | {"key": "CAST(NULL AS VARCHAR)"}
    values = {**fixed, **happened.values, **_recorded(happened), KEY: keys.sql}
    passing = {INSTANT: _instant(happened, zone)} if zone else {}
    rows = _create(connection, happened, values | passing, "true", zone)
    return KeptEvents(happened, rows, values)


def _own_key(connection: duckdb.DuckDBPyConnection, happened: ProfiledTable) -> Keys:
    """What tells a row from others: of one key, several may have been entered in turn."""
    integer = are_integers(connection, happened, "key", surely=True)
    own = key_of(happened, "key", integer=integer)
    if RECORDED not in happened.values:
        return own
    recorded = _recorded(happened)[RECORDED]
    return Keys(happened, f"{own.sql}::VARCHAR || chr(31) || {recorded}", integer=False)


def _recorded(happened: ProfiledTable) -> Mapping[str, str]:
    """When an event was entered, if any tells; where one does not, it was when it happened."""
    if RECORDED not in happened.values:
        return {}
    return {RECORDED: f"coalesce({happened.values[RECORDED]}, {happened.values['at']})"}


def _instant(happened: ProfiledTable, zone: str) -> str:
    """When an event was, in UTC; an offset in the data is kept."""
    (sql, held), shown = happened.raw.cells["at"], happened.values["at"]
    if held == ZONED:
        return f"timezone('UTC', {sql})"
    if not happened.raw.staged and held != "VARCHAR":
        return instant_of(shown, zone)
    text = happened.cells["at"].text
    told = f"timezone('UTC', {text_cells.with_offset(text)})"
    asked = text_cells.has_offset(text)
    return f"CASE WHEN {asked} THEN {told} ELSE {instant_of(shown, zone)} END"


def _list_unknown(
    connection: duckdb.DuckDBPyConnection, happened: ProfiledTable, key: str
) -> None:
    """Every event whose customer is not in ``customers`` becomes a row of ``rejects``."""
    raw, form = happened.raw, happened.cells[KEY]
    nobody, floated = faults.NO_CUSTOMER, faults.FLOATED
    code = f"CASE WHEN bad THEN '{floated}' ELSE '{nobody}' END"
    wanted = wordings.expected_sql(code, form.column)
    bad = "false" if KEY in happened.unsure else form.bad or "false"
    connection.execute(
        f"{examining.REJECT} SELECT f, r, h, t, {wanted}, {code}, 'events' "
        f"FROM (SELECT {raw.file} AS f, {raw.row} AS r, {raw.heading(form.column)} AS h, "
        f"{form.text} AS t, {key} AS k, "
        f'{bad} AS bad FROM {raw.relation}) AS e ANTI JOIN "customers" AS c '
        f"ON e.k = c.{quoted(KEY)} WHERE k IS NOT NULL AND t <> ''"
    )


def _list_repeated(
    connection: duckdb.DuckDBPyConnection, keys: Keys, name: str, required: str
) -> None:
    """Every row whose key stands in an earlier row becomes a row of ``rejects``."""
    examined = keys.examined
    raw, form = examined.raw, examined.cells[name]
    kept = _kept(connection, examined, required)
    said = (
        f"CASE WHEN {is_at_server('f')} THEN '{BY_VALUES}' ELSE "
        "'it was first given in ' || "
        "CASE WHEN first_f = f THEN 'row ' ELSE first_f || ':' END || first_r END"
    )
    connection.execute(
        f"{examining.REJECT} SELECT f, r, h, t, "
        f"{said}, '{faults.REPEATED}', {literal(raw.table)} FROM ("
        "SELECT *, first_value(f) OVER w AS first_f, first_value(r) OVER w AS first_r, "
        f"row_number() OVER w AS n FROM (SELECT {raw.file} AS f, {raw.row} AS r, "
        f"{raw.heading(form.column)} AS h, {form.text} AS t, {keys.sql} AS k "
        f"FROM {kept} WHERE {keys.sql} IN ("
        f"SELECT {keys.sql} FROM {raw.relation} GROUP BY ALL HAVING count(*) > 1)) "
        "WINDOW w AS (PARTITION BY k ORDER BY f, r)) WHERE n > 1 ORDER BY f, r"
    )


def _create(
    connection: duckdb.DuckDBPyConnection,
    examined: ProfiledTable,
    values: Mapping[str, str],
    required: str,
    zone: str = "",
) -> str:
    """A table of its own, or a view on files that are read in place; its rows."""
    raw = examined.raw
    kept = _kept(connection, examined, required)
    what = "TABLE" if raw.staged or examined.rows <= SMALL else "VIEW"
    selected = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in values.items())
    query = f"SELECT {selected} FROM {kept}"
    query = with_instants(query, zone) if zone else query
    connection.execute(f"CREATE {what} {quoted(raw.table)} AS {query}")
    return kept


def _kept(connection: duckdb.DuckDBPyConnection, examined: ProfiledTable, required: str) -> str:
    """The relation without the rows that were rejected so far (or are blank)."""
    raw = examined.raw
    out = quoted(f"{raw.table}_left_out")
    listed = count_of(
        connection,
        f"CREATE OR REPLACE TABLE {out} AS "
        'SELECT DISTINCT "file" AS out_file, "row" AS out_row '
        f'FROM "all_faults" WHERE "table" = {literal(raw.table)} AND {required}',
    )
    if examined.blank:
        blank = examining.blank_row(examined.cells.values())
        connection.execute(
            f"INSERT INTO {out} SELECT {raw.file}, {raw.row} FROM {raw.relation} WHERE {blank}"
        )
    elif not listed:
        return raw.relation
    # As a subquery it has no rowid of its own, which the row's place is made of.
    left_out = f"(SELECT * FROM {out})"
    return (
        f"{raw.relation} ANTI JOIN {left_out} ON out_file = {raw.file} AND out_row = {raw.row}"
    )
