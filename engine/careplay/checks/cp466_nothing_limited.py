"""A limit speaks of a category or channel that no contact has.

::

    modes: {calm: {if: {consent: false}, hold: [holiday]}}

Where no rule calls, writes, visits, asks or invites about a holiday there is nothing to hold
back, and what was meant stays free. Name the category that the rules have::

    modes: {calm: {if: {consent: false}, hold: [care]}}

What only tasks, gifts and escalations have is no contact.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.diagnostics import Diagnostic, Position
from careplay.language.suggestions import way_out
from careplay.model.business import Business
from careplay.model.limits import CONTACTS, Limits

CODE = "CP466"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each name of a limit that none of the contacts of the rules goes by."""
    contacts = [act for rule in business.rules for act in rule.actions if act.verb in CONTACTS]
    about = sorted({act.category.value for act in contacts})
    known = {"contacts", *about, *(name for act in contacts for name in act.channels)}
    told = set()
    for name, owner, at in _named(business.limits):
        if name not in known and (name, at) not in told:
            told.add((name, at))
            what = f'no contact of the rules is about or by "{name}"{owner}'
            way = way_out(name, about, "categories")
            yield Diagnostic(business.limits.file, at, CODE, f"{what}; {way}")


def _named(limits: Limits) -> Iterator[tuple[str, str, Position]]:
    for window in limits.windows:
        yield window.of, " in limits", window.named
    for consent in limits.consents:
        yield consent.category.value, " in limits", consent.at
    for mode in limits.modes:
        for category in mode.hold:
            at = mode.places.get(category, mode.at)
            yield category.value, f' in mode "{mode.name}"', at
    for category in limits.free:
        yield category.value, " in limits", limits.places.get(category, limits.at)
