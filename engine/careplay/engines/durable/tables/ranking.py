"""What DuckDB knows of customers before the package is asked: told, measured and ranked facts.

A rank looks across all customers, so DuckDB works it out, and it looks for occasions in dates.
Where either is of what the package concludes (a tier by a table's output, a date that a table
answers), all customers are asked for that first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, zip_longest

from careplay.engines.durable.deciding.programmes import programme
from careplay.engines.durable.programme import Programme
from careplay.engines.sql.seam import occasion_column, of_customers
from careplay.frozen import dataclass
from careplay.model.conditions import facts_of
from careplay.planning.columns import of_probe
from careplay.planning.fact_steps import Decided, DerivedStep, Facts, Held, Ranked
from careplay.planning.probes import Dated, Kept
from careplay.planning.steps import Plan


@dataclass(frozen=True, slots=True)
class Pass:
    """What DuckDB knows of the customers, and what they are then asked."""

    facts: Facts
    """Told (with what earlier passes concluded for it), measured and ranked."""
    programme: Programme


def merged(plan: Plan) -> Plan:
    """The plan with all that its rules and its limits ask about in one."""
    both = Facts(
        tuple(dict.fromkeys((*plan.facts.told, *plan.held.told))),
        tuple(dict.fromkeys((*plan.facts.measured, *plan.held.measured))),
        tuple(
            tuple(dict.fromkeys(chain(*levels)))
            for levels in zip_longest(plan.facts.strata, plan.held.strata, fillvalue=())
        ),
    )
    return replace(plan, facts=both, held=both)


def passes(plan: Plan, told: Collection[str]) -> Iterator[Pass]:
    """Ask customers as often as DuckDB needs what is concluded; the last pass decides all.

    ``told`` are the columns that the last pass is to tell, where it concludes them.
    """
    facts = _ranked(plan, plan.facts)
    while waiting := _waiting(plan, facts):
        concluding = _concluding(plan, column_names(facts))
        first_told = [name for name in waiting if name in concluding]
        first = replace(
            plan, facts=_only(plan.facts, concluding), occasions=(), matches=(), holds=()
        )
        yield Pass(facts, programme(first, _given(plan, facts), first_told))
        facts = _ranked(plan, replace(facts, told=(*facts.told, *first_told)))
    occasions = (occasion_column(number) for number in dated(plan))
    yield Pass(facts, programme(plan, (*_given(plan, facts), *occasions), told))


def column_names(facts: Facts) -> tuple[str, ...]:
    """The names of the columns, in order."""
    return facts.names


def dated(plan: Plan) -> tuple[int, ...]:
    """The occasions that DuckDB looks for in a customer's dates."""
    asked = sorted({match.occasion for match in of_customers(plan)})
    return tuple(n for n in asked if isinstance(plan.occasions[n].probe, Dated | Kept))


def _given(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """What the worker is given, where a condition asks for it; the rest it concludes anew."""
    return column_names(replace(facts, told=plan.facts.told))


def _steps(facts: Facts) -> Iterator[DerivedStep]:
    return chain.from_iterable(facts.strata)


def _ranked(plan: Plan, facts: Facts) -> Facts:
    """The facts with the ranks of all numbers that are known."""
    numbers = column_names(replace(facts, strata=()))
    steps = (step for step in _steps(plan.facts) if isinstance(step, Ranked))
    found = tuple(step for step in steps if str(step.by) in numbers)
    return replace(facts, strata=(found,) if found else ())


def _waiting(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """What DuckDB is to rank or to look for dates in, but does not know yet."""
    ranked = (step.by for step in _steps(plan.facts) if isinstance(step, Ranked))
    dates = (each for n in dated(plan) for each in of_probe(plan.occasions[n].probe))
    found = column_names(facts)
    asked = dict.fromkeys(map(str, (*ranked, *dates)))
    return tuple(name for name in asked if name not in found)


def _concluding(plan: Plan, first: Iterable[str]) -> frozenset[str]:
    """What can be concluded from what is known, step after step."""
    found, made = {*first}, set[str]()
    for step in _steps(plan.facts):
        if not isinstance(step, Ranked) and found.issuperset(_rests_on(step)):
            found.add(str(step.column))
            made.add(str(step.column))
    return frozenset(made)


def _rests_on(step: Held | Decided) -> Iterator[str]:
    """The columns that the step's conditions ask about."""
    rows = step.rows if isinstance(step, Decided) else (step,)
    yield from (name for row in rows for name in facts_of(row.condition))


def _only(facts: Facts, concluded: Collection[str]) -> Facts:
    """The facts without what is not concluded yet; ranks only say of what type they are."""
    strata = (
        tuple(s for s in stratum if isinstance(s, Ranked) or str(s.column) in concluded)
        for stratum in facts.strata
    )
    return replace(facts, strata=tuple(strata))
