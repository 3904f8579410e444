"""What whoever waits is shown: what is being done, how far it has come, how long it takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

BAR = 24
"""Cells of the bar."""


@contextmanager
def waiting(
    name: str, connection: duckdb.DuckDBPyConnection
) -> Iterator[Callable[[str], None]]:
    """Show progress on standard error where that is a terminal, else nothing.

    What is yielded is told each part of the work as it begins; how far a long query has
    come is asked of the connection.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.progress import (  # noqa: PLC0415
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress_bar import ProgressBar  # noqa: PLC0415

    class Query(ProgressColumn):
        """The share of the running query that is done; an empty bar where none is known."""

        def render(self, task: Task) -> ProgressBar:
            done = max(connection.query_progress(), 0.0)
            return ProgressBar(total=100, completed=done, width=BAR)

    # DuckDB keeps count only where it is told to, and prints nothing (see connecting.py).
    connection.execute("SET enable_progress_bar = true")
    columns = (SpinnerColumn(), Query(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda what: progress.update(task, description=f"{name}: {what}")
