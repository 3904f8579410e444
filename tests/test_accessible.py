"""axe finds nothing on any page that careplay writes for people."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alike import called
from axe import violations

PLAYBOOKS = Path(__file__).parents[1] / "playbooks"
DAY = "2026-06-18"
PAGES = [
    ("hotel", "tasks", "D41"),
    ("hotel", "board", ""),
    ("hotel", "week", ""),
    ("hotel", "rooms", "housekeeping"),
    ("hotel", "cards", "D41"),
    ("car_dealership", "board", ""),
]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped businesses, of which a day is run."""
    folder = tmp_path_factory.mktemp("shipped") / "playbooks"
    shutil.copytree(PLAYBOOKS, folder, ignore=shutil.ignore_patterns(".careplay"))
    for name in {name for name, *_ in PAGES}:
        found = called(("run", folder / name, "--date", DAY, "--format", "jsonl"))
        assert found.exit_code in {0, 3}, found.output
    return folder


@pytest.mark.parametrize(("business", "of", "whose"), PAGES)
def test_axe_finds_nothing(
    business: str, of: str, whose: str, shipped: Path, tmp_path: Path
) -> None:
    asked = ["sheets", shipped / business, "--date", DAY, "--of", of]
    page = called((*asked, *(["--for", whose] if whose else []))).stdout
    assert "<main>" in page
    assert violations(page, tmp_path) == []


def test_axe_finds_what_is_wrong(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="x">'
        '<title>t</title></head><body><main><img src="x.png"></main></body></html>'
    )
    found = {each[0] for each in violations(page, tmp_path)}
    assert {"image-alt", "html-has-lang"} <= found
