"""The actions of a date that nobody does, role by role, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import RELATION, Unowned
from careplay.meaning.owners import Staff, owner
from careplay.model.business import Business
from careplay.sources.columns import KEY, quoted

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.loaded import Loaded

NOBODY = f"FROM {RELATION} WHERE owner IS NULL AND status = 'due'"


def unowned(business: Business, day: date, loaded: Loaded) -> tuple[Unowned, ...]:
    """How many actions of the view ``actions``, just made, nobody does, in order of roles."""
    found = loaded.connection.execute(
        f"SELECT role, count(*) {NOBODY} GROUP BY role ORDER BY role"
    ).fetchall()
    barred = Counter(_barred(business, day, loaded)) if found else Counter[str]()
    return tuple(Unowned(role, count, barred[role]) for role, count in found)


def _barred(business: Business, day: date, loaded: Loaded) -> Iterator[str]:
    """The role of each action that somebody would do, if nobody were passed over."""
    asked = {
        (rule.id, action.to): (action.to, *action.instead)
        for rule in business.rules
        for action in rule.actions
        if action.not_to or action.failed
    }
    if not asked:
        return
    staff = Staff(business.roles, loaded.people, day)
    names = _asked_by(business)
    for rule, role, customer, *told in _rows(loaded.connection, names):
        roles, facts = asked.get((rule, role), ()), dict(zip(names, told, strict=True))
        if any(owner(each, customer, facts, staff) is not None for each in roles):
            yield role


def _asked_by(business: Business) -> tuple[str, ...]:
    """The declared facts by which a role finds its people."""
    facts = ("store", *(role.fact for role in business.roles.values() if role.fact))
    return tuple(dict.fromkeys(fact for fact in facts if fact in business.declared))


def _rows(
    connection: duckdb.DuckDBPyConnection, names: tuple[str, ...]
) -> list[tuple[str, ...]]:
    key = f"CAST(c.{quoted(KEY)} AS TEXT) = a.customer_id"
    told = "".join(f", c.{quoted(name)}" for name in names)
    return connection.execute(
        f"SELECT a.rule, a.role, a.customer_id{told} FROM (SELECT * {NOBODY}) AS a"  # noqa: S608
        f" LEFT JOIN customers AS c ON {key}"
    ).fetchall()
