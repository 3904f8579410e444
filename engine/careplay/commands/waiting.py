"""What whoever waits is shown: what is being done, how far it has come, how long it takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from careplay.visible import one_line

if TYPE_CHECKING:
    from careplay import Progress

BAR = 24
"""Cells of the bar."""


def looked_at() -> bool:
    """Whether standard error is a terminal."""
    return sys.stderr.isatty()


def _unknown() -> float:
    return 0.0


@contextmanager
def waiting(name: str) -> Iterator[Progress]:
    """Show progress on standard error where that is a terminal, else nothing.

    What is yielded is told each part of the work as it begins, and whom to ask how far the
    running query has come.
    """
    if not looked_at():
        yield lambda _what, _share: None
        return
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.progress import (  # noqa: PLC0415
        Progress as Shown,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress_bar import ProgressBar  # noqa: PLC0415

    class QueryBar(ProgressColumn):
        """The share of the running query that is done; an empty bar where none is known."""

        def render(self, task: Task) -> ProgressBar:
            share: Callable[[], float] = task.fields["share"]
            return ProgressBar(total=100, completed=share(), width=BAR)

    columns = (
        SpinnerColumn(),
        QueryBar(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    with Shown(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(one_line(name), total=None, share=_unknown)

        def said(what: str, share: Callable[[], float]) -> None:
            shown.update(task, description=one_line(f"{name}: {what}"), share=share)

        yield said
