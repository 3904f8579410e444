"""Cards as one HTML page, two to four on a sheet of A4, which asks nothing of the outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.cards.card_words import card_words
from careplay.outputs.sheets.html_page import environment

if TYPE_CHECKING:
    from jinja2 import Template

    from careplay.outputs.cards.card import CardSheet

PAGE = "cards.html"


def write(sheet: CardSheet) -> bytes:
    """The page in UTF-8."""
    return _template().render(sheet=sheet, say=card_words(sheet.language)).encode()


@cache
def _template() -> Template:
    return environment(Path(__file__).parent).get_template(PAGE)
