"""The walks of CONTRIBUTING.md, taken: a copy of the package with a difference applied to it.

A difference is kept as ``cases/walks/<walk>.diff``, as ``git diff -U2`` writes it. Where the
code it stands in has moved on, take the walk again and write it anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WALKS = ROOT / "tests" / "cases" / "walks"
PACKAGE = "engine/careplay/"
HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*")


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in one file; a new one has one piece that stands for nothing."""

    file: str
    pieces: tuple[tuple[str, str], ...]
    """What stands there, and what stands there afterwards."""

    @property
    def is_new(self) -> bool:
        """Whether the file was not there before."""
        return self.pieces[0][0] == ""


def changes(walk: str) -> tuple[Change, ...]:
    """What the walk changes, file by file."""
    text = (WALKS / f"{walk}.diff").read_text(encoding="utf-8")
    return tuple(_changes(text.splitlines(keepends=True)))


def taken(walk: str, room: Path) -> Path:
    """A copy of the package in which the walk was taken, as it stands in the repository."""
    shutil.copytree(ROOT / PACKAGE, room / PACKAGE)
    shutil.copytree(ROOT / "schemas", room / "schemas")
    (room / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "trigger_schema.py", room / "tests")
    for change in changes(walk):
        _apply(change, room / change.file)
    return room


def told(room: Path, walk: str, program: str) -> Any:
    """What a program prints as JSON, run with the copy of the package.

    The schema is written anew. There is a shop, whose playbook is that of the walk where it
    has one; ``did`` says what an engine does there on a day.
    """
    book = WALKS / f"{walk}.yaml"
    if book.is_file():
        shutil.copy(book, room / "book.yaml")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{SHOP}\n{program}"],
        env={**os.environ, "PYTHONPATH": str(room / "engine")},
        cwd=room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SHOP = """
import json, os, runpy
from datetime import date
from pathlib import Path
runpy.run_path("tests/trigger_schema.py", run_name="__main__")

import careplay
careplay.new("shop", language="en")
if os.path.exists("book.yaml"):
    os.replace("book.yaml", "shop/first_steps.yaml")
day = date(2026, 11, 21)

def did(engine, day=day):
    run = careplay.run("shop", day, engine=engine)
    return [[str(each[name]) for name in ("customer_id", "status", "held_by", "deferred_to")]
            for each in run.actions]
"""


def _changes(lines: list[str]) -> Iterator[Change]:
    starts = [n for n, line in enumerate(lines) if line.startswith("--- ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        file = lines[start + 1].removeprefix("+++ b/").strip()
        yield Change(file, tuple(_pieces(lines[start + 2 : end])))


def _pieces(lines: list[str]) -> Iterator[tuple[str, str]]:
    starts = [n for n, line in enumerate(lines) if HUNK.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        hunk = lines[start + 1 : end]
        yield (
            "".join(line[1:] for line in hunk if line[0] in " -"),
            "".join(line[1:] for line in hunk if line[0] in " +"),
        )


def _apply(change: Change, file: Path) -> None:
    text = "" if change.is_new else file.read_text(encoding="utf-8")
    for before, after in change.pieces:
        if before:
            assert text.count(before) == 1, f"{change.file} has moved on:\n{before}"
            text = text.replace(before, after)
        else:
            text = after
    file.write_text(text, encoding="utf-8")
