"""The names of people that texts mention."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.build import (
    Sql,
    call,
    called,
    coalesce,
    column,
    infix,
    rows,
    value,
)
from careplay.model.rules import Placeholder, Scope
from careplay.model.types import Type
from careplay.planning.steps import Plan


def name_of(told: str) -> str:
    """The column with the name of the person whose id another column holds."""
    return f"name of {told}"


def person_names(plan: Plan) -> list[Sql]:
    """The name of everybody a text may mention; the id where none is known."""
    return [
        called(
            coalesce(
                call("nullif", column("name", name_of(each)), value("")),
                column(each, "m"),
            ),
            name_of(each),
        )
        for each in mentioned(plan)
    ]


def joins(plan: Plan) -> Iterator[tuple[Sql, Sql]]:
    """The people by id, once for each column that may mention them."""
    people = plan.names or (("", ""),)
    for each in mentioned(plan):
        lines = ((value(who), value(name)) for who, name in people)
        on = infix(column(each, "m"), "=", column("id", name_of(each)))
        yield rows(lines, name_of(each), ("id", "name")), on


def mentioned(plan: Plan) -> tuple[str, ...]:
    """The columns of type staff that texts mention."""
    gaps = (
        piece
        for action in plan.actions
        for piece in (*action.text, *action.reason)
        if isinstance(piece, Placeholder) and piece.scope is not Scope.OCCASION
    )
    columns = dict.fromkeys(gap_column(gap) for gap in gaps)
    return tuple(each for each in columns if plan.types[each] is Type.STAFF)


def gap_column(gap: Placeholder) -> str:
    """The column that a placeholder stands for."""
    return f"event.{gap.name}" if gap.scope is Scope.EVENT else gap.name
