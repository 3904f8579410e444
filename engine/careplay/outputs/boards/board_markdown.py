"""A board as Markdown, for chats and wikis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.outputs.case_words import case_words
from careplay.outputs.markdown_text import plain

if TYPE_CHECKING:
    from careplay.outputs.boards.board import BoardCase, CaseBoard
    from careplay.outputs.case_words import CaseWords


def write(board: CaseBoard) -> bytes:
    """The text in UTF-8."""
    return "".join(f"{line}\n" for line in _lines(board)).encode()


def _lines(board: CaseBoard) -> Iterator[str]:
    say = case_words(board.language)
    heading = say.heading.format(name=board.business, day=board.date)
    yield f"# {plain(heading)}"
    if board.whose:
        yield from ("", plain(board.whose))
    if not board.flows:
        yield from ("", say.nothing)
    for flow in board.flows:
        told = say.flow.format(flow=flow.label, count=flow.cases, late=flow.late)
        yield from ("", f"## {plain(told)}")
        for step in flow.steps:
            yield from ("", f"### {plain(step.title)} ({len(step.cases)})", "")
            for case in step.cases:
                yield from _case(case, say)
    if board.notes:
        yield from ("", *map(plain, board.notes))


def _case(case: BoardCase, say: CaseWords) -> Iterator[str]:
    first = f"**{plain(case.customer)}** · {plain(case.ref)}"
    left = f"**{plain(case.left)}**" if case.is_late and case.left else plain(case.left)
    _, _, _, since, due, _, goal, _ = say.columns
    told = [
        f"{label} {value}" for label, value in ((due, case.due), (goal, case.goal)) if value
    ]
    told.append(f"{since} {case.since}")
    yield f"- {' · '.join(filter(None, (first, plain(case.who), left, *map(plain, told))))}"
    for line in case.counting:
        yield f"{'    ' if line.startswith(' ') else '  '}- {plain(line)}"
