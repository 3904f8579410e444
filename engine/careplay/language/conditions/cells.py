"""A cell's text to the condition it stands for: ``at least 5``, ``[gold, platinum]``, ``有``.

A cell is parsed once for its text and kind, without knowing its fact; ``bound`` gives the
answer its fact and place. So the same words in three hundred playbooks are read once.
A list holds values and never words of the language: ``[present]`` is the value "present".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import assert_never

from careplay.diagnostics import quoted
from careplay.language.codes import COMMA, EMPTY, UNREADABLE_CELL
from careplay.language.conditions import words
from careplay.language.conditions.comparisons import (
    NOBODY,
    ParsedCondition,
    between,
    compared_text,
    compared_with,
    misplaced,
    related,
    with_quotes,
)
from careplay.language.conditions.near_cells import near_cell
from careplay.language.kinds import Kind
from careplay.language.values.scalars import is_value, near_miss, scalar
from careplay.language.wrong import Wrong
from careplay.meaning.words import cell_text
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operand,
    Operator,
    TextCompare,
    Today,
)
from careplay.model.types import NUMERIC, TIMES, Type

PRESENT, MISSING = Not(Missing(NOBODY)), Missing(NOBODY)


@lru_cache(maxsize=16384)
def cell(text: str, kind: Kind) -> ParsedCondition:
    """The condition the text stands for, or what is wrong with it."""
    text = text.strip()
    if not text:
        return Wrong(
            EMPTY, "the cell is empty", 'write "missing" for no value, or leave it out'
        )
    readers: tuple[Callable[[str, Kind], ParsedCondition | None], ...] = (
        _choice,
        _presence,
        related,
        near_cell,
        _negated,
        compared_text,
        compared_with,
        between,
        misplaced,
        _listed,
        _quoted,
        _equal,
    )
    for reader in readers:
        if (answer := reader(text, kind)) is not None:
            return answer
    return Wrong(
        UNREADABLE_CELL, f"cannot read {quoted(text)}", words.writable_forms(kind, text)
    )


@lru_cache(maxsize=4096)
def one_of(texts: tuple[str, ...], kind: Kind) -> ParsedCondition:
    """The condition of a list: the fact is one of these values."""
    if not texts:
        return Wrong(EMPTY, "the list is empty", "name at least one value")
    values: list[Operand] = []
    for text in texts:
        value = scalar(text.strip(), kind)
        if isinstance(value, Wrong):
            return _not_in_list(text.strip(), kind, value)
        values.append(value)
    return OneOf(NOBODY, tuple(values))


def _choice(text: str, kind: Kind) -> ParsedCondition | None:
    """A choice's own word comes before the language's; a word that is both is told."""
    if kind.type is not Type.CHOICE or text not in kind.choices:
        return None
    if text in words.PRESENT | words.MISSING:
        meant = "not missing" if text in words.PRESENT else "not present"
        what = f"{quoted(text)} is a choice and a word of the language"
        return Wrong(UNREADABLE_CELL, what, f'write [{text}] for the choice, or "{meant}"')
    return Compare(NOBODY, Operator.EQUAL, text)


def _presence(text: str, kind: Kind) -> ParsedCondition | None:
    if text in words.PRESENT:
        return PRESENT
    return MISSING if text in words.MISSING else None


def _negated(text: str, kind: Kind) -> ParsedCondition | None:
    found = words.NOT.fullmatch(text)
    if found is None:
        return None
    rest = found[1].strip()
    if kind.type is Type.TEXT and text[0] == "非" and text[1] not in " $":
        way = f'write "非 {rest}" for not, or [{text}] for these very words'
        return Wrong(UNREADABLE_CELL, f"{quoted(text)} can be read in two ways", way)
    if rest in words.PRESENT | words.MISSING:
        return MISSING if rest in words.PRESENT else PRESENT
    return _opposite(text, rest, kind)


def _opposite(text: str, rest: str, kind: Kind) -> ParsedCondition:
    """Not what the rest says, where that is one value or one word."""
    inner = cell(rest, kind)
    match inner:
        case Wrong():
            return inner
        case Not(part):
            return part
        case Compare(_, Operator.EQUAL) | TextCompare():
            return Not(inner)
        case Compare() | OneOf() | Missing() | Known() | AllOf() | AnyOf() | NoneOf():
            what = f'{quoted(text)} puts "not" before a comparison'
            return Wrong(UNREADABLE_CELL, what, _without_not(inner, rest, kind))
        case _:
            assert_never(inner)


def _without_not(inner: Condition, rest: str, kind: Kind) -> str:
    """How to say the opposite: another word, or the same one under ``none:``."""
    if isinstance(inner, Compare) and not isinstance(inner.value, Today):
        said = words.SAID_OF_DAYS if kind.type in TIMES else words.SAID
        return f'write "{said[words.OPPOSITE[inner.operator]]} {cell_text(inner.value)}"'
    return f'put "{rest}" under "none:"'


def _listed(text: str, kind: Kind) -> ParsedCondition | None:
    """Several values in one text, which is never a list."""
    if (wrong := near_miss(text, kind)) is not None and kind.type in NUMERIC:
        return wrong
    parts = [part.strip() for part in words.SEVERAL.split(text)]
    commas = any(sign in text for sign in words.COMMAS)
    if len(parts) < 2 or not all(parts):
        return None
    sure = kind.type is not Type.TEXT and all(is_value(part, kind) for part in parts)
    if not sure and not (commas and kind.type in {Type.TEXT, Type.CHOICE, Type.STAFF}):
        return None
    way = f"write the list [{', '.join(parts)}]"
    if kind.type is Type.TEXT:
        way += f', or ["{text}"] for these very words'
    return Wrong(COMMA, f"{quoted(text)} is one text, not several values", way)


def _quoted(text: str, kind: Kind) -> ParsedCondition | None:
    return with_quotes(text) if kind.type in {Type.TEXT, Type.STAFF} else None


def _equal(text: str, kind: Kind) -> ParsedCondition | None:
    value = scalar(text, kind)
    if isinstance(value, Wrong):
        return near_miss(text, kind)
    return Compare(NOBODY, Operator.EQUAL, value)


def _not_in_list(text: str, kind: Kind, wrong: Wrong) -> Wrong:
    alone = cell(text, kind)
    if isinstance(alone, Wrong):
        return wrong
    way = 'put it beside the others under "any:"'
    return Wrong(UNREADABLE_CELL, f"{quoted(text)} is no value to list", way, text)
