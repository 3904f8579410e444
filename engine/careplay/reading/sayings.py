"""The parser's complaints in words for someone who has never heard of a parser.

Each saying is found by what PyYAML's own parser says, which is the same with and
without libyaml; it is given the lines of the text, to see what stands around the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import yaml

from careplay.diagnostics import quoted
from careplay.reading.document import Extent, Mark, spans, spot
from careplay.reading.filling import ParseFault

SYNTAX = "CP001"

PlacedMessage: TypeAlias = tuple[Extent, str]
Saying: TypeAlias = Callable[[Mark, Mark, Sequence[str], re.Match[str]], PlacedMessage]


def in_plain_words(fault: yaml.MarkedYAMLError, text: str) -> ParseFault:
    """The fault with its place, said plainly."""
    at: Any = fault.problem_mark or fault.context_mark
    group: Any = fault.context_mark or at
    lines = [*text.split("\n"), ""]
    for pattern, saying in SAYINGS:
        found = re.search(pattern, f"{fault.context or ''} | {fault.problem}", re.DOTALL)
        if found:
            place, message = saying(at, group, lines, found)
            return ParseFault(place, SYNTAX, message)
    message = (
        "nothing can be made of this place; look for a bracket or a quote not closed above"
    )
    return ParseFault(_one(at), SYNTAX, message)


def _one(at: Mark) -> Extent:
    """The sign that stands there."""
    start = spot(at.line, at.column)
    return spans(start, start + 1)


def _rest(at: Mark, lines: Sequence[str]) -> Extent:
    """All that stands on the line from there on, but for a comment."""
    return _to(at, re.sub(r"\s+(#.*)?$", "", lines[at.line][at.column :]))


def _text(at: Mark, lines: Sequence[str]) -> Extent:
    """The text that begins there: within brackets it ends with its part of them."""
    line = lines[at.line]
    within = re.search(r"[\[{]", line[: at.column])
    part = re.match(r"[^,\]}]*", line[at.column :]) if within else None
    return _to(at, part[0].rstrip()) if part else _rest(at, lines)


def _line(number: int, lines: Sequence[str]) -> Extent:
    line = lines[number]
    return _rest(_Mark(number, len(line) - len(line.lstrip(" "))), lines)


def _to(at: Mark, text: str) -> Extent:
    start = spot(at.line, at.column)
    return spans(start, start + max(1, len(text)))


def _open_bracket(
    at: Mark, opened: Mark, _: Sequence[str], found: re.Match[str]
) -> PlacedMessage:
    bracket, got = found[1], found[2]
    start = "{" if bracket == "}" else "["
    if got == "<stream end>":
        return _one(opened), f'this "{start}" is never closed; add "{bracket}"'
    if at.line > opened.line:
        after = f"before line {at.line + 1}"
        what = f'this "{start}" is not closed {after}, or a "," is missing there'
        return _one(opened), what
    way = f'put text that holds "," ": " or brackets in quotes, and close with "{bracket}"'
    return _one(at), f'a "," is missing here; {way}'


def _second_colon(at: Mark, _: Mark, lines: Sequence[str], __: re.Match[str]) -> PlacedMessage:
    line, above = lines[at.line], lines[at.line - 1] if at.line else ""
    if re.match(r"\s*(?:- +)*[^\s#].*?: +\S", line[: at.column]):
        return _one(at), 'a second ":" stands in this text; put the whole text in quotes'
    if re.search(r": +\S|^\s*- +\S+$", above):
        message = (
            "this line is indented deeper than the line above, which has its value already;"
            " start both in the same column"
        )
        return _line(at.line, lines), message
    return _line(max(0, at.line - 1), lines), _no_pair(above)


def _no_colon(_: Mark, start: Mark, lines: Sequence[str], __: re.Match[str]) -> PlacedMessage:
    return _rest(start, lines), _no_pair(lines[start.line])


def _no_pair(line: str) -> str:
    return f'{quoted(line.strip())} is not a "key: value" line; is ": " missing?'


def _stray_item(at: Mark, _: Mark, lines: Sequence[str], __: re.Match[str]) -> PlacedMessage:
    if lines[at.line][: at.column].rstrip().endswith(":"):
        message = (
            "a list cannot start on the line of its key;"
            ' write each "- " on a line below it, or the list as [a, b]'
        )
        return _one(at), message
    return _one(at), 'a "- " cannot stand here; start it in the column of the items above'


def _odd_one_out(
    at: Mark, group: Mark, lines: Sequence[str], found: re.Match[str]
) -> PlacedMessage:
    kind, got = found[1], found[2]
    before = lines[at.line][: at.column].rstrip()
    if got in {"}", "]"}:
        return _one(at), _closes_nothing(got)
    if got == "?" and kind == "collection":
        message = 'this key stands in the column of the list\'s "- "; begin it with "- " too'
        key = _to(at, re.match(r"[^:]*", lines[at.line][at.column :])[0])  # type: ignore[index]
        return key, f"{message}, or start it where the list's own key starts"
    if got in {"-", "<block sequence start>"}:
        return _one(at), 'a "- " item stands among keys; write the key of the list above it'
    if got == ":":
        return _one(at), 'a key is missing before this ":"'
    if before and before[-1:] in {'"', "'", "}", "]"}:
        return _rest(at, lines), _goes_on(before[-1])
    column = group.column + 1
    message = f"this line does not line up; what it belongs to starts in column {column}"
    return _rest(at, lines), f"{message} on line {group.line + 1}"


def _goes_on(closing: str) -> str:
    if closing in "\"'":
        return "text goes on after the closing quote; put the whole text in one pair of quotes"
    return f'text goes on after "{closing}"; put text with brackets in quotes'


def _closes_nothing(bracket: str) -> str:
    return f'this "{bracket}" closes nothing; delete it, or put the text in quotes'


def _no_value(at: Mark, _: Mark, lines: Sequence[str], found: re.Match[str]) -> PlacedMessage:
    got = found[1]
    opened = _last_open(lines) if got == "<stream end>" else None
    if opened is not None:
        place, bracket = opened
        return _one(place), f'this "{bracket}" is never closed; add "{CLOSING[bracket]}"'
    if got in {"}", "]"}:
        return _one(at), _closes_nothing(got)
    return _text(at, lines), f"text that begins with {quoted(got)} must stand in quotes"


def _last_open(lines: Sequence[str]) -> tuple[Mark, str] | None:
    """The innermost bracket that nothing closes; quotes and comments hold none."""
    opened: list[tuple[Mark, str]] = []
    for number, line in enumerate(lines):
        for found in BRACKETS.finditer(line):
            sign = found[1]
            if sign in CLOSING:
                opened.append((_Mark(number, found.start(1)), sign))
            elif sign and opened and CLOSING[opened[-1][1]] == sign:
                opened.pop()
    return opened[-1] if opened else None


def _cannot_begin(
    at: Mark, _: Mark, lines: Sequence[str], found: re.Match[str]
) -> PlacedMessage:
    if found[1] == "\\t":
        return _one(at), "a tab stands here; use spaces"
    return _text(at, lines), f"text that begins with {quoted(found[1])} must stand in quotes"


def _sign(sign: str) -> Saying:
    message = f"text that begins with {sign} must stand in quotes"
    return lambda _, start, lines, __: (_text(start, lines), message)


def _at_start(message: str) -> Saying:
    return lambda _, start, __, ___: (_one(start), message)


def _at_place(message: str) -> Saying:
    return lambda at, _, __, ___: (_one(at), message)


def _to_the_end(message: str) -> Saying:
    return lambda at, _, lines, __: (_rest(at, lines), message)


class _Mark:
    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column


CLOSING = {"[": "]", "{": "}"}
BRACKETS = re.compile(
    r""" "(?:\\.|[^"])*" | '[^']*' | (?:^|\s)\#.* | ([\[\]{}]) """, re.VERBOSE
)
ESCAPE = (
    r'a "\" in double quotes starts a special character; write "\\" for the sign itself,'
    " or use single quotes"
)
BLOCK = 'after "|" or ">" the text starts on the next line, indented'
SAYINGS: tuple[tuple[str, Saying], ...] = (
    (r"flow \w+ \| expected ',' or '(.)', but got '(.+)'", _open_bracket),
    (r"mapping values are not allowed", _second_colon),
    (r"could not find expected ':'", _no_colon),
    (r"sequence entries are not allowed", _stray_item),
    (r"parsing a block (\w+) \| expected <block end>, but found '(.+)'", _odd_one_out),
    (r"expected the node content, but found '(.+)'", _no_value),
    (r"found character '(.+)' that cannot start", _cannot_begin),
    (r"scanning an alias", _sign('"*"')),
    (r"scanning an anchor", _sign('"&"')),
    (r"(scanning|parsing) a tag|tag handle", _sign('"!"')),
    (r"scanning a block scalar", _at_start(BLOCK)),
    (r"escape", _at_place(ESCAPE)),
    (r"quoted scalar", _at_start("this quote is never closed; close it where the text ends")),
    (r"directive|YAML document", _to_the_end('a line cannot begin with "%"; delete it')),
    (
        r"expected '<document start>'",
        _to_the_end("this does not belong to what stands above; start it in the same column"),
    ),
)
