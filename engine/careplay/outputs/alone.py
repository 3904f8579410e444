"""One run at a time keeps days of a business in a place; another one waits.

The lock is the system's, and on the folder itself: it leaves no file behind, and ends with a
run that is killed. Without it two runs would each keep a day that knows nothing of the other's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def alone(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Hold the folder, which is made where it is not there; ``waits`` is called before a wait.

    A folder that cannot be made or held, and a system without such locks, hold nobody up:
    what is wrong is told where the day is written.
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    handle = _held(folder, waits)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
        for each in made:  # of a run that kept nothing no folder stays
            with suppress(OSError):
                each.rmdir()


def _held(folder: Path, waits: Callable[[], None]) -> int | None:
    """A handle of the folder, which nobody else holds until it is closed."""
    if os.name == "nt":
        return None
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        if _is_locked(handle, folder, waits):
            return handle
        os.close(handle)


def _is_locked(handle: int, folder: Path, waits: Callable[[], None]) -> bool:
    """Whether it is locked, and still the folder: who held it before may have removed it."""
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waits()
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        return True  # a disk that knows no locks
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), folder.stat())
    return False
