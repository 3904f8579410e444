"""What is to be asked of a customer, with a blank or the answers that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.model.types import Type
from careplay.model.words import YES_NO
from careplay.outputs.sheets.sheet import SheetQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careplay.model.business import Attribute, Business
    from careplay.model.facts import Declared
    from careplay.outputs.naming import Naming

MOST = 8
"""So many answers are listed; of more the answer is written."""


def question(asked: str, business: Business, names: Naming) -> SheetQuestion:
    """The question: a fact or an attribute by its label, anything else in its own words."""
    known = next(_known(asked, business), None)
    if known is None:
        return SheetQuestion(asked)
    return SheetQuestion(names.labels.get(asked, asked), _choices(known, business.language))


def _known(asked: str, business: Business) -> Iterator[Declared | Attribute]:
    if asked in business.declared:
        yield business.declared[asked]
    for kind in business.event_types.values():
        if asked in kind.attributes:
            yield kind.attributes[asked]


def _choices(known: Declared | Attribute, language: str) -> tuple[str, ...]:
    if known.type is Type.BOOLEAN:
        return YES_NO["zh" if language == "zh" else "en"]
    return known.choices if len(known.choices) <= MOST else ()
