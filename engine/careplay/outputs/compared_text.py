"""Two versions of a business for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careplay.outputs.columns_text import aligned
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
    yield from _part(lines.told(), aligned([*lines.rules()]), say.nothing_told)
    for head, part in ((say.people, lines.people()), (say.examples, lines.examples())):
        if found := [*part]:
            yield ""
            yield from _part(head, found, "")


def _part(head: str, lines: Iterable[str], nothing: str) -> Iterator[str]:
    yield head
    for line in [*lines] or [nothing]:
        yield f"  {line}"
