"""What is written beside a line against advice: ``# allow CP497: it is done at once``.

It stands at the end of the line of which something is told, or alone above it, and says why.
Only advice may be allowed: of a fault nothing can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from careplay.diagnostics import Diagnostic, Position
from careplay.frozen import dataclass
from careplay.language.codes import IDLE_ALLOWANCE, QUIET_RULE

AllowedPlace: TypeAlias = tuple[str, str, int]
WRITTEN = re.compile(r"(?:^|\s)#\s*allow\s+(CP\d{3})\b\s*(?:[:：]\s*(.*\S))?", re.IGNORECASE)

NOT_ALWAYS_TOLD = frozenset({QUIET_RULE})
"""The codes of which nothing is told unless it is asked: what allows them is never idle."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """That one code is not told of one line."""

    file: str
    code: str
    line: int
    """The line that it is about."""
    at: Position
    """Where it is written."""
    why: str

    @property
    def place(self) -> AllowedPlace:
        """Of which file, code and line it is."""
        return self.file, self.code, self.line


def allowances(texts: Mapping[str, str]) -> tuple[Allowance, ...]:
    """All that are written in the files, by name."""
    return tuple(each for file, text in texts.items() for each in _in(file, text.split("\n")))


def _in(file: str, lines: list[str]) -> Iterator[Allowance]:
    for number, line in enumerate(lines, start=1):
        for found in WRITTEN.finditer(line):
            at = Position(number, found.start(1) + 1)
            alone = not line[: found.start()].strip()
            about = _next(lines, number) if alone else number
            yield Allowance(file, found[1].upper(), about, at, found[2] or "")


def _next(lines: list[str], number: int) -> int:
    """The next line below that says something."""
    below = (n for n, each in enumerate(lines[number:], number + 1) if _says(each))
    return next(below, number)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def without_allowed(
    advice: Iterable[Diagnostic], written: Iterable[Allowance]
) -> Iterator[Diagnostic]:
    """The advice that nothing allows."""
    places = {each.place for each in written}
    return (fault for fault in advice if _place(fault) not in places)


def idle(
    advice: Iterable[Diagnostic], written: Iterable[Allowance], codes: Collection[str]
) -> Iterator[Diagnostic]:
    """What is wrong with allowances: ``codes`` are those that may be allowed."""
    told = {*map(_place, advice)}
    for each in written:
        if each.code not in codes:
            said = (
                f"{each.code} stops every run, and cannot be allowed; put right what it tells"
            )
        elif each.place not in told and each.code not in NOT_ALWAYS_TOLD:
            said = f"{each.code} is not told of line {each.line}; take the allowance out"
        elif not each.why:
            way = f"write it behind: # allow {each.code}: it is done at once"
            said = f"nobody knows why {each.code} is allowed; {way}"
        else:
            continue
        yield Diagnostic(each.file, each.at, IDLE_ALLOWANCE, said)


def _place(fault: Diagnostic) -> AllowedPlace:
    return fault.file, fault.code, fault.position.line
