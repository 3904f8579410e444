"""What whoever runs a business lets it take of the machine; its author has no say in that."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from careplay.frozen import dataclass

AT_SERVER = "postgresql:"
"""How a location begins that is no file, and how one speaks of a server's schemas."""
MEGABYTE = 1_000_000
MEMORY = "60%"
"""The share of the machine's memory, or of its control group's, that a run may take."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far reading may reach, and how much it may take."""

    allow: tuple[Path, ...] = ()
    """Folders outside of the business's own that its tables may lie in."""
    schemas: tuple[str, ...] = ()
    """Schemas of PostgreSQL that its tables may lie in; an empty one stands for all."""
    memory: str = MEMORY
    """What the database may take, such as ``4GB`` or ``50%``; what is more goes to disk."""
    temp: Path | None = None
    """Where that goes, below a new folder of the owner's; None: where the system has it."""
    max_yaml: int = 1
    """How many megabytes of a playbook are read: some 20,000 lines."""
    max_cell: int = 16
    """How many megabytes a cell, or a line of a text file, may have."""
    max_cells: int = 5_000_000
    """For so many cells of a sheet room is made although next to all of them are empty."""
    max_part: int = 2_000
    """To how many megabytes a part of a workbook may be unpacked."""
    max_files: int = 100_000
    """How many files and folders are looked at to find those that a pattern means."""

    @classmethod
    def allowing(cls, places: Iterable[str], **others: Any) -> Bounds:
        """Those that let tables lie in these folders, too, or these ``postgresql:SCHEMA``."""
        schemas = [each for each in places if each.startswith(AT_SERVER)]
        folders = tuple(Path(each) for each in places if each not in schemas)
        named = tuple(each.removeprefix(AT_SERVER) for each in schemas)
        return cls(allow=folders, schemas=named, **others)
