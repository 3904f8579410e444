"""The figures that are counted for what is told of a day."""

from __future__ import annotations

from careplay.frozen import dataclass
from careplay.outputs.day import Day


@dataclass(frozen=True, slots=True)
class Totals:
    """How many actions there are, and for how many customers."""

    actions: int
    customers: int


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """Actions that are alike in what they are counted by."""

    playbook: str
    owner: str | None
    status: str
    held_by: str | None
    actions: int


def totals(day: Day) -> tuple[Totals, Totals]:
    """Count all actions and those that are due, each with the customers they are for."""
    customer = "DISTINCT nullif(customer_id, '')"
    due = "FILTER (WHERE status = 'due')"
    counted = f"count(*), count({customer}), count(*) {due}, count({customer}) {due}"
    query = f"SELECT {counted} FROM {day.actions.sql}"  # noqa: S608
    found = map(int, day.actions.connection.execute(query).fetchall()[0])
    return Totals(next(found), next(found)), Totals(next(found), next(found))


def groups(day: Day) -> tuple[ActionGroup, ...]:
    """The actions in as few groups as tell all that is counted of them, at one reading."""
    told = "playbook, owner, status, held_by, count(*)"
    query = f"SELECT {told} FROM {day.actions.sql} GROUP BY ALL"  # noqa: S608
    return tuple(ActionGroup(*row) for row in day.actions.connection.execute(query).fetchall())


def winners(day: Day, limit: int) -> dict[str, str]:
    """The titles of the actions to which those of the customers shown had to yield."""
    own = day.actions.sql
    shown = f"SELECT DISTINCT customer_id FROM {own} ORDER BY customer_id"  # noqa: S608
    if limit:
        shown += f" LIMIT {limit}"
    query = (
        f"SELECT action_id, title FROM {own} "  # noqa: S608
        f"WHERE action_id IN (SELECT winner FROM {own} "
        f"WHERE winner IS NOT NULL AND customer_id IN ({shown}))"
    )
    return dict(day.actions.connection.execute(query).fetchall())
