"""A business as it was in a revision of git: ``HEAD~1:playbooks/shop``."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from careplay.faults import SourceError
from careplay.frozen import dataclass
from careplay.outputs.passing import PassingFolder

HEAD = 200
"""What git says of a file before it is shorter."""
FILES = frozenset({"100644", "100755"})
"""The modes of files; links and other repositories are left out."""


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """Where a version lies, and what must be held while it is looked at."""

    path: Path
    revision: str = ""
    folder: PassingFolder | None = None
    top: Path = Path()
    """What stands for the repository."""
    repository: Path = Path()

    def called(self, file: str) -> str:
        """The file as whoever asked would call it."""
        if self.folder is None or not Path(file).is_relative_to(self.top):
            return file
        return f"{self.revision}:{Path(file).relative_to(self.top).as_posix()}"

    def in_working_tree(self, folder: Path) -> Path:
        """The folder where work goes on, whose days are kept beside it."""
        if self.folder is None:
            return folder
        return self.repository / folder.absolute().relative_to(self.top)


def checked_out(told: str) -> CheckedOut:
    """The folder that is meant; of ``REVISION:PATH`` one for a while, with all of its files.

    Raises SourceError where git is not there, or knows no such revision or path.
    """
    revision, colon, path = told.partition(":")
    if not colon or Path(told).exists() or not revision:
        return CheckedOut(Path(told))
    top = Path(_git(["rev-parse", "--show-toplevel"], told).decode().strip())
    commit = _git(["rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"], told)
    try:
        within = (Path.cwd() / path).resolve().relative_to(top.resolve())
    except ValueError:
        message = f'"{path}" lies outside of the repository "{top}"; is the path right?'
        raise SourceError(message) from None
    folder = PassingFolder()
    stands = folder.path / top.name
    for name, content in _files(top, commit.decode().strip(), told):
        file = stands / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if not (stands / within).exists():
        raise SourceError(f'there is no "{path}" in the revision "{revision}" of git')
    return CheckedOut(stands / within, revision, folder, stands, top)


def _files(top: Path, commit: str, told: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a commit, whatever attributes say of what is to be exported."""
    listed = _git(["-C", str(top), "ls-tree", "-r", "-z", "--full-tree", commit], told)
    found = [
        line.partition("\t") for line in listed.decode("utf-8", "replace").split("\0") if line
    ]
    files = [(name, *about.split()) for about, _, name in found]
    wanted = [(name, blob) for name, mode, _, blob in files if mode in FILES]
    asked = "".join(f"{blob}\n" for _, blob in wanted).encode()
    told_all = _git(["-C", str(top), "cat-file", "--batch"], told, asked)
    at = 0
    for name, _ in wanted:
        head, _, _ = told_all[at : at + HEAD].partition(b"\n")
        size = int(head.split()[2])
        begin = at + len(head) + 1
        yield name, told_all[begin : begin + size]
        at = begin + size + 1


def _git(words: Sequence[str], told: str, given: bytes = b"") -> bytes:
    try:
        found = subprocess.run(  # noqa: S603
            ["git", *words],  # noqa: S607
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as fault:
        message = f'"{told}" is a revision of git, which cannot be run here; name a folder'
        raise SourceError(message) from fault
    if found.returncode:
        said = found.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1].removeprefix("fatal: ") if said else "it says nothing"
        raise SourceError(f'git has no "{told}": {why}; name a folder, or REVISION:PATH')
    return found.stdout
