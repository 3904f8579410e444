"""The statements that carry a plan out, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.engines.base import HOLDS, NOTHING, Candidates, Found
from careplay.engines.sql import (
    actions,
    facts,
    holds,
    matches,
    occasions,
    recorded,
    schedule,
    settling,
    undecided,
)
from careplay.engines.sql.build import Query, Sql
from careplay.engines.sql.facts import Relation
from careplay.engines.sql.queries import after, make
from careplay.frozen import dataclass
from careplay.model.limits import Limits
from careplay.planning.steps import Plan

ACTIONS, CANDIDATES = "actions", "candidates"


@dataclass(frozen=True, slots=True)
class Statements:
    """A plan in SQL. ``records`` and ``matches`` are for the run alone."""

    records: tuple[Sql, ...]
    """The cases and stays that are looked at."""
    odd: Query | None
    """Flow, kind and count of events that came as no flow has it; None where there is none."""
    matches: Sql | None
    """The customers that some rule matches, or cannot decide; None where none is asked."""
    undecided: Query | None
    """Match, wanted fact (0: the total) and count."""
    schedule: Sql | None
    """The actions to do, in order; None where no rule is due."""
    actions: Sql | None
    """The view of the schedule that people read."""
    holds: Sql | None
    """What the limits ask of customers; None where they ask nothing."""


def statements(plan: Plan, customers: str, events: str, into: str = ACTIONS) -> Statements:
    """The statements for a plan whose tables go by these names.

    ``into`` is the view they make; plans with views of different names can stand side by side.
    """
    asked, odd = occasions.of_customers(plan), tells_odd(into)
    due, view = finished(plan, into)
    return Statements(
        records=tuple(_recorded(plan, events, odd=odd)),
        odd=recorded.odd(plan, customers) if odd else None,
        matches=chain("TABLE", _asked(plan, customers, events)) if asked else None,
        undecided=undecided.query(plan) if due else None,
        schedule=due,
        actions=view,
        holds=chain("TABLE", holds.relations(plan, customers, events)) if plan.holds else None,
    )


def tells_odd(into: str) -> bool:
    """Whether odd events are told: once a run, with the date's own candidates."""
    return into in {ACTIONS, CANDIDATES}


def finished(plan: Plan, into: str) -> tuple[Sql | None, Sql | None]:
    """What follows the matches: the schedule and the view of it; None where nothing is due."""
    if not (occasions.of_customers(plan) or plan.announced):
        return None, None
    scheduled = "schedule" if into == ACTIONS else f"schedule of {into}"
    made = chain("TABLE", [schedule.relation(plan, scheduled)])
    return made, chain("VIEW", [actions.relation(plan, scheduled, into)])


def text(plan: Plan, customers: str = "customers", events: str = "events") -> str:
    """The whole plan in SQL as people read it, a comment above each statement.

    Where limits or ``once`` have a say, it ends with what they make of a date that has no past.
    """
    from careplay.engines.sql.layout import laid_out  # noqa: PLC0415 - a run needs none

    settled = _is_settled(plan)
    made = statements(plan, customers, events, CANDIDATES if settled else ACTIONS)
    parts: dict[str, Sql | None] = {
        f"records: cases and stays as of the date ({number})": each
        for number, each in enumerate(made.records, start=1)
    }
    parts |= {
        "matches: whom the rules serve": made.matches,
        "how many cannot be decided, and for want of what": made.undecided,
        "schedule: what is to be done, by whom and when": made.schedule,
        f"{CANDIDATES if settled else ACTIONS}: the same, told to people": made.actions,
        "holds: what the limits ask of customers": made.holds,
    }
    told = {
        title: laid_out(statement)
        for title, statement in parts.items()
        if statement is not None
    }
    if settled and made.actions is not None:
        told |= _settling(plan, events)
    return "\n".join(f"-- {title}\n{statement};\n" for title, statement in told.items())


def _is_settled(plan: Plan) -> bool:
    limited = plan.business.limits != Limits()
    return limited or any(rule.once is not None for rule in plan.rules)


def _settling(plan: Plan, events: str) -> dict[str, str]:
    found = Found(plan.day, Candidates(CANDIDATES, HOLDS))
    given = settling.Given(plan.business, plan.day, plan.people, events, found, NOTHING)
    every = enumerate(settling.statements(given), start=1)
    return {f"settling ({number})": statement for number, statement in every}


def _asked(plan: Plan, customers: str, events: str) -> list[Relation]:
    return [
        *facts.relations(plan, customers, events),
        *occasions.relations(plan, events),
        matches.relation(plan),
    ]


def _recorded(plan: Plan, events: str, *, odd: bool) -> Iterator[Sql]:
    yield from recorded.folds(plan, events, odd=odd)
    query = recorded.relation(plan, events)
    if query is not None:
        yield chain("TABLE", [(recorded.RECORDS, query)])


def chain(kind: str, relations: Sequence[Relation]) -> Sql:
    """The last relation, made for good; those before it are steps towards it."""
    *steps, (relation, query) = relations
    return make(kind, relation, after(steps, query))
