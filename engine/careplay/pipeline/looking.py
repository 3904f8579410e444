"""Kept days are looked at without a lock, and looked at again where one was kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from careplay.faults import HistoryError
from careplay.history.kept import kept_days
from careplay.outputs.manifest import MANIFEST

T = TypeVar("T")
TRIES = 5


def looked_at(out: Path | None, business: str, look: Callable[[], T]) -> T:
    """What is found while no day was kept; HistoryError where again and again one was."""
    if out is None:
        return look()
    for _ in range(TRIES):
        before = _state(out, business)
        try:
            found = look()
        except Exception:
            if _state(out, business) == before:
                raise
            continue
        if _state(out, business) == before:
            return found
    message = f'days of "{business}" are kept all the while; run again when that has ended'
    raise HistoryError(message)


def _state(out: Path, business: str) -> Mapping[Path, tuple[int, int]]:
    """By what it is seen that a day is another than before."""
    found = {}
    for file in kept_days(out, business).values():
        with suppress(OSError):
            known = file.with_name(MANIFEST).stat()
            found[file] = (known.st_ino, known.st_mtime_ns)
    return found
