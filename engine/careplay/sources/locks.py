"""The system's lock on a folder, which ends with the process that holds it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def is_locked(handle: int, folder: Path) -> bool:
    """Lock what the handle is of at once; whether it is locked, and still that folder.

    Whoever held it before may have removed it. OSError where the disk knows no such locks.
    """
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), folder.stat())
    return False
