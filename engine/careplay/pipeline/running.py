"""One business's day: the data are read, an engine runs, the actions are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay import engines, history
from careplay.engines.notes import of_unowned
from careplay.faults import DataFaultError, NothingToRunError
from careplay.frozen import dataclass
from careplay.outputs import partition
from careplay.outputs.aged import remove_aged
from careplay.outputs.alone import alone
from careplay.outputs.day import Day
from careplay.outputs.passing import PassingFolder
from careplay.outputs.ran_with import RanWith, business_digests, ran_with
from careplay.outputs.relation import Relation
from careplay.outputs.whole_day import complete_all
from careplay.pipeline import choosing
from careplay.pipeline.ageing import let_older_days_go
from careplay.pipeline.keeping import keep
from careplay.pipeline.looking import looked_at
from careplay.pipeline.recorded import rows_recorded
from careplay.pipeline.remembering import Remembered, with_memory, without_memory
from careplay.sources.columns import literal
from careplay.sources.connecting import passing_folder
from careplay.sources.faults import fault_lines
from careplay.sources.loading import load_tables
from careplay.sources.querying import any_of, row_of
from careplay.sources.recording import recorded_by
from careplay.sources.unchanged import demand_unchanged
from careplay.sources.undeclared import without_idle_types

if TYPE_CHECKING:
    import duckdb

    from careplay.engines.base import Outcome
    from careplay.model.business import Business
    from careplay.sources.held import MemoryTable
    from careplay.sources.loaded import Loaded

Notify: TypeAlias = Callable[[str], None]
"""Told what begins, for whoever is waiting."""
Meanwhile: TypeAlias = "Callable[[Day, Loaded], Loaded]"
"""What is known once a day was run, before the next one is; the data as they are by then."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever runs a day may choose."""

    engine: str = engines.DEFAULT
    customers: str | MemoryTable | None = None
    """What customers are read from, instead of what the business says; so the others."""
    events: str | MemoryTable | None = None
    staff: str | MemoryTable | None = None
    customer: str | None = None
    """Only this customer's actions, and nothing is written."""
    out: Path | None = None
    """The folder that days are kept in; None where none is remembered or written."""
    keep: bool = True
    """Whether the day is written there."""
    fresh: bool = False
    """Without what was decided on earlier days."""
    strict: bool = False
    wait: float = 0
    """So many seconds it is waited for another run that keeps days of the business there."""
    apart: bool = False
    """What stays undecided is told of each customer apart."""
    meanwhile: Meanwhile | None = None
    """What happens between two days; None: nothing that the data do not tell."""
    expected: frozenset[str] = frozenset()
    """The outcomes of actions that it tells, whatever the data do."""
    placed: bool = False
    """Whether the rows of the customer are kept with their places."""

    @property
    def kept(self) -> bool:
        """Whether the day's actions are written."""
        return self.out is not None and self.keep and self.customer is None


def _silent(_: str) -> None:
    return


def run_days(
    business: Business,
    days: Iterable[date],
    choices: Choices,
    connection: duckdb.DuckDBPyConnection,
    said: Notify = _silent,
) -> Iterator[Day]:
    """One day after the other, each with the memory of those before it that are kept.

    The data are read once, into a connection that holds none yet. ``said`` is told what
    begins, for whoever is waiting. With ``strict`` a fault of the data is a DataFaultError;
    without, each day counts what was left out. An engine that is not on this machine is an
    EngineError before anything is read.
    """
    chosen = tuple(days)
    loaded = load(business, chosen, choices, connection, said)
    yield from run_loaded(business, chosen, loaded, choices, said)


def load(
    business: Business,
    days: Iterable[date],
    choices: Choices,
    connection: duckdb.DuckDBPyConnection,
    said: Notify = _silent,
) -> Loaded:
    """The data of the days, read into a connection that holds none yet."""
    choosing.demand(choices.engine)
    said("reading customers and events")
    loaded = load_tables(
        business,
        customers=choices.customers,
        events=choices.events,
        staff=choices.staff,
        connection=connection,
        days=tuple(days),
        kept=choices.out,
        recorded=rows_recorded(business, choices.out),
        expected=choices.expected,
        placed=choices.customer if choices.placed else None,
    )
    _demand_faultless(loaded, choices)
    return loaded


def run_loaded(
    business: Business,
    days: Iterable[date],
    loaded: Loaded,
    choices: Choices,
    said: Notify = _silent,
) -> Iterator[Day]:
    """The same days, of data that are read."""
    loaded = replace(loaded, only=choices.customer, apart=choices.apart)
    asked = without_idle_types(business, loaded)
    digests = business_digests(asked)
    for day in days:
        ran = ran_with(asked, day, digests)
        one = _OneDay(business, asked, day, choices, recorded_by(loaded, day), ran, said)
        told = _looked_at(one) if choices.out is None or not choices.kept else _kept(one)
        yield told
        loaded = choices.meanwhile(told, loaded) if choices.meanwhile else loaded


@dataclass(frozen=True, slots=True)
class _OneDay:
    """A day that is run."""

    business: Business
    asked: Business
    """The same without what its data do not have."""
    date: date
    choices: Choices
    loaded: Loaded
    ran: RanWith
    said: Notify


def _kept(one: _OneDay) -> Day:
    """The day, which is kept."""
    out = one.choices.out or Path()
    with _alone(out / one.business.id, one.date, one.choices, one.said):
        history.demand_memory(one.business, one.date, out, fresh=True)
        day, found = _found(one)
        one.said("writing the actions")
        kept = keep(day, found, out, one.loaded)
        old = let_older_days_go(one.asked, one.date, out, found.outcome.cases, one.loaded)
        return replace(kept, let_go=old)


def _looked_at(one: _OneDay) -> Day:
    """The day, of which nothing is kept."""

    def look() -> Day:
        day, found = _found(one)
        return _passing(day, found.outcome, one.choices, one.loaded)

    return looked_at(one.choices.out, one.business.id, look)


def _found(one: _OneDay) -> tuple[Day, Remembered]:
    one.said(f"planning {one.date}")
    found = _remembered(one.asked, one.date, one.choices, one.loaded, one.ran)
    _demand_faultless(found.loaded, one.choices)
    demand_unchanged(found.loaded.stamps)
    return _day(one.business, one.date, found), found


@contextmanager
def _alone(home: Path, day: date, choices: Choices, said: Notify) -> Iterator[None]:
    """No other run keeps days of the business there meanwhile, nor are they half kept."""
    with alone(home, lambda: said("waiting for another run"), choices.wait, str(day)):
        complete_all(home)
        remove_aged(home)
        yield


def _day(business: Business, day: date, found: Remembered) -> Day:
    """The day, its actions as the engine left them."""
    outcome, loaded = found.outcome, found.loaded
    return Day(
        business,
        day,
        Relation(loaded.connection, outcome.relation),
        Relation(loaded.connection, _whole(loaded.rejects, loaded)),
        undecided=outcome.undecided,
        odd=outcome.odd,
        unowned=outcome.unowned,
        assumed=outcome.assumed,
        notes=outcome.notes,
        data_notes=loaded.notes,
        faults=loaded.faults,
        counts=loaded.counts,
        staff=loaded.people,
        ran_with=found.ran,
        changed=found.changed,
        forgotten=found.forgotten,
        open=found.open,
        absent=found.open.absent,
        moved=outcome.moved,
        late=found.late,
    )


def _remembered(
    business: Business, day: date, choices: Choices, loaded: Loaded, ran: RanWith
) -> Remembered:
    """What comes of the day, with the memory that was chosen."""
    engine, out = engines.engine(choices.engine), choices.out
    if choices.fresh or out is None:
        return without_memory(engine, business, day, loaded, ran)
    return with_memory(engine, business, day, loaded, (out, ran))


def _demand_faultless(loaded: Loaded, choices: Choices) -> None:
    """DataFaultError where the data have any fault and ``strict`` was chosen."""
    if choices.strict and loaded.counts.faults:
        raise DataFaultError(_strictly(loaded))


def _strictly(loaded: Loaded) -> str:
    count = loaded.counts.faults
    told = "\n".join(fault_lines(loaded.faults))
    return f"{count:,} fault{'s' * (count != 1)} in the data, and --strict was given\n{told}"


def _passing(day: Day, outcome: Outcome, choices: Choices, loaded: Loaded) -> Day:
    """The same day, its actions in a file that goes with it; of one customer, only his.

    A view would be worked out anew by every reader, and DuckDB keeps the order of rows where
    a file is written.
    """
    if choices.customer is not None:
        _demand(choices.customer, loaded)
    folder = PassingFolder(passing_folder(loaded.connection))
    file = partition.write(loaded.connection, outcome.relation, folder.path)
    every = Relation(loaded.connection, partition.actions_of(file), folder)
    if choices.customer is None:
        return replace(day, actions=every)
    return _of_one(day, every, choices.customer)


def _of_one(day: Day, every: Relation, customer: str) -> Day:
    """The day as far as it is about one customer, or about nobody.

    All else counts or names others, and is left out, as is which action of another's came
    first. What a day comes to say besides is left out until it stands here.
    """
    own = f"FROM {every.sql} WHERE customer_id = {literal(customer)}"
    won = f"CASE WHEN winner IN (SELECT action_id {own}) THEN winner END AS winner"
    counted = {*of_unowned(day.business, day.unowned)}
    return Day(
        day.business,
        day.date,
        replace(every, sql=f"(SELECT * REPLACE ({won}) {own})"),
        replace(day.rejects, sql=f"(FROM {day.rejects.sql} LIMIT 0)"),
        undecided=day.undecided,
        assumed=day.assumed,
        forgotten=day.forgotten,
        notes=tuple(each for each in day.notes if each not in counted),
        ran_with=day.ran_with,
        changed=day.changed,
        staff=day.staff,
    )


def _demand(customer: str, loaded: Loaded) -> None:
    """NothingToRunError where the data hold no such customer."""
    where = f'"customer_id"::VARCHAR = {literal(customer)}'
    if not any_of(loaded.connection, f'"{loaded.customers}"', where):
        files = ", ".join(loaded.files)
        raise NothingToRunError(f'no customer "{customer}" in {files}; is the key right?')


def _whole(name: str, loaded: Loaded) -> str:
    """The name that serves on any connection to the database."""
    (database,) = row_of(loaded.connection, "SELECT current_database()")
    return f'"{database}"."main"."{name}"'
