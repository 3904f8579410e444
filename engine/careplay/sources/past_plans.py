"""Events that agree on a plan for a day that was past already when it was agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.model.business import Business
from careplay.model.flows import PLAN_DUE
from careplay.sources import faults
from careplay.sources.columns import literal, sql_list
from careplay.sources.examining import ProfiledTable, list_rows

if TYPE_CHECKING:
    import duckdb


def list_past_plans(
    connection: duckdb.DuckDBPyConnection, examined: ProfiledTable, business: Business
) -> None:
    """Every event whose plan lies before its own day becomes a reject; it is kept."""
    agreed = {
        flow.called(version.goal.agreed)
        for flow in business.flows.values()
        for version in flow.versions
        if version.goal is not None and version.goal.agreed
    }
    if not agreed:
        return
    raw, form = examined.raw, examined.cells[PLAN_DUE]
    on, planned = f"({examined.values['at']})::DATE", f"({examined.values[PLAN_DUE]})::DATE"
    where = f"{raw.cell('type')} IN {sql_list(sorted(agreed))} AND {planned} < {on}"
    wanted = f"'a day from ' || {on} || ' on, on which it was agreed'"
    list_rows(connection, raw, form, (wanted, literal(faults.PAST_PLAN)), where)
