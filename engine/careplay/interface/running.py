"""Days of a business: run, kept where that is asked for, and read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.errors import UsageError
from careplay.interface.arguments import (
    Progress,
    TableLike,
    ordered_days,
    room,
    span,
    table_source,
)
from careplay.interface.checking import PathLike, sound
from careplay.interface.choices import DEFAULT_ENGINE, DEFAULT_WAIT
from careplay.outputs.day import Day
from careplay.outputs.passing import PassingFolder
from careplay.outputs.relation import Relation
from careplay.pipeline.running import Choices, run_days as days_of
from careplay.sources.connecting import confine

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business


def run(
    business: Business | PathLike,
    day: date,
    *,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
    keep: bool = True,
    fresh: bool = False,
    customer: str | None = None,
    engine: str = DEFAULT_ENGINE,
    strict: bool = False,
    wait: float = DEFAULT_WAIT,
    connection: duckdb.DuckDBPyConnection | None = None,
    progress: Progress | None = None,
) -> Day:
    """Plan one day of a business: which customer gets which action, from whom, and why.

    ``customers``, ``events``, ``staff``: tables that stand for those of ``careplay.yaml``,
    with the columns it declares: an Arrow table, a data frame, a relation, columns by name,
    rows as mappings, or where a file lies. A declared column that is lacking is an error,
    but in rows, where a name that is left out is missing; a cell that cannot be used is told
    in ``Day.faults`` and counts as missing.

    ``out``: the folder that days are kept in. What earlier days there decided is remembered,
    and this one is written there. None: nothing is remembered and nothing written.
    ``keep=False`` remembers without writing; ``fresh=True`` writes without remembering.
    ``customer``: only this customer's actions are given, and nothing is written.

    ``strict``: a fault of the data is an error.
    ``wait``: so many seconds it is waited for another run that keeps days of the business in
    that place; after that an OutputError says which process holds them, and what it runs.
    ``connection``: work is done in a database of its own, in memory, beside those of this
    connection, with its threads and memory. ``progress`` is told what begins.

    Raises PlaybookError where the business has faults; SourceError where a table cannot be
    opened; DataFaultError where a declared column lacks or, with ``strict``, where a cell
    cannot be used; HistoryError where a kept day cannot be read; OutputError where the day
    cannot be written; ParameterError where a parameter has no value yet; NothingToRunError
    where there is no business, no playbook, or no such customer; EngineError where the engine
    is not on this machine; UsageError where the arguments do not go together.
    """
    (found,) = run_days(
        business,
        (day,),
        customers=customers,
        events=events,
        staff=staff,
        out=out,
        keep=keep,
        fresh=fresh,
        customer=customer,
        engine=engine,
        strict=strict,
        wait=wait,
        connection=connection,
        progress=progress,
    )
    return found


def run_days(
    business: Business | PathLike,
    days: Iterable[date],
    *,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
    keep: bool = True,
    fresh: bool = False,
    customer: str | None = None,
    engine: str = DEFAULT_ENGINE,
    strict: bool = False,
    wait: float = DEFAULT_WAIT,
    connection: duckdb.DuckDBPyConnection | None = None,
    progress: Progress | None = None,
) -> Iterator[Day]:
    """Plan several days in order, each with the memory of those before it; data are read once.

    The arguments are those of ``run``. A day is planned when it is asked for. Without
    ``out`` the days remember one another, nothing is left behind, and each is good for as
    long as it is held. Several days with ``keep=False``, or of one ``customer``, are a
    UsageError, for the days after the first would have nothing to remember.

    Raises what ``run`` does: UsageError, PlaybookError and EngineError at once, the others
    when a day is asked for.
    """
    chosen = ordered_days(days)
    if len(chosen) > 1 and not (keep and customer is None):
        option = "keep=False" if customer is None else "customer="
        message = f"{option} keeps nothing, and of several days each remembers those before it"
        raise UsageError(message)
    for_a_while = PassingFolder() if out is None and len(chosen) > 1 else None
    choices = Choices(
        engine,
        table_source("customers", customers),
        table_source("events", events),
        table_source("staff", staff),
        customer,
        for_a_while.path if for_a_while else None if out is None else Path(out),
        keep=keep,
        fresh=fresh,
        strict=strict,
        wait=wait,
    )
    known = sound(business, engine)
    made, said = room(connection, progress, known.bounds)
    found = days_of(known, chosen, choices, made, said)
    return found if for_a_while is None else _held(found, for_a_while)


def kept_in(business: Business | PathLike) -> Path:
    """The folder that ``careplay run`` keeps the days of a business in, unless told.

    Raises PlaybookError where a path is given and the business there has faults.
    """
    return history.usual_place(sound(business))


def kept_place(business: Business, out: PathLike | None) -> Path:
    """The folder that was told, else that of ``kept_in``."""
    return history.usual_place(business) if out is None else Path(out)


def kept(
    business: Business | PathLike,
    out: PathLike,
    first: date | None = None,
    last: date | None = None,
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Relation:
    """The actions of the days kept in a folder, from the first to the last, in order of date.

    ``first``, ``last``: without them, from the first day or to the last that is kept. The
    columns are those of ``Day.actions``; without any such day there is no row.

    Raises HistoryError where a kept day cannot be read, which may be told when its rows are
    asked for; PlaybookError where a path is given and the business there has faults;
    UsageError where a day is beyond the calendars, or ``last`` lies before ``first``.
    """
    known, days = sound(business), span(first, last)
    made, _ = room(connection, None, known.bounds)
    confine(made, (), Path(out))
    sql = history.kept_between(known, Path(out), *days, made)
    return Relation(
        made, sql, _damage=lambda: history.damage(known, Path(out), made.cursor(), *days)
    )


def masked(business: Business | PathLike, actions: Relation, *, own: bool = False) -> Relation:
    """The same actions as they may be shown to whoever need not know what is personal in them.

    ``own``: to whoever they are for, who sees in texts what is ``visible_to`` his role. Texts
    and reasons are masked as ``careplay run`` prints them: read back by the playbooks as they
    are now. That is done at once, and the rows lie in a folder of their own for as long as the
    relation is held.

    Raises PlaybookError where a path is given and the business there has faults; HistoryError
    where a kept day cannot be read.
    """
    from careplay.outputs.shown import shown  # noqa: PLC0415 - heavy

    return shown(sound(business), actions, own=own)


def unmasked(
    business: Business | PathLike,
    actions: Relation,
    out: PathLike,
    entry: Mapping[str, str],
    *,
    limit: int = 0,
) -> Relation:
    """The same actions, whole, once it is written down in the days' folder who sees them.

    ``entry``: who, when and why, in words of the caller's; how many customers and values are
    shown that ``masked`` masks is added. ``limit``: only so many customers are shown; 0: all.

    Raises OutputError where it cannot be written down, and PlaybookError where a path is given
    and the business there has faults.
    """
    from careplay.outputs.audit import append  # noqa: PLC0415 - seldom
    from careplay.outputs.shown import hidden  # noqa: PLC0415 - heavy

    known = sound(business)
    customers, values = hidden(known, actions, limit)
    append(Path(out) / known.id, {**entry, "customers": customers, "values": values})
    return actions


def _held(days: Iterator[Day], folder: PassingFolder) -> Iterator[Day]:
    """The days, each holding the folder that its actions lie in."""
    for day in days:
        actions = replace(day.actions, _keeps=folder)
        yield replace(day, actions=actions, file=None, rejects_file=None, report_file=None)
