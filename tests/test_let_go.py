"""Whoever runs many days in one process is left with no database of the days that are over."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from small_shop import small_shop

BOOK = """
rules:
  - id: thanked
    title: Thanked
    when: {after: visit, days: 0}
    do: [{task: Thank, to: adviser}]
"""
VISITS = "customer_id,type,at\nC1,visit,2026-06-15 10:00\n"


@contextmanager
def without_collector() -> Iterator[None]:
    """What is let go within is let go because nothing refers to it."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where each database has a folder for as long as it is held."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


# Its staff table lacks columns that one need not have, which a fault finds out on the way.
def test_a_run_lets_go_of_its_database_when_it_ends(temp: Path, tmp_path: Path) -> None:
    shop = small_shop(tmp_path, BOOK, events=VISITS)
    shop.run("2026-06-14")
    with without_collector():
        assert shop.actions("2026-06-15") == [("2026-06-15", "thanked")]
        assert not [*temp.iterdir()]
