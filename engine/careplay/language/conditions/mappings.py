"""Conditions: a mapping of names and cells, with ``any:``, ``all:`` and ``none:`` below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from careplay.language.codes import EMPTY
from careplay.language.conditions.binding import bound
from careplay.language.conditions.cells import cell, one_of
from careplay.language.conditions.comparisons import ParsedCondition
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.values.parameters import fits, span_fits
from careplay.language.wrong import Wrong
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    NoneOf,
    Since,
    Today,
    leaves_of,
    operands,
)
from careplay.model.types import Parameter

GROUPS: Mapping[str, type[AllOf | AnyOf | NoneOf]] = {
    "all": AllOf,
    "any": AnyOf,
    "none": NoneOf,
}
NOTHING: frozenset[str] = frozenset()


def condition(node: Node, vocabulary: Vocabulary, besides: frozenset[str] = NOTHING) -> AllOf:
    """What the mapping asks: every entry holds. Faulty entries are told and left out.

    ``besides`` names the keys of the mapping that ask nothing.
    """
    if isinstance(node.value, Mapping) and not node.value.keys() - besides:
        node.say(EMPTY, "the condition is empty", "name a fact and what it must be")
    return AllOf(tuple(_parts(node, vocabulary, besides)))


def _parts(node: Node, vocabulary: Vocabulary, besides: frozenset[str]) -> Iterator[Condition]:
    for name, below in node.entries():
        if name in besides:
            continue
        if name in GROUPS:
            yield _group(name, below, vocabulary)
        elif below.value is None:
            continue  # the schema has said so
        elif name not in vocabulary.kinds:
            _unknown(name, below, vocabulary)
        else:
            found = question(name, below, vocabulary)
            if found is not None:
                yield found


def _group(name: str, node: Node, vocabulary: Vocabulary) -> Condition:
    """``any:``, ``all:`` or ``none:``; that it lists something is the schema's to say."""
    rows = (row for row in node.rows() if isinstance(row.value, Mapping))
    parts = tuple(condition(row, vocabulary) for row in rows)
    return GROUPS[name](parts)


def _unknown(name: str, node: Node, vocabulary: Vocabulary) -> None:
    noun, known = vocabulary.noun, tuple(vocabulary.kinds)
    what = f'unknown {noun} "{name}"{vocabulary.owner}'
    if name in {"and", "or", "not"}:
        meant = {"and": "all", "or": "any", "not": "none"}[name]
        node.say(vocabulary.code, what, f'write "{meant}:" above a list', node.key_at)
        return
    node.say(vocabulary.code, what, way_out(name, known, f"{noun}s"), node.key_at)


def question(name: str, node: Node, vocabulary: Vocabulary) -> Condition | None:
    """What one cell asks of the fact; None after telling what is wrong with it."""
    kind = vocabulary.kinds[name]
    if kind is None:
        return None
    answer = _answer(node, kind)
    if answer is None:
        return None
    if isinstance(answer, Wrong):
        node.called(f'"{name}" of {node.where}').tell(answer)
        return None
    found = bound(answer, name, node.at, long_ago=kind.long_ago)
    return found if parameters_fit(found, name, kind, vocabulary, node) else None


def _answer(node: Node, kind: Kind) -> ParsedCondition | None:
    match node.value:
        case str() | bool() | int() | Decimal():
            return cell(spelt(node.value), kind)
        case Sequence():
            return _list(node, kind)
        case None | Mapping():
            return None  # the schema has said so


def _list(node: Node, kind: Kind) -> ParsedCondition | None:
    values = [plain_value(row.value) for row in node.rows()]
    if any(value is None for value in values):
        return None  # the schema has said so
    return one_of(tuple(spelt(value) for value in values if value is not None), kind)


def parameters_fit(
    found: Condition, name: str, kind: Kind, vocabulary: Vocabulary, node: Node
) -> bool:
    """Whether every parameter in the cell is known and has values of the right type."""
    place = f'{vocabulary.noun} "{name}"'
    right = True
    for operand in (each for leaf in leaves_of(found) for each in operands(leaf)):
        match operand:
            case Today(moved) | Since(moved):
                right &= span_fits(moved, vocabulary.parameters, node)
            case Parameter(parameter):
                right &= fits(parameter, kind, vocabulary.parameters, node, place)
            case str() | bool() | int() | Decimal() | date():
                pass
            case _:
                assert_never(operand)
    return right
