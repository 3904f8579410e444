"""What is no fault of the data but worth telling; each note is a sentence by ``str``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from careplay.frozen import dataclass

SHOWN = 20
"""So many columns are named in a sentence; the others are counted."""


@dataclass(frozen=True, slots=True)
class UndeclaredColumns:
    """Columns that stand in a file and that nobody declared, so that they are not read."""

    table: str
    file: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        """Return the file and its columns."""
        return f"{self.file}: not declared and so not read: {listed(self.columns)}"


@dataclass(frozen=True, slots=True)
class StandInCircle:
    """People who stand in for each other; common, and told since all may be away."""

    file: str
    people: tuple[str, ...]

    def __str__(self) -> str:
        """Return who they are, and what becomes of it."""
        circle = ", ".join(f'"{one}"' for one in self.people)
        return (
            f"{self.file}: {circle} stand in for each other; where all of them are absent, "
            "the fallback role is asked"
        )


@dataclass(frozen=True, slots=True)
class EmptyTable:
    """A table without rows."""

    table: str
    file: str

    def __str__(self) -> str:
        """Return the file, and what it lacks."""
        return f"{self.file} holds no {self.table}"


@dataclass(frozen=True, slots=True)
class TableEnd:
    """Where a table ends before its file does; or that the row is not there which ends it."""

    table: str
    file: str
    until: str
    row: int | None

    def __str__(self) -> str:
        """Return from which row on nothing is read."""
        if self.row is None:
            return f'{self.file}: no row begins with "{self.until}", so that all rows are read'
        return f'{self.file}: read as far as row {self.row}, which begins with "{self.until}"'


DataNote: TypeAlias = UndeclaredColumns | StandInCircle | EmptyTable | TableEnd


def without_columns(notes: Iterable[DataNote], read: Collection[str]) -> Iterator[DataNote]:
    """The notes, those on columns without the ones that were read after all."""
    for each in notes:
        if not isinstance(each, UndeclaredColumns):
            yield each
        elif left := tuple(name for name in each.columns if name not in read):
            yield UndeclaredColumns(each.table, each.file, left)


def listed(names: tuple[str, ...]) -> str:
    """The names in quotes; of many the first, and how many more there are."""
    shown = ", ".join(f'"{name}"' for name in names[:SHOWN])
    return shown + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
