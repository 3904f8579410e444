"""What some customers never get: ``never: {class: {small: [call, visit], D: [sales]}}``."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.language.codes import HOLDS_NOTHING, UNKNOWN_FACT, UNKNOWN_LIMIT
from careplay.language.conditions.binding import bound
from careplay.language.conditions.cells import cell
from careplay.language.conditions.mappings import parameters_fit
from careplay.language.kinds import Vocabulary
from careplay.language.limits.words import word
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.wrong import Wrong
from careplay.model.conditions import Condition
from careplay.model.limits import Never
from careplay.model.rules import Category, Verb

NAMES = tuple(dict.fromkeys((*map(str, Verb), *map(str, Category))))
"""What may be told; ``survey`` is a verb and a category, and means both."""


def never(node: Node, vocabulary: Vocabulary) -> Iterator[Never]:
    """Each cell of each fact, and what those for whom it holds never get."""
    for fact, told in node.entries("never"):
        if fact not in vocabulary.kinds:
            way = way_out(fact, vocabulary.kinds, "facts")
            told.say(UNKNOWN_FACT, f'unknown fact "{fact}"', way, told.key_at)
            continue
        for text, row in told.entries():
            below = row.called(f'never "{fact}" {text}')
            asked = _asked(fact, text, row, vocabulary)
            names = dict.fromkeys(_names(below))
            if asked is not None and names:
                verbs = tuple(each for each in Verb if each in names)
                categories = tuple(each for each in Category if each in names)
                yield Never(fact, text, asked, verbs, categories, row.key_at)


def _asked(fact: str, text: str, node: Node, vocabulary: Vocabulary) -> Condition | None:
    """What the key asks of the fact; None after telling what is wrong with it."""
    kind = vocabulary.kinds[fact]
    if kind is None:
        return None
    found = cell(text, kind)
    if isinstance(found, Wrong):
        node.called(f'"{fact}" of limits').tell_key(found)
        return None
    asked = bound(found, fact, node.key_at, long_ago=kind.long_ago)
    return asked if parameters_fit(asked, fact, kind, vocabulary, node) else None


def _names(node: Node) -> Iterator[str]:
    """The verbs and categories of the list; what is neither is told, and an empty list."""
    rows = tuple(node.rows())
    if not rows:
        way = "name the verbs and categories: [call, sales]"
        node.say(HOLDS_NOTHING, "nothing is held back", way, node.key_at)
    for row in rows:
        name = word(row)
        if name in NAMES:
            yield name
        elif name:
            way = way_out(name, NAMES, "verbs and categories")
            row.say(UNKNOWN_LIMIT, f'unknown verb or category "{name}"', way)
