"""The tables of a business that lie outside of its folder, and where nobody allowed it to."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.diagnostics import Diagnostic
from careplay.language.codes import OUTSIDE
from careplay.model.business import Business
from careplay.sources.reaching import led_out


def tables_outside(business: Business) -> Iterator[Diagnostic]:
    """One for each ``from:`` that leads out by its words or a link, or to a server."""
    parts = (each.table for each in business.events.parts)
    for table in (business.customers, business.events, *parts, business.staff):
        if table is None or not table.location:
            continue
        if wrong := led_out(table.location, business.folder, business.bounds):
            yield Diagnostic(business.file, table.at, OUTSIDE, wrong)
