"""A piece of SQL: text that knows how tightly it holds together.

Brackets are put where a piece becomes part of one that binds as tightly or tighter, and
nowhere else. Pieces are equal where their texts are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from careplay.frozen import dataclass


class Sql(str):
    """A piece that needs no brackets anywhere: a name, a literal, a call."""

    __slots__ = ()
    binds: ClassVar[int] = 9


class Query(Sql):
    """A whole query."""

    __slots__ = ()
    binds: ClassVar[int] = 0


class Either(Sql):
    """Parts of which one holds."""

    __slots__ = ()
    binds: ClassVar[int] = 1


class Both(Sql):
    """Parts which all hold."""

    __slots__ = ()
    binds: ClassVar[int] = 2


class Negated(Sql):
    """What does not hold."""

    __slots__ = ()
    binds: ClassVar[int] = 3


class Compared(Sql):
    """Two values held against each other; no part of it is such a piece itself."""

    __slots__ = ()
    binds: ClassVar[int] = 4


class Joined(Sql):
    """Texts one after the other."""

    __slots__ = ()
    binds: ClassVar[int] = 5


class Sum(Sql):
    """A sum or a difference."""

    __slots__ = ()
    binds: ClassVar[int] = 6


class Product(Sql):
    """A product, a quotient or what is left of one."""

    __slots__ = ()
    binds: ClassVar[int] = 7


NULL, TRUE, FALSE, STAR = Sql("NULL"), Sql("TRUE"), Sql("FALSE"), Sql("*")

SIGNS: Mapping[str, type[Sql]] = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"), Compared),
    **dict.fromkeys(("+", "-"), Sum),
    **dict.fromkeys(("*", "//", "%"), Product),
}


def within(part: Sql, kind: type[Sql], more: int = 0) -> str:
    """The piece as part of another kind; ``more`` is 1 where it must bind tighter than that."""
    return part if part.binds >= kind.binds + more else f"({part})"


def infix(left: Sql, sign: str, right: Sql) -> Sql:
    """Two values with a sign between them."""
    kind = SIGNS[sign]
    first = within(left, kind, more=1 if kind is Compared else 0)
    return kind(f"{first} {sign} {within(right, kind, more=1)}")


def negated(part: Sql) -> Sql:
    """That the part does not hold; unknown where it is."""
    return Negated(f"NOT {within(part, Negated)}")


def both(*parts: Sql) -> Sql:
    """All of the parts hold."""
    return _connected(Both, " AND ", parts) if parts else TRUE


def either(*parts: Sql) -> Sql:
    """At least one of the parts holds."""
    return _connected(Either, " OR ", parts) if parts else FALSE


def joined(*parts: Sql) -> Sql:
    """Texts one after the other; missing if one is."""
    return _connected(Joined, " || ", parts) if parts else Sql("''")


def _connected(kind: type[Sql], between: str, parts: tuple[Sql, ...]) -> Sql:
    """The parts in a row: DuckDB reads thousands of AND or OR as one wide group."""
    if len(parts) == 1:
        return parts[0]
    return kind(between.join([within(part, kind) for part in parts]))


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, and in words what it makes."""

    title: str
    sql: Sql
    only_with: str = ""
    """A relation: where it has no row, there is nothing to do."""
