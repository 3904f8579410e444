"""A playbook that belongs to no business stands for the businesses near it that include it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from itertools import islice
from pathlib import Path

from careplay import businesses
from careplay.bounds import MEGABYTE, Bounds
from careplay.businesses import Folder, business_above, playbooks_at
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.pipeline.examining import read_file
from careplay.pipeline.including import included

LEVELS = 4
"""So many folders are gone up in search of businesses."""
REPOSITORY = ".git"
"""What is beyond a folder that holds it is of somebody else."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The paths of businesses that stand for those that were given."""

    paths: tuple[Path, ...]
    shared: Mapping[Path, tuple[str, ...]]
    """By the folder of a business, the shared files that were given and that it includes."""


def including(paths: Iterable[Path], bounds: Bounds) -> AskedFor:
    """The same paths, businesses in the place of the shared playbooks that they include.

    Raises NothingToRunError where no business near includes one of them.
    """
    asked: dict[Path, None] = {}
    shared: dict[Path, list[str]] = {}
    included_by = cache(partial(_included, bounds=bounds))
    for path in paths:
        if not _is_shared(path):
            asked[path] = None
            continue
        for file in playbooks_at(path):
            for folder in _includers(file, included_by):
                asked[folder.path] = None
                shared.setdefault(folder.path, []).append(str(file))
    told = {folder: tuple(dict.fromkeys(files)) for folder, files in shared.items()}
    return AskedFor(tuple(asked), told)


def _is_shared(path: Path) -> bool:
    """Whether there are playbooks at the path, and no business has them as its own."""
    if not playbooks_at(path) or business_above(path) is not None:
        return False
    return path.is_file() or not businesses.below(path)


def _includers(file: Path, included_by: Callable[[Folder], frozenset[Path]]) -> list[Folder]:
    near = _near(file)
    found = [each for each in near if file.resolve() in included_by(each)]
    if not found:
        looked = f"none of the {len(near)} businesses near it includes it"
        what = looked if near else "there is no business near it"
        message = f'"{file}" belongs to no business, and {what}'
        way = "name it under include: of a careplay.yaml, or check the business's folder"
        raise NothingToRunError(f"{message}; {way}")
    return found


def _near(file: Path) -> tuple[Folder, ...]:
    """The businesses below the nearest folder above the file that holds any."""
    for folder in islice(businesses.above(file.parent), LEVELS):
        if found := businesses.below(folder):
            return found
        if (folder / REPOSITORY).exists():
            break
    return ()


def _included(folder: Folder, bounds: Bounds) -> frozenset[Path]:
    home = read_file(folder.home, "business", bounds.max_yaml * MEGABYTE)
    if home.document is None:
        return frozenset()
    return frozenset(each.resolve() for each in included(folder, home.document).files)
