"""``limits:`` of a business: consents, modes, exclusive groups, windows, capacity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.frozen import dataclass
from careplay.language.codes import (
    ALONE,
    HOLDS_NOTHING,
    NO_STAFF,
    REPEATED_NAME,
    UNKNOWN_LIMIT,
    UNKNOWN_RULE,
)
from careplay.language.conditions.mappings import condition
from careplay.language.kinds import Vocabulary
from careplay.language.limits.never import never
from careplay.language.limits.quiet import quiet
from careplay.language.limits.words import categories, category, number_of_days, true_fact, word
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.limits import Consent, Exclusive, Limits, Mode, Window
from careplay.model.rules import Category

CONTACTS = "contacts"
OWN_KEYS = ("quiet", "free")
"""What ``per_customer`` holds besides windows."""


@dataclass(frozen=True, slots=True)
class Limited:
    """What the limits of a business may name."""

    vocabulary: Vocabulary
    channels: tuple[str, ...]
    rules: tuple[str, ...]
    staffed: bool


def limits(documents: Sequence[Node], known: Limited) -> Limits:
    """The limits of the first document that has any; a second place is told."""
    told = [each for document in documents if (each := document.get("limits")) is not None]
    if not told:
        return Limits()
    first = told[0]
    place = f"{first.document.file}:{first.key_at.line}:{first.key_at.column}"
    for other in told[1:]:
        what = f"limits were given before, at {place}"
        other.say(REPEATED_NAME, what, "write all of them in one place", other.key_at)
    return _limits(first.called("limits"), known)


def _limits(node: Node, known: Limited) -> Limits:
    customer, staff = node.get("per_customer"), node.get("per_staff")
    free = {} if customer is None else categories(customer.get("free"))
    return Limits(
        never=tuple(never(node, known.vocabulary)),
        consents=tuple(_consents(node, known)),
        modes=tuple(_modes(node, known)),
        exclusive=tuple(_exclusive(node, known)),
        windows=() if customer is None else tuple(_windows(customer, known)),
        free=tuple(free),
        quiet=None if customer is None else quiet(customer.get("quiet")),
        capacity=staff is not None and _capacity(staff, known),
        prefer="" if staff is None else true_fact(staff.get("prefer"), known.vocabulary),
        file=node.document.file,
        at=node.key_at,
        places=free,
    )


def _consents(node: Node, known: Limited) -> Iterator[Consent]:
    for name, below in node.entries("consent"):
        about = category(name, below, below.key_at)
        fact = true_fact(below, known.vocabulary)
        if about is not None and fact:
            yield Consent(about, fact, below.key_at)


def _modes(node: Node, known: Limited) -> Iterator[Mode]:
    for name, told in node.entries("modes"):
        below = told.called(f'mode "{name}"')
        asked, lasts = below.get("if"), below.get("for")
        if not tuple(below.rows("hold")):
            what, way = "nothing is held back", "name the categories: hold: [sales]"
            below.say(HOLDS_NOTHING, what, way, below.key_at)
        held = categories(below.get("hold"))
        days = 0 if lasts is None else number_of_days(word(lasts), lasts, lasts.at)
        waits = below.get("wait")
        wait = 0 if waits is None else number_of_days(word(waits), waits, waits.at)
        if asked is not None:
            found = condition(asked, known.vocabulary)
            label = below.text("label")
            yield Mode(name, found, tuple(held), days, wait, label, below.key_at, held)


def _exclusive(node: Node, known: Limited) -> Iterator[Exclusive]:
    for name, told in node.entries("exclusive"):
        below = told.called(f'exclusive group "{name}"')
        rules = {word(row): row for row in below.rows()}
        if len(rules) < 2:
            what, way = "there is nobody to yield to", "name another rule, or leave it out"
            below.say(ALONE, what, way, below.key_at)
        for rule, row in rules.items():
            if rule not in known.rules:
                way = way_out(rule, known.rules, "rules")
                row.say(UNKNOWN_RULE, f'unknown rule "{rule}"', way)
        found = tuple(rule for rule in rules if rule in known.rules)
        yield Exclusive(name, found, below.key_at)


def _windows(node: Node, known: Limited) -> Iterator[Window]:
    """Each number of contacts in so many days, in the order written."""
    for name, told in node.entries():
        if name in OWN_KEYS or not _can_be_counted(name, told, known):
            continue
        below = told.called(f'limit "{name}"')
        for span, most in below.entries():
            days = number_of_days(span, most, most.key_at)
            if days and isinstance(most.value, int):
                yield Window(name, days, most.value, most.key_at, below.key_at)


def _can_be_counted(name: str, node: Node, known: Limited) -> bool:
    names = (CONTACTS, *Category, *known.channels)
    if names.count(name) == 1:
        return True
    if name in names:
        what, way = f'"{name}" is a channel and a word of limits', "rename the channel"
    else:
        what = f'unknown category or channel "{name}"'
        way = way_out(name, (*names, *OWN_KEYS), "categories and channels")
    node.say(UNKNOWN_LIMIT, what, way, node.key_at)
    return False


def _capacity(staff: Node, known: Limited) -> bool:
    tasks = staff.get("tasks")
    if tasks is not None and not known.staffed:
        what, way = (
            "there is no staff table to tell the capacity",
            "write staff: in careplay.yaml",
        )
        tasks.say(NO_STAFF, what, way)
    return tasks is not None
