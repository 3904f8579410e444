"""Cases in which facts rest on facts, and many rules look for the same events.

A table concludes a number of what is counted, a tier ranks that number, another table goes by
the tier, and a top by that one's number: what is concluded and what is ranked take turns.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from careplay.model.conditions import AllOf
from careplay.model.facts import Decision, Derived, Gather, Hit, Segment, Tier, Top
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import Happens
from careplay.model.types import NUMERIC, Type
from strategies.cases import Case, parameters
from strategies.choice import either
from strategies.conditions import conditions
from strategies.dates import days
from strategies.decisions import as_of, decisions
from strategies.facts import SHARES, measures
from strategies.rules import event_type_of, roles, rules
from strategies.tables import customers, events, people
from strategies.world import BUSINESS, DECLARED, Named, attributes, named

FEW = tuple(named(DECLARED[name]) for name in ("points", "score", "level", "seen", "active"))


@st.composite
def chained_facts(draw: st.DrawFn) -> tuple[Derived, ...]:
    """Counted, concluded, ranked, concluded, ranked, and segments of them all."""
    found: list[Derived] = [draw(measures("d0"))]

    def known() -> tuple[Named, ...]:
        return (*FEW[:2], *(named(fact) for fact in found))

    found.append(draw(_numbers("d1", known())))
    shares = tuple((f"t{n}", part) for n, part in enumerate(draw(st.sampled_from(SHARES))[1]))
    found.append(Tier("d2", "d1", shares))
    found.append(draw(either(_numbers("d3", known()), decisions("d3", known()))))
    by = "d3" if named(found[-1]).type in NUMERIC else "d1"
    found.append(Top("d4", draw(st.sampled_from([shares[0][1], shares[-1][1]])), by))
    found += [Segment(name, draw(conditions(known()[-4:], 2))) for name in ("d5", "d6")]
    return tuple(found)


def _numbers(name: str, known: tuple[Named, ...]) -> st.SearchStrategy[Decision]:
    return decisions(name, known).map(_counting)


def _counting(decision: Decision) -> Decision:
    """The table, or how many of its rows hold where it concludes no number."""
    if decision.type in NUMERIC:
        return decision
    return replace(
        decision, type=Type.INTEGER, hit=Hit.COLLECT, gather=Gather.COUNT, otherwise=None,
        choices=(), ranking=(),
    )  # fmt: skip


@st.composite
def chained_cases(draw: st.DrawFn) -> Case:
    """Such facts, rules that come in pairs with one trigger, and customers."""
    day = draw(days)
    derived = as_of(day, draw(chained_facts()))
    known = (*FEW, *(named(fact) for fact in derived))
    business = replace(
        BUSINESS,
        derived=derived,
        roles=draw(roles()),
        parameters=draw(parameters(day)),
        rules=tuple(
            each
            for number in range(draw(st.integers(1, 3)))
            for each in draw(_pair(f"r{number}", known, day))
        ),
    )
    found = draw(customers(business, day))
    return Case(business, day, found, draw(events(business, day, found)), draw(people(day)))


@st.composite
def _pair(draw: st.DrawFn, name: str, known: tuple[Named, ...], day: date) -> tuple[Rule, Rule]:
    """A rule, and another on the same occasions or on other events of the type."""
    first = draw(rules(name, known, day, watch=draw(st.booleans())))
    if first.audience is not Audience.CUSTOMERS:  # nothing is asked of anybody
        return first, replace(first, id=f"{name}b")
    event = event_type_of(first.trigger)
    told = (*attributes(event, "event."),) if event else ()
    asked = AllOf((first.condition, draw(conditions((*known, *told), 1))))
    trigger = first.trigger
    if isinstance(trigger, Happens):
        trigger = Happens(trigger.event, draw(conditions(attributes(trigger.event), 1)))
    return first, replace(first, id=f"{name}b", trigger=trigger, condition=asked)
