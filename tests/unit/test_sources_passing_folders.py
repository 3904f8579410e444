"""Tests of folders that are held for a while, and of two runs that make one at once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from careplay.sources.passing_folders import new_folder, remove_folder

fcntl = pytest.importorskip("fcntl")


def test_a_folder_that_another_run_sweeps_before_it_is_held_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    sweeping: list[int] = []
    mkdtemp = tempfile.mkdtemp

    def swept_at_once(prefix: str, dir: Path) -> str:  # noqa: A002 - as it is called
        made.append(Path(mkdtemp(prefix=prefix, dir=dir)))
        if len(made) == 1:
            sweeping.append(os.open(made[0], os.O_RDONLY))
            fcntl.flock(sweeping[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
        return str(made[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", swept_at_once)
    path, handle = new_folder(tmp_path)
    os.close(sweeping[0])
    assert [path] == made[1:]
    assert handle is not None
    remove_folder((path, handle))


def test_a_folder_that_was_swept_before_it_is_held_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    flock = fcntl.flock

    def swept_and_made_anew(handle: int, how: int) -> None:
        made.extend(each for each in tmp_path.iterdir() if each not in made)
        if len(made) == 1:
            made[0].rmdir()
            made[0].mkdir()
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", swept_and_made_anew)
    path, handle = new_folder(tmp_path)
    assert handle is not None
    assert os.path.samestat(os.fstat(handle), path.stat())
    remove_folder((path, handle))


def test_where_the_system_has_no_such_locks_the_folder_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    path, handle = new_folder(tmp_path)
    assert handle is None
    new_folder(tmp_path)
    assert path.is_dir()
