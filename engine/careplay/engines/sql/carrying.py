"""Carrying statements out on the connection, and telling what came of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import duckdb

from careplay.engines.base import CASES, MODES, Odd, Outcome, Past, Undecided
from careplay.engines.sql import holds
from careplay.engines.sql.open_cases import has_cases
from careplay.engines.sql.probed import comes_back, is_old
from careplay.engines.sql.settling import moving
from careplay.faults import EngineError
from careplay.frozen import dataclass
from careplay.model.flows import ODD
from careplay.planning import Plan, plan
from careplay.planning.limits import KeepModes
from careplay.planning.memory import MovedDeadlines
from careplay.planning.possible import EventDays
from careplay.planning.recall import Before
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.engines.sql.pieces import Sql, Statement
    from careplay.model.business import Business, Person


@dataclass(frozen=True, slots=True)
class MovedCount:
    """What an edit made of deadlines that people were told."""

    count: int = 0
    """How many are others."""
    untold: tuple[str, ...] = ()
    """The flows of which not all were told otherwise."""


NONE_MOVED = MovedCount()

LeftOpen: TypeAlias = Mapping[tuple[int, str, str], int]
"""How many occasions stay open, by match, from 1, by wanted fact, a match's total having none,
and by whose they are: of nobody in particular where no customer's are told apart."""


@contextmanager
def as_engine_error(business: str, day: date) -> Iterator[None]:
    """A fault of DuckDB is an EngineError that names the business and the date."""
    try:
        yield
    except duckdb.Error as fault:
        message = f'the plan of "{business}" for {day} could not be carried out: {fault}'
        raise EngineError(message) from fault


def run(statement: Sql | None, connection: duckdb.DuckDBPyConnection) -> None:
    """Carry a statement out; None is nothing to do."""
    if statement is not None:
        connection.execute(statement)


def carry_out(statements: Iterable[Statement], connection: duckdb.DuckDBPyConnection) -> None:
    """Carry statements out, in order, but for those that have nothing to do."""
    for each in statements:
        if not each.only_with or any_of(connection, each.only_with, "true"):
            connection.execute(each.sql)


def _odd(plan: Plan, counts: Mapping[tuple[str, str], int]) -> tuple[Odd, ...]:
    """The events that flows could not take as they came, in order of the flows and kinds."""
    return tuple(
        Odd(flow, kind, counts[flow, kind])
        for flow in plan.event_types
        for kind in ODD
        if counts.get((flow, kind))
    )


def moved(made: Plan, connection: duckdb.DuckDBPyConnection) -> MovedCount:
    """How many deadlines that people were told an edit moved, and whose are not all told."""
    if not any(isinstance(step, MovedDeadlines) for step in made.settling):
        return NONE_MOVED
    ((count, untold),) = connection.execute(moving.found()).fetchall()
    return MovedCount(count, tuple(untold))


def planned(
    business: Business,
    day: date,
    people: Iterable[Person],
    past: Past,
    days: EventDays | None = None,
) -> Plan:
    """The plan of the date, whatever earlier days there are."""
    return plan(business, day, people, before(past), days)


def before(past: Past) -> Before:
    """What a plan must know of earlier days: which of them there are."""
    return Before(
        past.last_run,
        bool(past.earlier),
        bool(past.modes),
        bool(past.same),
        past.late_since,
        bool(past.later),
        past.returning if past.earlier else (),
        bool(past.unseen),
        past.former_keys,
        past.late_told,
        bool(past.heard),
    )


def outcome(
    made: Plan,
    odd: Mapping[tuple[str, str], int],
    left_open: LeftOpen,
    only: str | None = None,
    moved: MovedCount = NONE_MOVED,
) -> Outcome:
    """What a plan came to, its relations being made.

    ``odd`` counts events by flow and kind. What is left open is one customer's where ``only``
    names him: what the business or a store leaves open is not told then.
    """
    keeps = any(isinstance(step, KeepModes) for step in made.settling)
    return Outcome(
        undecided=_undecided(made if only is None else replace(made, left_open=()), left_open),
        odd=_odd(made, odd),
        modes=MODES if keeps else "",
        holds=holds.RELATION if made.holds else "",
        moved=moved.count,
        cases=CASES if has_cases(made) else "",
        untold=moved.untold,
    )


def _undecided(made: Plan, counts: LeftOpen) -> tuple[Undecided, ...]:
    """The open questions of each rule, the total first, then facts in reading order."""
    found: dict[int, dict[str, Counter[str]]] = {}
    of_match: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for (match_number, fact, whose), count in counts.items():
        of_match[match_number, fact][whose] += count
    for number, match in enumerate(made.matches, start=1):
        if is_old(match, made) or comes_back(match, made):
            continue
        of_rule = found.setdefault(match.rule, {})
        for fact in ("", *(want.fact for want in match.wants)):
            of_rule.setdefault(fact, Counter()).update(of_match[number, fact])
    for each in made.left_open:
        found[each.rule][each.fact][""] += each.count
    return tuple(
        Undecided(made.rules[rule].id, fact, count, whose)
        for rule, wants in sorted(found.items())
        for fact, customers in wants.items()
        for whose, count in sorted(customers.items())
        if count
    )
