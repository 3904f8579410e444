"""Whatever the world puts in the way is told in one sentence, with the documented code."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from subprocess import PIPE

import duckdb
import pytest

from careplay.commands.faults import reports_faults
from careplay.engines.sql.carrying import as_engine_error
from shop_folder import DAY, careplay, replaced, sentence, shop

Spoil = Callable[[Path], tuple[object, ...]]


def nothing(_: Path) -> tuple[object, ...]:
    return ()


def lost(name: str) -> Spoil:
    def spoil(folder: Path) -> tuple[object, ...]:
        (folder / name).unlink()
        return ()

    return spoil


def given(option: str, name: str, content: bytes | None = None) -> Spoil:
    """The option names a file beside the business, which holds this or is not there."""

    def spoil(folder: Path) -> tuple[object, ...]:
        file = folder.parent / name
        if content is not None:
            file.write_bytes(content)
        return (option, file)

    return spoil


def read_from(location: str, table: str = "customers") -> Spoil:
    def spoil(folder: Path) -> tuple[object, ...]:
        replaced(folder / "careplay.yaml", f"from: data/{table}.csv", f"from: {location}")
        return ()

    return spoil


def changed(name: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> tuple[object, ...]:
        replaced(folder / name, old, new)
        return ()

    return spoil


def link_in_a_circle(folder: Path) -> tuple[object, ...]:
    file = folder / "data" / "events.csv"
    file.unlink()
    file.symlink_to(file)
    return ()


def empty_folder(folder: Path) -> tuple[object, ...]:
    (folder.parent / "empty").mkdir()
    return ("--events", folder.parent / "empty")


def a_folder_in_place_of_the_file(folder: Path) -> tuple[object, ...]:
    into = folder / ".careplay" / "actions" / "shop" / f"date={DAY}" / "actions.parquet"
    into.mkdir(parents=True)
    return ()


def database(folder: Path) -> tuple[object, ...]:
    with closing(sqlite3.connect(folder / "data" / "shop.db")) as connection:
        connection.execute("CREATE TABLE kunden (id INTEGER)")
    return read_from("sqlite:data/shop.db#customers")(folder)


def no_database(folder: Path) -> tuple[object, ...]:
    (folder / "data" / "shop.db").write_bytes(b"this is no database, however long it may be")
    return read_from("sqlite:data/shop.db#customers")(folder)


WORLD: dict[str, tuple[Spoil, int, str]] = {
    "customers are lost": (lost("data/customers.csv"), 4, "there is no file"),
    "events are lost": (lost("data/events.csv"), 4, "there is no file"),
    "staff are lost": (lost("data/staff.csv"), 4, "there is no file"),
    "a link leads nowhere": (link_in_a_circle, 4, "events.csv"),
    "a glob finds nothing": (read_from("data/c_*.csv"), 4, "no file matches"),
    "a folder holds no table": (empty_folder, 4, "holds no table"),
    "a kind nobody reads": (given("--events", "e.pdf", b"%PDF"), 4, "is of no kind"),
    "other events are lost": (given("--events", "e.csv"), 4, "there is no file"),
    "other customers are lost": (given("--customers", "c.csv"), 4, "there is no file"),
    "no parquet": (given("--events", "e.parquet", b"customer_id"), 3, "is no Parquet file"),
    "half a parquet": (given("--events", "e.parquet", b"PAR1abcd"), 3, "cut short"),
    "a bad parquet": (given("--events", "e.parquet", b"PAR1abcdPAR1"), 3, "e.parquet"),
    "no workbook": (given("--events", "e.xlsx", b"customer_id,type"), 3, "e.xlsx"),
    "no text": (given("--events", "e.csv", bytes(range(256)) * 9), 3, "e.csv"),
    "an empty file": (given("--events", "e.csv", b""), 3, "e.csv"),
    "a column is lacking": (
        changed("data/customers.csv", "phone", "telephone"), 3, '"phone"',
    ),
    "two columns of one name": (
        changed("data/customers.csv", "name,phone", "phone,phone"), 3, '"phone"',
    ),
    "no such SQLite file": (read_from("sqlite:data/no.db#customers"), 4, "there is no file"),
    "no table is named": (read_from("sqlite:data/no.db"), 4, "names no table"),
    "no such SQLite table": (database, 4, "customers"),
    "no SQLite database": (no_database, 3, "shop.db"),
    "out is a file": (given("--out", "out", b""), 4, "is a file; name a folder instead"),
    "out lies in a device": (lambda _: ("--out", "/dev/null/x"), 4, "/dev/null"),
    "a folder stands in the way": (a_folder_in_place_of_the_file, 4, "it is a folder"),
    "saved below a file": (lambda f: ("--save", f / "careplay.yaml" / "d.csv"), 4, "is a file"),
    "a parameter is not yet known": (
        changed("first_steps.yaml", "callback_days: 7", "callback_days: {2027-01-01: 7}"),
        1,
        "callback_days",
    ),
    "nobody of that key": (lambda _: ("--customer", "no"), 5, 'no customer "no"'),
    "no playbook": (lost("first_steps.yaml"), 5, "holds no playbook"),
    "no business": (lost("careplay.yaml"), 5, "no folder there holds careplay.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("name", WORLD)
def test_a_fault_of_the_world_is_one_sentence(name: str, tmp_path: Path) -> None:
    spoil, code, said = WORLD[name]
    folder = shop(tmp_path / "shop")
    result = careplay("run", folder, "--date", DAY, *spoil(folder))
    told = sentence(result, code)
    assert told.startswith("careplay: ")
    assert said in told


@pytest.mark.parametrize("name", ["customers are lost", "no parquet", "out is a file"])
def test_the_plain_engine_tells_the_same(name: str, tmp_path: Path) -> None:
    spoil, code, _ = WORLD[name]
    folder = shop(tmp_path / "shop")
    arguments = ("run", folder, "--date", DAY, *spoil(folder))
    told = sentence(careplay(*arguments), code)
    assert sentence(careplay(*arguments, "--engine", "plain"), code) == told


USAGE = {
    "no day of that name": (
        ("--date", "2026-02-30"),
        '"2026-02-30" is no date; write one such',
    ),
    "no date at all": (("--date", "soon"), '"soon" is no date; write one such as 2026'),
    "too early": (("--date", "1900-01-31"), "1900-01-31 is beyond the calendars; days from"),
    "too late": (("--date", "2101-01-01"), "days from 1900-02-01 to 2100-12-31 are known"),
    "no such engine": (("--engine", "spark"), "'spark' is not one of 'duckdb', 'plain'"),
    "no such format": (("--format", "xml"), "'xml' is not one of"),
    "no such option": (("--dryrun",), "No such option '--dryrun'"),
    "fewer than none": (("--limit", "-1"), "-1 is not in the range"),
    "a folder to save to": (("--save", "."), "is a directory"),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage_is_told(name: str, tmp_path: Path) -> None:
    arguments, said = USAGE[name]
    result = careplay("run", shop(tmp_path / "shop"), *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize("day", ["1900-02-01", "2100-12-31"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_and_last_days_of_the_calendars_can_be_planned(
    day: str, language: str, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop", language)
    for engine in ("duckdb", "plain"):
        assert careplay("run", folder, "--date", day, "--engine", engine).exit_code == 0


BAD_FILES = {
    "an empty file": b"",
    "nothing but a note": b"# to be written\n",
    "text in GBK": "about: 春天的问候\nrules: []\n".encode("gb18030"),
    "bytes that are no text": bytes(range(128, 256)) * 4,
    "a list": b"- a\n- b\n",
    "a half sentence": b"rules: [",
    "an alias of itself": b"rules: &a [*a]\n",
    "a tag of Python": b"about: !!python/object/apply:os.system ['true']\n",
    "a deep nest": b"[" * 20_000,
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("file", ["first_steps.yaml", "careplay.yaml"])
def test_whatever_a_file_holds_is_told_with_its_place(
    name: str, file: str, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    (folder / file).write_bytes(BAD_FILES[name])
    for result in (careplay("check", folder), careplay("run", folder, "--date", DAY)):
        assert isinstance(result.exception, SystemExit)
        assert result.exit_code == 1
        assert f"{folder / file}:1:" in result.output


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_a_command_that_is_stopped_says_so_also_while_a_query_runs(
    fault: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    @reports_faults
    def command() -> None:
        raise fault

    with pytest.raises(SystemExit, match="130"):
        command()
    assert capsys.readouterr().err == "careplay: stopped; what was written before is whole\n"


def test_a_fault_of_careplay_is_one_sentence_and_a_report_without_anybodys_data(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["careplay", "run", "secret", "--customer", "secret"])

    @reports_faults
    def command() -> None:
        secret = {"phone": "13800000000"}
        raise KeyError(secret["phone"])

    with pytest.raises(SystemExit, match="70"):
        command()
    said = capsys.readouterr().err
    (report,) = tmp_path.iterdir()
    text = report.read_text(encoding="utf-8")
    assert said.count("\n") == 1
    assert "careplay itself is at fault (KeyError in " in said
    assert str(report) in said
    assert "builtins.KeyError" in text
    assert "command run" in text
    assert re.search(r"test_commands_faults.py:\d+ in command", text)
    for private in ("secret", "13800000000", str(Path.home()), str(tmp_path)):
        assert private not in text
    assert report.stat().st_mode & 0o077 == 0


def test_where_no_report_can_be_written_that_is_no_fault_more(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "away"))

    @reports_faults
    def command() -> None:
        raise RuntimeError

    with pytest.raises(SystemExit, match="70"):
        command()
    assert "RuntimeError" in capsys.readouterr().err


def test_want_of_memory_is_no_fault_of_careplay(capsys: pytest.CaptureFixture[str]) -> None:
    @reports_faults
    def command() -> None:
        raise MemoryError

    with pytest.raises(SystemExit, match="4"):
        command()
    assert "not enough memory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "told"),
    [("Allocation failure", "not enough memory"), ("could not allocate 8 MiB", "--memory")],
)
def test_nor_is_it_where_duckdb_lacks_it_for_a_plan(
    said: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @reports_faults
    def command() -> None:
        with as_engine_error("shop", date(2026, 11, 21)):
            raise duckdb.OutOfMemoryException(said)

    with pytest.raises(SystemExit, match="4"):
        command()
    assert told in capsys.readouterr().err


def test_nor_is_it_where_memory_is_too_little_for_the_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What gives out first is seldom a MemoryError: a library's own, or a thread's start."""

    def no_room(_: str) -> str:
        raise MemoryError

    monkeypatch.setattr("careplay.commands.internal.version", no_room)

    @reports_faults
    def command() -> None:
        raise RuntimeError

    with pytest.raises(SystemExit, match="4"):
        command()
    assert capsys.readouterr().err.startswith("careplay: there is not enough memory")


def test_what_is_asked_to_end_ends_with_143(tmp_path: Path) -> None:
    """While a query runs, which would take minutes; what is kept is none the less whole."""
    script = """
import sys, click
from careplay import cli
from careplay.commands.faults import reports_faults
from careplay.sources.connecting import connect

@cli.main.command("long")
@reports_faults
def long():
    print("begun", flush=True)
    connect().execute("SELECT count(*) FROM range(100000000000) AS a(x) WHERE x % 7 = hash(x)")

cli.main(["long"])
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=PIPE, stderr=PIPE) as run:  # noqa: S603 - our own
        assert run.stdout is not None
        assert run.stdout.readline() == b"begun\n"
        run.terminate()
        _, said = run.communicate()
    assert said == b"careplay: stopped; what was written before is whole\n"
    assert run.returncode == 143
