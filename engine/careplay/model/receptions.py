"""Receptions: what is known of a stay, folded from the events that speak of it.

A stay is the customer's events of the types ``of``, ``changes`` and ``cancels`` that have the
same value of the attribute ``by``, up to the end of the as-of date, in order of moment; at
one moment ``of`` first, then ``changes`` and ``cancels`` in their order, then by attributes in
order of name, missing last. There is a stay where one of them is of type ``of``. An event that
lacks ``by`` belongs to none.
"""

from __future__ import annotations

from dataclasses import field

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Reception:
    """How stays are found. They are records: events of type ``name``, ``at`` the first ``of``.

    Their attributes are the latest known value of every one of ``attributes``, and, before any
    of the same name: ``known_on`` (date of the latest event; once a raise has run out the day
    after ``until``, if that is later), ``cancelled`` (whether the latest event is one of
    ``cancels``), ``nights`` (departure minus arrival in days, missing where one of them is).
    A departure before the arrival (by moment where both are moments, else by date) is missing.
    ``raised`` counts only while ``approver`` is known and may, and the as-of date is not
    after ``until`` (if that is known): else it is missing in the record; ``lapsed`` is an
    approved level whose ``until`` is past.
    """

    name: str
    of: str
    by: str = "ref"
    changes: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    """Every attribute that one of these event types has, in order of name."""
    arrival: str = "arrival"
    departure: str = "departure"
    levels: tuple[str, ...] = ()
    """From the highest down."""
    raised: str = ""
    """The attribute that tells a level raised for a task; empty where none does."""
    approver: str = ""
    approvers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By the level that is raised to, or "" for every other, the roles that may approve of it.
    Where there are none, anybody may."""
    may_approve: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The same by the people who have these roles."""
    until: str = ""
    agreed: str = ""
    """The attribute that lists the items agreed instead of the standard."""
    label: str = ""
    level: str = field(default="", compare=False)
    """The fact that tells the level, or ``event.`` and an attribute of the stay."""
    room: str = field(default="", compare=False)
    """The attribute of the stay that tells the room; empty where none does. Like the next one
    and the one before it decides nothing: lists of stays are made by it."""
    floor: str = field(default="", compare=False)
    """The attribute that tells the floor; empty where the room does (``floor_of``)."""
    private: frozenset[str] = field(default=frozenset(), compare=False)
    """The facts, and attributes as ``event.room``, of which papers show the first letter."""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)

    def types(self) -> tuple[str, ...]:
        """The type of every event that says something of a stay, by what comes first."""
        return (self.of, *self.changes, *self.cancels)


RECORD_ATTRIBUTES = (
    ("known_on", "date"),
    ("cancelled", "boolean"),
    ("nights", "integer"),
    ("lapsed", "text"),
)
