"""Decision tables of any policy, as facts beside the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from careplay.model.conditions import AllOf, Compare, Condition
from careplay.model.facts import Decision, DecisionRow, Derived, Gather, Hit
from careplay.model.types import NUMERIC, Parameter, Scalar, Type
from strategies.choice import either
from strategies.conditions import OPERATORS, conditions, questions
from strategies.world import WORDS, Named

LEVELS = ("A", "B", "none")
ANCHOR = date(2026, 6, 1)
VALUES: dict[Type, st.SearchStrategy[Scalar | Parameter]] = {
    Type.CHOICE: st.sampled_from(LEVELS),
    Type.TEXT: st.sampled_from([*WORDS, Parameter("word")]),
    Type.INTEGER: st.sampled_from([0, 1, 3, -2, Parameter("n")]),
    Type.NUMBER: st.sampled_from([1, Decimal("2.5"), Decimal("0.333333"), Parameter("gold")]),
    Type.MONEY: st.sampled_from([Decimal("10.50"), 3, Decimal("0.01"), Parameter("gold")]),
    Type.BOOLEAN: st.booleans(),
    Type.DATE: st.sampled_from([ANCHOR, date(2024, 2, 29), Parameter("since")]),
}
SIZED = NUMERIC | {Type.DATE}


def as_of(day: date, facts: tuple[Derived, ...]) -> tuple[Derived, ...]:
    """The facts with the dates of rows moved near the day."""
    return tuple(_moved(each, day) if isinstance(each, Decision) else each for each in facts)


def _moved(decision: Decision, day: date) -> Decision:
    def near(each: date | None) -> date | None:
        return None if each is None else day + (each - ANCHOR)

    rows = (replace(row, since=near(row.since), until=near(row.until)) for row in decision.rows)
    return replace(decision, rows=tuple(rows))


@st.composite
def decisions(draw: st.DrawFn, name: str, known: tuple[Named, ...]) -> Decision:
    """A table of one output, about a few of the facts that are known."""
    kind = draw(st.sampled_from([*VALUES]))
    hit = draw(st.sampled_from(Hit))
    gather = draw(st.sampled_from(_gathers(kind))) if hit is Hit.COLLECT else Gather.LIST
    counted = hit is Hit.COLLECT and gather is Gather.COUNT
    listed = hit is Hit.COLLECT and gather is Gather.LIST
    answered = Type.INTEGER if counted else Type.TEXT if listed else kind
    told = VALUES[Type.TEXT] if listed else VALUES[kind]
    inputs = tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=3)))
    rows = draw(st.lists(_rows(inputs, told), min_size=1, max_size=4))
    otherwise = draw(st.none() | (VALUES[answered] if answered is not kind else told))
    return Decision(
        name,
        name,
        answered,
        hit,
        tuple(replace(row, id=f"row {place}") for place, row in enumerate(rows)),
        otherwise,
        choices=LEVELS if answered is Type.CHOICE else (),
        gather=gather,
        ranking=draw(_rankings(told)) if hit is Hit.PRIORITY else (),
    )


def _gathers(kind: Type) -> list[Gather]:
    if kind is Type.DATE:
        return [Gather.LIST, Gather.COUNT, Gather.LEAST, Gather.MOST]
    return [*Gather] if kind in NUMERIC else [Gather.LIST, Gather.COUNT]


def _rows(
    inputs: tuple[Named, ...], told: st.SearchStrategy[Scalar | Parameter]
) -> st.SearchStrategy[DecisionRow]:
    """Rows that hold often: most ask a little, some nothing, some only on some days."""
    cells = either(*(questions(each) for each in inputs))
    levels = [each.name for each in inputs if each.type in NUMERIC]
    asked: list[st.SearchStrategy[Condition]] = [
        st.just(AllOf(())),
        cells,
        cells,
        st.lists(cells, max_size=2).map(tuple).map(AllOf),
        conditions(inputs, 1),
    ]
    if levels:
        small = st.sampled_from([0, 1, 5])
        asked += [st.builds(Compare, st.sampled_from(levels), OPERATORS, small)] * 2
    near = st.sampled_from([ANCHOR + timedelta(days=n) for n in (0, -1, 1, -40, 40)])
    dates = either(st.none(), st.none(), st.none(), near)
    value = either(told, told, told, st.none())
    return st.builds(DecisionRow, st.just("row"), either(*asked), value, dates, dates)


def _rankings(
    told: st.SearchStrategy[Scalar | Parameter],
) -> st.SearchStrategy[tuple[Scalar, ...]]:
    plain = told.filter(lambda value: not isinstance(value, Parameter))
    return st.lists(plain, max_size=3, unique=True).map(tuple)  # type: ignore[arg-type]
