"""What plain Python makes of a flow's cases, in the columns that tables have."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from careplay.meaning.clock import clock_of
from careplay.meaning.flows import case_records
from careplay.planning.needed import attributes_of

if TYPE_CHECKING:
    from careplay.meaning.truth import Row
    from strategies.flows import FlowCase

Records = tuple[list[dict[str, Any]], dict[str, int]]
"""Records in order of customer and case, and how many events were odd, by kind."""


def in_plain(case: FlowCase) -> Records:
    """The records and the odd events of all customers."""
    clock = clock_of(case.business, case.day)
    told: dict[str, list[Row]] = defaultdict(list)
    for event in case.events:
        told[str(event["customer_id"])].append(event)
    found: list[Any] = []
    odd: Counter[str] = Counter()
    for own in told.values():
        rows, kinds = case_records(case.flow, own, clock)
        found += rows
        odd += kinds
    names = ("customer_id", "type", "at", "key", *attributes_of(case.business))
    told_of = [{name: row.get(name) for name in names} for row in found]
    return in_order(told_of, case), dict(odd)


def in_order(rows: list[dict[str, Any]], case: FlowCase) -> list[dict[str, Any]]:
    """The records in order of customer and case."""
    return sorted(rows, key=lambda row: (row["customer_id"], str(row[case.flow.by])))
