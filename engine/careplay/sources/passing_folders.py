"""Folders for what is read for a while and kept by nobody.

While one is held it is locked, and the lock ends with a process that is killed: so whoever
makes the next knows which of them nobody holds any more, and removes those.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from careplay.sources.locks import is_locked

HeldFolder: TypeAlias = tuple[Path, int | None]
"""A folder, and what it is held by; None on a system without such locks."""

PREFIX = "careplay-run-"


def new_folder(within: Path | None = None) -> HeldFolder:
    """A folder that only its owner may look into; OSError where it cannot be made."""
    _sweep(within or Path(tempfile.gettempdir()))
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=within)).absolute()
        with suppress(BlockingIOError, FileNotFoundError):  # swept before it was held
            return path, _held(path)


def remove_folder(folder: HeldFolder) -> None:
    """Remove it with all that is in it."""
    path, handle = folder
    shutil.rmtree(path, ignore_errors=True)
    if handle is not None:
        with suppress(OSError):
            os.close(handle)


def _sweep(within: Path) -> None:
    """Remove the folders that killed runs of this user left there."""
    with suppress(OSError):
        for each in within.glob(f"{PREFIX}*"):
            _remove_left(each)


def _remove_left(folder: Path) -> None:
    """Remove it where nobody holds it, and it is this user's."""
    with suppress(OSError):
        if os.name != "nt" and folder.lstat().st_uid == os.getuid():
            handle = _held(folder)
            if handle is not None:
                remove_folder((folder, handle))


def _held(folder: Path) -> int | None:
    """A handle of the folder, locked; None on a system without such locks.

    BlockingIOError where another holds it or has removed it, FileNotFoundError where it went.
    """
    if os.name == "nt":
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        locked = is_locked(handle, folder)
    except OSError:
        os.close(handle)
        return None
    if locked:
        return handle
    os.close(handle)
    raise BlockingIOError(folder)
