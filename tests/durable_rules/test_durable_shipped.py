"""Every shipped business on chosen dates: three engines write the same files, byte for byte.

Twelve dates for each change, and sixty with ``CAREPLAY_EXAMPLES=whole``. What `plain` says is
kept (``kept_answers``); ``--accept`` asks it anew for the dates of the run, and keeps that.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from careplay.calendars.festivals import festivals_on
from careplay.calendars.foreign import made_up
from careplay.engines import engine, whole
from careplay.outputs import parquet
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from examples import is_whole
from kept_answers import digest, keep, kept
from outcomes import SHOPS, shipped
from shop_folder import careplay, shipped as folder_of

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")

CHOSEN = (
    date(2026, 1, 31),  # the end of a month
    date(2026, 2, 14),  # Valentine's day, on a Saturday that is worked
    date(2026, 2, 16),  # the eve of the Spring Festival
    date(2026, 2, 28),  # the end of February, on a Saturday that is worked
    date(2026, 3, 3),  # the Lantern Festival
    date(2026, 4, 5),  # Qingming
    date(2026, 6, 19),  # the Dragon Boat Festival
    date(2026, 9, 20),  # a Sunday that is worked
    date(2026, 9, 25),  # the Mid-Autumn Festival
    date(2026, 10, 1),  # the National Day
    date(2026, 12, 31),  # the end of a year
    date(2028, 2, 29),  # a leap day
)
"""Looked at for each change; the others where a whole search is asked for."""
SPRING_FESTIVAL, CHRISTMAS = date(2026, 2, 17), date(2026, 12, 25)
SPREAD = tuple(date(2026, 1, 1) + timedelta(days=8 * n) for n in range(46))
"""A week and a day apart, so that each day of the week and of the month comes up."""
SIXTY = tuple(sorted({*CHOSEN, SPRING_FESTIVAL, CHRISTMAS, *SPREAD}))
DATES = SIXTY if is_whole() else CHOSEN


class Written(NamedTuple):
    """What an engine makes of a date: rows, for people to compare, file, and what is told."""

    rows: list[tuple[object, ...]]
    file: bytes
    told: tuple[object, ...]


@cache
def loaded(shop: str) -> Loaded:
    connection = connect()
    connection.execute("SET threads = 1")  # few rows, and other tests on the other cores
    return load_tables(shipped(shop), customers=None, events=None, connection=connection)


def written(shop: str, name: str, day: date, file: Path) -> Written:
    outcome = whole.run(engine(name), shipped(shop), day, loaded(shop))
    connection = loaded(shop).connection
    rows = connection.execute(f"FROM {outcome.relation}").fetchall()
    parquet.write(connection, outcome.relation, file)
    return Written(rows, file.read_bytes(), (outcome.undecided, outcome.odd, outcome.notes))


def test_there_are_sixty_dates() -> None:
    assert len(SIXTY) == 60


def test_the_chosen_dates_are_festivals_ends_of_months_days_made_up_and_a_leap_day() -> None:
    assert len(CHOSEN) == 12
    assert {name for day in CHOSEN for name in festivals_on(day, "CN")} >= {
        "spring_festival_eve", "lantern", "tomb_sweeping", "dragon_boat", "mid_autumn",
        "national_day",
    }  # fmt: skip
    assert sum(day in made_up("CN", day.year) for day in CHOSEN) == 3
    assert sum((day + timedelta(days=1)).day == 1 for day in CHOSEN) == 4
    assert any((day.month, day.day) == (2, 29) for day in CHOSEN)


@pytest.mark.parametrize("shop", SHOPS)
def test_three_engines_write_the_same_actions(
    shop: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    accept = request.config.getoption("--accept")
    answers = {} if accept else kept(shop)
    by_hand: dict[str, str] = {}
    for day in DATES:
        duckdb, durable = (written(shop, n, day, tmp_path / n) for n in ("duckdb", "durable"))
        assert durable == duckdb, day
        if answers.get(str(day)) != digest(duckdb[1:]):
            plain = written(shop, "plain", day, tmp_path / "plain")
            assert plain == duckdb, day
            assert str(day) not in answers, "what is kept is not what plain says: --accept"
            by_hand[str(day)] = digest(plain[1:])
    if accept:
        keep(shop, by_hand)


@pytest.mark.parametrize("shop", SHOPS)
def test_a_week_later_both_remember_the_same(shop: str, tmp_path: Path) -> None:
    """The days between were missed: what rules that catch up asked for on them is told now."""
    folder = folder_of(shop, tmp_path)
    found: dict[str, list[bytes]] = {}
    for name in ("duckdb", "durable"):
        for day in ("2026-11-10", "2026-11-17"):
            told = ("--date", day, "--out", tmp_path / name, "--engine", name)
            assert careplay("run", folder, *told, "--format", "parquet").exit_code == 0
        files = sorted((tmp_path / name / shop).glob("date=*/*.parquet"))
        found[name] = [file.read_bytes() for file in files]
    assert len(found["durable"]) >= 2
    assert found["durable"] == found["duckdb"]
