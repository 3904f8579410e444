"""docs/python.md is true: its examples run, and what it calls public is public."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import pytest

import careplay
import docs_pages
from careplay import errors
from docs_pages import Table, codes

PAGE = "python.md"


def table(*heading: str) -> Table:
    (found,) = (each for each in docs_pages.tables(PAGE) if each.heading == heading)
    return found


def names(*heading: str) -> list[str]:
    """What stands in the first cells of a table, without arguments."""
    cells = (code for row in table(*heading).rows for code in codes(row[0]))
    return [code.partition("(")[0] for code in cells]


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "\n".join(each.text for each in docs_pages.blocks(PAGE))
    examples = doctest.DocTestParser().get_doctest(text, {}, PAGE, PAGE, 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(
        examples, out=said.append
    )
    assert result.failed == 0, "".join(said)
    assert result.attempted > 30


def test_every_block_is_an_example() -> None:
    assert {each.kind for each in docs_pages.blocks(PAGE)} == {"pycon"}


def test_what_the_page_lists_is_what_is_public() -> None:
    listed = [*names("function", "returns"), *names("value", "its fields"), *names("and", "is")]
    assert sorted([*listed, "errors"]) == sorted(careplay.__all__)
    assert sorted(names("error", "is raised where")) == sorted(errors.__all__)


def test_every_argument_of_a_function_that_the_page_names_is_there() -> None:
    for row in table("function", "returns").rows:
        (call,) = codes(row[0])
        name, _, given = call.rstrip(")").partition("(")
        known = getattr(careplay, name).__code__
        taken = known.co_varnames[: known.co_argcount + known.co_kwonlyargcount + 1]
        told = {each.strip(" =*") for each in given.split(",")} - {"…"}
        assert told <= {*taken}, call


def test_the_fields_of_a_day_are_all_on_the_page() -> None:
    told = names("of a `Day`", "holds")
    assert sorted(told) == sorted([*map(_name, fields(careplay.Day)), "fault_lines", "report"])


VALUES = [row for row in table("value", "its fields").rows if codes(row[1])]


@pytest.mark.parametrize("row", VALUES, ids=lambda row: row[0])
def test_the_fields_that_the_page_promises_are_there(row: tuple[str, str]) -> None:
    kind: Any = getattr(careplay, *codes(row[0]))
    known = {*map(_name, fields(kind)), *dir(kind)} | {"str"}
    assert {code.partition("(")[0] for code in codes(row[1])} <= known


OWN_TYPES = {
    name
    for file in Path(careplay.__file__).parent.rglob("*.py")
    for pattern in (r"^class (\w+)", r"^(\w+): TypeAlias")
    for name in re.findall(pattern, file.read_text("utf-8"), re.MULTILINE)
} - {"Path"}  # in public values that of pathlib


def of_public_types(kind: Any, promised: Iterable[str]) -> bool:
    types = {str(each.type) for each in fields(kind) if each.name in promised}
    named = {word for each in types for word in re.findall(r"\w+", each)}
    return named & OWN_TYPES <= {*careplay.__all__, *errors.__all__}


@pytest.mark.parametrize("row", VALUES, ids=lambda row: row[0])
def test_the_fields_that_the_page_promises_are_of_public_types(row: tuple[str, str]) -> None:
    assert of_public_types(getattr(careplay, *codes(row[0])), codes(row[1]))


def test_the_fields_of_a_day_are_of_public_types() -> None:
    assert of_public_types(careplay.Day, names("of a `Day`", "holds"))


def _name(field: Field[Any]) -> str:
    return field.name
