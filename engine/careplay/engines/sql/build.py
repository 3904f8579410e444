"""The few pieces that all expressions are made of. Identifiers and texts are always quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from careplay.engines.sql.pieces import (
    FALSE,
    NULL,
    STAR,
    TRUE,
    Compared,
    Query,
    Sql,
    both,
    either,
    infix,
    joined,
    negated,
    within,
)
from careplay.engines.sql.queries import (
    called,
    column,
    cross_join,
    join,
    name,
    nested,
    rows,
    select,
    star,
    table,
    union,
)
from careplay.model.types import Scalar
from careplay.sources.columns import literal

__all__ = [
    "FALSE", "NULL", "STAR", "TRUE", "Query", "Sql", "among", "among_rows", "array", "both",
    "call", "called", "case", "cast", "coalesce", "column", "cross_join", "either", "infix",
    "is_not_null", "is_null", "join", "joined", "name", "negated", "nested", "nth", "over",
    "rows", "select", "star", "table", "texts", "union", "value", "where_only",
]  # fmt: skip


def value(scalar: Scalar | None) -> Sql:
    """A literal."""
    match scalar:
        case None:
            return NULL
        case bool():
            return TRUE if scalar else FALSE
        case datetime():
            return Sql(f"TIMESTAMP '{scalar.isoformat(' ')}'")
        case date():
            return Sql(f"DATE '{scalar.isoformat()}'")
        case int() | Decimal():
            return Sql(f"{scalar:f}" if isinstance(scalar, Decimal) else str(scalar))
        case str():
            return Sql(literal(scalar))
        case _:
            assert_never(scalar)


def cast(expression: Sql, kind: str) -> Sql:
    """The expression as another type."""
    return Sql(f"CAST({expression} AS {kind})")


def call(function: str, *arguments: Sql) -> Sql:
    """A function of the engine by its own name."""
    return Sql(f"{function}({', '.join(arguments)})")


def coalesce(first: Sql, *others: Sql) -> Sql:
    """The first that is not missing."""
    return call("coalesce", first, *others) if others else first


def is_null(expression: Sql) -> Sql:
    """Whether it is missing."""
    return Compared(f"{within(expression, Compared, more=1)} IS NULL")


def is_not_null(expression: Sql) -> Sql:
    """Whether it is there."""
    return Compared(f"{within(expression, Compared, more=1)} IS NOT NULL")


def among(expression: Sql, values: Iterable[Scalar]) -> Sql:
    """Whether it is one of the values, of which there is at least one."""
    listed = [value(each) for each in values]
    if len(listed) == 1:
        return infix(expression, "=", listed[0])
    return Compared(f"{within(expression, Compared, more=1)} IN ({', '.join(listed)})")


def among_rows(expression: Sql, query: Query) -> Sql:
    """Whether it is one of the values that a query of one column finds."""
    return Compared(f"{within(expression, Compared, more=1)} IN ({query})")


def case(whens: Iterable[tuple[Sql, Sql]], default: Sql | None = None) -> Sql:
    """The value of the first condition that holds."""
    told = " ".join([f"WHEN {condition} THEN {result}" for condition, result in whens])
    last = "" if default is None else f" ELSE {default}"
    return Sql(f"CASE {told}{last} END") if told else default or NULL


def array(values: Iterable[Sql]) -> Sql:
    """A list."""
    return Sql(f"[{', '.join(values)}]")


def texts(values: Iterable[str]) -> Sql:
    """A list of texts, which may be empty."""
    return cast(array(value(each) for each in values), "TEXT[]")


def nth(values: Sequence[Sql], index: Sql) -> Sql:
    """The value for a number that counts from 1; a plain literal where all are the same."""
    if all(each == values[0] for each in values):
        return values[0]
    return call("list_extract", array(values), index)


def where_only(aggregate: Sql, condition: Sql) -> Sql:
    """The aggregate of the rows for which the condition holds."""
    return aggregate if condition == TRUE else Sql(f"{aggregate} FILTER (WHERE {condition})")


def over(
    function: Sql, *, partition_by: Sequence[Sql] = (), order_by: Sequence[Sql] = ()
) -> Sql:
    """The function over the rows that agree in something, in an order; NULL comes last."""
    parts = [f"PARTITION BY {', '.join(partition_by)}"] if partition_by else []
    parts += [f"ORDER BY {', '.join(order_by)}"] if order_by else []
    return Sql(f"{function} OVER ({' '.join(parts)})")
