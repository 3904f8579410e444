"""Small shops on disk, and the careplay command as people call it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from click.testing import Result

from alike import called
from careplay.commands.internal import INTERNAL
from careplay.model.actions import ACTION_COLUMNS
from careplay.starter import starter_files

ROOT = Path(__file__).parents[1]
PLAYBOOKS = ROOT / "playbooks"
DAY = "2026-11-21"


def shop(folder: Path, language: str = "en") -> Path:
    """The starter's shop, written into a new folder."""
    for name, text in starter_files(language).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def plain_shop(folder: Path, language: str = "en") -> Path:
    """The same, where nothing is declared personal, so that faults show every value."""
    business = shop(folder, language)
    replaced(business / "careplay.yaml", "personal: true, ", "")
    return business


def shipped(name: str, folder: Path) -> Path:
    """A copy of a shipped business that was never run, beside the common playbooks."""
    shutil.copytree(PLAYBOOKS / "common", folder / "common", dirs_exist_ok=True)
    return shutil.copytree(
        PLAYBOOKS / name, folder / name, ignore=shutil.ignore_patterns(".careplay")
    )


def careplay(*arguments: object) -> Result:
    """Call the command within this process."""
    return called(arguments)


def process(
    *arguments: object, program: str = "", env: Mapping[str, str] | None = None, **kwargs: Any
) -> subprocess.CompletedProcess[str]:
    """Call the command as a process; ``program`` runs before it."""
    start = f"{program}\nfrom careplay.cli import main\nmain()"
    kwargs = {"capture_output": True} | kwargs
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", start, *map(str, arguments)],
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, **(env or {})},
        **kwargs,
    )


def sentence(result: Result, code: int) -> str:
    """What was said of a fault of the world: one sentence, with this exit code."""
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code != INTERNAL, result.output
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    (line,) = result.stderr.strip().splitlines()
    return line


def actions(business: Path, day: str = DAY) -> Path:
    """Where the actions of a business's day are kept."""
    return (
        business / ".careplay" / "actions" / business.name / f"date={day}" / "actions.parquet"
    )


def rows(file: Path) -> list[tuple[Any, ...]]:
    """Every kept action as people are told, in order."""
    names = ", ".join(f'"{name}"' for name, _ in ACTION_COLUMNS)
    with duckdb.connect() as connection:
        query = f"SELECT {names} FROM read_parquet('{file}', hive_partitioning = false)"
        return connection.execute(query).fetchall()


def replaced(file: Path, old: str, new: str) -> None:
    """Change a file as a person would."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
