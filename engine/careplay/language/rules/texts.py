"""Texts with gaps: ``{name}{honorific|称呼}，{event.amount}``; ``{{`` and ``}}`` are braces."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from careplay.frozen import dataclass
from careplay.language.codes import BAD_TEXT, UNKNOWN_ATTRIBUTE, UNKNOWN_FACT
from careplay.language.nodes import Node, plain, spelt
from careplay.language.suggestions import way_out
from careplay.language.wrong import Wrong
from careplay.model.rules import Placeholder, Scope, Text

OCCASION = ("today", "occasion", "holiday", "solar_term")
EVENT = "event."
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


def text(node: Node, gaps: Gaps) -> Text:
    """The pieces of the text; one with faults is told and has no pieces."""
    value = plain(node.value)
    found = () if value is None else tuple(_known(pieces(spelt(value)), node, gaps))
    return (
        tuple(piece for piece in found if piece is not None)
        if all(piece is not None for piece in found)
        else ()
    )


@lru_cache(maxsize=4096)
def pieces(written: str) -> tuple[str | Placeholder | Wrong, ...]:
    """Literal pieces and gaps in order, with what is wrong where a piece cannot be read."""
    found: list[str | Placeholder | Wrong] = []
    for escaped, gap, stray, literal in PIECE.findall(written):
        piece = _piece(escaped, gap, stray, literal)
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    if (wide := WIDE.search(written)) is not None:
        name = wide[1]
        what = f'"{wide[0]}" has full-width signs, so it would be printed as it is'
        found.append(Wrong(BAD_TEXT, what, f"write {{{name}}} or {{{name}|words}}"))
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
    if name in OCCASION:
        return Placeholder(Scope.OCCASION, name, default)
    if name.startswith(EVENT):
        return Placeholder(Scope.EVENT, name.removeprefix(EVENT), default)
    return Placeholder(Scope.FACT, name, default)


def _known(
    found: tuple[str | Placeholder | Wrong, ...], node: Node, gaps: Gaps
) -> Iterator[str | Placeholder | None]:
    """Each piece as it will stand, with its place; None after telling what is wrong."""
    for piece in found:
        match piece:
            case str():
                yield piece
            case Wrong(code, what, way):
                node.say(code, what, way)
                yield None
            case Placeholder(Scope.FACT, name) if name not in gaps.facts:
                _unknown_fact(name, node, gaps)
                yield None
            case Placeholder(Scope.EVENT, name) if name not in {MOMENT, *gaps.attributes}:
                known = (f"event.{each}" for each in (*gaps.attributes, MOMENT))
                what = f'"{{event.{name}}}" names no attribute of any event type'
                way = way_out(f"event.{name}", known, "gaps of an event")
                node.say(UNKNOWN_ATTRIBUTE, what, way)
                yield None
            case Placeholder(scope, name, default):
                yield Placeholder(scope, name, default, at=node.at)


def _unknown_fact(name: str, node: Node, gaps: Gaps) -> None:
    what = f'"{{{name}}}" names no fact'
    known = (*gaps.facts, *OCCASION)
    if name in gaps.attributes:
        node.say(UNKNOWN_FACT, what, f'did you mean "event.{name}"?')
        return
    node.say(UNKNOWN_FACT, what, way_out(name, known, "facts"))


def placeholders(written: Text) -> tuple[Placeholder, ...]:
    """The gaps of a text, in order."""
    return tuple(piece for piece in written if isinstance(piece, Placeholder))
