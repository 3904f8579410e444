"""Boards as files: one a business, each whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.boards import written
from careplay.outputs.files import write_all
from careplay.outputs.sheets.filing import part_of_name

if TYPE_CHECKING:
    from careplay.outputs.boards.board import CaseBoard

BOARD = "board"
"""What tells its file from that of a person."""


def save(boards: Sequence[CaseBoard], folder: Path, form: str) -> tuple[Path, ...]:
    """Write each board into the folder, in place of a former one of its name.

    Raises OutputError where the form is none, or a file cannot be written.
    """
    return write_all({folder / f"{_name(each)}.{form}": written(each, form) for each in boards})


def _name(board: CaseBoard) -> str:
    """The day, the business, that it is a board, and whose if not everybody's."""
    parts = (board.date.isoformat(), part_of_name(board.business_id), BOARD)
    return "_".join(filter(None, (*parts, part_of_name(board.whose))))
