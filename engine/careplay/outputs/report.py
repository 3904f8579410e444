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


DUE, HELD = "status = 'due'", "held_by IS NOT NULL"
"""Which actions are counted, besides all of them."""
ALL = "TRUE"


def totals(report: Report, where: str = ALL) -> Totals:
    """Count the actions, and the customers they are for."""
    counted = "count(*), count(DISTINCT nullif(customer_id, ''))"
    query = f"SELECT {counted} FROM {report.relation} WHERE {where}"  # noqa: S608
    actions, customers = report.loaded.connection.execute(query).fetchall()[0]
    return Totals(int(actions), int(customers))


def counts(report: Report, column: str, where: str = ALL) -> list[tuple[str | None, int]]:
    """How many actions there are for each value of a column, the most first."""
    query = (
        f'SELECT "{column}", count(*) FROM {report.relation} WHERE {where} '  # noqa: S608
        f'GROUP BY 1 ORDER BY 2 DESC, "{column}" NULLS LAST'
    )
    rows = report.loaded.connection.execute(query).fetchall()
    return [(row[0], int(row[1])) for row in rows]


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
