"""The benchmark compares like with like: the engines, and the manual's way, give the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "engines.py"


def told(*options: str) -> str:
    command = [sys.executable, str(BENCHMARK), "--customers", "900", *options]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_the_engines_write_the_same_bytes() -> None:
    for_each = told("--same", "--rules", "10", "50")
    assert for_each.count("duckdb, durable, plain give the same actions") == 2


def test_the_rival_is_given_the_same_rules() -> None:
    lines = told("--parts", "manual", "--rules", "10").splitlines()
    (kept,) = (line for line in lines if "one fact after the other" in line)
    right, lacking, wrong = (int(cell.replace(",", "")) for cell in kept.split("|")[5:8])
    assert right > 500
    assert (lacking, wrong) == (0, 0)
