"""Two versions of a business for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.outputs.compared import VersionDiff
from careplay.outputs.compared_lines import Lines
from careplay.outputs.markdown_text import plain


def report(compared: VersionDiff) -> str:
    """What is written, then what is told."""
    return "\n".join(_lines(Lines(compared))) + "\n"


def _lines(lines: Lines) -> Iterator[str]:
    say = lines.say
    yield f"## {plain(lines.heading())}"
    yield from _part(say.written, [*lines.written()] or [say.nothing_written])
    if not lines.compared.days:
        return
    rows = [*lines.rules()]
    yield from _part(lines.told(), [] if rows else [say.nothing_told])
    yield from _table(rows)
    for head, part in ((say.people, lines.people()), (say.examples, lines.examples())):
        if found := [*part]:
            yield from _part(head, found)


def _part(head: str, lines: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"### {plain(head)}"
    yield ""
    yield from (f"- {plain(line)}" for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(map(plain, row))} |"
        if not number:
            yield f"|---|{'---:|' * (len(row) - 1)}"
