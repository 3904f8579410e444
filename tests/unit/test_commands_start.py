"""The command as a process: how it starts, how it ends, and where its words go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shop_folder import DAY, careplay, process, replaced, shop

HEAVY = """
import atexit, sys
heavy = {
    "borax", "duckdb", "holidays", "jsonschema", "pyarrow", "rich", "wcwidth",
    "yaml", "careplay.engines.plain", "careplay.language", "careplay.starter",
    "careplay.sources.sqlite_tables", "careplay.sources.workbooks",
}
atexit.register(lambda: print(*sorted(heavy & set(sys.modules)), file=sys.stderr))
"""


READS = {"yaml", "careplay.language"}


def imported(*arguments: object) -> set[str]:
    """What is slow to import, or seldom needed, and was imported by a command."""
    result = process(*arguments, program=HEAVY)
    assert result.returncode == 0, result.stderr
    return set(result.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("--version",)])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert imported(*arguments) == set()


def test_checking_what_is_sound_imports_what_reads_and_nothing_else(tmp_path: Path) -> None:
    assert imported("check", shop(tmp_path / "shop")) == READS


NEEDED = {*READS, "duckdb", "rich"}


def test_a_run_imports_holidays_only_where_working_days_are_counted(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    assert imported("run", folder, "--date", DAY) == {*NEEDED, "holidays"}
    replaced(folder / "first_steps.yaml", "within 2 working days", "within 2 days")
    assert imported("run", folder, "--date", DAY) == NEEDED


FROZEN = """
import atexit, gc, sys
atexit.register(lambda: print(gc.get_freeze_count() > 1000, file=sys.stderr))
"""


def test_the_interpreter_does_not_search_all_objects_as_it_ends() -> None:
    assert process("run", "--help", program=FROZEN).stderr == "True\n"


def test_help_names_every_command_and_exit_code() -> None:
    said = careplay("--help").stdout
    assert all(f"  {name} " in said for name in ("check", "new", "plan", "run", "schema"))
    assert "Exit codes: 0 done, 1 a playbook is at fault, 2 wrong usage" in said


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "careplay", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "version" in done.stdout


@pytest.mark.parametrize("shape", ["table", "jsonl", "csv"])
def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path, shape: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = process(
        *("run", shop(tmp_path / "shop"), "--date", DAY, "--format", shape),
        capture_output=False,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("arguments", [("check",), ("run", "--date", DAY)])
def test_an_output_that_cannot_be_written_is_told(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        result = process(
            *arguments,
            shop(tmp_path / "shop"),
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert result.returncode == 4
    assert result.stderr == (
        "careplay: cannot write to standard output: No space left on device\n"
    )


def test_a_terminal_that_lacks_letters_shows_marks_in_their_place(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop", "zh")
    result = process("run", folder, "--date", DAY, env={"PYTHONIOENCODING": "ascii"})
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("???? ? 2026-11-21\n")


def test_what_is_stopped_ends_as_shells_expect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("careplay.run_days", stopped)
    result = careplay("run", shop(tmp_path / "shop"))
    assert result.exit_code == 130
    assert result.stderr == "careplay: stopped; what was written before is whole\n"


def test_a_path_that_no_system_can_hold_is_told() -> None:
    result = careplay("check", "a" * 5000)
    assert result.exit_code == 4
    assert result.stderr.endswith("File name too long; is that the right path?\n")


def test_names_of_files_are_told_as_they_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "to: adviser", "to: advisr")
    monkeypatch.chdir(tmp_path)
    assert careplay("check", "shop").stdout.startswith("shop/first_steps.yaml:")
    monkeypatch.chdir(folder / "data")
    assert careplay("check", ".").stdout.startswith("../first_steps.yaml:")
