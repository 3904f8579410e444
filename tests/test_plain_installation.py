"""What careplay does needs none of the packages that only its tests, or its users, have."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop_folder import DAY, PLAYBOOKS, process, shipped

BLOCKED = """
import sys
sys.modules |= dict.fromkeys(("numpy", "pandas", "polars", "openpyxl", "durable"))
"""
"""An import of these fails, as if they were not installed."""
BUSINESSES = ("appliance_store", "car_dealership", "home_textiles", "hotel", "wealth_advisory")


@pytest.fixture(scope="module")
def playbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every shipped business, as README's first command finds them."""
    folder = tmp_path_factory.mktemp("playbooks")
    for name in BUSINESSES:
        shipped(name, folder)
    return folder


def test_the_first_command_of_the_readme_runs(playbooks: Path) -> None:
    assert {each.parent.name for each in PLAYBOOKS.glob("*/careplay.yaml")} == {*BUSINESSES}
    ran = process("run", playbooks, "--date", DAY, program=BLOCKED)
    assert ran.returncode == 0, ran.stderr
    assert "**" in ran.stdout


@pytest.mark.parametrize(
    ("form", "ending"), [("table", "parquet"), ("jsonl", "csv"), ("csv", "jsonl")]
)
def test_every_output_is_written(
    form: str, ending: str, playbooks: Path, tmp_path: Path
) -> None:
    saved = tmp_path / f"saved.{ending}"
    ran = process(
        *("run", playbooks / "hotel", "--date", DAY, "--out", tmp_path / "days"),
        *("--format", form, "--save", saved),
        program=BLOCKED,
    )
    assert ran.returncode == 0, ran.stderr
    assert saved.stat().st_size > 0
