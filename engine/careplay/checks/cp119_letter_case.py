"""Two names differ only in capital letters.

Tables do not tell capital letters from small ones, so these two facts would be one column::

    measures:
      spend: {sum: amount, of: purchase}
      Spend: {sum: amount, of: purchase, within: 12 months}

The same holds for the attributes of events. Give one of them a name of its own::

    measures:
      spend: {sum: amount, of: purchase}
      spend_12m: {sum: amount, of: purchase, within: 12 months}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from careplay.diagnostics import Diagnostic, Position
from careplay.model.business import Business
from careplay.model.facts import Declared

CODE = "CP119"

PlacedName: TypeAlias = tuple[str, str, Position]
"""A name, its file, and its place there."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each name that is an earlier one but for capital letters."""
    facts = [
        (fact.name, business.file if isinstance(fact, Declared) else fact.file, fact.at)
        for fact in business.facts.values()
    ]
    attributes = [
        (attribute.name, business.file, attribute.at)
        for event in business.event_types.values()
        for attribute in event.attributes.values()
    ]
    yield from _alike(facts, "fact")
    yield from _alike(attributes, "attribute")


def _alike(names: Iterable[PlacedName], noun: str) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for name, file, at in names:
        known = first.setdefault(name.lower(), name)
        if known != name:
            what = f'{noun} "{name}" differs from "{known}" only in capital letters'
            way = "give one of them another name"
            yield Diagnostic(file, at, CODE, f"{what}; {way}")
