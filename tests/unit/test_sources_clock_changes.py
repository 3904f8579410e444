"""Times of day that the clocks skipped or showed twice, whatever the file they stand in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from careplay.calendars.clock_changes import clock_changes
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from data_business import business

ROWS = (
    "SELECT 1 AS customer_id, 'visit' AS type, TIMESTAMP '2026-03-29 02:30' AS at"
    " UNION ALL SELECT 1, 'visit', TIMESTAMP '2026-10-25 02:30'"
    " UNION ALL SELECT 1, 'visit', TIMESTAMP '2026-10-25 12:30'"
)
AWARE = ROWS.replace(" AS at", " AT TIME ZONE 'UTC' AS at")


def told(folder: Path, rows: str, zone: str) -> list[tuple[str, int | None]]:
    """The faults of a Parquet file of events."""
    connection = connect()
    customers, events = folder / "customers.csv", folder / "events.parquet"
    customers.write_text("customer_id\n1\n", encoding="utf-8")
    connection.execute(f"COPY ({rows}) TO '{events}'")
    form = {
        "timezone": zone,
        "customers": {"from": str(customers), "facts": {}},
        "events": {"from": str(events), "types": {"visit": {}}},
    }
    loaded = load_tables(
        business(form, folder), customers=None, events=None, connection=connection
    )
    assert loaded.counts.events_left_out == 0
    return [(fault.code, fault.row) for fault in loaded.faults]


@pytest.mark.parametrize(
    ("rows", "zone", "faults"),
    [
        (ROWS, "Europe/Berlin", ["CP517", "CP518"]),
        (AWARE, "Europe/Berlin", []),
        (ROWS, "Asia/Shanghai", []),
        (ROWS, "America/New_York", []),
    ],
)
def test_moments_of_a_typed_file_are_asked_too(
    rows: str, zone: str, faults: list[str], tmp_path: Path
) -> None:
    assert [code for code, _ in told(tmp_path, rows, zone)] == faults


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"]
)
def test_a_time_is_skipped_or_came_twice_as_its_own_offsets_say(zone: str) -> None:
    first, last, where = date(2014, 1, 1), date(2019, 12, 31), ZoneInfo(zone)
    changes = list(clock_changes(zone, first, last))
    at = datetime(2014, 1, 1)  # noqa: DTZ001
    while at.date() < last:
        inside = [each for each in changes if each.begin <= at < each.end]
        early, late = (at.replace(tzinfo=where, fold=fold) for fold in (0, 1))
        back = early.astimezone(UTC).astimezone(where).replace(tzinfo=None)
        assert bool(inside) == (early.utcoffset() != late.utcoffset()), at
        assert not inside or inside[0].skipped == (back != at), at
        at += timedelta(minutes=15)
