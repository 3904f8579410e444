"""Small decision tables as the language writes them, and every customer worth asking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from careplay.diagnostics import NOWHERE
from careplay.model.business import Business, DatedParameter
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Missing,
    Not,
    OneOf,
    Operand,
    Operator,
    TextCompare,
    TextOperator,
    Today,
    facts_of,
)
from careplay.model.facts import (
    Aggregate,
    Decision,
    DecisionRow,
    Declared,
    Derived,
    Fact,
    Hit,
    Measure,
    Segment,
)
from careplay.model.tables import DecisionTable
from careplay.model.types import Parameter, Scalar, Span, Type, Unit
from strategies.choice import either
from strategies.world import BUSINESS

DAY = date(2026, 3, 1)
NAMES = ("王", "王先生", "生", "ab", "b")
TEXTS = (*NAMES, "xx", "王 ab", "王先生 ab", "ab 生", "生 b", "王 b", "b 王先生", "other")
NUMBERS = (0, 1, 2, 3)
LEVELS = ("A", "B", "none")

FACTS: Mapping[str, Fact] = {
    "n": Declared("n", Type.INTEGER),
    "money": Declared("money", Type.MONEY),
    "level": Declared("level", Type.CHOICE, ("A", "B", "C")),
    "name": Declared("name", Type.TEXT),
    "on": Declared("on", Type.DATE),
    "visits": Measure("visits", Aggregate.COUNT, "visit", Type.INTEGER),
    "seen": Measure("seen", Aggregate.LATEST, "visit", Type.MOMENT),
    "often": Segment("often", Compare("visits", Operator.MORE, 2)),
    "known": Segment("known", Compare("level", Operator.EQUAL, "A")),
}
COMPARED = st.sampled_from(Operator)
SPANS = (Span(0), Span(3, negative=True), Span(1, Unit.WEEKS, negative=True), Span(2))
MONTHS = (Span(1, Unit.MONTHS, negative=True), Span(30, negative=True), Span(31, negative=True))


@dataclass(frozen=True)
class Proved:
    """A table in a business, with nothing but what it needs."""

    business: Business
    table: DecisionTable

    def __repr__(self) -> str:
        """What differs between the cases."""
        return f"Proved({self.table.hit}, {self.table.inputs}, {self.table.decisions[0].rows})"


def _dates() -> st.SearchStrategy[Operand]:
    moving = st.sampled_from(SPANS).map(Today)
    fixed = st.sampled_from([DAY, DAY - timedelta(3), DAY + timedelta(1)])
    return either(moving, moving, fixed)


OPERANDS: Mapping[str, st.SearchStrategy[Operand]] = {
    "n": st.sampled_from([*NUMBERS, Parameter("p")]),
    "visits": st.sampled_from([*NUMBERS, Parameter("p")]),
    "money": st.sampled_from([0, 1, 2]),
    "on": _dates(),
    "seen": st.sampled_from([*SPANS, *MONTHS]).map(Today),
    "level": st.sampled_from(["A", "B", "C"]),
    "name": st.sampled_from(NAMES),
    "often": st.booleans(),
    "known": st.booleans(),
}
"""Few values, so that cells often meet."""


def cells(name: str) -> st.SearchStrategy[Condition]:
    """Every kind of cell that the language has for the fact."""
    value = OPERANDS[name]
    equal = st.builds(Compare, st.just(name), st.just(Operator.EQUAL), value)
    presence: st.SearchStrategy[Condition] = st.sampled_from(
        [Missing(name), Not(Missing(name))]
    )
    if name in {"n", "visits", "money", "on", "seen"}:
        compared = st.builds(Compare, st.just(name), COMPARED, value)
        least = st.builds(Compare, st.just(name), st.just(Operator.AT_LEAST), value)
        below = st.builds(Compare, st.just(name), st.just(Operator.LESS), value)
        between = st.tuples(least, below).map(AllOf)
        return either(compared, compared, between, presence)
    if name in {"often", "known"}:
        return either(equal, equal, presence)
    listed = st.lists(value, min_size=1, max_size=2).map(
        lambda values: OneOf(name, tuple(values))
    )
    kinds: list[st.SearchStrategy[Condition]] = [equal, equal.map(Not), listed, presence]
    if name == "name":
        held = st.builds(
            TextCompare, st.just(name), st.sampled_from(TextOperator), st.sampled_from(NAMES)
        )
        kinds += [held, held.map(Not)]
    return either(*kinds)


@st.composite
def proved(draw: st.DrawFn, most: int = 6) -> Proved:
    """A table of one or two inputs and a few rows, most of them short."""
    inputs = tuple(
        draw(st.lists(st.sampled_from([*FACTS]), min_size=1, max_size=2, unique=True))
    )
    hit = draw(st.sampled_from([Hit.FIRST, Hit.UNIQUE, Hit.PRIORITY]))
    rows = []
    for place in range(draw(st.integers(1, most))):
        asked = [draw(cells(name)) for name in inputs if draw(st.integers(0, 3))]
        since = draw(st.sampled_from([None, None, None, DAY, DAY + timedelta(5)]))
        value = draw(st.sampled_from(LEVELS))
        rows.append(DecisionRow(f"r{place}", AllOf(tuple(asked)), value, since))
    ranking = LEVELS if hit is Hit.PRIORITY else ()
    decision = Decision(
        "t", "t", Type.CHOICE, hit, tuple(rows), choices=LEVELS, ranking=ranking
    )
    places = {
        (row.id, facts_of(part)[0]): NOWHERE
        for row in rows
        if isinstance(row.condition, AllOf)
        for part in row.condition.parts
    }
    table = DecisionTable("t", hit, inputs, (decision,), cells=places)
    return Proved(_business(decision, table), table)


def _business(decision: Decision, table: DecisionTable) -> Business:
    declared = {name: fact for name, fact in FACTS.items() if isinstance(fact, Declared)}
    derived = tuple(fact for fact in FACTS.values() if isinstance(fact, Derived))
    values = ((date(2025, 1, 1), 1), (DAY + timedelta(10), 3))
    return replace(
        BUSINESS,
        declared=declared,
        derived=(*derived, decision),
        parameters={"p": DatedParameter("p", values)},
        tables={"t": table},
    )


def everybody(inputs: Sequence[str], day: date) -> Iterator[dict[str, Scalar | None]]:
    """Every customer that can differ from another as of the day."""
    for values in product(*(_values(name, day) for name in inputs)):
        yield dict(zip(inputs, values, strict=True))


def _values(name: str, day: date) -> Sequence[Scalar | None]:
    near = [day + timedelta(days=n) for n in (*range(-12, 5), *range(-35, -25))]
    fixed = [DAY + timedelta(days=n) for n in range(-5, 4)]
    values: Mapping[str, Sequence[Scalar | None]] = {
        "n": (-1, *NUMBERS, 4, None),
        "visits": (*NUMBERS, 4),
        "money": (*_cents(), None),
        "level": ("A", "B", "C", None),
        "name": (*TEXTS, None),
        "on": (*near, *fixed, None),
        "seen": (*(each for each in near if each <= day), None),
        "often": (True, False),
        "known": (True, False, None),
    }
    return values[name]


def _cents() -> Iterator[Scalar]:
    for whole in range(-1, 4):
        yield from (Decimal(whole), Decimal(whole) + Decimal("0.01"))
        yield Decimal(whole) - Decimal("0.01")
