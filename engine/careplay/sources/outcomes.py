"""The events that tell what became of actions, as relations of their own.

Both have ``file, row, column, value, customer_id, type, at, put_off``; the value is an action's
id, and ``put_off`` the day until which it was put off.
Where events tell when they were entered, so do these, with the ``key`` of the event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.model.actions import ACTION, OUTCOMES, SNOOZED, UNTIL
from careplay.model.business import RECORDED
from careplay.sources import faults
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.querying import any_of
from careplay.sources.typed import KeptEvents

if TYPE_CHECKING:
    import duckdb

KEPT, ABSENT = "outcomes", "absent_outcomes"


def create_outcomes(connection: duckdb.DuckDBPyConnection, kept: KeptEvents) -> str:
    """Those of the events that were not left out; "" where no event type tells any."""
    return _create(connection, kept, KEPT, kept.relation)


def create_absent_outcomes(connection: duckdb.DuckDBPyConnection, kept: KeptEvents) -> str:
    """Those left out because their customer is not in the table; "" where there can be none."""
    nobodies = f""" "table" = 'events' AND "code" = '{faults.NO_CUSTOMER}'"""
    if not any_of(connection, '"all_faults"', nobodies):
        return ""
    known = f'(SELECT "{KEY}" AS known FROM "customers")'
    key = kept.values[KEY]
    relation = f"{kept.examined.raw.relation} ANTI JOIN {known} ON known = {key}"
    return _create(connection, kept, ABSENT, relation)


def _create(
    connection: duckdb.DuckDBPyConnection, kept: KeptEvents, name: str, relation: str
) -> str:
    form = kept.examined.cells.get(ACTION)
    types = tuple(each for each in form.column.needed if each in OUTCOMES) if form else ()
    if form is None or not types:
        return ""
    raw, values = kept.examined.raw, kept.values
    what = "TABLE" if raw.staged else "VIEW"
    entered = ""
    if RECORDED in values:  # by which ``sources/recording.py`` tells those of a day
        entered = f", {values['key']} AS key, {values[RECORDED]} AS {quoted(RECORDED)}"
    connection.execute(
        f'CREATE {what} {quoted(name)} AS SELECT {raw.file} AS "file", {raw.row} AS "row", '
        f'{raw.heading(form.column)} AS "column", {values[ACTION]}::VARCHAR AS "value", '
        f"nullif({values[KEY]}::VARCHAR, '') AS customer_id, {values['type']} AS \"type\", "
        f'{values["at"]} AS "at", {_put_off(kept)} AS put_off{entered} FROM {relation} '
        f"WHERE {values['type']} IN {sql_list(types)} "
        f"AND nullif({values[ACTION]}::VARCHAR, '') IS NOT NULL"
    )
    return name


def _put_off(kept: KeptEvents) -> str:
    """The day until which it was put off, where the events tell one."""
    form, values = kept.examined.cells.get(UNTIL), kept.values
    if form is None or SNOOZED not in (form.column.events or (SNOOZED,)):
        return "NULL::DATE"
    return f"CASE WHEN {values['type']} = {literal(SNOOZED)} THEN {values[UNTIL]}::DATE END"
