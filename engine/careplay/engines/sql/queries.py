"""Names, tables and queries: what expressions are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from careplay.engines.sql.pieces import STAR, Query, Sql
from careplay.sources.columns import quoted


class Clauses(TypedDict, total=False):
    """What follows the expressions of a query, in this order."""

    source: Sql
    joins: Iterable[Sql]
    where: Sql | None
    group_by: Sequence[Sql]
    having: Sql
    qualify: Sql
    order_by: Sequence[Sql]


def name(text: str) -> Sql:
    """An identifier; quoted, as ``at`` and others are keywords of one engine or another."""
    return Sql(quoted(text))


def column(text: str, table: str | None = None) -> Sql:
    """A column, of a table where it must be told apart."""
    return Sql(f"{quoted(table)}.{quoted(text)}" if table else quoted(text))


def star(of: str = "", *, but: Sequence[str] = (), instead: Sequence[Sql] = ()) -> Sql:
    """All columns, of one table perhaps: without some, or with others under their names."""
    without = f" EXCLUDE ({', '.join(map(quoted, but))})" if but else ""
    replaced = f" REPLACE ({', '.join(instead)})" if instead else ""
    return Sql(f"{f'{quoted(of)}.' if of else ''}{STAR}{without}{replaced}")


def called(expression: Sql, alias: str) -> Sql:
    """The expression under a name."""
    return Sql(f"{expression} AS {quoted(alias)}")


def table(text: str, alias: str | None = None) -> Sql:
    """A table or an earlier relation."""
    return called(name(text), alias) if alias else name(text)


def select(*expressions: Sql, **clauses: Unpack[Clauses]) -> Query:
    """A query."""
    lines = (
        f"SELECT {', '.join(expressions)}",
        *_clause("FROM", clauses.get("source")),
        *clauses.get("joins", ()),
        *_clause("WHERE", clauses.get("where")),
        *_clause("GROUP BY", ", ".join(clauses.get("group_by", ()))),
        *_clause("HAVING", clauses.get("having")),
        *_clause("QUALIFY", clauses.get("qualify")),
        *_clause("ORDER BY", ", ".join(clauses.get("order_by", ()))),
    )
    return Query("\n".join(lines))


def join(source: Sql, on: Sql, side: str = "INNER") -> Sql:
    """A table that goes with those before it."""
    return Sql(f"{side} JOIN {source} ON {on}")


def cross_join(source: Sql) -> Sql:
    """A table of which every row goes with every other."""
    return Sql(f"CROSS JOIN {source}")


def union(*queries: Query, by_name: bool = False) -> Query:
    """The rows of all of the queries."""
    return Query(f"\nUNION ALL{' BY NAME' if by_name else ''}\n".join(queries))


def with_steps(steps: Iterable[tuple[str, Query]], query: Query) -> Query:
    """The query after the steps it looks at."""
    told = ",\n".join([f"{quoted(alias)} AS (\n{step}\n)" for alias, step in steps])
    return Query(f"WITH {told}\n{query}") if told else query


def nested(query: Query, alias: str) -> Sql:
    """A query as the source of another."""
    return Sql(f"({query}) AS {quoted(alias)}")


def rows(values: Iterable[Iterable[Sql]], alias: str, columns: Iterable[str]) -> Sql:
    """A small table of literals."""
    lines = ",\n".join([f"({', '.join(row)})" for row in values])
    return Sql(f"(VALUES {lines}) AS {quoted(alias)}({', '.join(map(quoted, columns))})")


def make(kind: str, relation: str, query: Query) -> Sql:
    """The statement that makes a temporary table or view of a query."""
    return Sql(f"CREATE OR REPLACE TEMPORARY {kind} {quoted(relation)} AS\n{query}")


def _clause(head: str, told: str | None) -> tuple[str, ...]:
    return (f"{head} {told}",) if told else ()
