"""The cases that have not ended, kept beside the outcome for whoever asks what work is open.

``plain/open_cases.py`` tells them of the records that it made by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.base import CASES
from careplay.engines.sql.build import Sql, column
from careplay.engines.sql.recorded import RECORDS
from careplay.engines.sql.settling.given import made
from careplay.engines.sql.words import plain
from careplay.model.flows import WAITING_SINCE
from careplay.model.types import Type
from careplay.planning.needed import attributes_in
from careplay.planning.steps import CaseFold, Plan
from careplay.sources.columns import literal

OPEN_CASES = '"cases that are open"'
NOTHING = """SELECT NULL::VARCHAR AS record, NULL::VARCHAR AS customer_id, NULL::VARCHAR AS ref,
    NULL::VARCHAR AS step, NULL::INTEGER AS returns, NULL::VARCHAR AS waits_since WHERE false"""


def has_cases(plan: Plan) -> bool:
    """Whether the business has flows."""
    return any(isinstance(each, CaseFold) for each in plan.records)


def statements(plan: Plan) -> Iterator[Sql]:
    """The table and the view of it, made of the records while these are there."""
    if has_cases(plan):
        yield Sql(made(OPEN_CASES, "\n    UNION ALL ".join((NOTHING, *_open(plan)))))
        yield Sql(f"CREATE OR REPLACE TEMP VIEW {CASES} AS SELECT * FROM {OPEN_CASES}")  # noqa: S608


def _open(plan: Plan) -> Iterator[str]:
    types = attributes_in(plan.event_types)
    waits = plain(column(WAITING_SINCE), Type.MOMENT)
    for each in plan.records:
        if not isinstance(each, CaseFold) or each.column.ago or not each.begun:
            continue
        name, by = literal(each.flow.name), each.flow.by
        yield f"""SELECT {name}, customer_id::VARCHAR, {plain(column(by), types[by])}, step,
        returns::INTEGER, {waits} FROM {RECORDS} WHERE type = {name} AND ended_at IS NULL"""  # noqa: S608
