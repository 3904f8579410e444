"""The open work of a business as of a day, from its kept days and what people said since."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.engines.base import CASES
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.meaning.flows import case_records
from careplay.model import words
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.flows import WAITING_SINCE
from careplay.model.types import Scalar, Type
from careplay.outputs.open_work import TOLD_COLUMNS, OpenWork
from careplay.outputs.relation import Relation
from careplay.pipeline.looking import looked_at
from careplay.pipeline.recorded import rows_recorded
from careplay.pipeline.whose import named
from careplay.sources.columns import literal, quoted, sql_list
from careplay.sources.connecting import connect
from careplay.sources.handing_over import in_force, last_of
from careplay.sources.loading import load_tables
from careplay.sources.querying import any_of
from careplay.sources.recording import recorded_by
from careplay.sources.rows import customer_histories
from careplay.sources.undeclared import without_idle_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careplay.model.business import Business
    from careplay.sources.held import MemoryTable
    from careplay.sources.loaded import Loaded

WORK = "open_work"
GONE_WORK = "gone_work"
CONTACTS = "contacts"
"""The relation of what was done (``history.contacts``), where that was asked for."""
ITEMS = "stay_items"
"""The relation of what stays were told (``history.stay_items``), where there are receptions."""
CASE_COLUMNS = (
    *("record VARCHAR", "customer_id VARCHAR", "ref VARCHAR", "step VARCHAR"),
    *("returns INTEGER", "waits_since VARCHAR"),
)


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """Whose open work is wanted, everybody's unless told, and of which data."""

    out: Path
    """The folder that days are kept in."""
    of: str | None = None
    """A person by id or name, a role, or a store."""
    customers: str | MemoryTable | None = None
    events: str | MemoryTable | None = None
    staff: str | MemoryTable | None = None
    gone: bool = False
    """Whether it is wanted, too, what the same people have to do no more."""
    done: bool = False
    """Whether it is wanted, too, what they did: the relation ``CONTACTS``."""


def open_work(business: Business, day: date, asked: OpenQuery) -> OpenWork:
    """The work that is asked for."""
    return open_work_in(business, day, asked, tables_of(business, asked))


def tables_of(business: Business, asked: OpenQuery) -> Loaded:
    """The tables of that query, with what was recorded."""
    return load_tables(
        business,
        customers=asked.customers,
        events=asked.events,
        staff=asked.staff,
        connection=connect(business.bounds),
        kept=asked.out,
        recorded=rows_recorded(business, asked.out),
    )


def open_work_in(business: Business, day: date, asked: OpenQuery, loaded: Loaded) -> OpenWork:
    """The work that is asked for, of tables that are loaded."""
    loaded, known = recorded_by(loaded, day), without_idle_types(business, loaded)
    last = looked_at(asked.out, business.id, lambda: _make(known, day, asked, loaded))
    whose = rows_of(business, asked.of, loaded)
    work = f"(SELECT * FROM {WORK} WHERE {whose})"  # noqa: S608
    count = history.counted(work, loaded)
    actions = Relation(loaded.connection, f"(SELECT * EXCLUDE (changed_on) FROM {work})")  # noqa: S608
    relation = f"(SELECT * FROM {GONE_WORK} WHERE {whose})"  # noqa: S608
    gone = Relation(loaded.connection, relation) if asked.gone else None
    own = asked.of is not None and asked.of not in {each.store for each in loaded.people}
    told = loaded.people, own, last, asked.of, gone, work, quoted(loaded.customers)
    return OpenWork(business, day, actions, count, *told)


def _make(business: Business, day: date, asked: OpenQuery, loaded: Loaded) -> date | None:
    """Make the table of all that is open, in order; the last day that it is by."""
    out, owner_now = asked.out, _owner_now(loaded, day)
    with history.damage_told(business, out, loaded.connection):
        history.founded(business, day, out)
        loaded = history.by_id(business, day, out, loaded)
        past = history.told_by(business, day, out, loaded)
        history.make_absent(past, loaded)
        cases = _make_cases(business, day, loaded)
        told = history.ToldWork(past.earlier, "", cases, past.former)
        columns = ", ".join(quoted(name) for name, _ in TOLD_COLUMNS)
        actions = (name for name, _ in ACTION_COLUMNS)
        found = history.open_work(business, day, told, loaded, actions)
        found = f"SELECT * REPLACE ({owner_now} AS owner) FROM ({found})"  # noqa: S608
        loaded.connection.execute(f"""CREATE OR REPLACE TABLE {WORK} AS
            SELECT {columns}, changed_on FROM ({found})
            ORDER BY owner IS NULL, owner, CASE WHEN owner IS NULL THEN role END, due_on,
                due_at, rule, customer_id, occasion, action_id""")  # noqa: S608
        if business.receptions:
            found = history.stay_items(day, past.earlier, past.former, WORK, loaded)
            loaded.connection.execute(f"CREATE OR REPLACE TABLE {ITEMS} AS {found}")
        if asked.done:
            found = history.contacts(day, past.earlier, past.former, loaded)
            loaded.connection.execute(f"CREATE OR REPLACE TABLE {CONTACTS} AS {found}")
        if asked.gone:
            found = history.gone(day, past.earlier, WORK, owner_now)
            loaded.connection.execute(f"CREATE OR REPLACE TABLE {GONE_WORK} AS {found}")
        if cases:  # of its name engines make a view
            loaded.connection.execute(f"DROP TABLE {cases}")
    return past.last_run


def _owner_now(loaded: Loaded, day: date) -> str:
    """Who has the work of the owner that it was told with, if he has handed it over."""
    over = in_force(loaded.handed_over, day)
    cases = " ".join(
        f"WHEN {literal(each)} THEN {literal(last_of(each, over))}" for each in sorted(over)
    )
    return f"CASE owner {cases} ELSE owner END" if cases else "owner"


def _make_cases(business: Business, day: date, loaded: Loaded) -> str:
    """Make the relation of the cases that have not ended; "" where there are no flows."""
    if not business.flows:
        return ""
    connection = loaded.connection
    connection.execute(f"CREATE OR REPLACE TABLE {CASES} ({', '.join(CASE_COLUMNS)})")
    found = [*_open_cases(business, day, loaded)]
    if found:
        connection.executemany(f"INSERT INTO {CASES} VALUES (?, ?, ?, ?, ?, ?)", found)  # noqa: S608
    return CASES


def _open_cases(business: Business, day: date, loaded: Loaded) -> Iterator[list[Scalar | None]]:
    clock = clock_of(business, day)
    for flow in business.flows.values():
        attributes = business.event_types[flow.starts].attributes
        kind = attributes[flow.by].type if flow.by in attributes else Type.TEXT
        for customer, events in customer_histories(loaded, flow.types(), day):
            for case in case_records(flow, events, clock)[0]:
                if case["ended_at"] is None:
                    ref, since = case[flow.by], case[WAITING_SINCE]
                    yield [
                        flow.name,
                        str(customer["customer_id"]),
                        None if ref is None else words.plain(ref, kind),
                        case["step"],
                        case["returns"],
                        None if since is None else words.plain(since, Type.MOMENT),
                    ]


def rows_of(business: Business, of: str | None, loaded: Loaded) -> str:
    """Which rows are of the person, the role or the store; NothingToRunError of nobody's.

    Whoever has left is known by what he leaves behind.
    """
    if of is None:
        return "true"
    left = [of] if any_of(loaded.connection, WORK, f"owner = {literal(of)}") else []
    who = named(business, loaded.people, of, left)
    persons, roles = who.persons, who.roles
    return f"coalesce(owner IN {sql_list(persons)}, false) OR role IN {sql_list(roles)}"
