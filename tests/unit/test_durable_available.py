"""Where durable-rules is not installed, choosing it is told in a sentence; all else works."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from careplay.engines.durable import available
from careplay.faults import EngineError
from shop_folder import DAY, actions, process, replaced, shop

HIDDEN = "import sys; sys.modules.update(durable=None, durable_rules_engine=None)"
"""A program that leaves a process without the package, as if it were not installed."""
TOO_NEW = "runs on Python up to 3.12, and this is Python {}.{}".format(*sys.version_info)
LACKING = (
    "is not installed; `pip install 'careplay[durable]'` does that on Python up to 3.12 where"
    " there is a C compiler"
)
SENTENCE = (
    f"careplay: durable-rules {TOO_NEW if sys.version_info >= (3, 13) else LACKING};"
    " the default engine gives the same actions without it\n"
)


def test_where_it_is_not_installed_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    run = ("run", folder, "--date", DAY, "--engine", "durable")
    found = process(*run, program=HIDDEN)
    assert (found.returncode, found.stdout, found.stderr) == (4, "", SENTENCE)
    assert not (folder / ".careplay").exists()


def test_it_is_told_before_anything_is_read(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "data" / "customers.csv").unlink()
    replaced(folder / "careplay.yaml", "careplay: 1", "careplay: 99")
    found = process("run", folder, "--engine", "durable", program=HIDDEN)
    assert (found.returncode, found.stderr) == (4, SENTENCE)


def test_everything_else_works_without_it(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    for command in ("check", "plan", "cases", "tables"):
        assert process(command, folder, program=HIDDEN).returncode in {0, 5}, command
    written = set()
    for engine in ("duckdb", "plain"):
        run = ("run", folder, "--date", DAY, "--engine", engine)
        assert process(*run, program=HIDDEN).returncode == 0
        written.add(actions(folder).read_bytes())
    assert len(written) == 1


def test_a_python_it_does_not_run_on_is_named() -> None:
    with pytest.raises(
        EngineError, match=r"up to 3\.12, and this is Python 3\.13; the default"
    ):
        available.demand((3, 13))


def test_half_of_the_package_is_not_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineError, match="is not installed"):
        available.demand((3, 11))


@pytest.mark.durable
def test_the_package_is_looked_for_and_never_imported_by_careplay(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    told = "import atexit, sys; atexit.register(lambda: print('durable' in sys.modules))"
    run = ("run", folder, "--date", DAY, "--format", "parquet", "--dry-run")
    assert process(*run, program=told).stdout.endswith("False\n")
