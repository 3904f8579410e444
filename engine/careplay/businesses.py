"""Where businesses and their playbooks lie on disk.

A business is a folder that holds ``careplay.yaml``; its playbooks are the other YAML files
in it and below it, up to the next business. Data folders and hidden folders are passed over.
Playbooks that several businesses include lie in a folder of their own, which is no business.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from careplay.faults import NothingToRunError, SourceError
from careplay.frozen import dataclass

HOME = "careplay.yaml"
ENDINGS = (".yaml", ".yml")
TESTS = (".test.yaml", ".test.yml")
DATA = "data"


@dataclass(frozen=True, slots=True)
class Folder:
    """A business on disk: its folder and the files that tell what it is."""

    path: Path
    playbooks: tuple[Path, ...]

    @property
    def home(self) -> Path:
        """The file that says what the business is."""
        return self.path / HOME

    @property
    def files(self) -> tuple[Path, ...]:
        """All that are the business's own."""
        return (self.home, *self.playbooks)


def find(path: Path) -> tuple[Folder, ...]:
    """Every business in or below ``path``, or the one a file belongs to, in order of path."""
    if not path.exists():
        raise SourceError(f'there is no file or folder "{path}"; is the path right?')
    top = path if path.is_dir() else _business_of(path)
    folders = below(top)
    if not folders and path.is_dir() and (home := _above(path)):
        folders = (_folder(home),)
    if not folders:
        raise NothingToRunError(_nothing(path))
    return folders


def playbooks_at(path: Path) -> tuple[Path, ...]:
    """The playbook of that path, or those in and below the folder; none where there is none."""
    if path.is_dir():
        return tuple(sorted(_playbooks(path)))
    return (path,) if path.is_file() and _is_playbook(path.name) else ()


def tests_in(home: Path) -> tuple[Path, ...]:
    """The files of stories in and below the folder of a business, up to the next business."""
    return tuple(sorted(_files(home, is_test)))


def is_test(name: str) -> bool:
    """Whether a file of this name holds stories."""
    return name.endswith(TESTS) and not name.startswith(".")


def name_of_test(file: str) -> str:
    """What a file of stories is called, without folder and ending."""
    return Path(file).name.removesuffix(TESTS[0]).removesuffix(TESTS[1])


def business_above(path: Path) -> Path | None:
    """The folder of the business a file or folder is a part of; None where it is of none."""
    return _above(path if path.is_dir() else path.parent)


def below(path: Path) -> tuple[Folder, ...]:
    """Every business in or below the folder, in order of path."""
    return tuple(_folders(path))


def above(path: Path) -> Iterator[Path]:
    """The folder and those above it; names stay as they were given."""
    return iter((path, *path.parents)) if path.is_absolute() else _relative_steps(path)


def _folders(top: Path) -> Iterator[Folder]:
    for where, below, files in os.walk(top):
        below[:] = sorted(name for name in below if not name.startswith("."))
        if HOME in files:
            yield _folder(Path(where))


def _folder(path: Path) -> Folder:
    return Folder(path, tuple(sorted(_playbooks(path))))


def _playbooks(home: Path) -> Iterator[Path]:
    return _files(home, _is_playbook)


def _files(home: Path, wanted: Callable[[str], bool]) -> Iterator[Path]:
    for where, below, files in os.walk(home):
        if Path(where) != home and HOME in files:
            below.clear()
            continue
        below[:] = [name for name in below if name != DATA and not name.startswith(".")]
        for name in files:
            if wanted(name):
                yield Path(where, name)


def _is_playbook(name: str) -> bool:
    told = name.endswith(ENDINGS) and not name.endswith(TESTS)
    return told and name != HOME and not name.startswith(".")


def _above(path: Path) -> Path | None:
    """The nearest folder above that holds a business, for a path inside one."""
    return next((step for step in above(path) if (step / HOME).is_file()), None)


def _relative_steps(path: Path) -> Iterator[Path]:
    """``a/b``, ``a``, ``.``, then ``..`` and so on: names stay as they were given."""
    yield from (path, *path.parents)
    up = Path("..")
    for _ in Path.cwd().parents:
        yield up
        up = up / ".."


def _business_of(file: Path) -> Path:
    home = _above(file.parent)
    if home is None:
        message = f'"{file}" belongs to no business: no folder above it holds {HOME}'
        raise NothingToRunError(message + "; `careplay new` writes one to start from")
    return home


def _nothing(path: Path) -> str:
    near = next(path.rglob("careplay.y*ml"), None)
    if near is not None:
        return f'"{near}" must be called {HOME} for the business to be found'
    return (
        f'no business in "{path}": no folder there holds {HOME};'
        " `careplay new` writes one to start from"
    )
