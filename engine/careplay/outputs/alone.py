"""One run at a time keeps days of a business in a place; another one waits, for so long.

The lock is the system's, and on the folder itself: it ends with a run that is killed. Without
it two runs would each keep a day that knows nothing of the other's. Who holds it is written
beside the days, for whoever waits in vain; only the lock tells whether that still holds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from careplay.faults import OutputError
from careplay.outputs.private import private_file, private_folder
from careplay.sources.locks import is_locked

HOLDER = ".running"
STEP = 0.05
"""So many seconds pass between two tries."""
REMOVED = 100
"""So often a folder may go before it is held."""


@contextmanager
def alone(folder: Path, waits: Callable[[], None], seconds: float, what: str) -> Iterator[None]:
    """Hold the folder, which is made where it is not there; OutputError where another does.

    ``waits`` is called before a wait, which lasts so many ``seconds`` at most; others are told
    ``what`` is done. A folder that cannot be made or held, and a system without such locks,
    hold nobody up: what is wrong is told where the day is written.
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    handle, holder = _held(folder, waits, seconds), folder / HOLDER
    if handle is not None:
        with suppress(OSError):
            private_file(holder).write_text(
                f"process {os.getpid()} runs {what}", encoding="utf-8"
            )
    try:
        yield
    finally:
        try:
            if handle is not None:
                with suppress(OSError):
                    holder.unlink()
            for each in made:  # of a run that kept nothing no folder stays
                with suppress(OSError):
                    each.rmdir()
        finally:
            if handle is not None:
                os.close(handle)


def _held(folder: Path, waits: Callable[[], None], seconds: float) -> int | None:
    """A handle of the folder, which nobody else holds until it is closed."""
    if os.name == "nt":
        return None
    tries = max(1, round(seconds / STEP))
    for number in range(tries + 1):
        try:
            handle = _opened(folder)
        except OSError:
            return None
        if _is_locked(handle, folder):
            return handle
        os.close(handle)
        if number == 0:
            waits()
        time.sleep(STEP)
    raise OutputError(_in_vain(folder, seconds))


def _opened(folder: Path) -> int:
    """A handle of the folder, which whoever held it before may remove until it is open."""
    for _ in range(REMOVED):
        with suppress(FileNotFoundError):
            private_folder(folder)
            return os.open(folder, os.O_RDONLY)
    raise FileNotFoundError(folder)


def _is_locked(handle: int, folder: Path) -> bool:
    """Whether it is locked, as far as the disk knows of locks."""
    try:
        return is_locked(handle, folder)
    except OSError:
        return True


def _in_vain(folder: Path, seconds: float) -> str:
    try:
        holder = (folder / HOLDER).read_text("utf-8")
    except (OSError, ValueError):
        holder = "it does not say which"
    return (
        f'another run keeps days in "{folder}" ({holder}), and was waited for {seconds:g}'
        " seconds; run again when it has ended, or wait longer with --wait"
    )
