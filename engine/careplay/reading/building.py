"""The parser's events to values and places.

Events are taken instead of PyYAML's nodes and objects: there is no recursion a deep file
could exhaust, no tag is ever obeyed, and it takes half the time. libyaml parses where it
is at hand; where it finds a fault, and for a text with tabs (of which it forgives more),
PyYAML's own parser has the word, so the same is said with and without libyaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from careplay.diagnostics import quoted
from careplay.reading.document import (
    Extent,
    PlaceTree,
    Value,
    extent,
    parted,
    spans,
    spot,
    start_of,
)
from careplay.reading.encoding import ENCODING
from careplay.reading.filling import Composed, OpenContainer, ParseFault
from careplay.reading.scalars import scalar_of

PURE: Any = yaml.SafeLoader
FAST: Any = getattr(yaml, "CSafeLoader", PURE)

CURLY = "curly quotes are letters like any other; use straight quotes, \"…\" or '…'"

FORGIVEN = re.compile(r"\t|[|>][-+0-9]*#|^[ -]*\?\s", re.MULTILINE)
"""What libyaml takes and PyYAML's own parser does not."""

BLOCKS = frozenset("|>")
TAG = re.compile(r"(?:&\S+\s+)?(!\S*)")
DEEPEST = 64
"""Levels of a file within each other; a person loses count far earlier."""
MOST_COPIED = 100_000
"""Values that aliases may copy, before the file counts as a bomb."""

HALF = re.compile("[\ud800-\udfff]")
"""Half of a character that UTF-16 writes in two; no text in UTF-8 holds it."""

REPEATED, ALIAS, FULL_WIDTH, TOO_DEEP, NOT_TAKEN = "CP003", "CP004", "CP006", "CP008", "CP009"


class _StopError(Exception):
    """The file cannot be read on from here; the fault says why."""


def build(text: str, loader: Any = None) -> Composed:
    """The values of a text; by one parser alone where a loader is named."""
    if loader is not None:
        return _Builder().built(text, loader)
    if FAST is not PURE and not FORGIVEN.search(text):
        built = _Builder().built(text, FAST)  # libyaml also takes stranger tags
        if not built.broken and all(found.code != NOT_TAKEN for found in built.found):
            return built
    return _Builder().built(text, PURE)


class _Builder:
    """Takes events one by one; the container being filled is on top of the stack."""

    def __init__(self) -> None:
        self.result = Composed()
        self.stack: list[OpenContainer] = [OpenContainer([], 0)]
        self.lines: list[str] = []
        self.anchors: dict[str, tuple[Value, PlaceTree, int]] = {}
        self.opened: dict[str, int] = {}
        self.count = 0
        self.copied = 0

    def built(self, text: str, loader: Any) -> Composed:
        """Take every event there is; a fault of the text ends it early."""
        self.lines = text.split("\n")
        takes: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start,
            MappingEndEvent: self._end,
            SequenceStartEvent: self._start,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        # PyYAML's own parser takes no "?" in a word between brackets, though YAML 1.2 does.
        hides = loader is PURE and "?" in text and HIDDEN not in text
        parser = loader(MID_WORD.sub(HIDDEN, text) if hides else text)
        events: Iterator[Event] = iter(parser.get_event, None)
        try:
            for event in map(_shown, events) if hides else events:
                take = takes.get(type(event))
                if take is not None:
                    take(event)
        except yaml.MarkedYAMLError as fault:
            self.result.broken = fault
        except _StopError:
            self.result.stopped = True
        finally:
            parser.dispose()
        root = self.stack[0]
        if isinstance(root.value, list) and root.value:
            self.result.value, self.result.places = root.value[0], root.below[0]
        return self.result

    def _scalar(self, event: Any) -> None:
        self.count += 1
        plain = not event.style
        if event.tag is not None:
            self._tagged(event)
        if event.style == '"':
            self._halves(event)
        top = self.stack[-1]
        if top.keyed and top.key is None:
            self._key(top, event, plain=plain)
            return
        word: str = event.value
        stands = extent(event.start_mark, event.end_mark)
        if event.style in BLOCKS:
            stands = self._block(event)
        if plain and not word:
            # Where nothing is written, parsers differ on where nothing starts.
            stands = top.key_place if top.keyed else stands if len(self.stack) > 1 else 0
        place = (stands, top.key_place, None)
        value = scalar_of(word) if plain else word
        if plain and top.flow and "\uff0c" in word and not top.keyed:
            message = (
                f'"\uff0c" does not part the values of a list; write "," in {quoted(word)}'
            )
            self._say(stands, FULL_WIDTH, message)
        if event.anchor:
            self.anchors[event.anchor] = (value, place, 1)
        top.put(value, place)

    def _key(self, top: OpenContainer, event: Any, *, plain: bool) -> None:
        key: str = event.value
        stands = extent(event.start_mark, event.end_mark)
        top.key, top.key_place = key, stands
        first = top.below.get(key)
        if first is not None:
            again = f"key {quoted(key)} is repeated; it was first given on line"
            self._say(stands, REPEATED, f"{again} {parted(start_of(first[1]))[0] + 1}")
            top.dropped = True
        if not plain:
            return
        if not key:
            self._say(stands, NOT_TAKEN, 'a key is missing before this ":"')
            top.dropped = True
        elif key == "<<":
            message = 'the merge key "<<" is not taken; write the keys out here'
            self._say(stands, ALIAS, message)
            top.dropped = True
        elif key[:1] in "-\uff0d—\u2013•·" or key.strip() != key:
            self.result.odd_keys.append(stands)

    def _start(self, event: Any) -> None:
        self.count += 1
        stands = extent(event.start_mark, event.end_mark)
        if len(self.stack) > DEEPEST:
            self.result.found.clear()
            message = f"this is nested more than {DEEPEST} levels deep; is a bracket repeated?"
            self._say(stands, TOO_DEEP, message)
            raise _StopError
        if event.tag is not None:
            self._tagged(event)
        value: Value = {} if isinstance(event, MappingStartEvent) else []
        opened = OpenContainer(
            value, start_of(stands), event.anchor, flow=bool(event.flow_style)
        )
        if event.anchor:
            self.opened[event.anchor] = self.count + self.copied
        self.stack.append(opened)

    def _end(self, event: Any) -> None:
        done, mark = self.stack.pop(), event.end_mark
        top = self.stack[-1]
        # A parser learns of a block's end only where the next thing starts.
        end = spot(mark.line, mark.column) if done.flow else done.end
        stands = spans(done.start, end)
        place = (stands, top.key_place, done.below)
        if done.anchor:
            size = self.count + self.copied - self.opened.pop(done.anchor) + 1
            self.anchors[done.anchor] = (done.value, place, size)
        if top.keyed and top.key is None:
            self._complex_key(top, stands)
        else:
            top.put(done.value, place)

    def _alias(self, event: Any) -> None:
        self.count += 1
        top, stands = self.stack[-1], extent(event.start_mark, event.end_mark)
        name: str = event.anchor
        if top.keyed and top.key is None:
            self._complex_key(top, stands)
            return
        value, place, size = self._anchored(name, stands)
        self.copied += size
        if self.copied > MOST_COPIED:
            message = f'"*{name}" copies so much that the file never ends; write values out'
            self._say(stands, ALIAS, message)
            raise _StopError
        top.put(value, (stands, top.key_place, place[2] if place else None))

    def _anchored(self, name: str, stands: Extent) -> tuple[Value, PlaceTree | None, int]:
        if name in self.anchors and name not in self.opened:
            return self.anchors[name]
        if name in self.opened:
            message = f'"*{name}" stands inside "&{name}" itself, so it has no end'
        else:
            message = (
                f'"*{name}" copies "&{name}", which is not in this file;'
                ' put text that begins with "*" in quotes'
            )
        self._say(stands, ALIAS, message)
        return None, None, 1

    def _document(self, event: Any) -> None:
        stands = extent(event.start_mark, event.end_mark)
        if event.tags:
            self._say(stands, NOT_TAKEN, "a %TAG line is not taken; delete it")
        root = self.stack[0]
        if root.value:
            message = 'a second document starts at "---"; put it in a file of its own'
            self._say(stands, NOT_TAKEN, message)
            raise _StopError

    def _complex_key(self, top: OpenContainer, stands: Extent) -> None:
        message = 'a key must be a word; put text that begins with "{", "[" or "*" in quotes'
        self._say(stands, NOT_TAKEN, message)
        top.key, top.key_place, top.dropped = "", stands, True

    def _tagged(self, event: Any) -> None:
        tag = quoted(event.tag.replace("tag:yaml.org,2002:", "!!"))
        message = f'the tag {tag} is not taken; put text that begins with "!" in quotes'
        line, column = event.start_mark.line, event.start_mark.column
        written = TAG.match(self.lines[line], column)
        start, end = written.span(1) if written else (column, column + 1)
        self._say(spans(spot(line, start), spot(line, end)), NOT_TAKEN, message)

    def _halves(self, event: Any) -> None:
        """Halves of characters are put together, as JSON writes them; one alone is a space."""
        if HALF.search(event.value) is None:
            return
        written = event.value.encode("utf-16", "surrogatepass")
        try:
            event.value = written.decode("utf-16")
        except UnicodeDecodeError:
            message = "an escape in this text names half of a character; write the whole one"
            self._say(extent(event.start_mark, event.end_mark), ENCODING, message)
            event.value = HALF.sub(" ", event.value)

    def _block(self, event: Any) -> Extent:
        """Where a ``|`` text stands; the blank lines after it are none of it."""
        start, end = event.start_mark, event.end_mark
        lines = self.lines[start.line : end.line + (end.column > 0)]
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        last = spot(start.line + len(lines) - 1, len(lines[-1].rstrip()))
        return spans(spot(start.line, start.column), last)

    def _say(self, stands: Extent, code: str, message: str) -> None:
        self.result.found.append(ParseFault(stands, code, message))


MID_WORD = re.compile(r"(?<=[^\s\[\]{},!])\?")
HIDDEN = "\ue000"


def _shown(event: Event) -> Event:
    """The event with what was hidden from the parser."""
    if isinstance(event, ScalarEvent):
        event.value = event.value.replace(HIDDEN, "?")
    return event
