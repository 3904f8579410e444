"""Customers ranked by a number: ``{top: 20%, by: spend_12m}`` and tiers by share."""

from __future__ import annotations

from decimal import Decimal

from careplay.language.codes import RANKED_BY, SHARES_TOTAL, UNKNOWN_FACT
from careplay.language.kinds import Vocabulary
from careplay.language.names import Definition
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.values.numbers import share
from careplay.language.wrong import Wrong
from careplay.model.facts import Tier, Top
from careplay.model.types import NUMERIC


def top(definition: Definition) -> Top | None:
    """The leading share as written; None where it is no share."""
    node = definition.node
    told = node.get("top")
    found = None if told is None else _share(told)
    if found is None:
        return None
    name, by, label = definition.name, node.text("by"), node.text("label")
    return Top(name, found, by, label, node.document.file, node.key_at)


def tier(definition: Definition) -> Tier | None:
    """The tiers as written, from the highest down; None for what is no tier."""
    if definition.noun != "tier":
        return None
    node = definition.node
    shares: list[tuple[str, Decimal]] = []
    sound = True
    for name, below in node.entries("shares"):
        found = _share(below)
        sound &= found is not None
        shares.append((name, found or Decimal(0)))
    told = node.get("shares")
    if told is None:
        return None
    if sound and shares:
        _total(told, sum((part for _, part in shares), Decimal(0)))
    by, label = node.text("by"), node.text("label")
    return Tier(definition.name, by, tuple(shares), label, node.document.file, node.key_at)


def ranked_by(ranking: Top | Tier, node: Node, vocabulary: Vocabulary) -> None:
    """Tell what the ranking is by, where that is unknown or no number."""
    by = node.get("by")
    if by is None:
        return
    if ranking.by not in vocabulary.kinds:
        way = way_out(ranking.by, vocabulary.kinds, "facts")
        by.say(UNKNOWN_FACT, f'unknown fact "{ranking.by}"', way)
        return
    kind = vocabulary.kinds[ranking.by]
    if kind is None or kind.type in NUMERIC:
        return
    numbers = [n for n, k in vocabulary.kinds.items() if k is not None and k.type in NUMERIC]
    what = f'customers cannot be ranked by "{ranking.by}", which is of type {kind.type}'
    by.say(RANKED_BY, what, way_out("", numbers, "numbers"))


def _share(node: Node) -> Decimal | None:
    value = plain_value(node.value)
    found = share("" if value is None else spelt(value))
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    return found


def _total(node: Node, total: Decimal) -> None:
    if total != 1:
        percent = f"{(total * 100).normalize():f}%"
        off = f"{(abs(1 - total) * 100).normalize():f}%"
        way = f"{off} is {'missing' if total < 1 else 'too much'}"
        node.say(SHARES_TOTAL, f"the shares add up to {percent}, not 100%", way)
