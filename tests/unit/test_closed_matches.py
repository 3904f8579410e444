from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import careplay

HOME = Path(careplay.__file__).parent
ROOMS = (
    "model",
    "meaning",
    "checks",
    "planning",
    "engines/plain",
    "engines/durable",
    "outputs",
)
OPEN = {
    "planning/texts.py": "names of gaps",
    "engines/plain/texts.py": "names of gaps",
    "engines/plain/settling/returning.py": "what outcome events are called",
    "engines/durable/cases/replaying.py": "what arrows say",
}
"""What is matched there is a text, so that no type knows all of it."""


def files() -> Iterator[str]:
    for room in ROOMS:
        yield from (str(file.relative_to(HOME)) for file in sorted((HOME / room).rglob("*.py")))


def swallowed(file: str) -> list[int]:
    """The lines of whatever takes all that is left and does not say that nothing is."""
    cases = (
        case
        for each in ast.walk(ast.parse((HOME / file).read_text(encoding="utf-8")))
        if isinstance(each, ast.Match)
        for case in each.cases
        if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
    )
    return [case.pattern.lineno for case in cases if "assert_never" not in ast.dump(case)]


@pytest.mark.parametrize("file", [*files()])
def test_a_new_kind_is_swallowed_by_no_match(file: str) -> None:
    assert bool(swallowed(file)) is (file in OPEN)
