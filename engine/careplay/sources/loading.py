"""Customers, events and staff of a business, read and typed, with every fault told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.calendars.zones import changing
from careplay.faults import DataFaultError
from careplay.frozen import dataclass
from careplay.model.business import RECORDED, Business, Person, Table
from careplay.model.outcomes import asked_types
from careplay.sources import examining, faults, staging
from careplay.sources.alike_rows import list_alike_rows
from careplay.sources.cells import FIRST_DAY, LAST_DAY
from careplay.sources.clock_faults import list_clock_faults
from careplay.sources.columns import KEY, quoted
from careplay.sources.connecting import confine
from careplay.sources.csv_files import may_be_misnumbered
from careplay.sources.declared import (
    columns_of_part,
    customer_columns,
    event_columns,
    references,
)
from careplay.sources.event_files import EventPart, read_parts
from careplay.sources.examining import ProfiledTable
from careplay.sources.far_events import is_wide, list_far_events
from careplay.sources.forbidden_words import list_forbidden_words
from careplay.sources.headings import LackingColumnsError
from careplay.sources.held import MemoryTable
from careplay.sources.keys import are_integers, key_of
from careplay.sources.kinds import located, located_files, plain_files, read_raw
from careplay.sources.known_by import facts_of_events, known_by
from careplay.sources.loaded import Counts, Loaded
from careplay.sources.locations import Format, Location
from careplay.sources.notes import DataNote, EmptyTable
from careplay.sources.outcomes import create_absent_outcomes, create_outcomes
from careplay.sources.parquet_files import damage_told
from careplay.sources.past_plans import list_past_plans
from careplay.sources.placed import create_placed
from careplay.sources.querying import row_of
from careplay.sources.raw import Raw, SourceColumn
from careplay.sources.recorded_rows import RecordedRows, added_columns, with_records
from careplay.sources.recording import as_last_recorded
from careplay.sources.rejects import name_customers, rejects_table, tell_faults
from careplay.sources.spare_columns import must_have, wanting, with_spare
from careplay.sources.staff import StaffTable, load_staff
from careplay.sources.stated import as_stated
from careplay.sources.stay_faults import list_stay_faults
from careplay.sources.step_outcomes import list_unknown_step_outcomes
from careplay.sources.telling import first_faults
from careplay.sources.typed import SMALL, create_customers, create_events
from careplay.sources.unchanged import read_unchanged
from careplay.sources.undeclared import looked_for

if TYPE_CHECKING:
    import duckdb


KEPT = f"""SELECT (SELECT count(*) FROM "customers"), count(*), min("at"), max("at"),
    bool_or("at" NOT BETWEEN TIMESTAMP '{FIRST_DAY}' AND TIMESTAMP '{LAST_DAY} 23:59:59.999999')
    FROM "events\""""
"""How many customers and events are left, the first and last moment of an event, and whether
one lies where none was found when the table was looked through."""
LYING = "{file} is damaged within (it holds moments that its own statistics do not tell of)"
LYING += "; copy or write it anew"
NOTHING_RECORDED = RecordedRows("")


@dataclass(frozen=True, slots=True)
class _Source:
    """One of the two tables: where it is and what is read of it."""

    table: str
    place: Location | MemoryTable | None
    """None where the business names none: then there is no row."""
    columns: tuple[SourceColumn, ...]
    asked: frozenset[str] = frozenset()
    """The event types that the business asks for."""
    parts: tuple[EventPart, ...] = ()
    """The files that it lies in, where each says what its rows are."""
    references: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The attributes by which events tell of what they are, each with their types."""
    recorded: RecordedRows = NOTHING_RECORDED
    """What people recorded besides."""

    @property
    def places(self) -> tuple[Location | MemoryTable | None, ...]:
        """Everywhere it lies."""
        return tuple(each.place for each in self.parts) or (self.place,)

    @property
    def told(self) -> tuple[SourceColumn, ...]:
        """The columns by all of their headings."""
        own = (each for part in self.parts for each in part.columns)
        return (*own, *self.all_columns)

    @property
    def is_somewhere(self) -> bool:
        """Whether the business, or whoever runs it, names any file."""
        return bool(self.parts) or self.place is not None

    @property
    def all_columns(self) -> tuple[SourceColumn, ...]:
        """The columns of the table, and those that records have besides."""
        return (*self.columns, *added_columns(self.columns, self.recorded))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What else the tables are read with, and for."""

    team: StaffTable | None
    days: Sequence[date]
    placed: str | None


def load_tables(
    business: Business,
    *,
    customers: str | MemoryTable | None,
    events: str | MemoryTable | None,
    staff: str | MemoryTable | None = None,
    connection: duckdb.DuckDBPyConnection,
    days: Sequence[date] = (),
    kept: Path | None = None,
    recorded: RecordedRows = NOTHING_RECORDED,
    expected: frozenset[str] = frozenset(),
    placed: str | None = None,
) -> Loaded:
    """Both tables on the connection, which holds none yet.

    A location given here stands for the business's; it is relative to where we stand. So
    does a table that is held in memory. ``days``: those that are run, if any are; ``kept``:
    the folder that days are kept in; ``recorded``: what is read with the events;
    ``expected``: outcomes that will be told though no row tells them; ``placed``: the customer
    whose rows are kept with their places (``placed.py``). From here on the connection reads
    nothing else.
    """
    lacking, team = list[LackingColumnsError](), None
    try:
        team = load_staff(connection, business, staff)
    except LackingColumnsError as fault:
        lacking.append(fault)  # to be told with what the other tables lack
    if team is None:
        rejects_table(connection)
    people = team.people if team else None
    first = _Source(
        "customers",
        _place(business, business.customers, customers),
        customer_columns(business, people),
    )
    second = _Source(
        "events",
        _place(business, business.events, events),
        event_columns(business, people),
        asked_types(business) | expected,
        () if events is not None else _parts(business, people),
        references(business),
        recorded,
    )
    told = {each.table: each.told for each in (first, second)}
    tell_faults(connection, told | {"staff": team.columns if team else ()})
    confine(connection, _files_of(first, second), *([] if kept is None else [kept]))
    in_place = tuple(file for each in (first, second) for file in _parquet_files(each))
    plain = (file for each in (first, second) for at in each.places for file in plain_files(at))
    with read_unchanged(plain) as before, damage_told(in_place, connection):
        known_by_events = first.place is None and bool(business.customers.of)
        tables = _both(connection, (first, second), business, lacking, alone=known_by_events)
        wanted = _Wanted(team, days, placed)
        loaded = _loaded_from(connection, business, ((first, second), tables), wanted)
    if known_by_events:
        selected = facts_of_events(business)
        loaded = replace(loaded, known_by=(business.customers.of, selected))
    loaded = replace(loaded, handed_over=recorded.handed_over)
    return replace(loaded, stamps={file: before[file] for file in in_place if file in before})


def _loaded_from(
    connection: duckdb.DuckDBPyConnection,
    business: Business,
    read: tuple[tuple[_Source, _Source], tuple[ProfiledTable, ProfiledTable]],
    wanted: _Wanted,
) -> Loaded:
    """The tables, held against each other."""
    sources, (known, happened) = read
    integer = all(are_integers(connection, table, KEY) for table in (known, happened))
    keys = key_of(known, KEY, integer=integer)
    create_customers(connection, known, keys)
    own = key_of(happened, KEY, integer=integer)
    kept = create_events(connection, happened, own, keys, changing(business.timezone))
    _list_what_stays(connection, business, known, happened)
    list_alike_rows(connection, kept)
    stays, last = business.receptions.values(), as_last_recorded(connection, kept)
    dated = sum(list_stay_faults(connection, each, last) for each in stays)
    *rows, earliest, latest, strange = row_of(connection, KEPT)
    if strange:
        raise DataFaultError(LYING.format(file=happened.raw.files[0]))
    if is_wide(earliest, latest, wanted.days):
        dated += list_far_events(connection, last, wanted.days)
    outcomes = create_outcomes(connection, kept)
    absent = create_absent_outcomes(connection, kept)
    if wanted.placed is not None:
        create_placed(connection, known, kept, wanted.placed)
    for table, each in ((known, keys), (happened, own)):
        name_customers(connection, table.raw, each.sql)
    loaded = _loaded(connection, wanted.team, (known, happened), sources, rows)
    return replace(
        loaded,
        integer_keys=integer,
        event_days=_event_days(connection) if happened.rows <= SMALL else None,
        dated=dated > 0,
        outcomes=outcomes,
        absent_outcomes=absent,
        idle_types=happened.idle_types,
        recorded=RECORDED in kept.values,
        corrected=last != kept,
    )


def _files_of(*sources: _Source) -> Iterator[str]:
    """The files that DuckDB reads itself, or that a name of ours stands for."""
    for each in sources:
        for place in each.places:
            if isinstance(place, Location):
                yield from place.opened


def _parquet_files(source: _Source) -> tuple[str, ...]:
    """The files that each day is read from anew."""
    place = source.place
    if isinstance(place, Location) and place.kind is Format.PARQUET:
        return place.files
    return ()


def _event_days(connection: duckdb.DuckDBPyConnection) -> Mapping[str, frozenset[date]]:
    found = 'SELECT type, list(DISTINCT "at"::DATE) FROM "events" GROUP BY type'
    return {kind: frozenset(days) for kind, days in connection.execute(found).fetchall()}


def _list_what_stays(
    connection: duckdb.DuckDBPyConnection,
    business: Business,
    known: ProfiledTable,
    happened: ProfiledTable,
) -> None:
    """What is left out is settled by now: these faults are told, and their rows stay."""
    for table in (known, happened):
        list_clock_faults(connection, table, business.timezone)
        examining.list_quoted(connection, table)
    examining.list_without_reference(connection, happened)
    list_unknown_step_outcomes(connection, happened, business)
    list_past_plans(connection, happened, business)
    list_forbidden_words(connection, happened, business)


def _parts(business: Business, people: Sequence[Person] | None) -> tuple[EventPart, ...]:
    """The files of events that the business lists."""
    return tuple(
        EventPart(
            each, located_files(each.table, business), columns_of_part(each, business, people)
        )
        for each in business.events.parts
    )


def _place(
    business: Business, table: Table, instead: str | MemoryTable | None
) -> Location | MemoryTable | None:
    if not table.location and instead is None:
        return None
    return located(table, business, instead)


def _both(
    connection: duckdb.DuckDBPyConnection,
    sources: tuple[_Source, _Source],
    business: Business,
    lacking: list[LackingColumnsError],
    *,
    alone: bool,
) -> tuple[ProfiledTable, ProfiledTable]:
    """The two tables; what each of them lacks is told at once, with what was found before.

    ``alone``: there is no table of customers, who are known by their events.
    """
    found: list[ProfiledTable] = []
    for source in sources[1:] if alone else sources:
        try:
            found.append(_examined(connection, source, business.timezone))
        except LackingColumnsError as fault:
            lacking.append(fault)
    if lacking:
        raise LackingColumnsError.of_all(lacking)
    *first, happened = found
    key = sources[0].columns[0]
    known = first[0] if first else known_by(connection, happened, key, business)
    return known, happened


def _examined(
    connection: duckdb.DuckDBPyConnection, source: _Source, zone: str
) -> ProfiledTable:
    """The table, its bad and missing cells listed; CSV with blank lines is read once more."""
    columns = source.all_columns
    raw = _read(connection, source, zone)
    if may_be_misnumbered(raw):
        raw = _read(connection, source, zone, numbered=True)
    if wanted := wanting(connection, raw, columns):
        _read(connection, replace(source, columns=must_have(source.columns, wanted)), zone)
    raw = with_records(connection, raw, source.recorded, columns, zone)
    examined = with_spare(examining.profile(connection, raw, columns, zone), columns)
    examined = looked_for(connection, examined, columns, source.asked)
    examining.list_bad_cells(connection, examined)
    examining.list_missing(connection, examined)
    return examined


def _read(
    connection: duckdb.DuckDBPyConnection,
    source: _Source,
    zone: str,
    *,
    numbered: bool = False,
) -> Raw:
    table, columns = source.table, source.columns
    if source.parts:
        return read_parts(connection, source.parts, columns, source.references, zone)
    if source.place is None:
        nothing = staging.new_table(connection, table, columns)
        return staging.staged(table, nothing, columns, ("careplay.yaml",))
    raw = read_raw(connection, source.place, columns, table, numbered=numbered)
    # A table in memory holds values, and no cells that somebody wrote.
    stated = () if isinstance(source.place, MemoryTable) else columns
    return as_stated(connection, raw, stated, zone)


def _is_declared(column: SourceColumn) -> bool:
    """Of two columns of one heading the declared one is read."""
    return not column.optional


def _loaded(
    connection: duckdb.DuckDBPyConnection,
    staff: StaffTable | None,
    tables: tuple[ProfiledTable, ProfiledTable],
    sources: tuple[_Source, _Source],
    kept: Sequence[int],
) -> Loaded:
    columns: dict[tuple[str, str], SourceColumn] = {
        (source.table, column.heading): column
        for source in sources
        for column in sorted(source.told, key=_is_declared)
    }
    people = staff.people if staff else ()
    columns |= {
        ("staff", column.heading): column for column in (staff.columns if staff else ())
    }
    said = first_faults(connection, columns)
    read_rows: list[int] = []
    broken = {fault.table: fault.count for fault in said if fault.code == faults.SHAPE}
    notes: list[DataNote] = list(staff.notes if staff else ())
    notes += [note for table in tables for note in table.raw.notes]
    for source, table in zip(sources, tables, strict=True):
        read_rows.append(table.rows + broken.get(table.raw.table, 0))
        if not read_rows[-1] and source.is_somewhere:
            notes.append(EmptyTable(table.raw.table, table.raw.files[0]))
        if table.raw.staged:
            connection.execute(f"DROP TABLE {quoted(table.raw.staged)}")
    counts = Counts(
        customers=read_rows[0],
        customers_left_out=read_rows[0] - kept[0],
        events=read_rows[1],
        events_left_out=read_rows[1] - kept[1],
        staff=len(people),
        faults=faults.counted(said),
    )
    located = zip(sources, tables, strict=True)
    own = {each.table: table.raw.files for each, table in located if each.is_somewhere}
    return Loaded(
        connection,
        "customers",
        "events",
        tuple(people),
        said,
        counts,
        notes=tuple(notes),
        columns=columns,
        files=tuple(file for files in own.values() for file in files),
        table_files=own | ({"staff": staff.files} if staff else {}),
    )
