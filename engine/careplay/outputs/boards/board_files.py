"""Boards and lists as files: one a business, each whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from careplay.outputs.files import write_all
from careplay.outputs.sheets.filing import part_of_name


class Printable(Protocol):
    """A board of cases, or a list of another kind, of a business and a day."""

    @property
    def business_id(self) -> str:
        """Of which business it is."""

    @property
    def date(self) -> dt.date:
        """Of which day."""

    @property
    def name(self) -> str:
        """What it is of: what tells its file from others of the day."""

    @property
    def whose(self) -> str:
        """For whom alone it is; empty: for everybody."""

    def written(self, form: str) -> bytes:
        """All of it in that form; OutputError where there is no such form."""


def save(boards: Sequence[Printable], folder: Path, form: str) -> tuple[Path, ...]:
    """Write each into the folder, in place of a former one of its name.

    Raises OutputError where the form is none, or a file cannot be written.
    """
    return write_all({folder / f"{_name(each)}.{form}": each.written(form) for each in boards})


def _name(board: Printable) -> str:
    """The day, the business, what it is of, and whose if not everybody's."""
    parts = (board.date.isoformat(), part_of_name(board.business_id), board.name)
    return "_".join(filter(None, (*parts, part_of_name(board.whose))))
