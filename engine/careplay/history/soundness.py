"""What a run reads of kept days is what was kept: each file is held against its day's manifest.

Days that an older careplay kept have no manifest, and are read as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from careplay.faults import HistoryError
from careplay.outputs.manifest import MANIFEST, FileMark, Manifest, mark_of, read_manifest
from careplay.outputs.partition import DAY_FILES

MANY = 4096
"""More days than are kept in ten years."""
WAY = (
    "bring it back from a copy, or set its day aside with `careplay history --repair` and run"
    " it again"
)
FRESH = ", or leave all earlier days out with --fresh"


def manifest_beside(file: Path) -> Manifest | None:
    """The manifest of the day that the file is of; HistoryError where it is damaged."""
    manifest = file.with_name(MANIFEST)
    try:
        found = os.stat(manifest)  # noqa: PTH116 - asked of each kept day
        return _read(str(manifest), found.st_ino, found.st_mtime_ns, found.st_size)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise not_as_kept(manifest, "it is damaged") from fault


@lru_cache(MANY)
def _read(file: str, *_: int) -> Manifest | None:
    """The manifest, read once while its file is as it was: many ask for it."""
    return read_manifest(Path(file))


def demand_sound(files: Iterable[Path]) -> None:
    """HistoryError where a kept file is not what its day kept: changed, gone, or none of it.

    A file that its day did not keep may be asked for.
    """
    manifests: dict[Path, Manifest | None] = {}
    for file in files:
        if file.parent not in manifests:
            manifests[file.parent] = manifest_beside(file)
        manifest = manifests[file.parent]
        if manifest is not None:
            _demand_as_kept(file, manifest.files.get(file.name))


def are_sound(files: Iterable[Path]) -> bool:
    """Whether each file is what its day kept."""
    try:
        demand_sound(files)
    except HistoryError:
        return False
    return True


def unsound(folder: Path) -> list[HistoryError]:
    """What is wrong with the day that lies there, file by file; also what it did not keep."""
    try:
        manifest = manifest_beside(folder / MANIFEST)
    except HistoryError as fault:
        return [fault]
    found = []
    for name in {**manifest.files, **dict.fromkeys(DAY_FILES)} if manifest else ():
        try:
            demand_sound([folder / name])
        except HistoryError as fault:
            found.append(fault.with_traceback(None))
    return found


def not_as_kept(file: Path, why: str) -> HistoryError:
    """The fault of a file that is not what was kept."""
    return HistoryError(f'cannot remember "{file}": {why}; {WAY}', FRESH)


def _demand_as_kept(file: Path, kept: FileMark | None) -> None:
    try:
        found = mark_of(file) if file.stat().st_size == (kept.size if kept else -1) else None
    except FileNotFoundError:
        if kept is not None:
            raise not_as_kept(file, "it is gone") from None
        return
    except OSError as fault:
        why = f"it cannot be read ({fault.strerror or fault})"
        raise not_as_kept(file, why) from fault
    if kept is None:
        raise not_as_kept(file, "its day kept no such file")
    if found != kept:
        raise not_as_kept(file, "it is damaged, or was replaced since")
