"""A condition taken apart: each cell with what it saw, in the groups in which they stand.

A cell is all that one place asks of one fact: ``5 to 9`` is two comparisons and one cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from careplay.authoring.explaining.shortfalls import shortfall
from careplay.authoring.explaining.sight import Sight
from careplay.diagnostics import NOWHERE, Position
from careplay.meaning.truth import truth
from careplay.meaning.words import cell_text
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Leaf,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Question,
    TextCompare,
    leaves_of,
)
from careplay.model.facts import Segment
from careplay.model.types import Scalar
from careplay.outputs.explained import AskedCell, AskedGroup, AskedPart, Joining

YES: Scalar = True


def asked_parts(
    condition: Condition, sight: Sight, *, wanted: bool | None = True
) -> tuple[AskedPart, ...]:
    """The parts of a condition, all of which are to hold; ``wanted``: what is to come of it.

    None: nothing is, for it is settled by other parts.
    """
    return _below(_all_of(condition), sight, wanted=wanted)


def _all_of(condition: Condition) -> Iterator[Condition]:
    """What is to hold together; a cell is one."""
    if isinstance(condition, AllOf) and not is_cell(condition):
        for part in condition.parts:
            yield from _all_of(part)
    else:
        yield condition


def is_cell(condition: Condition) -> bool:
    """Whether it asks of one fact from one place, and is nothing that ``unless`` made."""
    asked = {(leaf.fact, leaf.at) for leaf in leaves_of(condition)}
    return len(asked) == 1 and not _has_none(condition)


def _has_none(condition: Condition) -> bool:
    match condition:
        case NoneOf():
            return True
        case AllOf(parts) | AnyOf(parts):
            return any(map(_has_none, parts))
        case Not(part):
            return _has_none(part)
        case Question() | Missing():
            return False
        case _:
            assert_never(condition)


def cells_of(condition: Condition) -> tuple[Condition, ...]:
    """Its cells, in reading order."""
    if is_cell(condition):
        return (condition,)
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return tuple(cell for part in parts for cell in cells_of(part))
        case Not(part):
            return cells_of(part)
        case Question() | Missing():
            return (condition,)
        case _:
            assert_never(condition)


def _part(condition: Condition, sight: Sight, *, wanted: bool | None) -> AskedPart:
    if isinstance(condition, AllOf) and len(every := tuple(_all_of(condition))) == 1:
        (condition,) = every
    if is_cell(condition):
        return asked_cell(condition, sight, wanted=wanted)
    answer = truth(condition, sight.row, sight.clock)
    below = None if wanted is None or answer is wanted else wanted
    turned = None if below is None else not below
    match condition:
        case AllOf():
            return AskedGroup(Joining.ALL, answer, asked_parts(condition, sight, wanted=below))
        case AnyOf(parts):
            return AskedGroup(Joining.ANY, answer, _below(parts, sight, wanted=below))
        case NoneOf(parts):
            return AskedGroup(Joining.NONE, answer, _below(parts, sight, wanted=turned))
        case Not(part):
            return AskedGroup(Joining.NOT, answer, _below((part,), sight, wanted=turned))
        case Question() | Missing():
            return asked_cell(condition, sight, wanted=wanted)
        case _:
            assert_never(condition)


def _below(
    parts: Iterable[Condition], sight: Sight, *, wanted: bool | None
) -> tuple[AskedPart, ...]:
    """Each of them once: of a channel that stands several times nothing is told twice."""
    return tuple(dict.fromkeys(_part(part, sight, wanted=wanted) for part in parts))


def asked_cell(cell: Condition, sight: Sight, *, wanted: bool | None) -> AskedCell:
    """One cell, and what it would have taken where its answer is not as it is wanted."""
    first, known = leaves_of(cell)[0], sight.known
    answer = truth(cell, sight.row, sight.clock)
    other = wanted is not None and answer is not wanted and not (not wanted and answer is None)
    fact = known.business.facts.get(first.fact)
    file, at = _place(first, sight)
    below: tuple[AskedPart, ...] = ()
    if isinstance(fact, Segment):
        # What the segment asks is told as such; whether it should hold its cell says.
        would = truth(cell, {**sight.row, first.fact: YES}, sight.clock) is True
        inner = Sight(known, sight.row, sight.clock, fact.file)
        below = asked_parts(fact.condition, inner, wanted=(would is wanted) if other else None)
    told = other and not below
    need = shortfall(cell, first.fact, sight, wanted=bool(wanted)) if told else None
    return AskedCell(
        first.fact,
        known.label(first.fact),
        answer,
        known.shown(first.fact, sight.row.get(first.fact)),
        "" if is_needed(cell) else sight.written(file, at) or spelt(cell),
        need,
        file if at != NOWHERE else "",
        at.line if at != NOWHERE else 0,
        below,
    )


def is_needed(cell: Condition) -> bool:
    """Whether a text or a channel needs the fact, and nobody wrote a cell."""
    return all(isinstance(leaf, Known) for leaf in leaves_of(cell))


def _place(leaf: Leaf, sight: Sight) -> tuple[str, Position]:
    return sight.file, leaf.at


def spelt(cell: Condition) -> str:  # noqa: C901, PLR0911, PLR0912 - a line a kind
    """The cell in words, where it is not written; nothing for what a text needs."""
    match cell:
        case Compare(_, operator, value):
            return f"{operator} {cell_text(value)}"
        case OneOf(_, values):
            return f"[{', '.join(map(cell_text, values))}]"
        case TextCompare(_, operator, text):
            return f"{operator} {cell_text(text)}"
        case Missing():
            return "missing"
        case Known():
            return ""
        case Not(part):
            return "present" if isinstance(part, Missing) else f"not {spelt(part)}"
        case AllOf(parts):
            return " and ".join(filter(None, map(spelt, parts)))
        case AnyOf(parts):
            return " or ".join(filter(None, map(spelt, parts)))
        case NoneOf(parts):
            return " nor ".join(("", *map(spelt, parts))).strip()
        case _:
            assert_never(cell)
