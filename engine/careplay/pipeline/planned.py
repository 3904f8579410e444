"""A day as it is planned, before it is run: in words, and as SQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import engines, history, planning
from careplay.engines.base import NOTHING, Past
from careplay.frozen import dataclass
from careplay.pipeline.looking import looked_at
from careplay.sources.connecting import confine, connect
from careplay.sources.staff import load_staff

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.held import MemoryTable


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """The plan that a run of the day carries out, and what it knows of earlier days."""

    plan: planning.Plan
    past: Past

    def text(self) -> str:
        """What is done, step by step."""
        return planning.describe(self.plan)

    def sql(self) -> str:
        """The same as the SQL that the default engine runs."""
        nothing = f"-- nothing is due for {self.plan.business} on {self.plan.day}"
        return engines.as_sql(self.plan, self.past).rstrip("\n") or nothing


def planned_day(
    business: Business, day: date, staff: str | MemoryTable | None, out: Path | None
) -> PlannedDay:
    """The day as a run plans it that remembers the days kept in ``out``; None: none.

    Of the data only the staff are read.
    """
    connection = connect(business.bounds)
    team = load_staff(connection, business, staff)
    people = team.people if team else ()
    if out is None:
        return PlannedDay(engines.planned(business, day, people, NOTHING), NOTHING)
    confine(connection, (), out)

    def look() -> PlannedDay:
        with history.damage_told(business, out, connection):
            history.founded(business, day, out)
            past = history.past(business, day, out, connection)
            last = history.ran_on(business.id, past.last_run, out)
        asked = history.as_last_ran(business, day, last)
        return PlannedDay(engines.planned(asked, day, people, past), past)

    return looked_at(out, business.id, look)
