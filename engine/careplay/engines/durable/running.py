"""A date that is carried out: its plan, its data, and a worker process that is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from careplay.engines.durable.cases.task import Cases
from careplay.engines.durable.deciding.customers import Customers
from careplay.engines.durable.tables import matched, ranking
from careplay.engines.durable.workers.supervising import Supervisor
from careplay.engines.durable.workers.together import Together, of_task
from careplay.engines.sql import seam
from careplay.engines.sql.seam import case_folds, kept, of_customers
from careplay.frozen import dataclass
from careplay.planning import Plan
from careplay.sources.columns import quoted

if TYPE_CHECKING:
    from careplay.engines.sql.build import Sql
    from careplay.sources.loaded import Loaded

Pages: TypeAlias = Iterable[Sequence[Any]]

CASES = 0
"""The place of the cases among the tasks; those of customers follow, pass by pass."""


@dataclass(frozen=True, slots=True)
class Run:
    """A date that is carried out: what is to be found, and who is asked."""

    plan: Plan
    shown: Plan
    """The plan as its actions are told."""
    loaded: Loaded
    passes: tuple[ranking.Pass, ...]
    worker: Supervisor

    def ask(self, task: int) -> Callable[[Pages], Iterator[list[Any]]]:
        """How pages of a task's items are answered, page by page."""
        return lambda pages: self.worker.each(of_task(task, page) for page in pages)

    def do(self, statement: Sql | None) -> None:
        """Carry a statement out."""
        seam.run(statement, self.loaded.connection)

    def do_all(self, statements: Iterable[Sql]) -> None:
        """Carry statements out, in order."""
        for each in statements:
            self.do(each)

    def drop(self, tables: Iterable[str]) -> None:
        """Drop tables that nothing asks for any more."""
        for each in tables:
            self.loaded.connection.execute(f"DROP TABLE IF EXISTS {quoted(each)}")


@contextmanager
def running(made: Plan, loaded: Loaded) -> Iterator[Run]:
    """The run, with a worker process where there is anything to ask."""
    shown = matched.with_guard_columns(made)
    asked = bool(of_customers(made) or made.holds)
    passes = tuple(ranking.passes(made, kept(shown))) if asked else ()
    customers = (Customers(each.programme) for each in passes)
    worker = Supervisor(Together((Cases(case_folds(made)), *customers)))
    run = Run(made, shown, loaded, passes, worker)
    if not case_folds(made) and not passes:
        yield run
        return
    with worker:
        yield run
