"""Which cells of a table have no value: asked cheaply first, listed where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from careplay.frozen import dataclass
from careplay.model.actions import OUTCOMES
from careplay.model.types import Type
from careplay.sources import cells, faults, text_cells, wordings
from careplay.sources.cells import Cell
from careplay.sources.columns import KEY, literal, sql_list
from careplay.sources.lunar_dates import lunar
from careplay.sources.querying import any_of, count_of, row_of
from careplay.sources.raw import Raw, SourceColumn

if TYPE_CHECKING:
    import duckdb

REJECT = (
    'INSERT INTO "all_faults" ("file", "row", "column", "value", "expected", "code", "table") '
)


@dataclass(frozen=True, slots=True)
class ProfiledTable:
    """A table, how each of its columns is best read, and how many rows it has."""

    raw: Raw
    cells: Mapping[str, Cell]
    values: Mapping[str, str]
    """By our name: the SQL of the typed value, the cheapest that is right."""
    rows: int
    """Rows that hold anything at all."""
    blank: int
    given: Mapping[str, int]
    """By name of a required column: in how many rows it stands."""
    unsure: frozenset[str]
    """The columns in which some cell may have no value though it holds something."""
    lacking: frozenset[str] = frozenset()
    """The columns that some event lacks which is of nothing without it."""
    idle_types: frozenset[str] = frozenset()
    """The undeclared event types that no row is of, and that nobody asks for."""


def profile(
    connection: duckdb.DuckDBPyConnection, raw: Raw, columns: Sequence[SourceColumn], zone: str
) -> ProfiledTable:
    """Count the table's rows and the cells without a value."""
    forms = {
        column.name: cells.cell_of(raw, column, zone)
        for column in columns
        if column.name in raw.cells  # an optional one may not be there
    }
    for name, form in forms.items():
        if form.column.lunar:
            forms[name] = lunar(connection, raw, form)
    asked = _of_text if raw.staged else _of_types
    rows, given, unsure, lacking = asked(connection, raw, forms)
    values = {
        name: form.clean if form.clean and name not in unsure else form.safe
        for name, form in forms.items()
    }
    blank = 0
    if any(count < rows for count in given.values()):
        blank = count_of(
            connection,
            f"SELECT count(*) FROM {raw.relation} WHERE {blank_row(forms.values())}",
        )
    return ProfiledTable(
        raw, forms, values, rows - blank, blank, given, frozenset(unsure), frozenset(lacking)
    )


def blank_row(forms: Iterable[Cell]) -> str:
    """Whether a row holds nothing at all."""
    return " AND ".join(f"({form.text} IS NULL)" for form in forms)


def list_bad_cells(connection: duckdb.DuckDBPyConnection, examined: ProfiledTable) -> None:
    """Every cell without a value becomes a row of ``rejects``."""
    for name in sorted(examined.unsure):
        form = examined.cells[name]
        if not form.bad:
            continue
        of_type = name == "type" and examined.raw.table == "events"
        code = literal(faults.NO_TYPE) if of_type else text_cells.code(form.column, form.text)
        wanted = wordings.expected_sql(code, form.column, form.text)
        list_rows(
            connection, examined.raw, form, (wanted, code), _where(examined.raw, form, form.bad)
        )


def list_missing(connection: duckdb.DuckDBPyConnection, examined: ProfiledTable) -> None:
    """Rows without a cell they need become rows of ``rejects``; blank rows do not."""
    blank = blank_row(examined.cells.values())
    for name, form in examined.cells.items():
        if form.column.required and examined.given[name] < examined.rows:
            wanted = literal(wordings.expected(faults.LACKING, form.column))
            where = f"nullif({form.text}, '') IS NULL AND NOT ({blank})"
            if name == KEY and examined.raw.table == "events":
                # An action of the business itself has no customer, nor has its outcome.
                kind = f"coalesce({examined.values['type']}, '')"
                where += f" AND {kind} NOT IN {sql_list(OUTCOMES)}"
            list_rows(connection, examined.raw, form, (wanted, literal(faults.LACKING)), where)


def list_without_reference(
    connection: duckdb.DuckDBPyConnection, examined: ProfiledTable
) -> None:
    """Events that do not say of which case, stay or action they are; they are kept."""
    for name in sorted(examined.lacking):
        form, code = examined.cells[name], faults.NO_REFERENCE
        said = literal(wordings.expected(code, form.column)), literal(code)
        list_rows(connection, examined.raw, form, said, lacks(examined.raw, form))


def list_quoted(connection: duckdb.DuckDBPyConnection, examined: ProfiledTable) -> None:
    """Texts in quotation marks that are part of them; they are kept."""
    for name in sorted(examined.unsure):
        form, code = examined.cells[name], faults.QUOTED
        if form.column.type is not Type.TEXT or form.column.required:
            continue
        said = literal(wordings.expected(code, form.column)), literal(code)
        where = _where(examined.raw, form, text_cells.in_quotes(form.text))
        list_rows(connection, examined.raw, form, said, where)


def list_rows(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    form: Cell,
    said: tuple[str, str],
    where: str,
) -> None:
    """Append the rows to ``rejects``; what is said is what was expected, and the code."""
    wanted, code = said
    connection.execute(
        f"{REJECT} SELECT {raw.file}, {raw.row}, {raw.heading(form.column)}, "
        f"coalesce({form.text}, ''), {wanted}, {code}, {literal(raw.table)} "
        f"FROM {raw.relation} WHERE {where}"
    )


Profile: TypeAlias = tuple[int, dict[str, int], set[str], set[str]]
"""Rows, how often each required column is given, the columns with a cell in doubt, and those
that some event lacks."""


def _of_text(
    connection: duckdb.DuckDBPyConnection, raw: Raw, forms: Mapping[str, Cell]
) -> Profile:
    """What was read as text is asked for all of it at once."""
    required = [name for name, form in forms.items() if form.column.required]
    doubted = {name: form.doubt for name, form in forms.items() if form.doubt}
    needed = {name: lacks(raw, form) for name, form in forms.items() if form.column.needed}
    asked = [f"count({raw.cell(name)})" for name in required]
    asked += [f"bool_or({each})" for each in (*doubted.values(), *needed.values())]
    told = ", ".join(["count(*)", *asked])
    rows, *found = row_of(connection, f"SELECT {told} FROM {raw.relation}")
    given = dict(zip(required, map(int, found), strict=False))
    answers = found[len(required) :]
    doubtful = zip(doubted, answers, strict=False)
    lacking = zip(needed, answers[len(doubted) :], strict=True)
    return (
        int(rows),
        given,
        {name for name, doubt in doubtful if doubt},
        {name for name, lack in lacking if lack},
    )


def _of_types(
    connection: duckdb.DuckDBPyConnection, raw: Raw, forms: Mapping[str, Cell]
) -> Profile:
    """A typed file's own statistics spare many a column its reading, if it is asked alone."""
    rows, given, late, lacking = _statistics(connection, raw, list(forms.values()))
    asked = {name: form.doubt for name, form in forms.items() if form.doubt}
    doubtful = {
        name for name, doubt in asked.items() if any_of(connection, raw.relation, doubt)
    }
    for name in doubtful & given.keys():  # a blank text is none
        (given[name],) = row_of(
            connection, f"SELECT count({forms[name].text}) FROM {raw.relation}"
        )
    needed = {name: lacks(raw, form) for name, form in forms.items() if form.column.needed}
    if needed and any_of(connection, raw.relation, " OR ".join(needed.values())):
        lacking |= {
            each for each, lack in needed.items() if any_of(connection, raw.relation, lack)
        }
    return rows, given, late | doubtful, lacking


def _statistics(
    connection: duckdb.DuckDBPyConnection, raw: Raw, forms: Sequence[Cell]
) -> Profile:
    """The same, of the columns those with a day out of living memory only.

    A query of nothing but counts, least and greatest values is answered from a Parquet
    file's own statistics.
    """
    required = [form for form in forms if form.column.required]
    timed = [form for form in forms if form.timed]
    asked = [f"count({raw.cell(form.column.name)})" for form in required]
    asked += [f"{least}({form.timed})" for form in timed for least in ("min", "max")]
    first, last = (
        f"TIMESTAMP '{cells.FIRST_DAY}'",
        f"TIMESTAMP '{cells.LAST_DAY} 23:59:59.999999'",
    )
    names = [f"a{n}" for n in range(len(asked))]
    select = ", ".join(f"{sql} AS {name}" for sql, name in zip(asked, names, strict=True))
    spans = [
        f"coalesce({low} < {first} OR {high} > {last}, false)"
        for low, high in zip(
            names[len(required) :: 2], names[len(required) + 1 :: 2], strict=True
        )
    ]
    row = row_of(
        connection,
        f"SELECT {', '.join(['n', *names[: len(required)], *spans])} FROM "
        f"(SELECT count(*) AS n{', ' if select else ''}{select} FROM {raw.relation})",
    )
    given = {form.column.name: int(row[n]) for n, form in enumerate(required, 1)}
    answers = zip(timed, row[1 + len(required) :], strict=True)
    return int(row[0]), given, {form.column.name for form, late in answers if late}, set()


def lacks(raw: Raw, form: Cell) -> str:
    """Whether an event lacks the column, and is of nothing without it."""
    types = sql_list(form.column.needed)
    return f"(nullif({form.text}, '') IS NULL AND {raw.cell('type')} IN {types})"


def _where(raw: Raw, form: Cell, bad: str) -> str:
    """The cells at fault; an attribute is asked of events that have it only."""
    if not form.column.events:
        return bad
    return f"({bad} AND {raw.cell('type')} IN {sql_list(form.column.events)})"
