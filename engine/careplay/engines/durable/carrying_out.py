"""The engine: DuckDB finds what is known, the package decides, and DuckDB writes it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, Outcome, Past
from careplay.engines.durable.available import demand
from careplay.engines.durable.cases.recorded import Wanted, cases_table
from careplay.engines.durable.running import CASES, Run, running
from careplay.engines.durable.sayable import CODES, unsayable
from careplay.engines.durable.tables import asking, matched, ranking
from careplay.engines.durable.tables.answered import Answers
from careplay.engines.durable.tables.apart import parted_occasions
from careplay.engines.durable.workers import incidents
from careplay.engines.sql.build import STAR, Query, select, table
from careplay.engines.sql.seam import (
    LeftOpen,
    MovedCount,
    RecallTables,
    afterward,
    as_engine_error,
    beforehand,
    carry_out,
    case_folds,
    finished,
    kept,
    moved,
    of_customers,
    outcome,
    planned,
    recalled,
    records_table,
    seen,
    source_of,
    undecided_again,
)
from careplay.planning import Plan
from careplay.planning.needed import attributes_in
from careplay.planning.probes import Column
from careplay.planning.steps import CaseFold

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

__all__ = ["CODES", "demand", "run", "unsayable"]


def run(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
    """Make the relations of the date's actions on the connection.

    Earlier days and limits look across customers and days: no condition is left to decide, so
    those steps of the plan are carried out as the default engine does.
    """
    whole = planned(business, day, loaded.people, past, loaded.event_days)
    made = ranking.merged(parted_occasions(whole))
    with as_engine_error(business.id, day), running(made, loaded) as run:
        run.do_all(beforehand())
        known = RecallTables(loaded.customers, loaded.events, past, loaded.integer_keys)
        carry_out(recalled(made, known), loaded.connection)
        odd = _records(run)
        left_open = _answers(run)
        deadlines = _actions(run, past)
    notes = incidents.incident_notes(run.worker.incidents, business.language)
    return replace(outcome(made, odd, left_open, loaded.only, deadlines), notes=notes)


def _records(run: Run) -> dict[tuple[str, str], int]:
    """The table of cases and stays; back come the events that flows could not take."""
    odd: dict[tuple[str, str], int] = {}
    types = attributes_in(run.plan.event_types)
    run.do(seen(run.plan, run.loaded.events))
    for place, each in enumerate(case_folds(run.plan)):
        wanted, into = Wanted(place, each, types), _cases_of(each.column)
        told = replace(run.loaded, events=source_of(each.column, run.loaded.events))
        found = cases_table(wanted, told, into, run.ask(CASES))
        if not each.column.ago:
            odd |= {(each.flow.name, kind): count for kind, count in found.items()}
    run.do(records_table(run.plan, run.loaded.events, _cases))
    run.drop(_cases_of(each.column) for each in case_folds(run.plan))
    return odd


def _cases(record: CaseFold, _: Plan) -> Query:
    """The cases of a flow as records, from the table that the package filled."""
    return select(STAR, source=table(_cases_of(record.column)))


def _cases_of(record: Column) -> str:
    return f"cases of {record}"


def _answers(run: Run) -> LeftOpen:
    """The tables of what the last pass decides about customers; back comes what stays open."""
    customers, left_open = run.loaded.customers, dict[tuple[int, str, str], int]()
    told = kept(run.shown)
    for task, each in enumerate(run.passes, start=CASES + 1):
        last = each is run.passes[-1]
        run.do(asking.hits(run.plan, run.loaded.events) if last else None)
        known = [name for name in told if last and name in ranking.column_names(each.facts)]
        run.do(asking.customers_to_ask(run.plan, each, customers, run.loaded.events, known))
        run.do(asking.found_occasions(run.plan) if each.programme.events else None)
        only = asking.subject_of(run.loaded)
        answers = Answers(
            run.plan, each.programme, run.loaded.connection, only, apart=run.loaded.apart
        )
        pages = asking.pages(each.programme, run.loaded.connection)
        for found in run.ask(task)(pages):
            answers.keep(found)
        answers.write()
        keys = {0: "", **(asking.keys(run.loaded) if run.loaded.apart else {})}
        left_open = {
            (match, fact, keys[who]): count
            for (match, fact, who), count in answers.open.items()
        }
        if not last:
            run.do(matched.with_concluded(each.programme, customers, f"customers {task}"))
            customers = f"customers {task}"
    run.drop(f"customers {task}" for task in range(CASES + 1, CASES + len(run.passes)))
    return left_open


def _actions(run: Run, past: Past) -> MovedCount:
    """What holds of customers, and all that follows; back comes which deadlines moved."""
    if of_customers(run.plan):
        run.do(matched.matches_table(run.plan, run.passes[-1].programme))
        run.do(undecided_again(run.plan))
    run.do(matched.holds_table(run.plan) if run.plan.holds else None)
    carry_out(finished(run.shown, run.loaded.events, past), run.loaded.connection)
    deadlines = moved(run.plan, run.loaded.connection)
    run.do_all(afterward(run.plan))
    run.drop((*matched.TABLES, *asking.TABLES))
    return deadlines
