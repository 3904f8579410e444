"""A limit speaks of a category, a channel or a verb that nothing in the rules has.

::

    modes: {calm: {if: {consent: false}, hold: [holiday]}}

Where no rule does anything about a holiday there is nothing to hold back, and what was meant
stays free. Name the category that the rules have::

    modes: {calm: {if: {consent: false}, hold: [care]}}

Modes, consents and `never:` hold every action of a category; what is counted are contacts, so
a number for what only tasks, gifts and escalations have counts nothing. `never:` is said for
rules to come as well, so there it is enough that the rules have one of what it names.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.diagnostics import Diagnostic, Position
from careplay.language.suggestions import way_out
from careplay.model.business import Business
from careplay.model.limits import CONTACTS, Limits
from careplay.model.rules import Action, Category

CODE = "CP466"
CONTACT = "no contact of the rules is about"
CONTACT_OR_CHANNEL = f"{CONTACT} or by"
ACTION = "no action of the rules is about"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each name of a limit that none of the actions that it holds goes by."""
    limits, actions = business.limits, [act for rule in business.rules for act in rule.actions]
    contacts = [act for act in actions if act.verb in CONTACTS]
    counted, held = (
        sorted({act.category.value for act in acts}) for acts in (contacts, actions)
    )
    channels = {name for act in contacts for name in act.channels} - {*Category}
    told = set()
    for named, known, others, what in (
        (_windows(limits), counted, {"contacts", *channels}, CONTACT_OR_CHANNEL),
        (_free(limits), counted, set[str](), CONTACT),
        (_held(limits), held, set[str](), ACTION),
    ):
        for name, owner, at in named:
            if name not in {*known, *others} and (name, at) not in told:
                told.add((name, at))
                way = way_out(name, known, "categories")
                message = f'{what} "{name}"{owner}; {way}'
                yield Diagnostic(limits.file, at, CODE, message)
    yield from _never(limits, actions)


def _never(limits: Limits, actions: list[Action]) -> Iterator[Diagnostic]:
    """What is never done, where the rules have none of it at all."""
    known = dict.fromkeys(name for act in actions for name in (act.verb, act.category))
    for never in limits.never:
        names = dict.fromkeys(map(str, (*never.verbs, *never.categories)))
        if not known.keys() & names:
            listed = ", ".join(f'"{name}"' for name in names)
            what = f'no action of the rules is {listed}, which "{never.fact}" {never.cell} bars'
            way = way_out("", sorted(map(str, known)), "verbs and categories")
            yield Diagnostic(limits.file, never.at, CODE, f"{what} in limits; {way}")


def _windows(limits: Limits) -> Iterator[tuple[str, str, Position]]:
    for window in limits.windows:
        yield window.of, " in limits", window.named


def _free(limits: Limits) -> Iterator[tuple[str, str, Position]]:
    for category in limits.free:
        yield category.value, " in limits", limits.places.get(category, limits.at)


def _held(limits: Limits) -> Iterator[tuple[str, str, Position]]:
    for consent in limits.consents:
        yield consent.category.value, " in limits", consent.at
    for mode in limits.modes:
        for category in mode.hold:
            at = mode.places.get(category, mode.at)
            yield category.value, f' in mode "{mode.name}"', at
