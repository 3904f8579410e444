"""``careplay run``: the same day is the same bytes, and each option does what it says."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from careplay.engines.sql.carrying import as_engine_error
from careplay.interface import arguments
from careplay.model.actions import ACTION_COLUMNS, WHOLE_COLUMNS
from careplay.sources.connecting import connect
from examples import is_whole
from shop_folder import DAY, ROOT, actions, careplay, replaced, rows, shipped, shop

KEPT = {"actions.parquet", "known.parquet", "manifest.json", "run.json"}
COLUMNS = [name for name, _ in ACTION_COLUMNS]
SHIPPED = ("appliance_store", "home_textiles")
SCHEMA = json.loads((ROOT / "schemas" / "action.schema.json").read_text("utf-8"))


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_second_run_writes_the_same_bytes_on_any_number_of_threads(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shipped(name, tmp_path)
    written = set()
    for threads in (1, 1, 4):

        def few(_: object, threads: int = threads) -> duckdb.DuckDBPyConnection:
            connection = connect()
            connection.execute(f"SET threads = {threads}")
            return connection

        monkeypatch.setattr(arguments, "connect", few)
        assert careplay("run", folder, "--date", DAY).exit_code == 0
        written.add(actions(folder).read_bytes())
    assert len(written) == 1


def test_a_day_of_the_past_gives_what_it_gave_then(tmp_path: Path) -> None:
    folder = shipped("home_textiles", tmp_path)
    first, rejects = actions(folder, "2026-09-01"), "rejects.csv"
    careplay("run", folder, "--date", "2026-09-01")
    then = first.read_bytes(), first.with_name(rejects).read_bytes()
    careplay("run", folder, "--date", "2026-11-21")
    careplay("run", folder, "--date", "2026-09-01")
    assert (first.read_bytes(), first.with_name(rejects).read_bytes()) == then


def test_events_of_later_days_change_nothing(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    then = actions(folder).read_bytes()
    with (folder / "data" / "events.csv").open("a", encoding="utf-8") as events:
        events.write(
            "\n4,purchase,2026-11-22 00:00,99.00,lamp\n1,purchase,2027-01-01,5000,sofa\n"
        )
    careplay("run", folder, "--date", DAY)
    assert actions(folder).read_bytes() == then
    careplay("run", folder, "--date", "2026-11-29")
    assert rows(actions(folder, "2026-11-29")) != []


OTHER_DAYS = [
    ("appliance_store", "2026-05-07"),
    ("home_textiles", "2026-09-24"),
    ("home_textiles", "2026-11-21"),
]
"""Asked for in a whole search: the engines are held together on many days elsewhere."""


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("appliance_store", "2026-11-21"),
        ("home_textiles", "2026-02-16"),
        *(OTHER_DAYS if is_whole() else ()),
    ],
)
def test_the_plain_engine_writes_the_same_actions(name: str, day: str, tmp_path: Path) -> None:
    folder = shipped(name, tmp_path)
    done = careplay("run", folder, "--date", day, "--format", "jsonl")
    plain = careplay(
        *("run", folder, "--date", day, "--format", "jsonl"),
        *("--engine", "plain", "--out", tmp_path / "plain"),
    )
    assert done.stdout_bytes == plain.stdout_bytes
    second = tmp_path / "plain" / name / f"date={day}" / "actions.parquet"
    found = rows(actions(folder, day))
    assert len(found) > 2
    assert found == rows(second)


@pytest.mark.parametrize("name", SHIPPED)
def test_json_lines_hold_valid_actions_and_nothing_else(name: str, tmp_path: Path) -> None:
    folder = shipped(name, tmp_path)
    result = careplay("run", folder, "--date", DAY, "--format", "jsonl")
    found = lines(result.stdout)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [list(validator.iter_errors(each)) for each in found] == [[] for _ in found]
    assert [list(each) for each in found] == [COLUMNS for _ in found]
    assert len(found) == len(rows(actions(folder)))
    assert "customers.csv:" in result.stderr


def test_csv_holds_the_actions_and_nothing_else(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    result = careplay("run", folder, "--date", DAY, "--format", "csv")
    heading, *told = csv.reader(io.StringIO(result.stdout.removeprefix("\ufeff")))
    assert heading == COLUMNS
    assert [row[0] for row in told] == [row[0] for row in rows(actions(folder))]


def test_parquet_prints_the_name_of_its_file(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    result = careplay("run", folder, "--date", DAY, "--format", "parquet")
    assert (result.stdout, result.stderr) == (f"{actions(folder)}\n", "")


def test_the_kept_actions_have_the_columns_of_the_contract(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    with duckdb.connect() as connection:
        described = connection.execute(
            f"DESCRIBE FROM read_parquet('{actions(folder)}', hive_partitioning = false)"
        ).fetchall()
    assert [(name, kind.replace('"', "")) for name, kind, *_ in described] == [
        (name, kind.replace('"', "")) for name, kind in WHOLE_COLUMNS
    ]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_actions_are_also_saved_where_one_says(ending: str, tmp_path: Path) -> None:
    folder, file = shop(tmp_path / "shop"), tmp_path / "new" / f"day.{ending}"
    result = careplay("run", folder, "--date", DAY, "--save", file)
    assert result.exit_code == 0
    assert len(rows(actions(folder))) == 9
    if ending == "parquet":
        assert [row[0] for row in rows(file)] == [row[0] for row in rows(actions(folder))]
    else:
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) == 9 + (ending == "csv")


def test_a_dry_run_shows_the_actions_and_writes_nothing(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    before = files(tmp_path)
    result = careplay("run", folder, "--date", DAY, "--dry-run", "--format", "jsonl")
    assert (result.exit_code, len(lines(result.stdout))) == (0, 9)
    assert files(tmp_path) == before


def test_a_dry_run_saves_where_one_says_all_the_same(tmp_path: Path) -> None:
    folder, file = shop(tmp_path / "shop"), tmp_path / "day.jsonl"
    careplay("run", folder, "--date", DAY, "--dry-run", "--save", file)
    assert len(lines(file.read_text(encoding="utf-8"))) == 9
    assert not (folder / ".careplay").exists()


def test_one_customers_actions_are_shown_and_nothing_is_written(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    arguments = ("run", folder, "--date", DAY, "--customer", "4", "--format", "jsonl")
    result = careplay(*arguments)
    assert result.exit_code == 0
    assert {each["customer_id"] for each in lines(result.stdout)} == {"4"}
    assert not (folder / ".careplay").exists()


def test_a_customer_without_actions_has_none(tmp_path: Path) -> None:
    result = careplay("run", shop(tmp_path / "shop"), "--date", DAY, "--customer", "10")
    assert result.exit_code == 0
    assert "nothing to do" in result.stdout.lower()


@pytest.mark.parametrize("key", ["99", "' OR 1=1 --", "王", ""])
def test_an_unknown_customer_is_told(key: str, tmp_path: Path) -> None:
    result = careplay("run", shop(tmp_path / "shop"), "--customer", key)
    assert result.exit_code == 5
    assert f'no customer "{key}" in ' in result.stderr


def test_faults_of_the_data_are_told_and_the_day_goes_on(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "data" / "customers.csv", "1985-03-08", "1985-02-30")
    result = careplay("run", folder, "--date", DAY)
    assert result.exit_code == 0
    assert 'customers.csv:3: CP503 column "birthday": "**" is not a date' in result.stderr
    kept = actions(folder).with_name("rejects.csv").read_text(encoding="utf-8-sig")
    assert len(kept.splitlines()) == 2


def test_strictly_a_fault_of_the_data_stops_the_run(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    assert careplay("run", folder, "--date", DAY, "--strict").exit_code == 0
    kept = actions(folder).read_bytes()
    replaced(folder / "data" / "customers.csv", "1985-03-08", "1985-02-30")
    result = careplay("run", folder, "--date", DAY, "--strict")
    assert result.exit_code == 3
    assert "1 fault in the data, and --strict was given" in result.stderr
    assert "customers.csv:3: CP503" in result.stderr
    assert actions(folder).read_bytes() == kept


def test_other_data_are_named_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(tmp_path / "shop")
    (tmp_path / "few.csv").write_text(
        "customer_id,name,phone,birthday,consent_care,owner\n77,Zoe,1,1990-11-21,true,S2\n",
        encoding="utf-8",
    )
    (tmp_path / "none.csv").write_text("customer_id,type,at,amount,item\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given = ("--customers", "few.csv", "--events", "none.csv", "--format", "jsonl")
    result = careplay("run", "shop", "--date", DAY, *given)
    assert [(a["customer_id"], a["rule"]) for a in lines(result.stdout)] == [("77", "birthday")]


def test_the_table_shows_as_many_customers_as_one_asks_for(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    first = careplay("run", folder, "--date", DAY, "--limit", "1").stdout
    assert "Not shown: " in first
    assert "Not shown" not in careplay("run", folder, "--date", DAY, "--limit", "0").stdout


def test_actions_are_kept_where_one_says(tmp_path: Path) -> None:
    folder, out = shop(tmp_path / "shop"), tmp_path / "out"
    careplay("run", folder, "--date", DAY, "--out", out)
    assert files(out) == {f"shop/date={DAY}/{name}" for name in KEPT}
    assert not (folder / ".careplay").exists()


@pytest.mark.parametrize(("inside", "path"), [(".", "."), ("data", ".."), ("data", ".")])
def test_a_run_from_inside_the_business_is_the_same_run(
    inside: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    then = actions(folder).read_bytes()
    shutil.rmtree(actions(folder).parent)
    monkeypatch.chdir(folder / inside)
    assert careplay("run", path, "--date", DAY).exit_code == 0
    assert actions(folder).read_bytes() == then


def test_without_a_date_it_is_todays(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    before = date.today()  # noqa: DTZ011 - what the machine says
    assert careplay("run", folder).exit_code == 0
    after = date.today()  # noqa: DTZ011
    assert actions(folder, str(before)).exists() or actions(folder, str(after)).exists()


def test_a_run_that_is_killed_leaves_the_former_file_and_the_next_tidies_up(
    tmp_path: Path,
) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    file = actions(folder)
    then = file.read_bytes()
    replaced(folder / "first_steps.yaml", "Birthday wishes", "Another title")
    program = """
import sys, time
from careplay.outputs import files
def slowly(path):
    print("at work", flush=True)
    time.sleep(60)
files.to_disk = slowly
from careplay.cli import main
main()
"""
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", program, "run", str(folder), "--date", DAY],
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "at work\n"
        running.send_signal(signal.SIGKILL)
    assert file.read_bytes() == then
    assert (file.parent / ".next").is_dir()
    assert careplay("run", folder, "--date", DAY).exit_code == 0
    assert {each.name for each in file.parent.iterdir()} == KEPT
    assert file.read_bytes() != then


def test_of_several_businesses_each_is_kept_by_itself(tmp_path: Path) -> None:
    for name in ("north", "south"):
        shop(tmp_path / name)
    result = careplay("run", tmp_path, "--date", DAY, "--format", "jsonl")
    assert [each["business"] for each in lines(result.stdout)] == ["north"] * 9 + ["south"] * 9
    assert all(actions(tmp_path / name).exists() for name in ("north", "south"))


def test_the_sound_business_is_run_and_the_code_tells_of_the_faulty(tmp_path: Path) -> None:
    faulty, sound = shop(tmp_path / "faulty"), shop(tmp_path / "sound")
    replaced(faulty / "first_steps.yaml", "to: adviser", "to: advisr")
    result = careplay("run", tmp_path, "--date", DAY, "--format", "jsonl")
    assert result.exit_code == 1
    assert 'did you mean "adviser"?' in result.stderr
    assert len(lines(result.stdout)) == 9
    assert actions(sound).exists()
    assert not (faulty / ".careplay").exists()


@pytest.mark.parametrize(
    ("lost", "code"), [("first_steps.yaml", 5), ("data/events.csv", 4), ("data/staff.csv", 4)]
)
def test_what_one_business_lacks_does_not_stop_the_next(
    lost: str, code: int, tmp_path: Path
) -> None:
    first, second = shop(tmp_path / "first"), shop(tmp_path / "second")
    (first / lost).unlink()
    result = careplay("run", tmp_path, "--date", DAY)
    assert result.exit_code == code
    assert "careplay: " in result.stderr
    assert actions(second).exists()


def test_a_fault_of_a_playbook_is_told_before_others_by_the_code(tmp_path: Path) -> None:
    first, second = shop(tmp_path / "first"), shop(tmp_path / "second")
    (first / "data" / "events.csv").unlink()
    assert careplay("run", tmp_path, "--date", DAY).exit_code == 4
    replaced(second / "first_steps.yaml", "to: adviser", "to: advisr")
    assert careplay("run", tmp_path, "--date", DAY).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--save", "all.csv"),
        ("--format", "csv"),
        ("--customers", "few.csv"),
        ("--events", "few.csv"),
    ],
)
def test_what_is_for_one_business_is_wrong_usage_for_two(
    arguments: tuple[str, str], tmp_path: Path
) -> None:
    north, south = shop(tmp_path / "north"), shop(tmp_path / "south")
    result = careplay("run", tmp_path, *arguments)
    assert result.exit_code == 2
    assert f'there are 2; name one of "{north}", "{south}"' in result.stderr
    assert not (north / ".careplay").exists()


def test_two_businesses_of_one_name_are_not_kept_in_one_place(tmp_path: Path) -> None:
    for name in ("north", "south"):
        shop(tmp_path / name / "shop")
    result = careplay("run", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert 'are both called "shop"' in result.stderr
    assert careplay("run", tmp_path).exit_code == 0


def test_a_moved_business_gives_the_same_actions(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    moved = shutil.copytree(folder, tmp_path / "elsewhere" / "shop")
    careplay("run", moved, "--date", DAY)
    assert actions(moved).read_bytes() == actions(folder).read_bytes()


def test_a_business_that_lacks_memory_is_told_in_the_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the fault of the plan stands what gave out, and no word of the plan helps."""

    def lacking(*_: object) -> None:
        with as_engine_error("shop", date(2026, 11, 21)):
            raise duckdb.OutOfMemoryException("Allocation failure")

    monkeypatch.setattr("careplay.commands.days._run", lacking)
    found = careplay("run", str(shop(tmp_path)), "--date", "2026-11-21")
    assert found.exit_code == 4
    assert "there is not enough memory" in found.stderr
    assert "carried out" not in found.stderr
