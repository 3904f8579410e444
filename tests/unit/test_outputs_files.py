from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from careplay.faults import OutputError
from careplay.model.actions import ACTION_COLUMNS
from careplay.outputs import partition
from careplay.outputs.files import replacement_of
from sample_actions import DAY, actions, many

SYNTHETIC = {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[1]), *sys.path))}


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def rows_of(file: Path) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(f"FROM {partition.actions_of(file)}").fetchall()


def run(program: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **SYNTHETIC},
    )


def test_a_day_has_a_folder_in_its_business() -> None:
    folder = partition.day_folder(Path("out"), "appliance_store", date(2026, 1, 5))
    assert folder == Path("out/appliance_store/date=2026-01-05")


def test_a_partition_holds_the_actions_with_their_types_in_order(tmp_path: Path) -> None:
    connection = many(9_000)
    file = partition.write(connection, "ordered", tmp_path)
    kept = duckdb.connect().execute(f"SELECT * FROM {partition.actions_of(file)}")
    assert [column[0] for column in kept.description] == [name for name, _ in ACTION_COLUMNS]
    assert kept.fetchall() == connection.execute("SELECT * FROM ordered").fetchall()


def test_the_same_actions_are_the_same_bytes_on_any_number_of_threads(tmp_path: Path) -> None:
    digests = set()
    connection = many(130_000)  # more than one row group
    for threads in (1, 2, 4):
        connection.execute(f"SET threads = {threads}")
        digests.add(digest(partition.write(connection, "ordered", tmp_path)))
    assert len(digests) == 1


def test_a_second_run_writes_the_same_bytes_in_place_of_the_first(tmp_path: Path) -> None:
    connection = actions({})
    first = digest(partition.write(connection, "actions", tmp_path))
    assert digest(partition.write(connection, "actions", tmp_path)) == first
    assert [path.name for path in tmp_path.iterdir()] == ["actions.parquet"]


def test_a_day_without_actions_is_kept_as_such(tmp_path: Path) -> None:
    file = partition.write(actions(), "actions", tmp_path)
    assert rows_of(file) == []


def test_a_folder_may_be_called_as_people_like(tmp_path: Path) -> None:
    folder = partition.day_folder(tmp_path / "it's 100% 家电 [1]*", "o'neill", DAY)
    file = partition.write(actions({}), "actions", folder)
    assert len(rows_of(file)) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_a_killed_run_leaves_the_former_file_whole_and_the_next_run_tidies_up(
    tmp_path: Path,
) -> None:
    file = partition.write(actions({}), "actions", tmp_path)
    before = digest(file)
    killed = run(
        "import os, signal, sys; from pathlib import Path\n"
        "from careplay.outputs.files import replacement_of\n"
        "with replacement_of(Path(sys.argv[1])) as part:\n"
        "    part.write_bytes(b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
        file,
    )
    assert killed.returncode == -signal.SIGKILL
    assert digest(file) == before
    assert len(list(tmp_path.iterdir())) == 2
    partition.write(actions({}), "actions", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["actions.parquet"]


def test_a_failed_run_leaves_the_former_file_and_nothing_else(tmp_path: Path) -> None:
    file = partition.write(actions({}), "actions", tmp_path)
    before = digest(file)
    with pytest.raises(duckdb.ConversionException):
        partition.write(actions({}), "(SELECT text::INTEGER FROM actions)", tmp_path)
    assert digest(file) == before
    assert [path.name for path in tmp_path.iterdir()] == ["actions.parquet"]


def test_actions_that_cannot_be_read_are_no_fault_of_the_file_written(tmp_path: Path) -> None:
    with pytest.raises(duckdb.IOException, match="gone"):
        partition.write(actions({}), "read_parquet('gone.parquet')", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_is_told_in_one_sentence_and_the_former_file_stays(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    file = partition.write(actions({}), "actions", tmp_path)
    before = digest(file)
    said = run(
        "import resource, signal, sys; from pathlib import Path\n"
        "from sample_actions import many\n"
        "from careplay.faults import OutputError\n"
        "from careplay.outputs import partition, save\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "connection, folder = many(50_000), Path(sys.argv[1])\n"
        # DuckDB takes `python -c` for a person at a prompt and shows progress on slow machines.
        "connection.execute('SET enable_progress_bar = false')\n"
        "for write in (lambda: partition.write(connection, 'ordered', folder),\n"
        "              lambda: save('ordered', connection, folder / 'a.jsonl')):\n"
        "    try:\n"
        "        write()\n"
        "    except OutputError as fault:\n"
        "        print(fault)\n",
        tmp_path,
    )
    end = "File too large; is there room, and may this user write there?"
    assert said.stdout.splitlines() == [
        f'cannot write "{file}": {end}',
        f'cannot write "{tmp_path / "a.jsonl"}": {end}',
    ], said.stderr
    assert digest(file) == before
    assert [path.name for path in tmp_path.iterdir()] == ["actions.parquet"]


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("a file")
    with pytest.raises(OutputError, match=r'out" is a file; name a folder instead$'):
        partition.write(actions({}), "actions", partition.day_folder(out, "shop", DAY))


def test_a_folder_where_the_file_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "actions.parquet").mkdir()
    with pytest.raises(OutputError, match=r"it is a folder; name a file instead$"):
        partition.write(actions({}), "actions", tmp_path)


def test_a_folder_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match="Permission denied; is there room"):
        partition.write(actions({}), "actions", tmp_path / "new")


def test_of_two_runs_at_once_the_later_wins_and_the_earlier_is_told(tmp_path: Path) -> None:
    file = tmp_path / "today.csv"

    def write_both() -> None:
        with replacement_of(file) as part:
            part.write_text("earlier")
            part.rename(part.with_name(".today.csv.1.part"))
            with replacement_of(file) as other:
                other.write_text("later")

    with pytest.raises(OutputError, match="another run writes it at the same time"):
        write_both()
    assert file.read_text() == "later"
    assert list(tmp_path.iterdir()) == [file]


def rejects(rows: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        'CREATE TABLE rejects ("file" VARCHAR, "row" BIGINT, "column" VARCHAR, "value" VARCHAR)'
    )
    if rows:
        connection.execute(f"INSERT INTO rejects VALUES {rows}")
    return connection


def test_rejects_stand_beside_the_actions_and_are_made_safe(tmp_path: Path) -> None:
    found = rejects("('customers.csv', 7, 'birthday', '=1'), ('customers.csv', 9, NULL, '')")
    file = partition.write_rejects(found, "rejects", tmp_path)
    assert file == tmp_path / "rejects.csv"
    assert file.read_bytes().decode("utf-8-sig").splitlines() == [
        "file,row,column,value",
        "customers.csv,7,birthday,'=1",
        "customers.csv,9,,",
    ]


def test_where_there_are_no_rejects_those_of_a_former_run_go(tmp_path: Path) -> None:
    partition.write_rejects(rejects("('a.csv', 1, 'x', 'y')"), "rejects", tmp_path)
    assert partition.write_rejects(rejects(""), "rejects", tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_rejects_that_cannot_be_removed_are_told(tmp_path: Path) -> None:
    (tmp_path / "rejects.csv").mkdir()
    with pytest.raises(OutputError, match="cannot remove"):
        partition.write_rejects(rejects(""), "rejects", tmp_path)


def test_the_same_actions_are_the_same_bytes_from_whatever_relation(tmp_path: Path) -> None:
    connection = many(3_000)
    connection.execute("CREATE TABLE held AS FROM ordered")
    first = digest(partition.write(connection, "ordered", tmp_path))
    assert digest(partition.write(connection, "held", tmp_path)) == first
    made = "(SELECT * REPLACE (concat(action_id) AS action_id) FROM held)"
    assert digest(partition.write(connection, made, tmp_path)) == first


def test_modes_that_last_on_are_kept_beside_the_actions_and_go_with_them(
    tmp_path: Path,
) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE modes AS SELECT 'C1' AS customer_id, 'calm' AS mode")
    partition.write_modes(connection, "modes", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["modes.parquet"]
    partition.write_modes(connection, "", tmp_path)
    assert not list(tmp_path.iterdir())
