"""Boards of cases: what is open and late, made into values, and a writer for each form.

A writer is a module with one function over one value, the board; they are listed here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from careplay.faults import OutputError

if TYPE_CHECKING:
    from careplay.outputs.boards.board import CaseBoard

FORMS = {
    "html": "careplay.outputs.boards.board_page",
    "md": "careplay.outputs.boards.board_markdown",
}
"""The forms of a board: the name of each, also the ending of its files, and its module."""


class BoardWriter(Protocol):
    """A module that writes boards in one form."""

    def write(self, board: CaseBoard) -> bytes:
        """The whole board, of which every byte is the same however often it is written."""


def written(board: CaseBoard, form: str) -> bytes:
    """The board in that form; OutputError where there is no such form."""
    if form not in FORMS:
        raise OutputError(f'no board is written as "{form}"; known are {" and ".join(FORMS)}')
    return cast("BoardWriter", import_module(FORMS[form])).write(board)
