"""Two days of a shipped store, the second with the memory of the first: what a manager sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import pytest

from alike import ENGINES
from shop_folder import careplay, rows, shipped

Rows: TypeAlias = list[tuple[Any, ...]]
STORES = [
    ("appliance_store", "2026-11-22", "2026-11-23", "use_callback"),
    ("home_textiles", "2026-11-19", "2026-11-20", "use_call"),
]


def days(folder: Path, first: str, second: str, engine: str) -> tuple[Rows, Rows]:
    """What is kept of the two days, by that engine and in a place of its own."""
    out = folder.parent / f"by {engine}"
    done = careplay(
        *("run", folder, "--date", first, "--until", second),
        *("--out", out, "--engine", engine, "--format", "parquet"),
    )
    assert done.exit_code == 0
    kept = (out / folder.name / f"date={day}" / "actions.parquet" for day in (first, second))
    then, now = (rows(file) for file in kept)
    return then, now


def same_days(folder: Path, first: str, second: str) -> tuple[Rows, Rows]:
    """The same by every engine, which say one thing."""
    found = [days(folder, first, second, engine) for engine in ENGINES]
    assert found == [found[0]] * len(found)
    return found[0]


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("name", "first", "second", "rule"), STORES)
def test_the_second_day_knows_the_first_on_both_engines(
    name: str, first: str, second: str, rule: str, tmp_path: Path
) -> None:
    folder = shipped(name, tmp_path)
    then, now = same_days(folder, first, second)
    again = {row[0] for row in now} & {row[0] for row in then}
    called_again = {row[0] for row in now if rule in row and 2 in row}
    assert called_again
    assert called_again <= again
    assert len(now) > len(again)


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("name", "first", "second"),
    [("wealth_advisory", "2026-11-20", "2026-11-21"), ("hotel", "2026-11-20", "2026-11-21")],
)
def test_cases_and_stays_are_remembered_alike(
    name: str, first: str, second: str, tmp_path: Path
) -> None:
    folder = shipped(name, tmp_path)
    assert all(same_days(folder, first, second))
