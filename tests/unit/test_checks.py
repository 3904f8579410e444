"""Codes and checks keep their promises to each other and to the reader."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import cast, get_type_hints

import pytest

from careplay import language
from careplay.checks import CHECKS
from careplay.checks.base import Check
from careplay.checks.proving import PROVED
from careplay.engines import ENGINES, engine
from careplay.language.codes import CODES

ROOMS = Path(language.__file__).parents[1]
TESTS = Path(__file__).parents[1]
CASES = TESTS / "cases" / "businesses"
TRIED = tuple(
    TESTS / f"{each}.py"
    for each in (
        "unit/test_allowances",
        "unit/test_including",
        "unit/test_practices",
        "unit/test_unused",
        "test_playing",
        "test_reaching",
        "durable_rules/test_sayable",
    )
)
"""Where faults of more than one business folder, and of one engine, are shown."""
OF_ENGINES = {code: said for name in ENGINES for code, said in engine(name).CODES.items()}
MODULES = [cast("ModuleType", check) for check in CHECKS]


@pytest.mark.parametrize("check", MODULES, ids=lambda module: module.__name__)
def test_a_check_is_named_for_its_code(check: ModuleType) -> None:
    assert check.__name__.rpartition(".")[2].startswith(check.CODE.lower())


@pytest.mark.parametrize("check", MODULES, ids=lambda module: module.__name__)
def test_a_check_is_its_own_page_of_the_manual(check: ModuleType) -> None:
    assert check.__doc__ is not None
    assert check.__doc__.count("::\n") >= 2, "an example, and the example put right"


@pytest.mark.parametrize("check", MODULES, ids=lambda module: module.__name__)
def test_a_check_has_the_shape_of_one(check: ModuleType) -> None:
    """What mypy would hold of modules that are listed by hand."""
    assert get_type_hints(check.check) == get_type_hints(Check.check)
    assert isinstance(check.CODE, str)


def test_whoever_asks_for_a_check_is_a_practice() -> None:
    listed = (ROOMS.parents[1] / "playbooks" / "practices.yaml").read_text("utf-8")
    named = {
        practice
        for file in (ROOMS / "checks").glob("cp*.py")
        for practice in re.findall(r'"(S\d-\d\d+)"', file.read_text("utf-8"))
    }
    assert named
    assert {practice for practice in named if f"  {practice}:" not in listed} == set()


def test_no_code_is_said_by_two() -> None:
    said = [*CODES, *OF_ENGINES, *(check.CODE for check in CHECKS)]
    assert len(said) == len({*said})


def test_checks_are_listed_in_code_order() -> None:
    assert [check.CODE for check in CHECKS] == sorted(check.CODE for check in CHECKS)


def test_every_check_is_listed() -> None:
    files = {file.stem for file in (ROOMS / "checks").glob("cp*.py")}
    assert files == {module.__name__.rpartition(".")[2] for module in MODULES}


def test_every_code_says_in_a_line_what_it_means() -> None:
    for codes in (CODES, OF_ENGINES):
        assert all(meaning and "\n" not in meaning for meaning in codes.values())
        assert [*codes] == sorted(codes)


def test_what_proofs_find_is_told_by_checks_that_prove() -> None:
    proving = {check.CODE for check in MODULES if "checks.proving" in inspect.getsource(check)}
    assert proving == PROVED


def test_every_code_is_shown_by_a_faulty_business() -> None:
    stories = (TESTS / "cases" / "stories").glob("*.out")
    shown = (*CASES.glob("*/expected.out"), *stories, *TRIED)
    said = "".join(file.read_text("utf-8") for file in shown)
    known = {*CODES, *OF_ENGINES, *(check.CODE for check in CHECKS)}
    assert known - set(re.findall(r"\bCP\d{3}\b", said)) == set()
