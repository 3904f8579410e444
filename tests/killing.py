"""What is killed before one of its writes, without a process: nothing is written any more."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WRITES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"}
"""What Python tells its audit hooks of, beside files that are opened to be written."""


class Killed(BaseException):
    """Nothing that is done from now on has any effect."""


class _Watch:
    """An audit hook stays for good, so there is one, and it asks who listens."""

    heard: Callable[[], None] | None = None
    below: Path = Path()
    hooked = False

    @classmethod
    def hook(cls, event: str, told: tuple[Any, ...]) -> None:
        if cls.heard is not None and _writes(event, told, str(cls.below)):
            cls.heard()


def _writes(event: str, told: tuple[Any, ...], below: str) -> bool:
    if event == "open":
        written = isinstance(told[1], str) and not {*"wxa+"}.isdisjoint(told[1])
        return written and below in str(told[0])
    # Whole trees are removed by names within a folder that is open.
    by_handle = isinstance(told[-1], int) and told[-1] >= 0
    return event in WRITES and (by_handle or any(below in str(each) for each in told[:2]))


@contextmanager
def watched(below: Path, heard: Callable[[], None]) -> Iterator[None]:
    """Call it before everything that is written below the folder."""
    if not _Watch.hooked:
        sys.addaudithook(_Watch.hook)
        _Watch.hooked = True
    _Watch.heard, _Watch.below = heard, below
    try:
        yield
    finally:
        _Watch.heard = None


def writes_of(below: Path, what: Callable[[], object]) -> int:
    """How often that writes."""
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1

    with watched(below, counted):
        what()
    return count


def killed_at(moment: int, below: Path, what: Callable[[], object]) -> None:
    """Do it until before that write, counted from 0; and nothing of what follows."""
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1
        if count > moment:
            raise Killed

    with watched(below, counted):
        try:
            what()
        except Killed:
            return
    raise AssertionError("it came to its end")
