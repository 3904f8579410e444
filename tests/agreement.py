"""Whether plain, DuckDB and durable-rules take every condition to mean the same.

``python tests/agreement.py --decisions 5000000 --seed 1`` makes random conditions and rows, and
has each condition decided of each row by all three: true, false or unknown. Any difference is
printed, as small as it can be made, and ends the run with 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from pprint import pformat
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from agreement_world import DAY, SINCE, TYPES, WORLD, Row, condition, row
from careplay.engines.durable.judging.chains import (
    WAYS,
    TooManyError,
    Ways,
    way_and_chains as asked_in,
)
from careplay.engines.durable.judging.rulesets import Rulesets
from careplay.engines.durable.programme import Questions
from careplay.engines.sql.build import called, column, select, table
from careplay.engines.sql.conditions import ConditionColumns, holds
from careplay.meaning.clock import clock_of
from careplay.meaning.truth import truth
from careplay.model.conditions import AllOf, AnyOf, Condition, NoneOf, Not, facts_of
from careplay.planning.clock import clock_on
from careplay.planning.conditions import in_flat_literals, in_literals
from careplay.sources.columns import arrow_type
from careplay.sources.connecting import connect

if TYPE_CHECKING:
    import duckdb

ASKED, ROWS = 100, 100
UNHELD = 4
"""Rows of which no database can be asked."""
SECOND_FIRST: Ways = {said: (second, first) for said, (first, second) in WAYS.items()}
AT_ONCE = 200_000
"""Decisions of one process: the package keeps the memory of rulesets that are given up."""
Truths: TypeAlias = list[tuple[bool | None, ...]]
"""By row, what is said of each condition."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A condition of which engines do not say the same of a row."""

    condition: Condition
    row: Row
    plain: bool | None
    durable: bool | None
    duckdb: bool | None

    def __str__(self) -> str:
        told = {name: self.row.get(name) for name in facts_of(self.condition)}
        said = f"plain says {self.plain}, durable {self.durable}, duckdb {self.duckdb}"
        return f"{pformat(self.condition)}\nof {pformat(told)}: {said}"


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of it; ``unsayable`` are conditions that have too many alternatives."""

    decisions: int = 0
    true: int = 0
    unknown: int = 0
    unsayable: int = 0
    differences: tuple[Difference, ...] = ()

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.decisions + other.decisions,
            self.true + other.true,
            self.unknown + other.unknown,
            self.unsayable + other.unsayable,
            (*self.differences, *other.differences),
        )

    def __str__(self) -> str:
        return (
            f"{self.decisions:,} decisions ({self.true:,} true, {self.unknown:,} unknown),"
            f" {self.unsayable:,} conditions unsayable, {len(self.differences):,} differences"
        )


def compare(seed: int, decisions: int) -> Counts:
    """Have about so many decisions made by all three, in this process.

    Each other time the package is asked in the way that usually comes second.
    """
    random = Random(seed)  # noqa: S311 - no secret
    found, connection, each = Counts(), connect(), cycle((SECOND_FIRST, WAYS))
    while found.decisions < decisions:
        made = [condition(random, random.choice((2, 3, 3, 4))) for _ in range(ASKED)]
        rows = [row(random, unheld=n < UNHELD) for n in range(ROWS)]
        found += _compared(made, rows, next(each), connection, random)
    return found


def _compared(
    made: Sequence[Condition],
    rows: Sequence[Row],
    ways: Ways,
    connection: duckdb.DuckDBPyConnection,
    random: Random,
) -> Counts:
    clock = clock_on(WORLD, DAY, SINCE)
    planned = [
        random.choice((in_flat_literals, in_literals))(each, TYPES, clock) for each in made
    ]
    places = [place for place, each in enumerate(planned) if _is_sayable(each)]
    asked = [planned[place] for place in places]
    said = by_plain([made[place] for place in places], rows)
    others = zip(by_durable(asked, rows, ways), by_duckdb(asked, rows, connection), strict=True)
    differences = tuple(
        smallest(Difference(asked[n], of, truths[n], durable[n], duckdb[n]), ways, connection)
        for of, truths, (durable, duckdb) in zip(rows, said, others, strict=True)
        for n in range(len(asked))
        if not truths[n] is durable[n] is duckdb[n]
    )
    flat = [each for truths in said for each in truths]
    unsayable = len(made) - len(asked)
    return Counts(len(flat), flat.count(True), flat.count(None), unsayable, differences)


def _is_sayable(asked: Condition) -> bool:
    try:
        for said in WAYS:
            asked_in(asked, said)
    except TooManyError:
        return False
    return True


def by_plain(asked: Sequence[Condition], rows: Sequence[Row]) -> Truths:
    """What the plain engine says of conditions, as they are written or in literals."""
    clock = clock_of(WORLD, DAY, SINCE)
    return [tuple(truth(each, of, clock) for each in asked) for of in rows]


def by_durable(asked: Sequence[Condition], rows: Sequence[Row], ways: Ways) -> Truths:
    """What durable-rules says of conditions in literals."""
    questions = Questions(0, tuple(asked))
    judge = Rulesets([questions], TYPES, ways)

    def said(of: Row) -> tuple[bool | None, ...]:
        true, false = judge.holding(questions, of), judge.failing(questions, of)
        assert not true & false
        return tuple(
            True if n in true else False if n in false else None for n in range(len(asked))
        )

    return [said(of) for of in rows]


def by_duckdb(
    asked: Sequence[Condition], rows: Sequence[Row], connection: duckdb.DuckDBPyConnection
) -> Truths:
    """What the SQL of conditions in literals says; plain, of a row that it cannot hold."""
    told = [each if is_held(each) else {} for each in rows]
    columns = [
        pa.array([each.get(name) for each in told], arrow_type(TYPES[name])) for name in TYPES
    ]
    # DuckDB knows no difference of upper and lower case in names; these have none.
    connection.register("rows_given", pa.Table.from_arrays(columns, names=list(TYPES)))
    names = ConditionColumns(TYPES, column)
    found = (called(holds(each, names), f"#{n}") for n, each in enumerate(asked))
    query = select(*found, source=table("rows_given"))
    said = connection.execute(query).fetchall() if asked else [()] * len(rows)
    return [
        truths if is_held(of) else by_plain(asked, [of])[0]
        for of, truths in zip(rows, said, strict=True)
    ]


def is_held(of: Row) -> bool:
    """Whether a database can hold the row's texts."""
    return not any("\ud800" <= letter <= "\udfff" for letter in str(of.get("id")))


def smallest(
    difference: Difference, ways: Ways, connection: duckdb.DuckDBPyConnection
) -> Difference:
    """A part of the condition that is not taken to mean the same either, if there is one."""
    for part in _parts(difference.condition):
        (said,) = by_plain([part], [difference.row])[0]
        (durable,) = by_durable([part], [difference.row], ways)[0]
        (duckdb,) = by_duckdb([part], [difference.row], connection)[0]
        if not said is durable is duckdb:
            found = Difference(part, difference.row, said, durable, duckdb)
            return smallest(found, ways, connection)
    return difference


def _parts(asked: Condition) -> tuple[Condition, ...]:
    match asked:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


def _chunk(chunk: tuple[int, int]) -> Counts:
    return compare(*chunk)


def main() -> int:
    """Compare so many decisions, in one fresh process after the other; tell the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=AT_ONCE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    several = -(-given.decisions // AT_ONCE)
    chunks = [(given.seed * 1_000_000 + n, given.decisions // several) for n in range(several)]
    found, began = Counts(), perf_counter()
    with get_context("spawn").Pool(given.processes, maxtasksperchild=1) as pool:
        for counts in pool.imap(_chunk, chunks):
            found += counts
            sys.stdout.write(f"{found}, {perf_counter() - began:.0f} s\n")
            sys.stdout.flush()
    sys.stdout.writelines(f"{difference}\n" for difference in found.differences[:10])
    return 1 if found.differences else 0


if __name__ == "__main__":
    sys.exit(main())
