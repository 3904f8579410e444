"""Practices: what a business should do, and the places of playbooks that do it."""

from __future__ import annotations

from dataclasses import field

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice, by its id."""

    id: str
    asks: str
    kinds: tuple[str, ...] = ()
    left_out: str = ""
    """Why no playbook carries it; empty where one must."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a practice is carried out: a rule, a step of a flow, an item of a reception."""

    playbook: str
    """The file relative to the folder of all businesses, without its ending."""
    name: str
    """What stands there: ``rule birthday``, ``flow complaint.vent``."""


@dataclass(frozen=True, slots=True, order=True)
class Shown:
    """A story that shows a practice."""

    file: str
    """Relative to the folder of all businesses, without its ending."""
    story: str
    told: bool
    """Whether an action that names it is told; else something is held or not told for it."""
