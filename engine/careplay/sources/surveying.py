"""What the tables of a business hold, column by column, once they are read and typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.masks import masked, without_shapes
from careplay.model.business import STAFF_COLUMNS
from careplay.model.types import DECIMALS, TIMES, WORDS, Type
from careplay.sources import faults
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.loaded import Loaded
from careplay.sources.querying import count_of, row_of
from careplay.sources.raw import SourceColumn

if TYPE_CHECKING:
    import duckdb

MOST = 5
"""So many of the commonest values are told of a column."""
ROW_CODES = (faults.SHAPE, faults.LACKING, faults.REPEATED)
"""The faults for which a person is left out."""


@dataclass(frozen=True, slots=True)
class SurveyedColumn:
    """A column that was read: what it was taken for, and what it holds of rows that are used.

    Values are texts as they may be shown: what is personal is masked.
    """

    name: str
    """What careplay calls it: the key, a fact, an attribute."""
    headings: tuple[str, ...]
    """What the files call it."""
    type: str
    rows: int
    """The rows that can hold it: of an attribute, those of the event types that have it."""
    filled: int
    different: int
    least: str
    greatest: str
    """Of numbers, dates and moments; empty otherwise, and where there is none."""
    common: tuple[tuple[str, int], ...]
    """The commonest values and their numbers; none where each stands there once."""
    personal: bool


@dataclass(frozen=True, slots=True)
class SurveyedTable:
    """One of the tables: how many rows were read of it and used, how many faults were told."""

    name: str
    files: tuple[str, ...]
    read: int
    used: int
    told: int
    columns: tuple[SurveyedColumn, ...]


@dataclass(frozen=True, slots=True)
class Unjoined:
    """What names something that another table does not hold."""

    table: str
    column: str
    """Its heading."""
    names: str
    """``customer`` or ``staff``."""
    rows: int
    different: int
    first: tuple[str, ...]
    """Some of the values, the commonest first."""


def surveyed_tables(loaded: Loaded) -> Iterator[SurveyedTable]:
    """Customers, events, and staff where there is such a table."""
    told = _faults_by_table(loaded.connection)
    counts = loaded.counts
    for name, relation, read, left in (
        ("customers", loaded.customers, counts.customers, counts.customers_left_out),
        ("events", loaded.events, counts.events, counts.events_left_out),
    ):
        columns = tuple(_columns(loaded, name, quoted(relation)))
        files = _files(loaded, name)
        yield SurveyedTable(name, files, read, read - left, told.get(name, 0), columns)
    if staff := _headings(loaded, "staff"):
        yield _staff(loaded, staff, told.get("staff", 0))


def months_of_events(loaded: Loaded) -> Mapping[str, Mapping[str, int]]:
    """By event type, how many events each month has, in order."""
    found: dict[str, dict[str, int]] = {}
    rows = loaded.connection.execute(
        f"SELECT type, strftime(\"at\", '%Y-%m') AS month, count(*) "
        f"FROM {quoted(loaded.events)} GROUP BY ALL ORDER BY 1, 2"
    ).fetchall()
    for kind, month, count in rows:
        found.setdefault(kind, {})[month] = int(count)
    return found


def unjoined(loaded: Loaded) -> Iterator[Unjoined]:
    """Events of customers nobody knows, and people who are not in the staff table."""
    names = {faults.NO_CUSTOMER: "customer", faults.NO_PERSON: "staff"}
    connection = loaded.connection
    found = connection.execute(
        'SELECT "code", "table", "column", count(*), count(DISTINCT "value") FROM "all_faults" '
        f'WHERE "code" IN {sql_list(names)} GROUP BY ALL ORDER BY 1 DESC, 2, 3'
    ).fetchall()
    for code, table, column, rows, different in found:
        first = connection.execute(
            f'SELECT "value" FROM "told_faults" WHERE "code" = {literal(code)} AND '
            f'"table" = {literal(table)} AND "column" = {literal(column)} '
            f'GROUP BY "value" ORDER BY count(*) DESC, "value" LIMIT {MOST}'
        ).fetchall()
        values = tuple(value for (value,) in first)
        yield Unjoined(table, column, names[code], rows, different, values)


def customers_without_events(loaded: Loaded) -> int:
    """How many customers are in the table of whom nothing ever happened."""
    known, happened = quoted(loaded.customers), quoted(loaded.events)
    return count_of(
        loaded.connection,
        f"SELECT count(*) FROM {known} AS c ANTI JOIN {happened} AS e "
        f"ON c.{quoted(KEY)} = e.{quoted(KEY)}",
    )


def _faults_by_table(connection: duckdb.DuckDBPyConnection) -> Mapping[str, int]:
    told = 'SELECT "table", count(*) FROM "told_faults" GROUP BY 1'
    return dict(connection.execute(told).fetchall())


def _files(loaded: Loaded, table: str) -> tuple[str, ...]:
    return loaded.table_files.get(table, ())


def _headings(loaded: Loaded, table: str) -> Mapping[str, tuple[SourceColumn, ...]]:
    """By our name, the columns of the table as each file calls them."""
    found: dict[str, list[SourceColumn]] = {}
    own = (column for (of, _), column in loaded.columns.items() if of == table)
    for column in sorted(own, key=lambda each: bool(each.optional)):
        found.setdefault(column.name, []).append(column)
    return {name: tuple(columns) for name, columns in found.items()}


def _columns(loaded: Loaded, table: str, relation: str) -> Iterator[SurveyedColumn]:
    connection = loaded.connection
    there = {str(name) for name, *_ in connection.execute(f"DESCRIBE {relation}").fetchall()}
    for name, columns in _headings(loaded, table).items():
        column = columns[0]
        if name not in there or (column.optional and not column.events):
            continue
        of = f"WHERE type IN {sql_list(column.events)}" if column.events else ""
        found = _surveyed(connection, columns, f"{relation} {of}")
        if not column.optional or found.filled:
            yield found


def _surveyed(
    connection: duckdb.DuckDBPyConnection, columns: tuple[SourceColumn, ...], rows: str
) -> SurveyedColumn:
    column, name = columns[0], quoted(columns[0].name)
    ranged = column.type in {*DECIMALS, *TIMES}
    ends = f"min({name})::VARCHAR, max({name})::VARCHAR" if ranged else "'', ''"
    total, filled, different, *told = row_of(
        connection,
        f"SELECT count(*), count({name}), count(DISTINCT {name}), {ends} FROM {rows}",
    )
    common = connection.execute(
        f"SELECT v, n FROM (SELECT {name}::VARCHAR AS v, count(*) AS n FROM {rows} "
        f"GROUP BY 1) WHERE v IS NOT NULL AND n > 1 ORDER BY n DESC, v LIMIT {MOST}"
    ).fetchall()
    return _as_shown(columns, (total, filled, different), [each or "" for each in told], common)


def _as_shown(
    columns: tuple[SourceColumn, ...],
    counts: tuple[int, int, int],
    ends: Iterable[str],
    common: Iterable[tuple[str, int]],
) -> SurveyedColumn:
    column = columns[0]
    total, filled, different = counts
    least, greatest = (_shown(column, each) for each in ends)
    return SurveyedColumn(
        column.name,
        tuple(dict.fromkeys(each.heading for each in columns)),
        str(column.type),
        total,
        filled,
        different,
        least,
        greatest,
        tuple((_shown(column, value), count) for value, count in common),
        column.personal,
    )


def _shown(column: SourceColumn, value: str) -> str:
    """The value as it may be shown, moments to the minute where they have no seconds."""
    if column.personal:
        return masked(value, text=column.type is Type.TEXT)
    if column.type in WORDS and not column.key:
        return without_shapes(value)
    if column.type is Type.NUMBER:
        return value.rstrip("0").rstrip(".")
    return value.removesuffix(":00") if column.type is Type.MOMENT else value


def _staff(
    loaded: Loaded, columns: Mapping[str, tuple[SourceColumn, ...]], told: int
) -> SurveyedTable:
    """The people, who are few, as they were read."""
    people = loaded.people
    left = count_of(
        loaded.connection,
        'SELECT count(DISTINCT ("file", "row")) FROM "all_faults" '
        f'WHERE "table" = \'staff\' AND "code" IN {sql_list(ROW_CODES)}',
    )
    found = []
    for name in STAFF_COLUMNS:
        if name not in columns:
            continue
        values = [getattr(each, name) for each in people]
        cells = [str(value) for value in values if value is not None]
        often = sorted({(value, cells.count(value)) for value in cells}, key=_by_number)
        ranged = [value for value in values if value is not None and not isinstance(value, str)]
        ends = (str(min(ranged)), str(max(ranged))) if ranged else ("", "")
        counts = (len(people), len(cells), len({*cells}))
        common = [each for each in often if each[1] > 1][:MOST]
        found.append(_as_shown(columns[name], counts, ends, common))
    files = _files(loaded, "staff")
    return SurveyedTable("staff", files, len(people) + left, len(people), told, tuple(found))


def _by_number(each: tuple[str, int]) -> tuple[int, str]:
    return -each[1], each[0]
