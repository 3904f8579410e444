"""The tables of a business as a story tells them: rows by heading, as its data would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from careplay.model.business import RECORDED, Business
from careplay.model.stories import Cells, Happening
from careplay.sources.columns import KEY
from careplay.sources.held import MemoryTable, memory_table


def customer_table(business: Business, customers: Mapping[str, Cells]) -> MemoryTable:
    """Each customer with the facts that are told of him."""
    headings = {name: each.column or name for name, each in business.declared.items()}
    rows = (
        {business.key: key} | {headings[name]: text for name, text in told.items() if text}
        for key, told in customers.items()
    )
    return memory_table("customers", tuple(rows))


def event_table(business: Business, happened: Sequence[Mapping[str, str]]) -> MemoryTable:
    """Each event, as ``event_row`` has it."""
    named = business.events.columns
    rows = ({named.get(name, name): text for name, text in row.items()} for row in happened)
    return memory_table("events", tuple(rows))


def staff_table(business: Business, staff: Mapping[str, Cells]) -> MemoryTable | None:
    """Everybody who works there; None where the business knows of no staff."""
    if business.staff is None:
        return None
    named = business.staff.columns
    rows = (
        {named.get(name, name): text for name, text in {"id": key, **told}.items() if text}
        for key, told in staff.items()
    )
    return memory_table("staff", tuple(rows))


def event_row(business: Business, event: Happening, key: str, known: str) -> dict[str, str]:
    """The event by our names of columns; ``known`` is the moment when it was entered."""
    columns = business.events.columns
    at = event.at
    row = {
        KEY: event.customer,
        "type": event.type,
        "at": f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at.isoformat(),
    }
    row |= {"key": key} if "key" in columns else {}
    row |= {RECORDED: known} if RECORDED in columns else {}
    return row | {name: text for name, text in event.told.items() if text}
