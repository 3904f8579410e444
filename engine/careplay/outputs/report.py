"""Everything the table tells about a run, and the figures it counts for that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from careplay.engines.base import Outcome
from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.sources.loaded import Loaded


@dataclass(frozen=True, slots=True)
class Report:
    """One business's day."""

    business: Business
    day: date
    loaded: Loaded
    outcome: Outcome
    """``relation`` may also be ``partition.actions_of`` the file just written."""
    limit: int = 50
    """So many customers are shown; 0 shows all."""
    file: Path | None = None
    """Where all the actions stand, if they were written."""
    rejects: Path | None = None
    """Where all the faults of the data stand, if there are any and they were written."""

    among: str = ""
    """The actions of all customers, where the outcome holds those of one only."""

    @property
    def relation(self) -> str:
        """The actions, as they may stand after FROM."""
        return self.outcome.relation


@dataclass(frozen=True, slots=True)
class Totals:
    """How many actions there are, and for how many customers."""

    actions: int
    customers: int


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that are alike in what they are counted by."""

    playbook: str
    owner: str | None
    status: str
    held_by: str | None
    actions: int


def totals(report: Report) -> tuple[Totals, Totals]:
    """Count all actions and those that are due, each with the customers they are for."""
    customer = "DISTINCT nullif(customer_id, '')"
    due = "FILTER (WHERE status = 'due')"
    counted = f"count(*), count({customer}), count(*) {due}, count({customer}) {due}"
    query = f"SELECT {counted} FROM {report.relation}"  # noqa: S608
    found = map(int, report.loaded.connection.execute(query).fetchall()[0])
    return Totals(next(found), next(found)), Totals(next(found), next(found))


def groups(report: Report) -> tuple[Group, ...]:
    """The actions in as few groups as tell all that is counted of them, at one reading."""
    told = "playbook, owner, status, held_by, count(*)"
    query = f"SELECT {told} FROM {report.relation} GROUP BY ALL"  # noqa: S608
    return tuple(Group(*row) for row in report.loaded.connection.execute(query).fetchall())


def winners(report: Report) -> dict[str, str]:
    """The titles of the actions to which those of the customers shown had to yield."""
    shown = f"SELECT DISTINCT customer_id FROM {report.relation} ORDER BY customer_id"  # noqa: S608
    if report.limit:
        shown += f" LIMIT {report.limit}"
    query = (
        f"SELECT action_id, title FROM {report.among or report.relation} "  # noqa: S608
        f"WHERE action_id IN (SELECT winner FROM {report.relation} "
        f"WHERE winner IS NOT NULL AND customer_id IN ({shown}))"
    )
    return dict(report.loaded.connection.execute(query).fetchall())
