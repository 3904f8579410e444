"""A class name means one thing in the whole of careplay."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import careplay

ROOM = Path(careplay.__file__).parent

SHARED = frozenset({"Column", "Dated", "Standing"})
"""Still shared by an engine or the plan with another room; the list may only get shorter."""


def test_a_class_name_means_one_thing() -> None:
    classes = Counter(
        node.name
        for file in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in classes.items() if count > 1} <= SHARED
