"""Whose turn it is where not all have room: in order, and what is begun before all others."""

from __future__ import annotations

from careplay.engines.sql.settling.given import Given
from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Turns:
    """SQL over rows that compete for the room of somebody."""

    columns: str
    """What the other pieces go by."""
    order: str
    """The place of a row among all."""
    begun: str
    """How many of the same competitors are begun, and have room whatever there is."""
    stays: str
    loses: str
    """Whether a row has room, and whether it has none, where ``{}`` have."""


def turns(whose: str, order: str, given: Given) -> Turns:
    """``whose`` room it is, and in which order the rows compete for it."""
    place = f"row_number() OVER (PARTITION BY {whose}{{}} ORDER BY {order})"
    if not given.begun:
        return Turns(f"{place.format('')} AS turn", "turn", "0", "turn <= {}", "turn > {}")
    begun = f"count(*) FILTER (WHERE begun) OVER (PARTITION BY {whose}) AS fixed"
    return Turns(
        f"begun, {begun}, {place.format('')} AS place, {place.format(', begun')} AS turn",
        "place",
        "fixed",
        "begun OR turn <= {}",
        "NOT begun AND turn > {}",
    )
