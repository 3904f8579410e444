"""Adding a kind makes mypy name every place, for no match takes all that is left in silence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import careplay

HOME = Path(careplay.__file__).parent
OPEN = {
    "commands/faults.py:_tell": "what may go wrong in Python",
    "engines/durable/cases/replaying.py:_after": "what arrows say",
    "engines/plain/texts.py:_of_the_day": "names of gaps",
    "outputs/naming.py:_reason": "names of facts, and of special days",
    "planning/texts.py:of_the_day": "names of gaps",
    "reading/departures.py:_way": "what may stand in YAML",
    "reading/explaining.py:_one": "words of JSON Schema",
    "reading/sheet_cells.py:sheet_text": "what may stand in a workbook",
    "reading/wording.py:found_instead": "what may stand in YAML",
    "reading/wording.py:value_text": "what may stand in YAML",
    "sources/wordings.py:_found": "codes of faults",
    "sources/words.py:_plain": "what a program may hand over",
    "sources/words.py:plain": "what a file may hold",
}
"""What is matched there is no kind of ours, so that no type knows all of it."""


def swallowing(text: str) -> Iterator[str]:
    """The functions in which a match takes all that is left, and neither says nor raises."""
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            matches = (each for each in ast.walk(function) if isinstance(each, ast.Match))
            if any(map(_takes_all, (case for each in matches for case in each.cases))):
                yield function.name


def _takes_all(case: ast.match_case) -> bool:
    """Whether nothing is asked of what is left, though there may be something."""
    if case.guard is not None or not _is_anything(case.pattern):
        return False
    return not isinstance(case.body[0], ast.Raise) and "assert_never" not in ast.dump(case)


def _is_anything(pattern: ast.pattern) -> bool:
    """``_`` or a name; a sequence, or one way of several, where all of it is that."""
    match pattern:
        case ast.MatchAs():
            return pattern.pattern is None or _is_anything(pattern.pattern)
        case ast.MatchOr():
            return any(map(_is_anything, pattern.patterns))
        case ast.MatchSequence():
            return all(map(_is_anything, pattern.patterns))
        case _:
            return False


@pytest.mark.parametrize("pattern", ["_", "other", "(_, _)", "None | _", "_ as other"])
def test_a_match_that_takes_all_is_seen(pattern: str) -> None:
    text = f"def f(x):\n  match x:\n    case 1: ...\n    case {pattern}: pass"
    assert [*swallowing(text)] == ["f"]


@pytest.mark.parametrize("ending", ["assert_never(x)", "raise AssertionError", "other: pass"])
def test_one_that_ends_with_never_is_none(ending: str) -> None:
    last = "case A(): pass" if ending == "other: pass" else f"case _: {ending}"
    text = f"def f(x):\n  match x:\n    case 1: ...\n    case _ if x: pass\n    {last}"
    assert [*swallowing(text)] == []


def test_a_new_kind_is_swallowed_by_no_match() -> None:
    found = {
        f"{file.relative_to(HOME).as_posix()}:{name}"
        for file in HOME.rglob("*.py")
        for name in swallowing(file.read_text(encoding="utf-8"))
    }
    assert found == set(OPEN)
