"""Slips of the pen in a line: what a Chinese keyboard or a hurried hand writes for YAML.

Lines are looked at only where the text is not YAML as it stands. A slip is told where
putting it right helps; the text put right is read on, so that its other faults are told too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from careplay.diagnostics import Position, quoted
from careplay.frozen import dataclass
from careplay.reading.building import CURLY
from careplay.reading.document import Moves, written_column
from careplay.reading.encoding import Fault

SYNTAX, TABS, FULL_WIDTH = "CP001", "CP005", "CP006"

TextMatch: TypeAlias = re.Match[str]
BEGIN = r"^((?: *- +)*\s*)"
KEY = r"[^\W\d][\w.]*"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is written for what; the match's first group stays, the rest is replaced."""

    pattern: re.Pattern[str]
    code: str
    message: Callable[[TextMatch], str]
    replaced: Callable[[TextMatch], str]


@dataclasses.dataclass(slots=True)
class MendedLine:
    """A line as it is being put right."""

    number: int
    text: str
    moves: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def mend(self, slip: Slip) -> None:
        """Tell of the slip and put it right, wherever it is in the line."""
        start = 0
        while found := slip.pattern.search(self.text, start):
            at = found.end(1)
            place = self._written(at, at + len(found[0][at - found.start() :].rstrip()))
            self.faults.append(Fault(place, slip.code, slip.message(found)))
            new = slip.replaced(found)
            self.moves.append((at, len(new) - (found.end() - at)))
            self.text = self.text[:at] + new + self.text[found.end() :]
            start = max(at, start + 1)

    def _written(self, start: int, end: int) -> Position:
        """The place in the line as it was; a blank is one sign."""
        first, last = written_column(start, self.moves), written_column(end, self.moves)
        line = self.number + 1
        return Position(line, first + 1, (line, max(first + 1, last) + 1))


def _say(message: str) -> Callable[[TextMatch], str]:
    return lambda _: message


def _in_quotes(found: TextMatch) -> str:
    return "'" + found[2].rstrip().replace("'", "''") + "'"


def _indent(found: TextMatch) -> str:
    wide = found[0][found.end(1) - found.start() :]
    return "".join("  " if letter == "\u3000" else " " for letter in wide)


def _braces(found: TextMatch) -> str:
    inner = found[0][found.end(1) - found.start() + 1 : -1]
    return "{" + inner.replace("\uff0c", ", ").replace("\uff1a", ": ") + "}"


def _brackets(found: TextMatch) -> str:
    inner = found[0][found.end(1) - found.start() + 1 : -1].replace("\uff0c", ", ")
    return "[" + inner.replace("、", ", ") + "]"


FULL = 'full-width {} stands here for "{}"; type it with the Chinese keyboard switched off'
NO_SPACE = 'a space is missing after ":"; write {}'


def _slip(
    pattern: str,
    code: str,
    message: str | Callable[[TextMatch], str],
    new: Callable[[TextMatch], str],
) -> Slip:
    said = _say(message) if isinstance(message, str) else message
    return Slip(re.compile(pattern), code, said, new)


def _full(sign: str, meant: str) -> str:
    return FULL.format(quoted(sign), meant)


def _spaced(found: TextMatch) -> str:
    return NO_SPACE.format(quoted(found[1].strip(" -,{[") + ": …"))


AFTER = 'a full-width space stands after ":"; use an ordinary space'
SPACE = "a full-width space stands in the indentation; use ordinary spaces"
COLON = 'a second ":" stands in this text; put the whole text in quotes'
GAP = 'text that begins with "{" must stand in quotes'
SIGN = "text that begins with {} must stand in quotes"

SLIPS = (
    _slip(r"^( *)\t[\t ]*(?=\S)", TABS, "", lambda m: m[0][len(m[1]) :].expandtabs(2)),
    _slip(r"^( *)[\u3000\xa0]\s*(?=\S)", FULL_WIDTH, SPACE, _indent),
    _slip(
        r"^( *)([\uff0d—\u2013•·])[ \u3000]*(?=\S)",
        FULL_WIDTH,
        lambda m: FULL.format(quoted(m[2]), "- "),
        lambda m: "- ",
    ),
    _slip(rf"^( *)-(?={KEY}[:\uff1a])", SYNTAX, 'a space is missing after "-"', lambda m: "- "),
    _slip(BEGIN[:-1] + rf"{KEY})\uff1a\s*", FULL_WIDTH, _full("\uff1a", ": "), lambda m: ": "),
    _slip(BEGIN[:-1] + rf"{KEY}:)\u3000\s*", FULL_WIDTH, AFTER, lambda m: " "),
    _slip(BEGIN[:-1] + rf"{KEY}):(?=[^\s/:])", SYNTAX, _spaced, lambda m: ": "),
    _slip(
        rf"([{{,\uff0c]\s*{KEY})\uff1a\s*", FULL_WIDTH, _full("\uff1a", ": "), lambda m: ": "
    ),
    _slip(rf"([{{,\uff0c]\s*{KEY}):(?=[^\s/:])", SYNTAX, _spaced, lambda m: ": "),
    _slip(
        rf"([{{,][^{{}},\"']*?)\uff0c\s*(?={KEY}\s*:)",
        FULL_WIDTH,
        _full("\uff0c", ", "),
        lambda m: ", ",
    ),
    _slip(
        r"((?:: |- |[\[,{] *))\uff5b[^\uff5d]*\uff5d(?=\s*$)",
        FULL_WIDTH,
        _full("\uff5b", "{"),
        _braces,
    ),
    _slip(r"((?:: |- |[\[,{] *))【[^】]*】(?=\s*$)", FULL_WIDTH, _full("【", "["), _brackets),
    _slip(
        r"((?:: |- |[\[,{] *))[“”]([^“”\"]*)[“”](?=\s*(?:$|[,\]}#]))",
        FULL_WIDTH,
        CURLY,
        lambda m: f'"{m[2]}"',
    ),
    _slip(
        BEGIN[:-1] + rf"{KEY}: +)(\{{[^{{}}:,\"]*\}}\s*[^\s,}}\]#].*)$", SYNTAX, GAP, _in_quotes
    ),
    _slip(
        BEGIN[:-1] + rf"{KEY}: +)([^\s\"'\[{{|>&*!#%@`-].*?:(?: .*|))$",
        SYNTAX,
        COLON,
        _in_quotes,
    ),
    _slip(
        r"((?:: +|- +))([@`%][^,\]}]*|[*&!](?!\w+ *$)[^\x00-\x7f][^,\]}]*)",
        SYNTAX,
        lambda m: SIGN.format(quoted(m[2][0])),
        _in_quotes,
    ),
)
BLOCK = re.compile(r"(?:^|[:\-] +)[|>][-+1-9]*\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text put right, what was put right in it, and how far it was moved."""

    text: str
    faults: tuple[Fault, ...]
    moves: Moves


def mended(text: str, spared: frozenset[int] = frozenset()) -> Mended:
    """The text with its slips put right, save on the spared lines (counted from 0)."""
    lines = [MendedLine(number, line) for number, line in enumerate(text.split("\n"))]
    for line in _outside_blocks(lines):
        if line.number not in spared:
            for slip in SLIPS:
                line.mend(slip)
    faults = [fault for line in lines for fault in line.faults]
    moves = {line.number: tuple(line.moves) for line in lines if line.moves}
    return Mended("\n".join(line.text for line in lines), tuple(_tabs_once(faults)), moves)


def _outside_blocks(lines: list[MendedLine]) -> Iterator[MendedLine]:
    """The lines that are not the text of a ``|`` or ``>``, nor comments."""
    block: int | None = None
    for line in lines:
        bare = line.text.lstrip(" ")
        indent = len(line.text) - len(bare)
        if not bare or (block is not None and indent > block):
            continue
        block = None
        if bare.startswith("#"):
            continue
        yield line
        if BLOCK.search(line.text):
            block = indent


def _tabs_once(faults: list[Fault]) -> Iterator[Fault]:
    tabs = [fault for fault in faults if fault.code == TABS]
    for fault in faults:
        if fault.code != TABS:
            yield fault
        elif fault is tabs[0]:
            more = f", here and on {len(tabs) - 1} more lines" if len(tabs) > 1 else ""
            message = f"a tab stands in the indentation{more}; use spaces"
            yield Fault(fault.at, TABS, message)
