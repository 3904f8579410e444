"""A closed output, too little memory, a file that changes: one sentence, days before whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, Self

import duckdb
import pytest

import careplay as public
from careplay.commands import options
from careplay.pipeline import running
from careplay.sources import loading, staff
from shop_folder import DAY, actions, careplay, replaced, sentence, shop

NEXT = "2026-11-22"
THREADLESS = "cannot allocate memory for thread-local data: ABORT"
START = "from careplay.cli import main; main()"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for POSIX shells")


def in_shell(folder: Path, ending: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """The command with its outputs as a shell redirects them."""
    command = f"{before} '{sys.executable}' -c '{START}' run '{folder}' --date {DAY} --dry-run"
    return subprocess.run(  # noqa: S602 - of our own
        f"{command} {ending}",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("ending", [">&-", "2>&-", ">&- 2>&-"])
def test_who_closed_an_output_wants_nothing_of_it(ending: str, tmp_path: Path) -> None:
    found = in_shell(shop(tmp_path / "shop"), ending)
    assert found.returncode == 0
    assert "at fault" not in found.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(("ending", "said"), [("> /dev/full", True), ("2> /dev/full", False)])
def test_an_output_that_is_full_is_told_where_that_can_be(
    ending: str, *, said: bool, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    with (folder / "data" / "customers.csv").open("a", encoding="utf-8") as file:
        file.write("bad\n")
    found = in_shell(folder, ending)
    assert found.returncode == 4
    assert ("No space left" in found.stderr) == said


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is asked of Linux alone")
@pytest.mark.parametrize("room", [450_000, 500_000, 600_000, 700_000])
def test_too_little_memory_is_told_in_one_sentence(room: int, tmp_path: Path) -> None:
    """How much is too little differs from run to run; where it is, nothing else is said."""
    found = in_shell(shop(tmp_path / "shop"), "", f"ulimit -v {room};")
    if THREADLESS in found.stderr:
        pytest.skip("the C library gave up before anything could be told")
    assert found.returncode in {0, 4}
    if found.returncode == 4:
        assert "memory" in found.stderr
        assert found.stderr.count("\n") == 1


def written(file: Path) -> None:
    with file.open("a", encoding="utf-8") as more:
        more.write("99,Zed,1,,true,S2\n")


def replaced_by_another(file: Path) -> None:
    other = file.with_name("other.csv")
    other.write_bytes(file.read_bytes())
    other.replace(file)


def cut(file: Path) -> None:
    os.truncate(file, 30)


@pytest.mark.parametrize("change", [written, replaced_by_another, cut, Path.unlink])
@pytest.mark.parametrize(
    "where",
    [
        (loading, "_loaded_from", "customers.csv"),
        (staff, "_rows", "staff.csv"),
        (running, "_remembered", "customers.parquet"),
    ],
)
def test_a_file_that_is_changed_while_it_is_read_is_told(
    change: Callable[[Path], None],
    where: tuple[Any, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (module, name, file), folder = where, shop(tmp_path / "shop")
    if file == "customers.parquet":  # which is read in place, and so is asked day by day
        as_parquet(folder)
    assert careplay("run", folder, "--date", DAY).exit_code == 0
    before = actions(folder).read_bytes()
    done = getattr(module, name)

    def changing(*args: Any, **kwargs: Any) -> Any:
        change(folder / "data" / file)
        return done(*args, **kwargs)

    monkeypatch.setattr(module, name, changing)
    line = sentence(careplay("run", folder, "--date", NEXT), 4)
    assert f'{file}" was changed while it was read; run again' in line
    assert not actions(folder, NEXT).exists()
    assert actions(folder).read_bytes() == before


def as_parquet(folder: Path) -> None:
    """The customers of the shop as Parquet."""
    replaced(folder / "careplay.yaml", "data/customers.csv", "data/customers.parquet")
    data = folder / "data"
    csv = f"read_csv('{data}/customers.csv', all_varchar=true)"
    duckdb.connect().execute(f"COPY (FROM {csv}) TO '{data}/customers.parquet'")


@pytest.mark.parametrize("name", ["customers.csv", "events.csv", "staff.csv"])
def test_a_file_that_was_read_whole_may_grow_between_two_days(
    name: str, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    days = public.run_days(folder, [date(2026, 11, 21), date(2026, 11, 22)])
    first = next(days)
    written(folder / "data" / name)
    (second,) = days
    assert second.counts == first.counts


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("a\n1\n\n2\n", True), ("a\n1\n2\n\n\n", False), ("a\r\n1\r\n\r\n2\r\n", True),
        ("a\n1\n", False), ("a\n" + "x" * 300_000 + "\n\ny\n", True),
        ("a\n" + "x" * ((1 << 18) - 3) + "\n\ny", True), ("", False),
        ("a\n" + "x" * ((1 << 18) - 3) + "\n\n\n", False),
        ("a\n" + "x" * ((1 << 18) - 4) + "\n\ny", True),
        ("a\n" + "x" * ((1 << 18) - 4) + "\r\n\r\ny", True),
    ],
)  # fmt: skip
def test_blank_lines_are_seen_across_blocks(text: str, *, blank: bool, tmp_path: Path) -> None:
    from careplay.sources.csv_files import _has_blank_lines  # noqa: PLC0415

    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8", newline="")
    assert _has_blank_lines(str(file)) == blank


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("2001-01-01", "before"),
        ("2026-11-20", "before"),
        ("2028-01-01", "more than a year after"),
    ],
)
def test_a_clock_that_jumped_keeps_no_day(
    clock: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    kept = days_of(folder)
    clock_says(clock, monkeypatch)
    line = sentence(careplay("run", folder), 4)
    last = f"{said} the last day that is kept, {DAY}"
    assert line.endswith(
        f"the clock says {clock}, {last}; is it right? then write --date {clock}"
    )
    assert days_of(folder) == kept
    assert careplay("run", folder, "--dry-run").exit_code == 0
    assert careplay("run", folder, "--date", clock).exit_code == 0
    assert clock in days_of(folder)


def test_a_clock_that_goes_on_keeps_its_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shop(tmp_path / "shop")
    for clock in (DAY, DAY, NEXT, "2027-11-20"):
        clock_says(clock, monkeypatch)
        assert careplay("run", folder).exit_code == 0
    assert days_of(folder) == {DAY, NEXT, "2027-11-20"}


def clock_says(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one place that reads the clock is told this day's noon."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(f"{day} 12:00").replace(tzinfo=tz)

    monkeypatch.setattr(options, "datetime", Clock)


def days_of(folder: Path) -> set[str]:
    """The days that are kept."""
    business = public.load(folder)
    days = public.kept_history(business, public.kept_in(business)).days
    return {each.date.isoformat() for each in days}
