"""A plan becomes a programme: SQL finds what is known of a customer, all else is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from careplay.engines.durable.deciding.looking import guards, of_events, own, searches
from careplay.engines.durable.deciding.numbering import Numbering
from careplay.engines.durable.programme import Programme, Stratum
from careplay.engines.sql.seam import attributes
from careplay.model.conditions import facts_of
from careplay.model.types import Type
from careplay.planning.fact_steps import Decided, Held
from careplay.planning.steps import Plan

__all__ = ["guards", "programme", "searches"]


def programme(plan: Plan, known: Sequence[str], told: Collection[str]) -> Programme:
    """What is asked of each customer, where SQL finds the values called ``known``.

    ``plan.facts`` is all that is found of a customer, for ``plan.holds`` too. Of what the
    strata find, careplay is told what is called in ``told``.
    """
    numbering = Numbering()
    strata = tuple(_strata(plan, numbering))
    given, by_event = own(plan, numbering), of_events(plan, numbering)
    holds = numbering.questions(each.condition for each in plan.holds)
    names = {name for asked in numbering.found for each in asked for name in facts_of(each)}
    found = [name for each in strata for name in concluded(each)]
    return Programme(
        names=tuple(name for name in dict.fromkeys(known) if name in names),
        attributes=tuple(n for n in ("event.at", *attributes(plan)) if by_event and n in names),
        types=_types(plan, {*names, *found}),
        strata=strata,
        concluded=tuple(name for name in found if name in told),
        own=given,
        events=by_event,
        holds=holds,
        questions=tuple(numbering.found.values()),
    )


def concluded(stratum: Stratum) -> tuple[str, ...]:
    """The names of what a stratum finds, in order."""
    return (*stratum.segments, *(name for name, _ in stratum.tables))


def _strata(plan: Plan, numbering: Numbering) -> Iterator[Stratum]:
    """Each level's segments, then its tables: of segments alone is asked what fails."""
    for steps in plan.facts.strata:
        held = [step for step in steps if isinstance(step, Held)]
        if held:
            asked = numbering.questions(step.condition for step in held)
            yield Stratum(tuple(str(step.column) for step in held), (), asked)
        tables = [step for step in steps if isinstance(step, Decided)]
        if tables:
            asked = numbering.questions(row.condition for step in tables for row in step.rows)
            yield Stratum((), tuple((str(step.column), step) for step in tables), asked)


def _types(plan: Plan, names: Iterable[str]) -> Mapping[str, Type]:
    """The type of each name; of names of our own, true or not."""
    return {
        name: Type.BOOLEAN if name.startswith("#") else plan.types[name]
        for name in sorted(names)
    }
