"""The key by which an event that gives an occasion is told from others."""

from __future__ import annotations

from careplay.engines.sql.build import Sql, call, cast, coalesce, column, joined, value
from careplay.engines.sql.words import plain
from careplay.planning.steps import Plan


def key_of_event() -> Sql:
    """Its type, then its own key or, failing that, its moment."""
    own = cast(call("strftime", column("at"), value("%Y-%m-%d %H:%M:%S")), "TEXT")
    return joined(column("type"), value(":"), coalesce(column("key"), own))


def key_of_record(parts: tuple[str, ...], plan: Plan) -> Sql:
    """What the key begins with, then attributes with a slash between them."""
    begins, *names = parts
    pieces: list[Sql] = [value(begins)]
    for place, each in enumerate(names):
        told = plain(column(each), plan.types[f"event.{each}"])
        pieces += [value("/")] if place else []
        pieces.append(coalesce(told, value("")))
    return joined(*pieces)
