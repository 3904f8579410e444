"""Pieces of SQL put together mean the same as with brackets around each of them."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import duckdb
from hypothesis import given, strategies as st

from careplay.engines.sql.build import (
    NULL,
    Sql,
    among,
    both,
    case,
    cast,
    coalesce,
    either,
    infix,
    is_not_null,
    is_null,
    joined,
    negated,
    select,
    value,
)
from careplay.engines.sql.layout import TOKEN, laid_out
from examples import examples

Pair: TypeAlias = tuple[Sql, str]
"""A piece, and the same in text with brackets around all there is."""

FEW = examples(300)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _signed(sign: str, left: Pair, right: Pair) -> Pair:
    return infix(left[0], sign, right[0]), f"({left[1]} {sign} {right[1]})"


def _truths(numbers: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    signs = st.sampled_from(("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"))
    one_of = st.builds(
        lambda of, few: (among(of[0], few), f"({of[1]} IN ({', '.join(map(str, few))}))"),
        numbers, st.lists(st.integers(0, 3), min_size=1, max_size=3),
    )  # fmt: skip
    leaves = st.builds(_signed, signs, numbers, numbers) | one_of
    return st.recursive(
        leaves, lambda parts: _groups(parts) | _asked(parts, signs), max_leaves=8
    )


def _groups(parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    several = st.lists(parts, min_size=1, max_size=3)
    return several.map(
        lambda of: (both(*(a for a, _ in of)), f"({' AND '.join(b for _, b in of)})")
    ) | several.map(
        lambda of: (either(*(a for a, _ in of)), f"({' OR '.join(b for _, b in of)})")
    )


def _asked(
    parts: st.SearchStrategy[Pair], signs: st.SearchStrategy[str]
) -> st.SearchStrategy[Pair]:
    return (
        parts.map(lambda of: (negated(of[0]), f"(NOT {of[1]})"))
        | parts.map(lambda of: (is_null(of[0]), f"({of[1]} IS NULL)"))
        | parts.map(lambda of: (is_not_null(of[0]), f"({of[1]} IS NOT NULL)"))
        | st.builds(_signed, signs, parts, parts)
    )


def _numbers() -> st.SearchStrategy[Pair]:
    literals = st.integers(-3, 3).map(lambda n: (value(n), f"({n})"))
    signs = st.sampled_from(("+", "-", "*", "//", "%"))
    known = literals | st.just((cast(NULL, "INTEGER"), "CAST(NULL AS INTEGER)"))
    return st.recursive(known, lambda of: st.builds(_signed, signs, of, of), max_leaves=8)


def _texts(
    numbers: st.SearchStrategy[Pair], truths: st.SearchStrategy[Pair]
) -> st.SearchStrategy[Pair]:
    plain = (numbers | truths).map(
        lambda of: (cast(of[0], "TEXT"), f"(CAST({of[1]} AS TEXT))")
    ) | truths.map(
        lambda of: (
            coalesce(case([(of[0], value("it's"))]), value("\n")),
            f"(coalesce((CASE WHEN {of[1]} THEN 'it''s' END), '\n'))",
        )
    )
    return st.lists(plain, min_size=1, max_size=3).map(
        lambda of: (joined(*(a for a, _ in of)), f"({' || '.join(b for _, b in of)})")
    )


SIGNS = st.sampled_from(("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"))
NUMBERS = _numbers()
TRUTHS = _truths(NUMBERS)
TEXTS = _texts(NUMBERS, TRUTHS)
PIECES = NUMBERS | TRUTHS | TEXTS | st.builds(_signed, SIGNS, TEXTS, TEXTS)


@FEW
@given(of=st.lists(PIECES, min_size=1, max_size=5))
def test_brackets_stand_wherever_they_are_needed(of: list[Pair]) -> None:
    query = select(*(piece for piece, _ in of))
    bracketed = f"SELECT {', '.join(told for _, told in of)}"
    found = _told(query)
    assert found == _told(bracketed)
    printed = laid_out(query)
    assert TOKEN.findall(printed) == TOKEN.findall(query)
    assert found == _told(printed)


def _told(query: str) -> object:
    """The only row; None where zero divides."""
    try:
        return connection().execute(query).fetchall()
    except duckdb.InvalidInputException:
        return None
