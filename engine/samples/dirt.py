"""A handful of faults, as tables typed by hand really have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samples.events import Headings
from samples.tables import CsvRow


def spoilt(rows: Sequence[CsvRow], spots: Mapping[int, CsvRow]) -> list[CsvRow]:
    """The rows with the cells of a few of them overwritten, and the last spoilt row twice."""
    mixed = [{**row, **spots.get(index, {})} for index, row in enumerate(rows)]
    return [*mixed, mixed[max(spots)]]


def spoilt_events(rows: Sequence[CsvRow], headings: Headings, stranger: str) -> list[CsvRow]:
    """The events with one of each usual fault added at the end."""
    bought = next(row for row in rows if row[headings.type] == "purchase")
    faults: tuple[CsvRow, ...] = (
        {headings.type: "purchese"},
        {"amount": "两千八"},
        {headings.customer: stranger},
        {headings.customer: ""},
        {headings.at: "2026-02-30 10:00"},
        {"amount": "1,299.00"},
    )
    added = [
        {**bought, "event_id": f"X{number:05d}", **fault}
        for number, fault in enumerate(faults, 1)
    ]
    return [*rows, *added, {**bought, headings.at: "2026-01-20 11:11"}]
