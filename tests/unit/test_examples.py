"""Each run tries other generated cases, says which, and can be made to try them again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from examples import EXAMPLES, SEED, examples, seed, share, tried

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


def told(folder: Path, **environ: str) -> tuple[list[str], str]:
    """The cases that a run of pytest tries, and the seed that it prints."""
    file = folder / "test_any.py"
    file.write_text(CASES, "utf-8")
    command = [sys.executable, "-m", "pytest", "--quiet", "-s", "-p", "no:cacheprovider"]
    for plugin in ("_hypothesis_pytestplugin", "conftest"):
        command += ["-p", plugin]
    rest = {name: value for name, value in os.environ.items() if name not in {EXAMPLES, SEED}}
    done = subprocess.run(  # noqa: S603 - our own
        [*command, "--rootdir", str(folder), str(file)],
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


def test_only_what_says_so_tries_the_same_cases_each_time() -> None:
    assert not examples(3).derandomize
    assert examples(3, always_the_same=True).derandomize


def test_the_seed_is_the_one_asked_for_or_a_new_one() -> None:
    assert seed({SEED: "7"}) == 7
    assert seed({}) != seed({})
