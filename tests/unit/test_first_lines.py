"""What is worked out twice on purpose says so in its first lines, and names its other half."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import careplay

HOME = Path(careplay.__file__).parent
PAIRS = (
    ("engines/plain/leading.py", "planning/clock.py"),
    ("engines/plain/kept.py", "planning/occasions.py"),
    ("engines/plain/changes.py", "planning/occasions.py"),
    ("engines/plain/events.py", "planning/occasions.py"),
    ("engines/plain/days.py", "planning/special_days.py"),
    ("engines/plain/deciding.py", "planning/reasons.py"),
    ("engines/plain/holds.py", "planning/holds.py"),
    ("engines/plain/whole.py", "planning/days.py"),
    ("engines/plain/whole.py", "planning/settling.py"),
    ("engines/plain/settling", "planning/limits.py"),
    ("engines/plain/settling", "planning/memory.py"),
    ("engines/plain/settling", "engines/sql/settling"),
    ("meaning/owners.py", "planning/roles.py"),
    ("meaning/folding.py", "engines/sql/records"),
    ("meaning/deadlines.py", "engines/sql/records"),
    ("meaning/stays.py", "engines/sql/records"),
)
"""Modules, and packages, of which ``__init__.py`` says so."""


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_each_half_names_the_other(pair: tuple[str, str]) -> None:
    one, other = pair
    assert called(other) in first_lines(one)
    assert called(one) in first_lines(other)


def called(half: str) -> str:
    """As halves are named: ``plain/kept.py``."""
    return half.removeprefix("engines/")


def first_lines(half: str) -> str:
    path = HOME / half
    file = path / "__init__.py" if path.is_dir() else path
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    assert "one proves the other" in said.replace("\n", " ")
    return said
