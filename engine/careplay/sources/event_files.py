"""Events out of several files, each with its own columns, as one table.

Each file is read as any other and put behind those before it, with what its cells mean. So
whoever asks afterwards asks one table, and a fault tells the heading that its file has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from careplay.faults import DataFaultError
from careplay.frozen import dataclass
from careplay.model.business import NO_EVENT, EventFile
from careplay.sources import cells
from careplay.sources.columns import KEY, SQL_TYPES, literal, quoted
from careplay.sources.headings import LackingColumnsError
from careplay.sources.kinds import read_raw
from careplay.sources.locations import Location
from careplay.sources.notes import DataNote
from careplay.sources.querying import row_of
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.stated import as_stated, is_read, meant
from careplay.sources.stated_cells import word_meant

if TYPE_CHECKING:
    import duckdb

TYPE, AT = "type", "at"
DOUBLES = ("FLOAT", "DOUBLE")


@dataclass(frozen=True, slots=True)
class EventPart:
    """Files of one kind: where they are, what is read of them, and what their rows are."""

    stated: EventFile
    place: Location
    columns: tuple[SourceColumn, ...]


def read_parts(
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[EventPart],
    columns: Sequence[SourceColumn],
    references: Mapping[str, frozenset[str]],
    zone: str,
) -> Raw:
    """All of them as one table; what each of them lacks is told at once."""
    stated = {each.name for part in parts for each in part.columns if is_read(each)} - {TYPE}
    # What no file can tell is missing in all rows: rules may ask for it all the same.
    wanted = [
        each
        for each in columns
        if not each.optional or any(_has(part, each.name) for part in parts)
    ]
    typed = "".join(
        f", {quoted(meant(each.name))} {SQL_TYPES[each.type]}"
        for each in wanted
        if each.name in stated
    )
    texts = "".join(f", {quoted(each.name)} VARCHAR" for each in wanted)
    name = "read_parts"
    connection.execute(
        f'CREATE OR REPLACE TABLE {name} ("#part" INTEGER, "#file" VARCHAR, "#row" BIGINT'
        f"{texts}{typed})"
    )
    files: list[str] = []
    notes: list[DataNote] = []
    lacking: list[LackingColumnsError] = []
    for number, part in enumerate(parts):
        try:
            raw = read_raw(connection, part.place, part.columns, "events", numbered=True)
        except LackingColumnsError as fault:
            # Where it came from would hold the database until the collector comes.
            lacking.append(fault.with_traceback(None))
            continue
        raw = as_stated(connection, raw, part.columns, zone)
        selected = _selected(raw, part, number, stated, zone)
        connection.execute(
            f"INSERT INTO {name} BY NAME SELECT {selected} "
            f"FROM {_rows(connection, raw, part, references, zone)}"
        )
        if raw.staged:
            connection.execute(f"DROP TABLE {quoted(raw.staged)}")
        files += raw.files
        notes += raw.notes
    if lacking:
        raise LackingColumnsError.of_all(lacking)
    return Raw(
        "events",
        name,
        {each.name: (quoted(each.name), "VARCHAR") for each in wanted},
        '"#file"',
        '"#row"',
        tuple(files),
        staged=name,
        notes=tuple(dict.fromkeys(notes)),
        meant={each: quoted(meant(each)) for each in stated},
        headings={each.name: _heading(parts, each) for each in wanted},
    )


def _has(part: EventPart, name: str) -> bool:
    return name == TYPE or any(each.name == name for each in part.columns)


def _selected(raw: Raw, part: EventPart, number: int, stated: set[str], zone: str) -> str:
    """What is kept of each row: texts, and what they mean where that is stated of any file."""
    found = {"#part": str(number), "#file": raw.file, "#row": raw.row}
    if part.stated.type:
        found[TYPE] = literal(part.stated.type)
    for each in part.columns:
        if each.name not in raw.cells:
            continue
        found[each.name] = _type(raw, part) if each.name == TYPE else _text(raw, each.name)
        if each.name in stated:
            found[meant(each.name)] = cells.cell_of(raw, each, zone).safe
    return ", ".join(f"{sql} AS {quoted(name)}" for name, sql in found.items())


def _text(raw: Raw, name: str) -> str:
    """A cell as text, NULL where it is empty."""
    sql, held = raw.cells[name]
    if raw.staged:
        return sql
    text = f"nullif(trim(CAST({sql} AS VARCHAR)), '')"
    return f"CASE WHEN NOT isnan({sql}) THEN {text} END" if held in DOUBLES else text


def _type(raw: Raw, part: EventPart) -> str:
    """The type that a word of the data means; a word of which nothing is said is told."""
    text = _text(raw, TYPE)
    if not part.stated.kinds:
        return text
    return word_meant(text, part.stated.kinds)


def _rows(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    part: EventPart,
    references: Mapping[str, frozenset[str]],
    zone: str,
) -> str:
    """The rows that are events of the business: all, or those that change a state."""
    if not part.stated.kinds:
        return raw.relation
    named = f"{_type(raw, part)} IS DISTINCT FROM {literal(NO_EVENT)}"
    if not part.stated.changes:
        return f"{raw.relation} WHERE {named}"
    _demand_log(connection, raw, part, zone)
    at, state = cells.cell_of(raw, _column(part, AT), zone).safe, _text(raw, TYPE)
    of = ", ".join(_text(raw, name) for name in _reference(raw, part, references))
    order = f"{at}, {raw.file}, {raw.row}"
    before = f"lag({state}) OVER (PARTITION BY {of} ORDER BY {order})"
    # A state that stands there again says nothing new; a row without one is told.
    changed = f"({state} IS NULL OR {before} IS DISTINCT FROM {state})"
    return f"{raw.relation} QUALIFY {changed} AND {named}"


def _column(part: EventPart, name: str) -> SourceColumn:
    return next(each for each in part.columns if each.name == name)


def _reference(
    raw: Raw, part: EventPart, references: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """The columns that tell whose state it is: of the case or stay, else of the customer."""
    told = {*part.stated.kinds.values()}
    found = tuple(name for name, types in references.items() if types & told)
    return tuple(name for name in found if name in raw.cells) or (KEY,)


def _demand_log(
    connection: duckdb.DuckDBPyConnection, raw: Raw, part: EventPart, zone: str
) -> None:
    """DataFaultError where all rows are of one moment: how things stood, and no changes."""
    at = cells.cell_of(raw, _column(part, AT), zone).safe
    rows, moments, one = row_of(
        connection, f"SELECT count({at}), count(DISTINCT {at}), min({at}) FROM {raw.relation}"
    )
    if rows > 1 and moments == 1:
        message = (
            f"{part.place.name} says how {rows:,} things stood at one moment, {one}, and not"
            " what changed when; export the log of changes, a row for each with its moment"
        )
        raise DataFaultError(message)


def _heading(parts: Sequence[EventPart], column: SourceColumn) -> str:
    """The heading by the file, where it is not the same in all of them."""
    told = {
        number: each.heading
        for number, part in enumerate(parts)
        for each in part.columns
        if each.name == column.name
    }
    if len({*told.values()}) < 2:
        return literal(next(iter(told.values()), column.heading))
    cases = " ".join(f"WHEN {n} THEN {literal(heading)}" for n, heading in told.items())
    return f'CASE "#part" {cases} END'
