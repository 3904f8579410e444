"""The package's answers, kept in tables on the connection, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from careplay.engines.durable.deciding.programmes import guards
from careplay.engines.durable.programme import Answer, Programme
from careplay.engines.durable.tables.asking import HIT, SUBJECT
from careplay.engines.durable.tables.matched import (
    CONCLUDED,
    GIVEN,
    GUARDS,
    HELD,
    PLACE,
    guards_of,
)
from careplay.engines.sql.seam import MATCHES
from careplay.model.types import NUMERIC, Scalar, Type
from careplay.planning.steps import Plan
from careplay.sources.columns import arrow_type, quoted

if TYPE_CHECKING:
    import duckdb

BLOCK, ROWS = "answers", 5000
"""The name under which a block is handed to DuckDB, and how many answers make one."""


class Answers:
    """Where a programme's answers go: tables, and counts; of customers a block is held here."""

    def __init__(
        self,
        plan: Plan,
        programme: Programme,
        connection: duckdb.DuckDBPyConnection,
        only: int | None = None,
        *,
        apart: bool = False,
    ) -> None:
        """Make the tables anew; of ``only`` this customer it is counted what stays open.

        Of each by the number he is asked by, where they are counted ``apart``.
        """
        self.open: Counter[tuple[int, str, int]] = Counter()
        """How often a match stays open, by number, wanted fact and whose they are; its total
        has no fact, and what is of nobody in particular is 0's."""
        self._only = only
        self._apart = apart
        self._programme = programme
        self._connection = connection
        self._guards = _numbered(plan)
        self._waiting: list[Answer] = []
        for name, block in self._tables():
            self._insert(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS", block)

    def keep(self, answers: Iterable[Answer]) -> None:
        """Add the answers to the tables and to the counts."""
        for answer in answers:
            self._waiting.append(answer)
            if self._only in {None, answer.row}:
                self._count(answer)
        if len(self._waiting) >= ROWS:
            self.write()

    def _count(self, answer: Answer) -> None:
        whose = answer.row if self._apart else 0
        for each in answer.given:
            self.open.update((-match, "", whose) for match in each.matches if match < 0)
            self.open.update((*want, whose) for want in each.wants)

    def write(self) -> None:
        """Write down what waits for its block to be full."""
        for name, block in self._tables():
            self._insert(f"INSERT INTO {quoted(name)}", block)
        self._waiting.clear()

    def _tables(self) -> Iterator[tuple[str, dict[str, pa.Array]]]:
        """The tables that the programme fills, each with what waits for it."""
        yield GIVEN, _given(self._waiting, self._guards)
        if self._programme.concluded:
            yield CONCLUDED, _concluded(self._waiting, self._programme)
        if self._programme.holds.conditions:
            yield HELD, _held(self._waiting)

    def _insert(self, into: str, block: dict[str, pa.Array]) -> None:
        self._connection.register(BLOCK, pa.table(block))
        self._connection.execute(f"{into} SELECT * FROM {BLOCK}")  # noqa: S608
        self._connection.unregister(BLOCK)


def _numbered(plan: Plan) -> Mapping[tuple[int, int], int]:
    """The number of each guard of each match."""
    known = guards_of(plan)
    return {
        (number, place): known[guard]
        for number, match in enumerate(plan.matches, start=1)
        for place, guard in enumerate(guards(match))
        if guard in known
    }


def _given(
    answers: Sequence[Answer], known: Mapping[tuple[int, int], int]
) -> dict[str, pa.Array]:
    """What was given, by whom or by which event, and which guards held."""
    given = [(answer.row, each) for answer in answers for each in answer.given]
    held = [sorted({known[guard] for guard in each.guards}) for _, each in given]
    return {
        SUBJECT: pa.array([row for row, _ in given], pa.int64()),
        HIT: pa.array([each.hit for _, each in given], pa.int64()),
        MATCHES: pa.array([each.matches for _, each in given], pa.list_(pa.int32())),
        GUARDS: pa.array(held, pa.list_(pa.int32())),
    }


def _concluded(answers: Sequence[Answer], programme: Programme) -> dict[str, pa.Array]:
    """What was concluded about each customer that later steps ask for."""
    block = {SUBJECT: pa.array([answer.row for answer in answers], pa.int64())}
    for place, name in enumerate(programme.concluded):
        kind = programme.types[name]
        told = [_typed(answer.concluded[place], kind) for answer in answers]
        block[name] = pa.array(told, arrow_type(kind))
    return block


def _held(answers: Iterable[Answer]) -> dict[str, pa.Array]:
    held = [(answer.row, place + 1) for answer in answers for place in answer.holds]
    return {
        SUBJECT: pa.array([row for row, _ in held], pa.int64()),
        PLACE: pa.array([place for _, place in held], pa.int64()),
    }


def _typed(told: Scalar | None, kind: Type) -> Any:
    """The value as Arrow takes it: an integer counts as a number."""
    if told is None or kind is Type.INTEGER or kind not in NUMERIC:
        return told
    return Decimal(str(told))
