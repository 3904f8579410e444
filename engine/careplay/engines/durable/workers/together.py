"""Several tasks as one, so that one worker process does all that a date asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from careplay.engines.durable.tasks import Answering, ItemName, Task
from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Together:
    """An item is the place of its task and the item that the task is given."""

    tasks: tuple[Task, ...]

    def ready(self) -> Answering:
        """Answer by the package."""
        return _answering([task.ready for task in self.tasks])

    def plainly(self) -> Answering:
        """Answer the same by careplay itself."""
        return _answering([task.plainly for task in self.tasks])

    def called(self, item: tuple[int, Any]) -> ItemName:
        """The item as its task calls it."""
        place, told = item
        return self.tasks[place].called(told)


def of_task(place: int, items: Iterable[Any]) -> list[tuple[int, Any]]:
    """The items as those of the task at the place."""
    return [(place, item) for item in items]


def _answering(makers: Sequence[Any]) -> Answering:
    """Each task is made ready when it is first asked something."""
    made: dict[int, Answering] = {}

    def answer(item: tuple[int, Any]) -> Any:
        place, told = item
        if place not in made:
            made[place] = makers[place]()
        return made[place](told)

    return answer
