"""A condition means the same to plain, to DuckDB and to durable-rules."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip(
    "durable_rules_engine", reason="needs the extra: pip install 'careplay[durable]'"
)

import agreement
from agreement_world import Row
from careplay.engines.durable.judging.chains import Ways
from careplay.model.conditions import Condition, Missing, leaves_of
from examples import share

DECISIONS = share(50_000)
"""Of each part."""


@pytest.mark.parametrize("part", range(4))
def test_all_engines_take_every_condition_to_mean_the_same(part: int, drawn: int) -> None:
    found = agreement.compare(drawn + part, DECISIONS)
    assert not found.differences, str(found.differences[0])
    assert found.decisions >= DECISIONS
    assert found.true > DECISIONS / 4
    assert found.unknown > DECISIONS / 20


def test_a_difference_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    right = agreement.by_durable

    def wrong(asked: Sequence[Condition], rows: Sequence[Row], ways: Ways) -> agreement.Truths:
        """Unsure of whatever asks whether an id is missing."""
        unsure = [Missing("id") in leaves_of(each) for each in asked]
        return [
            tuple(None if no else each for no, each in zip(unsure, said, strict=True))
            for said in right(asked, rows, ways)
        ]

    monkeypatch.setattr(agreement, "by_durable", wrong)
    for name in ("ASKED", "ROWS"):
        monkeypatch.setattr(agreement, name, 30)
    found = agreement.compare(1, 900).differences
    told = [str(each) for each in found if each.condition == Missing("id")]
    assert len(told) > len(found) / 2
    assert told[0].startswith("Missing(fact='id')\nof {'id': ")


def test_millions_are_compared_by_a_command() -> None:
    command = (sys.executable, agreement.__file__, "--decisions", "10000", "--seed", "9")
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("10,000 decisions (")
    assert ", 0 differences, " in done.stdout


def test_the_command_is_the_one_that_the_page_tells() -> None:
    page = Path(__file__).parents[2] / "docs" / "engines.md"
    assert "python tests/agreement.py --decisions 5000000 --seed 1" in page.read_text("utf-8")
