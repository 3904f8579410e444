"""A board as one HTML page, which asks nothing of the outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.case_words import case_words
from careplay.outputs.sheets.html_page import environment

if TYPE_CHECKING:
    from jinja2 import Template

    from careplay.outputs.boards.board import CaseBoard

PAGE = "board.html"


def write(board: CaseBoard) -> bytes:
    """The page in UTF-8."""
    return _template().render(board=board, say=case_words(board.language)).encode()


@cache
def _template() -> Template:
    return environment(Path(__file__).parent).get_template(PAGE)
