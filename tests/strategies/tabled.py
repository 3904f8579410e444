"""Cases of which tables decide everything: four of them, each about those before it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from strategies.cases import Case, parameters
from strategies.dates import days
from strategies.decisions import as_of, decisions
from strategies.tables import customers
from strategies.world import BUSINESS, DECLARED, named


@st.composite
def tabled(draw: st.DrawFn) -> Case:
    """A business without rules or events."""
    day = draw(days)
    known = tuple(named(fact) for fact in DECLARED.values())
    tables = []
    for place in range(4):
        tables.append(draw(decisions(f"d{place}", known)))
        known += (named(tables[-1]),)
    derived = as_of(day, tuple(tables))
    business = replace(BUSINESS, derived=derived, parameters=draw(parameters(day)))
    return Case(business, day, draw(customers(business, day)), (), ())
