"""What whoever runs a business lets it take of the machine; its author has no say in that."""

from __future__ import annotations

from pathlib import Path

from careplay.frozen import dataclass

MEMORY = "60%"
"""The share of the machine's memory, or of its control group's, that a run may take."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far reading may reach, and how much it may take."""

    allow: tuple[Path, ...] = ()
    """Folders outside of the business's own that its tables may lie in."""
    memory: str = MEMORY
    """What the database may take, such as ``4GB`` or ``50%``; what is more goes to disk."""
    temp: Path | None = None
    """Where that goes, below a new folder of the owner's; None: where the system has it."""
