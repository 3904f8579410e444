"""A business without the columns that its tables lack, so that the others can be looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from careplay.model.business import Business, EventType, Table
from careplay.model.facts import Declared
from careplay.sources.declared import references


def without_columns(business: Business, headings: Collection[str]) -> Business:
    """The same without the facts and attributes whose columns are called so.

    What tells rows apart, or which case an event is of, stays. A table of staff that lacks any
    of its own columns is left out whole.
    """
    lacking = frozenset(headings)
    staff = business.staff
    if staff is not None and lacking & {
        staff.columns.get(each, each) for each in ("id", "role")
    }:
        staff = None
    return replace(
        business,
        declared=_facts(business.declared, lacking),
        event_types={
            name: _type(each, business, lacking) for name, each in business.event_types.items()
        },
        staff=staff,
    )


def _facts(declared: Mapping[str, Declared], lacking: frozenset[str]) -> Mapping[str, Declared]:
    """The facts that are there; a date whose calendar another tells goes with that one."""
    gone = {name for name, each in declared.items() if (each.column or name) in lacking}
    return {
        name: each
        for name, each in declared.items()
        if name not in gone and str(each.calendar) not in gone
    }


def _type(kind: EventType, business: Business, lacking: frozenset[str]) -> EventType:
    needed = references(business)
    attributes = {
        name: each
        for name, each in kind.attributes.items()
        if name in needed or not lacking & _headings(name, business.events)
    }
    return replace(kind, attributes=attributes)


def _headings(name: str, events: Table) -> set[str]:
    """What the files call the attribute."""
    tables = (events, *(part.table for part in events.parts))
    return {each.columns.get(name, name) for each in tables}
