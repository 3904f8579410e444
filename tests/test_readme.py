"""The README shows a playbook, the same playbook broken, and what careplay says: all true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from careplay.cli import main

ROOT = Path(__file__).parents[1]
README = ROOT.joinpath("README.md").read_text(encoding="utf-8")
SLIPS = {
    "days: 7": "day: 7",
    "tier: [A, B]": "teir: [A, B]",
    "at least 1}": "at least one}",
    "to: adviser": "to: advisor",
}


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the business that the README's playbook belongs to, and we are in it."""
    home = ROOT / "tests" / "cases" / "readme" / "careplay.yaml"
    (tmp_path / "careplay.yaml").write_bytes(home.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_playbook_is_sound(shop: Path) -> None:
    (shop / "callback.yaml").write_text(block("yaml"), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "."])
    assert result.output == "no faults: 1 business, 2 files, 1 rule\n"


def test_the_same_playbook_broken_is_answered_as_shown(shop: Path) -> None:
    text = block("yaml")
    for right, wrong in SLIPS.items():
        assert right in text
        text = text.replace(right, wrong)
    (shop / "callback.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "callback.yaml"])
    assert (result.exit_code, "$ careplay check callback.yaml\n" + result.output) == (
        1,
        block("text"),
    )
