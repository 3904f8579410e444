"""One business's day: the data are read, an engine runs, the actions are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay import engines, history, planning
from careplay.engines import whole
from careplay.faults import DataFaultError, EngineError, NothingToRunError
from careplay.frozen import dataclass
from careplay.outputs import partition
from careplay.outputs.report import Report
from careplay.pipeline import choosing
from careplay.sources.columns import literal
from careplay.sources.connecting import connect
from careplay.sources.faults import lines
from careplay.sources.loading import load
from careplay.sources.staff import load_staff

if TYPE_CHECKING:
    import duckdb

    from careplay.engines.base import Outcome
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

Said: TypeAlias = Callable[[str], None]
"""Told what begins, for whoever is waiting."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever runs a day may choose."""

    engine: str = "duckdb"
    customers: str | None = None
    """Where customers are read from, instead of what the business says; events likewise."""
    events: str | None = None
    customer: str | None = None
    """Only this customer's actions, and nothing is written."""
    out: Path | None = None
    dry_run: bool = False
    fresh: bool = False
    """Without what was decided on earlier days."""
    strict: bool = False
    limit: int = 50


def _silent(_: str) -> None:
    return


def run(
    business: Business,
    day: date,
    choices: Choices,
    connection: duckdb.DuckDBPyConnection,
    said: Said = _silent,
) -> Report:
    """Plan the day: read the data, carry the rules out, keep the actions.

    The connection is a new one, for this day alone. ``said`` is told what begins, for
    whoever is waiting. With ``strict`` a fault of the data is a DataFaultError; without, the
    report counts what was left out.
    """
    (report,) = run_days(business, (day,), choices, connection, said)
    return report


def run_days(
    business: Business,
    days: Iterable[date],
    choices: Choices,
    connection: duckdb.DuckDBPyConnection,
    said: Said = _silent,
) -> Iterator[Report]:
    """One day after the other, each with the memory of those before it.

    The data are read once. A report is good until the next one is asked for. An engine that
    is not on this machine is an EngineError before anything is read.
    """
    choosing.demand(choices.engine)
    said("reading customers and events")
    loaded = load(
        business,
        customers=choices.customers,
        events=choices.events,
        connection=connection,
    )
    if choices.strict and loaded.counts.faults:
        raise DataFaultError(_strictly(loaded))
    for day in days:
        said(f"planning {day}")
        yield _day(business, day, choices, loaded, said)


def _day(business: Business, day: date, choices: Choices, loaded: Loaded, said: Said) -> Report:
    out = choices.out or business.folder / ".careplay" / "actions"
    outcome = _remembering(business, day, choices, loaded, out)
    report = Report(business, day, loaded, outcome, limit=choices.limit)
    if choices.customer is not None:
        only = _only(choices.customer, outcome, loaded)
        return replace(report, outcome=only, among=outcome.relation)
    if choices.dry_run:
        return report
    said("writing the actions")
    return _kept(report, out)


def _remembering(
    business: Business, day: date, choices: Choices, loaded: Loaded, out: Path
) -> Outcome:
    """The day's outcome; where it cannot be had for want of a kept day, that day is told."""
    import duckdb  # noqa: PLC0415 - heavy

    engine = engines.engine(choices.engine)
    if choices.fresh:
        return whole.run(engine, business, day, loaded)
    past = history.past(business, day, out, loaded.connection)
    try:
        return whole.run(engine, business, day, loaded, past)
    except (duckdb.Error, EngineError) as fault:
        damage = history.damage(business, out, loaded.connection)
        if damage is None:
            raise
        raise damage from fault


def _strictly(loaded: Loaded) -> str:
    count = loaded.counts.faults
    told = "\n".join(lines(loaded.faults))
    return f"{count:,} fault{'s' * (count != 1)} in the data, and --strict was given\n{told}"


def _kept(report: Report, out: Path) -> Report:
    """The same report, read from the partition it was just written to."""
    connection = report.loaded.connection
    into = partition.folder(out, report.business.id, report.day)
    rejects = partition.write_rejects(connection, report.loaded.rejects, into)
    partition.write_modes(connection, report.outcome.modes, into)
    # Last, for a day counts as run where its actions are.
    file = partition.write(connection, report.outcome.relation, into)
    outcome = replace(report.outcome, relation=partition.actions_of(file))
    return replace(report, outcome=outcome, file=file, rejects=rejects)


def _only(key: str, outcome: Outcome, loaded: Loaded) -> Outcome:
    """The outcome for one customer; what is undecided is told of all, so it is left out."""
    told = literal(key)
    known = f'SELECT 1 FROM "{loaded.customers}" WHERE "customer_id"::VARCHAR = {told}'  # noqa: S608
    if not loaded.connection.execute(known).fetchall():
        message = f'no customer "{key}" in {", ".join(loaded.files)}; is the key right?'
        raise NothingToRunError(message)
    relation = f"(SELECT * FROM {outcome.relation} WHERE customer_id = {told})"  # noqa: S608
    return replace(outcome, relation=relation, undecided=())


def planned(business: Business, day: date) -> str:
    """The plan of the day, as text; of the data only the staff are read."""
    return planning.describe(_plan(business, day))


def planned_sql(business: Business, day: date) -> str:
    """The same plan as the SQL that the default engine runs."""
    from careplay.engines import sql  # noqa: PLC0415 - heavy

    nothing = f"-- nothing is due for {business.id} on {day}"
    return sql.text(_plan(business, day)).rstrip("\n") or nothing


def _plan(business: Business, day: date) -> planning.Plan:
    staff = load_staff(connect(), business)
    return planning.plan(business, day, staff.people if staff else ())
