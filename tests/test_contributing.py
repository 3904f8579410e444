"""What CONTRIBUTING.md and the hooks for contributors say is so."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))


def test_hooks_run_what_is_installed_and_fetch_nothing() -> None:
    (local,) = HOOKS["repos"]
    assert local["repo"] == "local"
    assert {each["language"] for each in local["hooks"]} == {"system"}


def test_hooks_are_the_checks_of_ci() -> None:
    (local,) = HOOKS["repos"]
    hooks = [each["entry"].replace(" --force-exclude", "") for each in local["hooks"]]
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    asked = re.findall(
        r"^(ruff .+|mypy|lint-imports|careplay check .+)$", ci, flags=re.MULTILINE
    )
    assert hooks == [each.replace("ruff format --check", "ruff format") for each in asked]
