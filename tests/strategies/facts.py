"""Derived facts, each made of those before it: measures, tiers, tops, segments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from careplay.model.conditions import Compare, Condition, Not
from careplay.model.facts import Aggregate, Derived, Measure, Segment, Tier, Top
from careplay.model.types import NUMERIC, TIMES, Type
from strategies.choice import either
from strategies.conditions import OPERATORS, conditions, sometimes
from strategies.dates import WHOLE_DAYS, spans
from strategies.decisions import decisions
from strategies.world import DECLARED, EVENT_TYPES, Named, attributes, named

SHARES = (
    ("1", (Decimal("0.5"), Decimal("0.5"))),
    ("2", (Decimal("0.01"), Decimal("0.19"), Decimal("0.3"), Decimal("0.5"))),
    ("3", (Decimal("0.333"), Decimal("0.333"), Decimal("0.334"))),
    ("4", (Decimal(1),)),
    ("5", (Decimal(0), Decimal("0.25"), Decimal("0.75"))),
)


@st.composite
def measures(draw: st.DrawFn, name: str) -> Measure:
    """Any aggregate of any event type, of the attributes it can take."""
    event = draw(st.sampled_from([*EVENT_TYPES]))
    aggregate, attribute, kind = draw(st.sampled_from(_ways(event)))
    where = draw(sometimes(attributes(event)))
    within = draw(st.none() | spans(*WHOLE_DAYS))
    return Measure(name, aggregate, event, kind, attribute, where, within)


def _ways(event: str) -> list[tuple[Aggregate, str | None, Type]]:
    ways: list[tuple[Aggregate, str | None, Type]] = [
        *[(Aggregate.COUNT, None, Type.INTEGER)] * 4,
        (Aggregate.LATEST, None, Type.MOMENT),
        (Aggregate.EARLIEST, None, Type.MOMENT),
    ]
    for told in attributes(event):
        ways.append((Aggregate.COUNT, told.name, Type.INTEGER))
        if told.type in NUMERIC:
            ways += [(Aggregate.SUM, told.name, told.type)] * 2
            ways.append((Aggregate.AVERAGE, told.name, Type.NUMBER))
        if told.type in TIMES:
            ways.append((Aggregate.LATEST, told.name, told.type))
            ways.append((Aggregate.EARLIEST, told.name, told.type))
    return ways


@st.composite
def derived_facts(draw: st.DrawFn, most: int = 4) -> tuple[Derived, ...]:
    """A few facts in their order of dependence, none depending on itself."""
    known = [named(fact) for fact in DECLARED.values()]
    found: list[Derived] = []
    for index in range(draw(st.integers(0, most))):
        name = f"d{index}"
        kind = draw(st.sampled_from(KINDS if index else (_measure,)))
        found.append(draw(kind(name, tuple(known))))
        known.append(named(found[-1]))
    return tuple(found)


@st.composite
def watched_facts(draw: st.DrawFn) -> tuple[Derived, ...]:
    """A count or a sum of few events, and a segment of those who have so much of it."""
    event = draw(st.sampled_from([*EVENT_TYPES]))
    within = draw(st.none() | spans(*WHOLE_DAYS))
    numbers: list[Derived] = [
        Measure("d0", Aggregate.COUNT, event, Type.INTEGER, within=within),
        Measure("d0", Aggregate.SUM, "purchase", Type.INTEGER, "quantity", within=within),
        Measure("d0", Aggregate.AVERAGE, "purchase", Type.NUMBER, "amount", within=within),
    ]
    number = draw(st.sampled_from(numbers))
    level = draw(st.builds(Compare, st.just("d0"), OPERATORS, st.sampled_from([1, 2, 0])))
    leaders = Top("d2", Decimal("0.5"), "d0")
    condition: Condition = Not(level) if draw(st.booleans()) else level
    return (number, Segment("d1", condition), leaders)


def _measure(name: str, known: tuple[Named, ...]) -> st.SearchStrategy[Derived]:
    return measures(name)


def _segment(name: str, known: tuple[Named, ...]) -> st.SearchStrategy[Derived]:
    # The newest names are asked about most: they are the derived ones, and change by day.
    recent = known[-3:]
    numbers = [each.name for each in known[len(DECLARED) :] if each.type in NUMERIC]
    if numbers:
        level = st.builds(
            Compare, st.sampled_from(numbers), OPERATORS, st.sampled_from([1, 2, 5])
        )
        return st.builds(
            Segment,
            st.just(name),
            either(level, level, conditions(recent, 2), conditions(known, 1)),
        )
    return st.builds(
        Segment, st.just(name), either(conditions(recent, 2), conditions(known, 1))
    )


def _tier(name: str, known: tuple[Named, ...]) -> st.SearchStrategy[Derived]:
    shares = st.sampled_from(SHARES).map(
        lambda each: tuple((f"{each[0]}-{index}", part) for index, part in enumerate(each[1]))
    )
    return st.builds(Tier, st.just(name), _numbers(known), shares)


def _top(name: str, known: tuple[Named, ...]) -> st.SearchStrategy[Derived]:
    shares = st.sampled_from([Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal("0.333")])
    return st.builds(Top, st.just(name), shares, _numbers(known))


def _numbers(known: tuple[Named, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from([each.name for each in reversed(known) if each.type in NUMERIC])


KINDS: tuple[Callable[[str, tuple[Named, ...]], st.SearchStrategy[Derived]], ...] = (
    _segment,
    _measure,
    _segment,
    _tier,
    _top,
    decisions,
    decisions,
)
