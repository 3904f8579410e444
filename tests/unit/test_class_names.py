"""A class name means one thing in the whole of careplay, and in the sample people."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import careplay
import samples

ROOMS = tuple(Path(str(package.__file__)).parent for package in (careplay, samples))


def test_a_class_name_means_one_thing() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for room in ROOMS:
        for file in sorted(room.rglob("*.py")):
            for name in _named(file.read_text(encoding="utf-8")):
                places[name].append(file.relative_to(room.parent).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "text",
    [
        "class Row: ...",
        "def made():\n    class Row: ...",
        "Row: TypeAlias = dict[str, str]",
        "Row = dict[str, str]",
    ],
)
def test_a_class_is_named_by_its_definition_or_by_an_alias(text: str) -> None:
    assert list(_named(text)) == ["Row"]


@pytest.mark.parametrize("text", ["ROW = 1", "row = 1", "_Row = TypeVar('_Row')"])
def test_other_names_are_no_classes(text: str) -> None:
    assert list(_named(text)) == []


def _named(text: str) -> Iterator[str]:
    """The names of classes, and of the aliases of types at the module's top."""
    module = ast.parse(text)
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in module.body:
        match node:
            case ast.AnnAssign(target=ast.Name(name)) | ast.Assign(targets=[ast.Name(name)]):
                if name[0].isupper() and not name.isupper():
                    yield name
            case _:
                pass
