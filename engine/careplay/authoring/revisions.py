"""A business as it was in a revision of git: ``HEAD~1:playbooks/shop``."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from careplay.faults import SourceError
from careplay.frozen import dataclass
from careplay.outputs.passing import PassingFolder


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """Where a version lies, and what must be held while it is looked at."""

    path: Path
    folder: PassingFolder | None = None


def checked_out(told: str) -> CheckedOut:
    """The folder that is meant; of ``REVISION:PATH`` one for a while, with all of its files.

    Raises SourceError where git is not there, or knows no such revision or path.
    """
    revision, colon, path = told.partition(":")
    if not colon or Path(told).exists() or not revision:
        return CheckedOut(Path(told))
    top = Path(_git(["rev-parse", "--show-toplevel"], told).decode().strip())
    inside = Path(path)
    if not inside.is_absolute():
        inside = Path.cwd() / inside
    try:
        within = inside.resolve().relative_to(top.resolve())
    except ValueError:
        message = f'"{path}" lies outside of the repository "{top}"; is the path right?'
        raise SourceError(message) from None
    packed = _git(["-C", str(top), "archive", "--format=tar", revision], told)
    folder = PassingFolder()
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder.path, filter="data")
    return CheckedOut(folder.path / within, folder)


def _git(words: list[str], told: str) -> bytes:
    try:
        found = subprocess.run(["git", *words], capture_output=True, check=False)  # noqa: S603, S607
    except OSError as fault:
        message = f'"{told}" is a revision of git, which cannot be run here; name a folder'
        raise SourceError(message) from fault
    if found.returncode:
        said = found.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1].removeprefix("fatal: ") if said else "it says nothing"
        raise SourceError(f'git has no "{told}": {why}; name a folder, or REVISION:PATH')
    return found.stdout
