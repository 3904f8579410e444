"""On real customers and events, too, durable-rules gives what the default engine gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from careplay.engines import engine
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from outcomes import outcome_of
from real_days import business_of, files_of, with_arrivals

pytest.importorskip("durable_rules_engine", reason="pip install 'careplay[durable]'")


def assert_alike(name: str, events: Path, *days: str) -> None:
    business, customers = business_of(name), str(files_of(name)[0])
    ours, theirs = (
        load_tables(business, customers=customers, events=str(events), connection=connect())
        for _ in range(2)
    )
    for day in map(date.fromisoformat, days):
        expected = outcome_of(engine("duckdb"), business, day, theirs)
        assert outcome_of(engine("durable"), business, day, ours) == expected
        assert expected.rows


def test_on_the_wholesalers_days() -> None:
    _, events = files_of("online_retail")
    assert_alike("online_retail", events, "2011-04-01", "2011-12-05", "2011-12-09")


def test_on_a_day_of_the_hotels(tmp_path: Path) -> None:
    _, events = files_of("hotel_bookings")
    with_arrivals(events, tmp_path / "events.parquet")
    assert_alike("hotel_bookings", tmp_path / "events.parquet", "2016-02-29")
