"""Each run tries other generated cases, says which, and can be made to try them again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase

from examples import (
    EXAMPLES,
    SEED,
    SMALLER,
    WHOLE,
    examples,
    is_drawn,
    phases,
    seed,
    share,
    tried,
)

TESTS = Path(__file__).parents[1]
ALONE = {"PYTHONPATH": str(TESTS), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
CASES = """
from hypothesis import given, strategies as st
from examples import examples

@examples(30)
@given(n=st.integers(0, 10**9))
def test_any_number(n):
    print("tried", n)
"""
MANY = """
import pytest

@pytest.mark.one_in(2)
@pytest.mark.parametrize("n", range(40))
def test_each(n):
    print("tried", n)
"""
WITHOUT = CASES.replace("@examples(30)\n", "")


def told(
    folder: Path, cases: str = CASES, *options: str, **environ: str
) -> tuple[list[str], str]:
    """The cases that a run of pytest tries, and the seed that it prints."""
    file = folder / "test_any.py"
    file.write_text(cases, "utf-8")
    command = [sys.executable, "-m", "pytest", "--quiet", "-s", "-p", "no:cacheprovider"]
    for plugin in ("_hypothesis_pytestplugin", "conftest"):
        command += ["-p", plugin]
    given = {"CI", EXAMPLES, SEED}
    rest = {name: value for name, value in os.environ.items() if name not in given}
    done = subprocess.run(  # noqa: S603 - our own
        [*command, *options, "--rootdir", str(folder), str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**rest, **ALONE, **environ},
    )
    (drawn,) = re.findall(rf"^again with the same .*: {SEED}=(\d+)$", done.stdout, re.MULTILINE)
    return re.findall(r"tried (\d+)", done.stdout), drawn


def test_a_run_draws_its_cases_and_can_be_done_again(tmp_path: Path) -> None:
    cases, drawn = told(tmp_path)
    assert len(cases) == 10
    assert told(tmp_path, CAREPLAY_SEED=drawn) == (cases, drawn)


@pytest.mark.parametrize(
    ("asked", "number", "part"), [("", 34, 34), ("whole", 100, 100), ("5000", 5000, 100)]
)
def test_a_third_is_tried_or_all_or_as_many_as_asked(
    asked: str, number: int, part: int
) -> None:
    assert tried(100, {EXAMPLES: asked}) == number
    assert share(100, {EXAMPLES: asked}) == part


def test_a_part_is_drawn_by_the_seed_and_all_of_it_in_a_whole_search() -> None:
    names = [f"tests/test_a.py::test_{each}[durable]" for each in range(300)]
    drawn = [{name for name in names if is_drawn(name, seed, 3, {})} for seed in range(20)]
    assert all(60 < len(each) < 140 for each in drawn)
    assert set().union(*drawn) == {*names}
    assert all(is_drawn(name, 1, 3, {EXAMPLES: WHOLE}) for name in names)
    assert all(is_drawn(name, 1, 1, {}) for name in names)


def test_of_tests_that_say_so_a_part_is_tried_as_drawn(tmp_path: Path) -> None:
    first, drawn = told(tmp_path, MANY)
    assert 5 < len(first) < 35
    assert told(tmp_path, MANY, CAREPLAY_SEED=drawn) == (first, drawn)
    assert len(told(tmp_path, MANY, CAREPLAY_EXAMPLES=WHOLE)[0]) == 40


def test_every_worker_process_is_given_the_same_part(tmp_path: Path) -> None:
    """Where they collect different tests, pytest ends with a fault and tries none."""
    for _ in range(2):
        told(tmp_path, MANY, "-p", "xdist.plugin", "-n", "2")


def test_only_what_says_so_tries_the_same_cases_each_time() -> None:
    assert not examples(3).derandomize
    assert examples(3, always_the_same=True).derandomize


def test_ci_tells_a_failing_case_as_it_was_drawn() -> None:
    assert phases({}) == tuple(Phase)
    assert {*Phase} - {*phases({"CI": "true"})} == SMALLER


def test_in_ci_too_cases_come_from_the_seed(tmp_path: Path) -> None:
    drawn = [told(tmp_path, WITHOUT, CI="true", CAREPLAY_SEED=seed)[0] for seed in ("7", "8")]
    assert drawn[0] != drawn[1]
    assert told(tmp_path, WITHOUT, CAREPLAY_SEED="8")[0] == drawn[1]


def test_the_seed_is_the_one_asked_for_or_a_new_one() -> None:
    assert seed({SEED: "7"}) == 7
    assert seed({}) != seed({})
