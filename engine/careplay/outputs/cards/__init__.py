"""Know-your-customer cards: what is known of a person's customers, and a writer for each form.

A writer is a module with one function over one value, the cards; they are listed here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from careplay.faults import OutputError

if TYPE_CHECKING:
    from careplay.outputs.cards.card import CardSheet

FORMS = {
    "html": "careplay.outputs.cards.card_page",
    "md": "careplay.outputs.cards.card_markdown",
}
"""The forms of cards: the name of each, also the ending of its files, and its module."""


class CardWriter(Protocol):
    """A module that writes cards in one form."""

    def write(self, sheet: CardSheet) -> bytes:
        """All of the cards, every byte the same however often they are written."""


def written(sheet: CardSheet, form: str) -> bytes:
    """The cards in that form; OutputError where there is no such form."""
    if form not in FORMS:
        raise OutputError(f'no card is written as "{form}"; known are {" and ".join(FORMS)}')
    return cast("CardWriter", import_module(FORMS[form])).write(sheet)
