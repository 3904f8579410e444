"""What a run reads of bound months is what every kept day holds, whatever was done to them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, strategies as st

from careplay.history.kept import kept_days
from careplay.history.months import files_of
from careplay.outputs import partition
from careplay.outputs.partition import MONTHS, month_file
from careplay.pipeline.binding import bind_months, kept_day
from examples import examples
from sample_actions import actions

SHOP = "shop"
FIRST = date(2026, 3, 28)
DAYS = st.integers(0, 70).map(lambda number: FIRST + timedelta(days=number))
ROWS = st.lists(st.sampled_from(["C1", "C2", "C3"]), max_size=3)
KEPT = st.dictionaries(DAYS, ROWS, min_size=1, max_size=9)


@dataclass(frozen=True)
class Change:
    """Something that is done to the kept days."""

    kind: str
    day: date
    who: tuple[str, ...]


CHANGES = st.builds(
    Change,
    st.sampled_from(["run", "run", "run", "removed", "month removed", "month spoilt"]),
    DAYS,
    ROWS.map(tuple),
)


@examples(30)  # fewer: each waits for the disk
@given(kept=KEPT, changes=st.lists(CHANGES, max_size=4), asked=st.lists(DAYS, max_size=2))
def test_bound_months_hold_what_their_days_hold(
    kept: dict[date, list[str]], changes: list[Change], asked: list[date]
) -> None:
    with TemporaryDirectory() as made:
        out, connection = Path(made), duckdb.connect()
        for day, who in sorted(kept.items()):
            keep(connection, out, day, who)
        for change in changes:
            DONE[change.kind](connection, out, change)
            assert_read_alike(connection, out, asked)
            if change.kind == "run":
                assert bound(out) == bound_anew(connection, out)


def keep(connection: duckdb.DuckDBPyConnection, out: Path, day: date, who: list[str]) -> None:
    rows = [
        {"action_id": f"{number}/{day}", "customer_id": each, "date": day}
        for number, each in enumerate(who)
    ]
    connection = actions(*rows, connection=connection)
    with kept_day(connection, (out, SHOP), day, {}) as into:
        partition.write(connection, "actions", into)


def run(connection: duckdb.DuckDBPyConnection, out: Path, change: Change) -> None:
    keep(connection, out, change.day, [*change.who])


def removed(_: duckdb.DuckDBPyConnection, out: Path, change: Change) -> None:
    """Of a kept day, the first that is not before it, all is removed."""
    days = kept_days(out, SHOP)
    later = [day for day in days if day >= change.day]
    if later and len(days) > 1:
        shutil.rmtree(days[later[0]].parent)


def month_removed(_: duckdb.DuckDBPyConnection, out: Path, change: Change) -> None:
    month_file(out, SHOP, change.day).unlink(missing_ok=True)


def month_spoilt(_: duckdb.DuckDBPyConnection, out: Path, change: Change) -> None:
    file = month_file(out, SHOP, change.day)
    if file.is_file():
        file.write_bytes(file.read_bytes()[:-5])


DONE: dict[str, Callable[[duckdb.DuckDBPyConnection, Path, Change], None]] = {
    "run": run,
    "removed": removed,
    "month removed": month_removed,
    "month spoilt": month_spoilt,
}


def assert_read_alike(
    connection: duckdb.DuckDBPyConnection, out: Path, asked: list[date]
) -> None:
    """All days, those before a day and those after it are read as each by itself."""
    days = kept_days(out, SHOP)
    for day in (*asked, date.max, date.min):
        for chosen in ([d for d in days if d < day], [d for d in days if d > day]):
            files = files_of(days, chosen)
            assert rows(connection, files) == rows(connection, [days[d] for d in chosen])


def rows(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> list[object]:
    listed = [str(each) for each in files]
    found = "SELECT * FROM read_parquet($files, hive_partitioning = false)"
    return [*connection.execute(found, {"files": listed}).fetchall()] if files else []


def bound(out: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (out / SHOP / MONTHS).glob("*")}


def bound_anew(connection: duckdb.DuckDBPyConnection, out: Path) -> dict[str, bytes]:
    """The months as they are bound where none was before."""
    with TemporaryDirectory() as made:
        copy = Path(made)
        shutil.copytree(out, copy, dirs_exist_ok=True)
        shutil.rmtree(copy / SHOP / MONTHS, ignore_errors=True)
        bind_months(SHOP, copy, connection)
        return bound(copy)
