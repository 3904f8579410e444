"""Rows of events without a key of their own that say the same: told, and kept.

To rules they are one event, for nothing tells them apart; a measure counts each row, for two
purchases may well be alike. Whether there are any is asked of one number a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.model.business import RECORDED
from careplay.sources import faults
from careplay.sources.cells import WHOLE
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.querying import any_of, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from careplay.sources.cells import Cell
    from careplay.sources.typed import KeptEvents


def list_alike_rows(connection: duckdb.DuckDBPyConnection, kept: KeptEvents) -> None:
    """Every row that says what an earlier one says becomes a reject; it is kept."""
    if _has_each_a_key(connection, kept):
        return
    told = ", ".join(_told(kept, {name: quoted(name) for name in kept.values}))
    (alike,) = row_of(
        connection,
        f'SELECT count(*) > count(DISTINCT hash({told})) FROM "events" WHERE "key" IS NULL',
    )
    if alike:
        connection.execute(_listing(kept))


def _has_each_a_key(connection: duckdb.DuckDBPyConnection, kept: KeptEvents) -> bool:
    """Whether that is so, where the file's own count of empty cells says it at once."""
    raw = kept.examined.raw
    cell, held = raw.cells.get("key", ("", ""))
    return held in {*WHOLE, "BIGINT"} and not any_of(
        connection, raw.relation, f"{cell} IS NULL"
    )


def _told(kept: KeptEvents, values: dict[str, str]) -> Iterator[str]:
    """What a row says, by the second, whenever it was entered.

    Of other types' attributes it says nothing.
    """
    yield values[KEY]
    yield values["type"]
    yield f"epoch_us({values['at']}) // 1000000"
    for name, form in kept.examined.cells.items():
        if name not in {KEY, "type", "at", "key", RECORDED}:
            yield _attribute(form, values[name], values["type"])


def _attribute(form: Cell, value: str, kind: str) -> str:
    if not form.column.events:
        return value
    return f"CASE WHEN {kind} IN {sql_list(form.column.events)} THEN {value} END"


def _listing(kept: KeptEvents) -> str:
    """The rows that say what another says, but for the first of them."""
    raw, told = kept.examined.raw, [*_told(kept, dict(kept.values))]
    names = [f"c{number}" for number, _ in enumerate(told)]
    columns = ", ".join(f"{sql} AS {name}" for sql, name in zip(told, names, strict=True))
    first = "CASE WHEN first_f = f THEN 'row ' ELSE first_f || ':' END || first_r"
    expected = f"'a key that tells it from ' || {first}"
    return f"""
INSERT INTO "all_faults" BY NAME
SELECT f AS "file", r AS "row", '' AS "column", '' AS "value",
  {expected} AS "expected", '{faults.ALIKE}' AS "code", {literal(raw.table)} AS "table"
FROM (
  SELECT f, r, first_value(f) OVER w AS first_f, first_value(r) OVER w AS first_r,
    row_number() OVER w AS n
  FROM (SELECT {raw.file} AS f, {raw.row} AS r, {columns} FROM {kept.relation}
    WHERE {kept.values["key"]} IS NULL)
  WINDOW w AS (PARTITION BY {", ".join(names)} ORDER BY f, r)
) WHERE n > 1 ORDER BY f, r
"""
