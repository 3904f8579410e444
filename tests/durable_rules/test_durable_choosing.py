"""``--engine durable``: what the package cannot say is told before data are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop_folder import DAY, actions, careplay, shop

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

WAYS = [f"{{any: [{{name: a{n}}}, {{phone: b{n}}}]}}" for n in range(7)]
NO_WAYS = [each.replace("any", "all") for each in WAYS]
PLAYBOOK = f"""rules:
  - id: knotty
    title: Knotty
    when: {{every: day}}
    if: {{all: [{", ".join(WAYS)}], any: [{", ".join(NO_WAYS)}]}}
    do: [{{task: Look, to: adviser}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop with a rule of more than 64 alternatives, whichever way it is asked."""
    made = shop(tmp_path / "shop")
    (made / "knotty.yaml").write_text(PLAYBOOK, encoding="utf-8")
    return made


def test_it_is_told_with_file_line_and_column_and_nothing_is_run(folder: Path) -> None:
    (folder / "data" / "customers.csv").unlink()
    found = careplay("run", folder, "--date", DAY, "--engine", "durable")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "knotty.yaml:5:" in found.stderr
    assert "CP601" in found.stderr
    assert "^" in found.stderr
    assert not (folder / ".careplay").exists()


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_the_other_engines_take_the_same_playbook(engine: str, folder: Path) -> None:
    assert careplay("run", folder, "--date", DAY, "--engine", engine).exit_code == 0
    assert actions(folder).exists()


def test_it_is_no_fault_of_the_playbook_to_check(folder: Path) -> None:
    assert careplay("check", folder).exit_code == 0
