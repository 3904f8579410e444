"""Decision tables as written: what the checks prove. Engines know only their outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.facts import Decision, Hit


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Inputs, rows of cells and outputs under one name."""

    name: str
    hit: Hit
    inputs: tuple[str, ...]
    """Facts, in the order of the columns."""
    decisions: tuple[Decision, ...]
    """One for each output; all have the same rows."""
    has_else: bool = False
    cells: Mapping[tuple[str, str], Position] = field(default_factory=dict)
    """Where the cell of a (row id, column) stands, in ``file``."""
    source: tuple[str, ...] = ()
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)
