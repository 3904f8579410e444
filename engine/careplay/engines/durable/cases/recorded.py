"""Tables of cases: events read page by page, asked about, and written down as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from careplay.engines.durable.cases.task import CaseEvents, Folded
from careplay.frozen import dataclass
from careplay.meaning.events import INSTANT, LATER
from careplay.meaning.truth import Row
from careplay.model.flows import Flow
from careplay.model.types import Type
from careplay.planning.steps import CaseFold
from careplay.sources.columns import KEY, SQL_TYPES, arrow_type, literal, quoted, sql_list

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.loaded import Loaded

Ask: TypeAlias = Callable[[Iterable[Sequence[CaseEvents]]], Iterator[Sequence[Folded]]]
"""Pages of cases to what each comes to, in order: ``Supervisor.each``."""

PAGE = 500
"""How many cases are held in Python at a time."""
CASE, TOLD, PART = "#case", "told of cases", "part of cases"
FIXED = {"type": Type.TEXT, "at": Type.MOMENT, "key": Type.TEXT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The cases of a fold as records."""

    place: int
    """That of the fold in ``Cases.folds``."""
    fold: CaseFold
    attributes: Mapping[str, Type]
    """The types of all attributes that events and records have."""

    @property
    def flow(self) -> Flow:
        """The flow whose cases they are."""
        return self.fold.flow

    @property
    def names(self) -> tuple[str, ...]:
        """What is read of each event."""
        passing = (INSTANT, LATER) if self.fold.clock.zone else ()
        own = (KEY, "type", "at", *passing, *self.flow.carried, self.flow.by)
        return tuple(dict.fromkeys(own))

    @property
    def types(self) -> Mapping[str, Type]:
        """What a record has beside the customer's key, in order."""
        return FIXED | dict(self.attributes)


def cases_table(wanted: Wanted, loaded: Loaded, into: str, ask: Ask) -> Counter[str]:
    """Make the table ``into`` of records; return how many events were odd, by kind.

    It has the cases of known customers in the columns of the events and of all records.
    """
    connection = loaded.connection
    odd: Counter[str] = Counter()
    connection.execute(_empty(wanted, loaded, into))
    connection.execute(_told(wanted, loaded))
    for found in ask(_pages(wanted, connection)):
        odd.update(kind for folded in found for kind in folded.odd)
        _write(wanted, [each.record for each in found if each.record], into, connection)
    connection.execute(f"DROP TABLE {quoted(TOLD)}")
    return odd


def _empty(wanted: Wanted, loaded: Loaded, into: str) -> str:
    """The table with its columns and no row; a key is of the type it has in the events."""
    columns = ", ".join(
        f"CAST(NULL AS {SQL_TYPES[kind]}) AS {quoted(name)}"
        for name, kind in wanted.types.items()
    )
    return f"""CREATE OR REPLACE TEMP TABLE {quoted(into)} AS
SELECT {quoted(KEY)}, {columns} FROM {quoted(loaded.events)} WHERE false"""


def _told(wanted: Wanted, loaded: Loaded) -> str:
    """Make a table of all that is said of the cases, numbered by case from 1 on."""
    by = quoted(wanted.flow.by)
    return f"""CREATE OR REPLACE TEMP TABLE {quoted(TOLD)} AS
SELECT dense_rank() OVER (ORDER BY {quoted(KEY)}, {by}) AS {quoted(CASE)},
  {", ".join(map(quoted, wanted.names))}
FROM {quoted(loaded.events)}
WHERE "type" IN {sql_list(wanted.flow.types())} AND {by} IS NOT NULL
  AND CAST("at" AS DATE) <= DATE {literal(wanted.fold.day.isoformat())}
  AND {quoted(KEY)} IN (SELECT {quoted(KEY)} FROM {quoted(loaded.customers)})
ORDER BY {quoted(CASE)}"""


def _pages(wanted: Wanted, connection: duckdb.DuckDBPyConnection) -> Iterator[list[CaseEvents]]:
    told, case = quoted(TOLD), quoted(CASE)
    ((last,),) = connection.execute(f"SELECT coalesce(max({case}), 0) FROM {told}").fetchall()
    part = f"SELECT * FROM {told} WHERE {case} BETWEEN $1 AND $2 ORDER BY {case}"
    for first in range(1, last + 1, PAGE):
        rows = connection.execute(part, [first, first + PAGE - 1]).fetchall()
        yield [_case(wanted, own) for _, own in groupby(rows, key=itemgetter(0))]


def _case(wanted: Wanted, rows: Iterable[tuple[Any, ...]]) -> CaseEvents:
    events = tuple(dict(zip(wanted.names, row[1:], strict=True)) for row in rows)
    return CaseEvents(wanted.place, events[0][wanted.flow.by], events)


def _write(
    wanted: Wanted, records: Sequence[Row], into: str, connection: duckdb.DuckDBPyConnection
) -> None:
    """Add the records to the table."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    if not records:
        return
    columns = {KEY: pa.array([record[KEY] for record in records])}
    for name, kind in wanted.types.items():
        columns[name] = pa.array([each.get(name) for each in records], arrow_type(kind))
    connection.register(PART, pa.table(columns))
    connection.execute(f"INSERT INTO {quoted(into)} SELECT * FROM {quoted(PART)}")
    connection.unregister(PART)
