"""Every shipped business on sixty dates: three engines write the same files, byte for byte."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from careplay.engines import engine, whole
from careplay.outputs import parquet
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from outcomes import SHOPS, shipped
from shop_folder import careplay, shipped as folder_of

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

FESTIVALS = "02-14 02-16 02-17 03-03 04-05 06-19 09-25 10-01 12-25"
SPREAD = tuple(date(2026, 1, 1) + timedelta(days=n * 50 // 7) for n in range(51))
"""A week and a bit apart, so that each day of the week and of the month comes up."""
DATES = tuple(
    sorted({*SPREAD, *(date.fromisoformat(f"2026-{each}") for each in FESTIVALS.split())})
)
PARTS = 6
"""Tests that can run beside one another."""


@cache
def loaded(shop: str) -> Loaded:
    connection = connect()
    connection.execute("SET threads = 1")  # few rows, and other tests on the other cores
    return load_tables(shipped(shop), customers=None, events=None, connection=connection)


def written(shop: str, name: str, day: date, file: Path) -> tuple[bytes, object, object]:
    """The file of the day's actions, and all that is told beside them."""
    outcome = whole.run(engine(name), shipped(shop), day, loaded(shop))
    parquet.write(loaded(shop).connection, outcome.relation, file)
    return file.read_bytes(), outcome.undecided, (outcome.odd, outcome.notes)


def test_there_are_sixty_dates() -> None:
    assert len(DATES) == 60


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("shop", SHOPS)
def test_three_engines_write_the_same_actions(shop: str, part: int, tmp_path: Path) -> None:
    for day in DATES[part::PARTS]:
        names = ("plain", "duckdb", "durable")
        plain, duckdb, durable = (written(shop, n, day, tmp_path / n) for n in names)
        assert durable == plain, day
        assert durable == duckdb, day


@pytest.mark.parametrize("shop", SHOPS)
def test_a_week_later_both_remember_the_same(shop: str, tmp_path: Path) -> None:
    """The days between were missed: what rules that catch up asked for on them is told now."""
    folder = folder_of(shop, tmp_path)
    kept: dict[str, list[bytes]] = {}
    for name in ("duckdb", "durable"):
        for day in ("2026-11-10", "2026-11-17"):
            told = ("--date", day, "--out", tmp_path / name, "--engine", name)
            assert careplay("run", folder, *told, "--format", "parquet").exit_code == 0
        files = sorted((tmp_path / name / shop).glob("date=*/*.parquet"))
        kept[name] = [file.read_bytes() for file in files]
    assert len(kept["durable"]) >= 2
    assert kept["durable"] == kept["duckdb"]
