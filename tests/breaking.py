"""The worker that breaks: careplay's own, but on the items it is told to, it does as told.

``breaking(("customer \"C1\"", "crash"))`` is the command that runs it in the worker's place:
an item is named as English has it, and what it does is one of ``WAYS``.
"""

from __future__ import annotations

import functools
import json
import os
import pickle
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, cast

from careplay.engines.durable.tasks import Answering, ItemName, Task
from careplay.engines.durable.workers import worker
from careplay.engines.durable.workers.incidents import in_english

ANY = "*"
"""In the place of an item's name: each of them."""
READY = "ready"
"""In the place of an item's name: what is done before any."""


def breaking(*plan: tuple[str, str]) -> tuple[str, ...]:
    """The command of a worker that breaks on the named items."""
    return (sys.executable, __file__, json.dumps(dict(plan)))


def killed() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def emptied() -> None:
    """The package follows a pointer to nothing: SIGSEGV."""
    import durable_rules_engine as package  # noqa: PLC0415

    rules = package.create_ruleset("emptied", json.dumps({"r": {"all": [{"m": {"a": 1}}]}}))
    package.assert_facts(rules, "[{}]")


def looped() -> None:
    """The package looks for an end of this batch for ever, and nothing else of Python runs."""
    import durable_rules_engine as package  # noqa: PLC0415

    rules = package.create_ruleset("looped", json.dumps({"r": {"all": [{"m": {"a": 1}}]}}))
    package.assert_facts(rules, '[{"a": 1}, {}]')


def swallowed() -> None:
    """What an action of a chart raises the package keeps to itself, and goes on."""
    from careplay.engines.durable.cases.charts import Chart  # noqa: PLC0415

    def take(*_: object) -> NoReturn:
        raise ValueError("an action that fails")

    Chart.take = take  # type: ignore[assignment, method-assign]


def spun() -> NoReturn:
    while True:
        pass


def searched() -> None:
    """As an endless loop of the package does, this lets nothing else of Python run."""
    re.match("(a+)+$", "a" * 60 + "b")


def slept() -> None:
    """The file that is named in BREAKING tells which process sleeps."""
    if "BREAKING" in os.environ:
        Path(os.environ["BREAKING"]).write_text(str(os.getpid()), "utf-8")
    time.sleep(3600)


def refused() -> NoReturn:
    raise ValueError("no such\nluck")


def left() -> None:
    os.write(2, b"Traceback\n  gone: for good\n\n")
    os._exit(3)


def printed() -> None:
    """Printing and reading do no harm: an answer follows."""
    os.write(1, b"x" * 100_000)
    sys.stdout.write("y" * 100_000)
    sys.stdout.flush()
    assert not os.read(0, 1)


WAYS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        killed,
        emptied,
        looped,
        swallowed,
        spun,
        searched,
        slept,
        refused,
        left,
        printed,
    )
}


@dataclass(frozen=True, slots=True)
class Breaking:
    """A task that breaks on some items, and answers as ever on the others."""

    task: Task
    plan: dict[str, str]

    def ready(self) -> Answering:
        self._do(READY)
        return functools.partial(self._answer, self.task.ready())

    def plainly(self) -> Answering:
        return self.task.plainly()

    def called(self, item: Any) -> ItemName:
        return self.task.called(item)

    def _answer(self, answering: Answering, item: Any) -> Any:
        self._do(in_english(self.task.called(item)))
        self._do(ANY)
        return answering(item)

    def _do(self, what: str) -> None:
        if what in self.plan:
            WAYS[self.plan[what]]()


@dataclass(frozen=True, slots=True)
class Doubled:
    """A task for tests: twice a number, and by whom."""

    def ready(self) -> Answering:
        return lambda item: (item * 2, "package")

    def plainly(self) -> Answering:
        return lambda item: (item * 2, "plain")

    def called(self, item: object) -> ItemName:
        return ItemName(str(item))


@dataclass(frozen=True, slots=True)
class Process:
    """A task for tests: the number of the process that answers; the item is a wait before."""

    def ready(self) -> Answering:
        return _process

    def plainly(self) -> Answering:
        return lambda _: 0

    def called(self, item: object) -> ItemName:
        return ItemName(str(item))


@dataclass(frozen=True, slots=True)
class Stopping:
    """A task for tests: careplay gets a Ctrl-C as soon as an item is being answered."""

    def ready(self) -> Answering:
        return _stopping

    def plainly(self) -> Answering:
        return lambda _: 0

    def called(self, item: object) -> ItemName:
        return ItemName(str(item))


def _stopping(seconds: float) -> int:
    if seconds:
        os.kill(os.getppid(), signal.SIGINT)
    return _process(seconds)


@dataclass(frozen=True, slots=True)
class Noted:
    """A task for tests: an item is the name of a file, which is made by answering it."""

    def ready(self) -> Answering:
        return _noted

    def plainly(self) -> Answering:
        return lambda _: False

    def called(self, item: object) -> ItemName:
        return ItemName(str(item))


def _noted(file: str) -> bool:
    Path(file).touch()
    return True


def _process(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def main(arguments: Sequence[str]) -> None:
    plan = json.loads(arguments[0])
    worker.main(lambda task: Breaking(cast("Task", pickle.loads(task)), plan))  # noqa: S301


if __name__ == "__main__":
    main(sys.argv[1:])
