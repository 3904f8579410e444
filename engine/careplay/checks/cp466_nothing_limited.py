"""A limit speaks of a category or channel that nothing in the rules has.

::

    modes: {calm: {if: {consent: false}, hold: [holiday]}}

Where no rule does anything about a holiday there is nothing to hold back, and what was meant
stays free. Name the category that the rules have::

    modes: {calm: {if: {consent: false}, hold: [care]}}

Modes and consents hold every action of a category; what is counted are contacts, so a number
for what only tasks, gifts and escalations have counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.diagnostics import Diagnostic, Position
from careplay.language.suggestions import way_out
from careplay.model.business import Business
from careplay.model.limits import CONTACTS, Limits

CODE = "CP466"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each name of a limit that none of the actions that it holds goes by."""
    limits, actions = business.limits, [act for rule in business.rules for act in rule.actions]
    contacts = [act for act in actions if act.verb in CONTACTS]
    by = {"contacts", *(name for act in contacts for name in act.channels)}
    counted, held = (
        sorted({act.category.value for act in acts}) for acts in (contacts, actions)
    )
    told = set()
    for named, known, what in (
        (_counted(limits), counted, "no contact of the rules is about or by"),
        (_held(limits), held, "no action of the rules is about"),
    ):
        for name, owner, at in named:
            if name not in {*known, *by} and (name, at) not in told:
                told.add((name, at))
                way = way_out(name, known, "categories")
                message = f'{what} "{name}"{owner}; {way}'
                yield Diagnostic(limits.file, at, CODE, message)


def _counted(limits: Limits) -> Iterator[tuple[str, str, Position]]:
    for window in limits.windows:
        yield window.of, " in limits", window.named
    for category in limits.free:
        yield category.value, " in limits", limits.places.get(category, limits.at)


def _held(limits: Limits) -> Iterator[tuple[str, str, Position]]:
    for consent in limits.consents:
        yield consent.category.value, " in limits", consent.at
    for mode in limits.modes:
        for category in mode.hold:
            at = mode.places.get(category, mode.at)
            yield category.value, f' in mode "{mode.name}"', at
