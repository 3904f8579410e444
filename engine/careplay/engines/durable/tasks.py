"""What a worker process is given to do: a task, and then items, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ItemName:
    """What people know an item by: a case of a flow, or else a customer."""

    key: str
    flow: str = ""


Answering: TypeAlias = Callable[[Any], Any]
"""An item to its answer; both can be pickled."""


class Task(Protocol):
    """Something to be decided about many customers or cases, one at a time; can be pickled."""

    def ready(self) -> Answering:
        """Answer by the package; asked for once in each worker."""

    def plainly(self) -> Answering:
        """Answer the same by careplay itself, in its own process."""

    def called(self, item: Any) -> ItemName:
        """The item as people know it."""
