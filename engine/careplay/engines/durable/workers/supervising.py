"""A worker process watched over: every item gets its answer, or the run ends in a sentence.

An item on which the worker crashes, hangs or fails is answered by careplay itself, in its own
process, and becomes an incident; a new worker goes on with the next item.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from careplay.engines.durable.workers.incidents import Incident, IncidentKind, happened
from careplay.engines.durable.workers.processes import Worker
from careplay.faults import EngineError

if TYPE_CHECKING:
    from types import TracebackType

    from careplay.engines.durable.tasks import Answering, Task

# -P: a file json.py in the folder of the run must not stand before Python's own.
COMMAND = (sys.executable, "-P", "-m", "careplay.engines.durable.workers.worker")
PATIENCE = 20.0
"""Seconds that one item may take; it takes a thousandth, but a machine may be busy."""
STARTING = 60.0
"""Seconds that a worker may take to be ready: a busy machine reads Python's files slowly."""
IN_A_ROW = 3
"""So many items in a row without an answer are not the items' fault."""
WAY_OUT = "run with --engine duckdb, which gives the same actions"


class Supervisor:
    """Asks a task's questions of a worker process, which starts at once."""

    def __init__(
        self,
        task: Task,
        *,
        patience: float | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        self.incidents: list[Incident] = []
        self._task = task
        self._patience = PATIENCE if patience is None else patience
        self._command = COMMAND if command is None else command
        self._worker: Worker | None = None
        self._plainly: Answering | None = None
        self._in_a_row: list[Incident] = []

    def __enter__(self) -> Self:
        self._worker = self._started()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended()

    def answers(self, page: Sequence[Any]) -> list[Any]:
        """Return the answers to the items, in order.

        EngineError where no worker can be started, or where it fails on item after item.
        """
        return self._answered(page, self._asked(page))

    def each(self, pages: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        """Return the answers page by page; the worker is a page ahead of who takes them.

        The next page is fetched and the last answers are used while it works. Nothing else
        may be asked meanwhile.
        """
        asked: tuple[Sequence[Any], Worker] | None = None
        for page in pages:
            answers = None if asked is None else self._answered(*asked)
            asked = page, self._asked(page)
            if answers is not None:
                yield answers
        if asked is not None:
            yield self._answered(*asked)

    def _answered(self, page: Sequence[Any], worker: Worker) -> list[Any]:
        """The answers to what the worker has been asked."""
        answers: list[Any] = []
        while True:
            found, what = worker.answers()
            answers += found
            if found:
                self._in_a_row.clear()
            if what is None:
                return answers
            self._ended()
            answers.append(self._answered_plainly(page[len(answers)], *what))
            worker = self._asked(page[len(answers) :])

    def _asked(self, page: Sequence[Any]) -> Worker:
        """The worker that answers the page: a new one where it has ended, or none was made."""
        if self._worker is not None and self._worker.gone:
            self._ended()
        if self._worker is None:
            self._worker = self._started()
        if (what := self._worker.ready(STARTING)) is not None:
            raise EngineError(_not_started(happened(*what)))
        self._worker.ask(page)
        return self._worker

    def _started(self) -> Worker:
        try:
            return Worker(self._command, self._task, self._patience)
        except OSError as fault:
            raise EngineError(_not_started(f"cannot be run ({fault.strerror})")) from fault

    def _ended(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _answered_plainly(self, item: Any, kind: IncidentKind, detail: str) -> Any:
        """The answer that the package did not give; EngineError for too many in a row."""
        incident = Incident(self._task.called(item), kind, detail)
        self.incidents.append(incident)
        self._in_a_row.append(incident)
        if len(self._in_a_row) == IN_A_ROW:
            raise EngineError(_given_up(self._in_a_row))
        if self._plainly is None:
            self._plainly = self._task.plainly()
        return self._plainly(item)


def _not_started(what: str) -> str:
    return f"cannot start the worker that runs durable-rules: it {what}; {WAY_OUT}"


def _given_up(incidents: Sequence[Incident]) -> str:
    told = ", ".join(f"{each.whom} ({each.what})" for each in incidents)
    return f"durable-rules failed {IN_A_ROW} times in a row: {told}; {WAY_OUT}"
