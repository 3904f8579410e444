"""The statements that carry a plan out, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from careplay.engines.sql import actions, facts, matches, occasions, schedule, undecided
from careplay.engines.sql.build import name, table
from careplay.engines.sql.facts import Relation
from careplay.planning.steps import Plan


@dataclass(frozen=True, slots=True)
class Statements:
    """A plan in SQL. ``matches`` is for the run alone; ``actions`` reads ``schedule``."""

    matches: exp.Create | None
    """The customers that some rule matches, or cannot decide; None where none is asked."""
    undecided: exp.Query | None
    """Match, wanted fact (0: the total) and count."""
    schedule: exp.Create | None
    """The actions to do, in order; None where no rule is due."""
    actions: exp.Create | None
    """The view of the schedule that people read."""


def statements(plan: Plan, customers: str, events: str) -> Statements:
    """The statements for a plan whose tables go by these names."""
    asked = occasions.of_customers(plan)
    if not asked and not plan.announced:
        return Statements(None, None, None, None)
    found = None
    if asked:
        steps = [*facts.relations(plan, customers, events), *occasions.relations(plan, events)]
        found = _created("TABLE", matches.RELATION, _with(steps, matches.relation(plan)[1]))
    return Statements(
        found,
        undecided.query(plan),
        _created("TABLE", *schedule.relation(plan)),
        _created("VIEW", *actions.relation(plan)),
    )


def text(plan: Plan, customers: str = "customers", events: str = "events") -> str:
    """The whole plan in SQL as people read it, a comment above each statement."""
    made = statements(plan, customers, events)
    parts = {
        "matches: whom the rules serve": made.matches,
        "how many cannot be decided, and for want of what": made.undecided,
        "schedule: what is to be done, by whom and when": made.schedule,
        "actions: the same, told to people": made.actions,
    }
    return "\n".join(
        f"-- {title}\n{statement.sql(dialect='duckdb', pretty=True, copy=False)};\n"
        for title, statement in parts.items()
        if statement is not None
    )


def _with(steps: Iterable[Relation], query: exp.Query) -> exp.Query:
    for alias, step in steps:
        query = query.with_(name(alias), as_=step, copy=False)
    return query


def _created(kind: str, relation: str, query: exp.Query) -> exp.Create:
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    return exp.Create(
        this=table(relation), kind=kind, replace=True, expression=query, properties=temporary
    )
