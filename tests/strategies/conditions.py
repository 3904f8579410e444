"""Conditions over a set of typed names, as the language can write them and deeper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from hypothesis import strategies as st

from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Known,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operand,
    Operator,
    Since,
    TextCompare,
    TextOperator,
    Today,
)
from careplay.model.types import NUMERIC, TIMES, WORDS as WORDY, Parameter, Type
from strategies.choice import either
from strategies.dates import WHOLE_DAYS, spans
from strategies.world import PEOPLE, WORDS, Named

OPERATORS = st.sampled_from(Operator)
TEXT_OPERATORS = st.sampled_from(TextOperator)
NUMBERS = st.sampled_from(
    [Decimal(text) for text in ("0", "1", "2", "5", "2.5", "10", "100.00", "-1", "0.333333")]
    + [1, 3, 5]
)
DATES = st.sampled_from([date(2024, 2, 29), date(2025, 1, 1), date(2026, 6, 1)])


@lru_cache(maxsize=256)
def operands(name: Named) -> st.SearchStrategy[Operand]:
    """Values that a name of this type may be held against."""
    if name.type in NUMERIC:
        return NUMBERS | st.sampled_from([Parameter("n"), Parameter("gold")])
    if name.type in TIMES:
        today = st.builds(Today, spans(*WHOLE_DAYS, negative=True))
        since = st.builds(Since, spans(*WHOLE_DAYS, negative=True))
        return either(today, today, since, DATES, DATES, st.just(Parameter("since")))
    if name.type is Type.BOOLEAN:
        return st.booleans()
    if name.type is Type.STAFF:
        return st.sampled_from(PEOPLE)
    return st.sampled_from(name.choices or (*WORDS, Parameter("word")))


@lru_cache(maxsize=256)
def questions(name: Named) -> st.SearchStrategy[Condition]:
    """Every kind of question about one name."""
    ordered = name.type in NUMERIC | TIMES
    compared = OPERATORS if ordered else st.just(Operator.EQUAL)
    kinds: list[st.SearchStrategy[Condition]] = [
        st.builds(Compare, st.just(name.name), compared, operands(name)),
        st.just(Missing(name.name)),
        st.just(Not(Missing(name.name))),
        st.just(Known(name.name)),
    ]
    if name.type is not Type.BOOLEAN:
        several = st.lists(operands(name), min_size=1, max_size=3).map(tuple)
        kinds.append(st.builds(OneOf, st.just(name.name), several))
    if name.type in WORDY - {Type.STAFF}:
        texts = st.sampled_from([*WORDS, Parameter("word")])
        kinds.append(st.builds(TextCompare, st.just(name.name), TEXT_OPERATORS, texts))
    asked = either(*kinds)
    return either(asked, asked.map(Not))


@lru_cache(maxsize=256)
def conditions(names: tuple[Named, ...], depth: int = 3) -> st.SearchStrategy[Condition]:
    """Conditions about any of the names, nested so deep."""
    leaf = st.sampled_from(names).flatmap(questions) if names else st.just(AllOf(()))
    if depth == 0:
        return leaf
    deeper = conditions(names, depth - 1)
    parts = st.lists(deeper, max_size=3).map(tuple)
    groups: list[st.SearchStrategy[Condition]] = [
        parts.map(AllOf),
        parts.map(AnyOf),
        parts.map(NoneOf),
        deeper.map(Not),
    ]
    return either(leaf, *groups)


def sometimes(names: tuple[Named, ...], depth: int = 1) -> st.SearchStrategy[Condition]:
    """No condition at all more often than one."""
    always = st.just(AllOf(()))
    return either(always, always, conditions(names, depth))
