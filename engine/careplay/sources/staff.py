"""The people of a business and their own faults; a staff table is small and read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from careplay.bounds import AT_SERVER
from careplay.frozen import dataclass
from careplay.model.business import STAFF_COLUMNS, Business, Person, Table
from careplay.sources import examining, faults
from careplay.sources.columns import quoted
from careplay.sources.examining import ProfiledTable
from careplay.sources.headings import LackingColumnsError
from careplay.sources.held import MemoryTable
from careplay.sources.kinds import located, plain_files, read_raw
from careplay.sources.locations import BY_VALUES, Location
from careplay.sources.notes import DataNote, StandInCircle
from careplay.sources.raw import SourceColumn
from careplay.sources.rejects import Reject, reject, rejects_table
from careplay.sources.stated import as_stated
from careplay.sources.unchanged import read_unchanged

if TYPE_CHECKING:
    import duckdb

OPTIONAL = tuple(STAFF_COLUMNS)[3:]


@dataclass(frozen=True, slots=True)
class StaffTable:
    """The people, the columns they were read from, and what is worth telling."""

    people: tuple[Person, ...]
    columns: tuple[SourceColumn, ...]
    notes: tuple[DataNote, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A person and the row they stand in."""

    person: Person
    file: str
    row: int


def load_staff(
    connection: duckdb.DuckDBPyConnection,
    business: Business,
    instead: str | MemoryTable | None = None,
) -> StaffTable | None:
    """Everyone in the staff table, None where the business has none and none is given."""
    if business.staff is None and instead is None:
        return None
    rejects_table(connection)
    place = located(business.staff or Table(""), business, instead)
    with read_unchanged(plain_files(place)):
        examined, columns = _read(connection, business, place)
        examining.list_bad_cells(connection, examined)
        examining.list_missing(connection, examined)
        rows = _first_of_each(connection, _rows(connection, examined, columns), columns)
    known = {row.person.id for row in rows}
    checked = [_checked(row, known, frozenset(business.roles), columns) for row in rows]
    found = [fault for _, faults_ in checked for fault in faults_]
    if found:
        reject(connection, found)
    people = tuple(person for person, _ in checked)
    file = examined.raw.files[0]
    notes = (*examined.raw.notes, *(StandInCircle(file, each) for each in _circles(people)))
    if examined.raw.staged:
        connection.execute(f"DROP TABLE {quoted(examined.raw.staged)}")
    return StaffTable(people, columns, notes, examined.raw.files)


def _read(
    connection: duckdb.DuckDBPyConnection, business: Business, place: Location | MemoryTable
) -> tuple[ProfiledTable, tuple[SourceColumn, ...]]:
    """The columns the table has; those nobody needs may be absent."""
    table = business.staff or Table("")
    columns = tuple(
        SourceColumn(
            name,
            table.columns.get(name, name),
            kind,
            tuple(business.roles) if name == "role" else None,
            required=name in {"id", "role"},
            key=name in {"id", "successor"},
            line=f"columns: {{{name}: %s}}",
            form=table.written,
        )
        for name, kind in STAFF_COLUMNS.items()
    )
    while True:
        try:
            raw = read_raw(connection, place, columns, "staff", numbered=True)
            stated = () if isinstance(place, MemoryTable) else columns
            raw = as_stated(connection, raw, stated, business.timezone)
            return examining.profile(connection, raw, columns, business.timezone), columns
        except LackingColumnsError as lacking:
            optional = {c.heading for c in columns if c.name in OPTIONAL} - {
                *table.columns.values()
            }
            spare = optional & lacking.headings
            if not spare:
                raise
            columns = tuple(c for c in columns if c.heading not in spare)


def _rows(
    connection: duckdb.DuckDBPyConnection,
    examined: ProfiledTable,
    columns: Sequence[SourceColumn],
) -> Iterator[_Row]:
    raw = examined.raw
    selected = ", ".join(f"{examined.values[c.name]} AS {quoted(c.name)}" for c in columns)
    result = connection.execute(
        f"SELECT {raw.file}, {raw.row}, {selected} FROM {raw.relation} ORDER BY 1, 2"
    )
    for file, row, *cells in result.fetchall():
        told: dict[str, Any] = dict(zip((c.name for c in columns), cells, strict=True))
        if told["id"] and told["role"]:
            yield _Row(Person(**{**told, "name": told["name"] or told["id"]}), file, row)


def _first_of_each(
    connection: duckdb.DuckDBPyConnection, rows: Iterator[_Row], columns: Sequence[SourceColumn]
) -> tuple[_Row, ...]:
    first: dict[str, _Row] = {}
    repeated: list[Reject] = []
    for row in rows:
        known = first.setdefault(row.person.id, row)
        if known is not row:
            place = "row " if known.file == row.file else f"{known.file}:"
            wanted = f"it was first given in {place}{known.row}"
            if known.file.startswith(AT_SERVER):
                wanted = BY_VALUES
            repeated.append(_fault(row, columns, "id", (wanted, faults.REPEATED)))
    if repeated:
        reject(connection, repeated)
    return tuple(first.values())


def _checked(
    row: _Row, known: set[str], roles: frozenset[str], columns: Sequence[SourceColumn]
) -> tuple[Person, tuple[Reject, ...]]:
    """The person, without a successor, an absence or a capacity that cannot be."""
    person = row.person
    found: list[Reject] = []
    if roles and person.role not in roles:
        found.append(_fault(row, columns, "role", ("a declared role", faults.NO_ROLE)))
    if person.successor == person.id:
        found.append(_fault(row, columns, "successor", ("somebody else's id", faults.LOOP)))
        person = replace(person, successor=None)
    elif person.successor and person.successor not in known:
        wanted = "an id of this table"
        found.append(_fault(row, columns, "successor", (wanted, faults.NO_SUCCESSOR)))
        person = replace(person, successor=None)
    if person.absent_from and person.absent_to and person.absent_to < person.absent_from:
        wanted = f"a day from {person.absent_from} on, on which the absence began"
        found.append(_fault(row, columns, "absent_to", (wanted, faults.ABSENCE)))
        person = replace(person, absent_from=None, absent_to=None)
    if person.capacity is not None and person.capacity < 0:
        wanted = "a number of actions a day; 0 for who is given none, nothing for no bound"
        found.append(_fault(row, columns, "capacity", (wanted, faults.BELOW_NONE)))
        person = replace(person, capacity=None)
    return person, tuple(found)


def _fault(
    row: _Row, columns: Sequence[SourceColumn], name: str, said: tuple[str, str]
) -> Reject:
    column = next(column for column in columns if column.name == name)
    value = str(getattr(row.person, name))
    return (row.file, row.row, column.heading, value, *said, "staff")


def _circles(people: Sequence[Person]) -> Iterator[tuple[str, ...]]:
    """The ids of people who stand in for each other, circle by circle."""
    after = {person.id: person.successor for person in people if person.successor}
    seen: set[str] = set()
    for start in after:
        path: list[str] = []
        at: str | None = start
        while at in after and at not in seen:
            seen.add(at)
            path.append(at)
            at = after[at]
        if at in path:
            yield tuple(path[path.index(at) :])
