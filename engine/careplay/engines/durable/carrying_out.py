"""The engine: DuckDB finds what is known, the package decides, and DuckDB writes it down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.engines import duckdb as in_sql
from careplay.engines.base import HOLDS, RELATION, Candidates, Found, Odd, Past
from careplay.engines.durable.cases.recorded import Wanted, cases_table
from careplay.engines.durable.running import CASES, Run, running
from careplay.engines.durable.tables import asking, matched, ranking
from careplay.engines.durable.tables.answered import Answers
from careplay.engines.durable.workers import incidents
from careplay.engines.sql import carrying
from careplay.engines.sql.build import (
    STAR,
    Query,
    select,
    table,
)
from careplay.engines.sql.kept import kept
from careplay.engines.sql.occasions import of_customers
from careplay.engines.sql.recorded import RECORDS, day_of, relation
from careplay.engines.sql.statements import chain, finished, tells_odd
from careplay.planning import Plan, plan
from careplay.planning.probes import Column

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def candidates(
    business: Business, day: date, loaded: Loaded, since: date, into: str = RELATION
) -> Candidates:
    """Make the view ``into`` of what the rules ask for on the date."""
    made = ranking.merged(plan(business, day, loaded.people, since))
    with carrying.told(business, day), running(made, loaded, odd=tells_odd(into)) as run:
        odd = _records(run, into)
        answers = _answers(run)
        _actions(run, into)
    open_counts = answers.open if answers is not None else {}
    return Candidates(
        into,
        HOLDS if made.holds else "",
        carrying.undecided(made, open_counts),
        odd,
        incidents.notes(run.worker.incidents, business.language),
    )


def settle(business: Business, day: date, loaded: Loaded, found: Found, past: Past) -> None:
    """Make the table ``actions`` as the default engine does.

    Earlier days and limits look across customers and days: no condition is left to decide.
    """
    in_sql.settle(business, day, loaded, found, past)


def _records(run: Run, into: str) -> tuple[Odd, ...]:
    """The table of cases and stays; back comes what events flows could not take."""
    business = run.plan.business
    odd: dict[tuple[str, str], int] = {}
    for each in run.flows:
        flow = business.flows[each.fact]
        wanted = Wanted(flow, business, day_of(each, run.plan))
        found = cases_table(wanted, run.loaded, _cases_of(each), run.ask(CASES))
        if not each.ago and tells_odd(into):
            odd |= {(flow.name, kind): count for kind, count in found.items()}
    query = relation(run.plan, run.loaded.events, _cases)
    if query is not None:
        run.do(chain("TABLE", [(RECORDS, query)]))
    run.drop(map(_cases_of, run.flows))
    return carrying.odd(business, odd)


def _cases(record: Column, _: Plan) -> Query:
    """The cases of a flow as records, from the table that the package filled."""
    return select(STAR, source=table(_cases_of(record)))


def _cases_of(record: Column) -> str:
    return f"cases of {record}"


def _answers(run: Run) -> Answers | None:
    """What the last pass decides about customers; None where nobody is asked."""
    customers, answers = run.loaded.customers, None
    told = kept(run.shown)
    for task, each in enumerate(run.passes, start=CASES + 1):
        last = each is run.passes[-1]
        run.do(asking.hits(run.plan, run.loaded.events) if last else None)
        known = [name for name in told if last and name in ranking.known(each.facts)]
        run.do(asking.asked(run.plan, each, customers, run.loaded.events, known))
        run.do(asking.found(run.plan) if each.programme.events else None)
        answers = Answers(run.plan, each.programme, run.loaded.connection)
        pages = asking.pages(each.programme, run.loaded.connection)
        for found in run.ask(task)(pages):
            answers.keep(found)
        answers.write()
        if not last:
            run.do(matched.with_concluded(each.programme, customers, f"customers {task}"))
            customers = f"customers {task}"
    run.drop(f"customers {task}" for task in range(CASES + 1, CASES + len(run.passes)))
    return answers


def _actions(run: Run, into: str) -> None:
    """The schedule and its view, and what holds of customers."""
    if of_customers(run.plan):
        run.do(matched.matches(run.plan, run.passes[-1].programme))
    schedule, actions = finished(run.shown, into)
    run.do(schedule)
    if actions is None:
        run.loaded.connection.execute(carrying.nothing(into))
    run.do(actions)
    run.do(matched.holds(run.plan) if run.plan.holds else None)
    run.drop((*matched.TABLES, *asking.TABLES))
