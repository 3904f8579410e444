"""Two versions of a business for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wcwidth import wcswidth

from careplay.outputs.compared import VersionDiff
from careplay.outputs.compared_lines import Lines
from careplay.visible import one_line


def report(compared: VersionDiff) -> str:
    """What is written, then what is told."""
    return "\n".join(map(one_line, _lines(Lines(compared)))) + "\n"


def _lines(lines: Lines) -> Iterator[str]:
    say = lines.say
    yield lines.heading()
    yield ""
    yield from _part(say.written, lines.written(), say.nothing_written)
    if not lines.compared.days:
        return
    yield ""
    yield from _part(lines.told(), _table([*lines.rules()]), say.nothing_told)
    for head, part in ((say.people, lines.people()), (say.examples, lines.examples())):
        if found := [*part]:
            yield ""
            yield from _part(head, found, "")


def _part(head: str, lines: Iterable[str], nothing: str) -> Iterator[str]:
    yield head
    for line in [*lines] or [nothing]:
        yield f"  {line}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows below each other, numbers to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for first, *numbers in rows:
        told = (
            _to_the_right(each, width) for each, width in zip(numbers, widths[1:], strict=True)
        )
        yield "  ".join((first + " " * (widths[0] - _width(first)), *told))


def _to_the_right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text


def _width(text: str) -> int:
    return max(wcswidth(text), 0)
