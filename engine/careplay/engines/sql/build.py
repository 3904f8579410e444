"""The few pieces that all of the SQL is made of. Identifiers are always quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from sqlglot import exp

from careplay.model.types import Scalar

Sql: TypeAlias = exp.Expr


def name(text: str) -> exp.Identifier:
    """An identifier; quoted, as ``at`` and others are keywords of one engine or another."""
    return exp.to_identifier(text, quoted=True)


def column(text: str, table: str | None = None) -> Sql:
    """A column, of a table where it must be told apart."""
    return exp.Column(this=name(text), table=name(table) if table else None)


def table(text: str, alias: str | None = None) -> Sql:
    """A table or an earlier relation."""
    called = exp.TableAlias(this=name(alias)) if alias else None
    return exp.Table(this=name(text), alias=called)


def called(expression: Sql, alias: str) -> Sql:
    """The expression under a name."""
    return exp.Alias(this=expression, alias=name(alias))


def value(scalar: Scalar | None) -> Sql:
    """A literal."""
    match scalar:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=scalar)
        case datetime():
            return cast(exp.Literal.string(scalar.isoformat(" ")), "TIMESTAMP")
        case date():
            return cast(exp.Literal.string(scalar.isoformat()), "DATE")
        case int() | Decimal():
            digits = exp.Literal(this=f"{abs(Decimal(scalar)):f}", is_string=False)
            return exp.Neg(this=digits) if scalar < 0 else digits
        case _:
            return exp.Literal(this=scalar, is_string=True)


def cast(expression: Sql, kind: str) -> Sql:
    """The expression as another type."""
    return exp.Cast(this=expression, to=_type(kind))


def call(function: str, *arguments: Sql) -> Sql:
    """A function of the engine by its own name."""
    return exp.Anonymous(this=function, expressions=list(arguments))


def coalesce(first: Sql, *others: Sql) -> Sql:
    """The first that is not missing."""
    return exp.Coalesce(this=first, expressions=list(others)) if others else first


def is_null(expression: Sql) -> Sql:
    """Whether it is missing."""
    return exp.Is(this=expression, expression=exp.Null())


def is_not_null(expression: Sql) -> Sql:
    """Whether it is there."""
    return exp.Not(this=is_null(expression))


def among(expression: Sql, values: Iterable[Scalar]) -> Sql:
    """Whether it is one of the values, of which there is at least one."""
    listed = [value(each) for each in values]
    if len(listed) == 1:
        return exp.EQ(this=expression, expression=listed[0])
    return exp.In(this=expression, expressions=listed)


def both(*parts: Sql) -> Sql:
    """All of the parts hold."""
    return _balanced(exp.And, parts) if parts else exp.true()


def either(*parts: Sql) -> Sql:
    """At least one of the parts holds."""
    return _balanced(exp.Or, parts) if parts else exp.false()


def case(whens: Iterable[tuple[Sql, Sql]], default: Sql | None = None) -> Sql:
    """The value of the first condition that holds."""
    ifs = [exp.If(this=condition, true=result) for condition, result in whens]
    return exp.Case(ifs=ifs, default=default) if ifs else default or exp.Null()


def array(values: Iterable[Sql]) -> Sql:
    """A list."""
    return exp.Array(expressions=list(values))


def texts(values: Iterable[str]) -> Sql:
    """A list of texts, which may be empty."""
    return cast(array(value(each) for each in values), "TEXT[]")


def joined(*parts: Sql) -> Sql:
    """Texts one after the other; missing if one is."""
    first, *others = parts or (value(""),)
    for other in others:
        first = exp.DPipe(this=first, expression=other, safe=True)
    return first


def nth(values: Sequence[Sql], index: Sql) -> Sql:
    """The value for a number that counts from 1; a plain literal where all are the same."""
    if all(each == values[0] for each in values):
        return values[0]
    return call("list_extract", array(values), index)


def select(
    *expressions: Sql, source: Sql | None = None, where: Sql | None = None
) -> exp.Select:
    """A query."""
    query = exp.Select(expressions=list(expressions))
    if source is not None:
        query = query.from_(source, copy=False)
    return query if where is None else query.where(where, copy=False)


def nested(query: exp.Query, alias: str) -> Sql:
    """A query as the source of another."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=name(alias)))


def rows(values: Iterable[Iterable[Sql]], alias: str, columns: Iterable[str]) -> Sql:
    """A small table of literals."""
    lines = [exp.Tuple(expressions=list(row)) for row in values]
    called = exp.TableAlias(this=name(alias), columns=[name(each) for each in columns])
    return exp.Values(expressions=lines, alias=called)


def _balanced(kind: type[exp.Connector], parts: Sequence[Sql]) -> Sql:
    """A tree as deep as the logarithm of its parts: thousands of parts stay shallow."""
    level = [_wrapped(part, kind) for part in parts]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [
            kind(this=pair[0], expression=pair[1]) if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return level[0]


def _wrapped(part: Sql, kind: type[exp.Connector]) -> Sql:
    other = isinstance(part, exp.Connector) and not isinstance(part, kind)
    return exp.Paren(this=part) if other else part


_TYPES: dict[str, exp.DataType] = {}


def _type(kind: str) -> exp.DataType:
    if kind not in _TYPES:
        _TYPES[kind] = exp.DataType.build(kind, dialect="duckdb")
    return _TYPES[kind].copy()
