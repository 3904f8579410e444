"""Texts with gaps: ``{name}{honorific|称呼}，{event.amount}``; ``{{`` and ``}}`` are braces."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.language.codes import (
    BAD_TEXT,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_FACT,
    UNKNOWN_PARAMETER,
)
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.wrong import Wrong
from careplay.model.rules import Action, Placeholder, Scope, Text
from careplay.model.types import Parameter

OCCASION = ("today", "occasion", "holiday", "solar_term")
EVENT, PARAMETER = "event.", "$"
MOMENT = "at"
"""``{event.at}`` is the moment of the event."""

PIECE = re.compile(r"(\{\{|\}\})|\{([^{}]*)\}|([{}])|([^{}]+)")
WIDE = re.compile(r"｛(\w[\w.]*)(?:[|｜][^{}｛｝]*)?｝")
WIDE_BAR = "｜"


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the gaps of a text may name."""

    facts: Collection[str]
    attributes: Collection[str]
    parameters: Collection[str] = ()


def text(node: Node, gaps: Gaps) -> Text:
    """The pieces of the text; one with faults is told and has no pieces."""
    value = plain_value(node.value)
    found = () if value is None else tuple(_known(pieces(spelt(value)), node, gaps))
    return (
        tuple(piece for piece in found if piece is not None)
        if all(piece is not None for piece in found)
        else ()
    )


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text, or what is wrong with it; and where in the text it is written."""

    said: str | Placeholder | Wrong
    start: int
    end: int


@lru_cache(maxsize=4096)
def pieces(written: str) -> tuple[TextPart, ...]:
    """Literal pieces and gaps in order, with what is wrong where a piece cannot be read."""
    found: list[TextPart] = []
    for match in PIECE.finditer(written):
        said, before = _piece(*match.groups(default="")), found[-1] if found else None
        if isinstance(said, str) and before is not None and isinstance(before.said, str):
            found[-1] = TextPart(before.said + said, before.start, match.end())
        else:
            found.append(TextPart(said, *match.span()))
    if (wide := WIDE.search(written)) is not None:
        name = wide[1]
        what = f'"{wide[0]}" has full-width signs, so it would be printed as it is'
        wrong = Wrong(BAD_TEXT, what, f"write {{{name}}} or {{{name}|words}}")
        found.append(TextPart(wrong, *wide.span()))
    return tuple(found)


def _piece(escaped: str, gap: str, stray: str, literal: str) -> str | Placeholder | Wrong:
    if escaped or literal:
        return escaped[:1] or literal
    if stray:
        other = "}" if stray == "{" else "{"
        what = f'the text has a "{stray}" without its "{other}"'
        return Wrong(BAD_TEXT, what, f'write "{stray * 2}" for the sign itself')
    name, bar, default = gap.partition("|")
    return _gap(name.strip(), default if bar else None)


def _gap(name: str, default: str | None) -> Placeholder | Wrong:
    if not name:
        way = 'name a fact, as in {name}; write "{{}}" for the signs themselves'
        return Wrong(BAD_TEXT, "a gap of the text names nothing", way)
    if WIDE_BAR in name:
        straight = name.replace(WIDE_BAR, "|")
        what = f'"{{{name}}}" has a full-width "{WIDE_BAR}"'
        return Wrong(BAD_TEXT, what, f'write "{{{straight}}}"')
    if name.startswith(PARAMETER):
        return _gap_of_parameter(name.removeprefix(PARAMETER), default)
    if name in OCCASION:
        return Placeholder(Scope.OCCASION, name, default)
    if name.startswith(EVENT):
        return Placeholder(Scope.EVENT, name.removeprefix(EVENT), default)
    return Placeholder(Scope.FACT, name, default)


def _gap_of_parameter(name: str, default: str | None) -> Placeholder | Wrong:
    if default is not None:
        what = f'"{{${name}|{default}}}" has words for want of a value, which it always has'
        return Wrong(BAD_TEXT, what, f'write "{{${name}}}"')
    return Placeholder(Scope.PARAMETER, name, parameter=Parameter(name))


def _known(
    found: tuple[TextPart, ...], node: Node, gaps: Gaps
) -> Iterator[str | Placeholder | None]:
    """Each piece as it will stand, with its place; None after telling what is wrong."""
    for piece in found:
        said = piece.said
        if isinstance(said, str):
            yield said
            continue
        at = node.cut(piece.start, piece.end)
        wrong = said if isinstance(said, Wrong) else _unknown(said, gaps)
        if wrong is not None:
            node.say(wrong.code, wrong.what, wrong.way, at)
        yield replace(said, at=at) if wrong is None and isinstance(said, Placeholder) else None


def _unknown(gap: Placeholder, gaps: Gaps) -> Wrong | None:
    """What is wrong with a gap that names nothing there is."""
    name = gap.name
    match gap.scope:
        case Scope.FACT if name not in gaps.facts:
            way = way_out(name, (*gaps.facts, *OCCASION), "facts")
            if name in gaps.attributes:
                way = f'did you mean "event.{name}"?'
            elif name in gaps.parameters:
                way = f'did you mean "${name}"?'
            return Wrong(UNKNOWN_FACT, f'"{{{name}}}" names no fact', way)
        case Scope.EVENT if name not in {MOMENT, *gaps.attributes}:
            known = (f"event.{each}" for each in (*gaps.attributes, MOMENT))
            what = f'"{{event.{name}}}" names no attribute of any event type'
            way = way_out(f"event.{name}", known, "gaps of an event")
            return Wrong(UNKNOWN_ATTRIBUTE, what, way)
        case Scope.PARAMETER if name not in gaps.parameters:
            way = way_out(name, gaps.parameters, "parameters")
            return Wrong(UNKNOWN_PARAMETER, f'unknown parameter "${name}"', way)
        case Scope.FACT | Scope.EVENT | Scope.OCCASION | Scope.PARAMETER:
            return None
        case _:
            assert_never(gap.scope)


def placeholders(written: Text) -> tuple[Placeholder, ...]:
    """The gaps of a text, in order."""
    return tuple(piece for piece in written if isinstance(piece, Placeholder))


def written(text: Text) -> str:
    """The text as a playbook holds it."""
    return "".join(map(_written, text))


def _written(piece: str | Placeholder) -> str:
    if isinstance(piece, str):
        return piece.replace("{", "{{").replace("}", "}}")
    before = {Scope.EVENT: EVENT, Scope.PARAMETER: PARAMETER}
    name = f"{before.get(piece.scope, '')}{piece.name}"
    return f"{{{name}}}" if piece.default is None else f"{{{name}|{piece.default}}}"


def gap_at(gap: Placeholder, action: Action) -> Position:
    """Where the gap is written: in the action itself, or in the template that it names."""
    own = not any(gap is each for each in action.text) or not action.template
    return gap.at if own and gap.at != NOWHERE else action.at
