"""Two names differ only in how their signs are written.

::

    roles:
      adviser: {fallback: manager}
      Adviser: {}

Whoever means one writes the other. Capital letters and small ones, full-width and half-width
signs, an accent that is a sign of its own are such. Give one of them another name::

    roles:
      adviser: {fallback: senior_adviser}
      senior_adviser: {}

It is looked for among facts, event types, roles, channels, parameters and the ids of rules,
each among its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from careplay.diagnostics import Diagnostic, Position
from careplay.model.business import Business
from careplay.model.facts import Declared

CODE = "CP123"
Placed: TypeAlias = tuple[str, str, Position]
"""A name, its file, and its place there."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each name that looks as an earlier one does; of what CP119 tells nothing more is said."""
    home = business.file
    facts = (
        (each.name, home if isinstance(each, Declared) else each.file, each.at)
        for each in business.facts.values()
    )
    yield from _alike(facts, "fact", capitals=False)
    written = (each for each in business.rules if not each.step and not each.item)
    yield from _alike(((each.id, each.file, each.at) for each in written), "rule")
    for noun, named in (
        ("event type", business.event_types.values()),
        ("role", business.roles.values()),
        ("channel", business.channels.values()),
    ):
        yield from _alike(((each.name, home, each.at) for each in named), noun)
    given = business.parameters.values()
    yield from _alike(((each.name, each.file, each.at) for each in given), "parameter")


def _alike(
    names: Iterable[Placed], noun: str, *, capitals: bool = True
) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for name, file, at in names:
        known = first.setdefault(_seen(name), name)
        if known != name and (capitals or known.lower() != name.lower()):
            what = f'{noun} "{name}" looks like "{known}", and is another name'
            yield Diagnostic(file, at, CODE, f"{what}; give one of them another name")


def _seen(name: str) -> str:
    """The name as people see it."""
    return unicodedata.normalize("NFKC", name).casefold()
