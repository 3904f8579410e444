"""The cases that have not ended, told of the records that the day made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.engines.base import CASES
from careplay.engines.plain.cases import Party, attributes_of
from careplay.engines.plain.table import as_table
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.business import Business
from careplay.model.flows import WAITING_SINCE
from careplay.model.types import Scalar, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

COLUMNS = (
    *((name, "VARCHAR") for name in ("record", "customer_id", "ref", "step")),
    ("returns", "INTEGER"),
    ("waits_since", "VARCHAR"),
)


def keep_open_cases(
    business: Business, parties: Iterable[Party], connection: duckdb.DuckDBPyConnection
) -> str:
    """Make the relation of the cases of these customers; "" where there are no flows."""
    if not business.flows:
        return ""
    as_table(connection, CASES, [*_open(business, parties)], COLUMNS)
    return CASES


def _open(business: Business, parties: Iterable[Party]) -> Iterator[Row]:
    types = attributes_of(business)
    for party in parties:
        for event in party.subject.events:
            flow = business.flows.get(str(event["type"]))
            if flow is not None and event["ended_at"] is None:
                yield {
                    "record": flow.name,
                    "customer_id": party.key,
                    "ref": _text(event[flow.by], types[flow.by]),
                    "step": event["step"],
                    "returns": event["returns"],
                    "waits_since": _text(event[WAITING_SINCE], Type.MOMENT),
                }


def _text(value: Scalar | None, kind: Type) -> str | None:
    return None if value is None else words.plain(value, kind)
