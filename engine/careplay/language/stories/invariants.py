"""Invariants of a file of stories, their names held against the business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from careplay.language.codes import UNKNOWN_CHANNEL, UNKNOWN_KIND_OF_ACTION, UNKNOWN_ROLE
from careplay.language.conditions.mappings import condition
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.stories.world import rule_name
from careplay.language.suggestions import way_out
from careplay.model.business import Business
from careplay.model.conditions import AllOf
from careplay.model.facts import choices_of, type_of
from careplay.model.invariants import RULE, Invariant
from careplay.model.outcomes import tells_own_contact
from careplay.model.rules import Category, Verb

ACTION, ANY, VERB = "action", "any", "verb"
"""Where the kind of action stands, whatever it is, and what one word there means."""


def invariants(top: Node, business: Business) -> Iterator[Invariant]:
    """Each below ``invariants``; what is wrong with it is told, and the rest of it is kept."""
    for name, node in top.entries("invariants"):
        at = node.called(f'invariant "{name}"')
        never = at.get("never")
        if never is None:
            continue  # the schema says so
        yield Invariant(
            name,
            at.text("title"),
            dict(_kinds(never, business)),
            _asked(never, business),
            at.document.file,
            at.key_at,
        )


def _kinds(never: Node, business: Business) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the action may be, by column; nothing where it may be any."""
    node = never.get(ACTION)
    if node is None or node.value == ANY:
        return
    named = node.entries() if isinstance(node.value, Mapping) else iter([(VERB, node)])
    for column, below in named:
        found = (_known(row, column, business) for row in below.rows())
        yield column, tuple(each for each in found if each is not None)


def _known(node: Node, column: str, business: Business) -> str | None:
    """The name that is written, where there is such a thing."""
    if column == RULE:
        return rule_name(node, business)
    value = plain_value(node.value)
    text = "" if value is None else spelt(value)
    nouns, known, code = _names(column, business)
    names = [*map(str, known)]
    if text in names:
        return text
    node.say(code, f'unknown {column} "{text}"', way_out(text, names, nouns))
    return None


def _names(column: str, business: Business) -> tuple[str, Iterable[str], str]:
    known: dict[str, tuple[str, Iterable[str], str]] = {
        "verb": ("verbs", Verb, UNKNOWN_KIND_OF_ACTION),
        "category": ("categories", Category, UNKNOWN_KIND_OF_ACTION),
        "channel": ("channels", business.channels, UNKNOWN_CHANNEL),
        "role": ("roles", business.roles, UNKNOWN_ROLE),
    }
    return known[column]


def _asked(never: Node, business: Business) -> AllOf:
    """What is asked of the customer; nothing where only the action is named."""
    value = never.value
    if not (isinstance(value, Mapping) and value.keys() - {ACTION}):
        return AllOf(())
    return condition(never, _vocabulary(business), frozenset({ACTION}))


def _vocabulary(business: Business) -> Vocabulary:
    kinds: dict[str, Kind | None] = {
        name: Kind(type_of(fact), choices_of(fact), tells_own_contact(fact))
        for name, fact in business.facts.items()
    }
    return Vocabulary(kinds, business.parameters)
