"""What an engine tells of how it went is told once, after the notes on the actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from careplay.engines import duckdb as in_sql, whole
from careplay.engines.base import Candidates, Past
from careplay.engines.plain.table import register
from careplay.model.business import Business
from careplay.model.rules import CatchUp
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import TODAY, customer, rule, world

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded


class Told:
    """The default engine, with something to tell of each part of a date."""

    settle = staticmethod(in_sql.settle)

    @staticmethod
    def candidates(business: Business, day: date, loaded: Loaded, *rest: Any) -> Candidates:
        found = in_sql.candidates(business, day, loaded, *rest)
        return replace(found, notes=("always the same", f"of {day:%d}"))


def test_notes_of_missed_days_come_before_the_dates_own_and_none_comes_twice() -> None:
    business = world(rule(catch_up=CatchUp.ALL))
    loaded = in_memory(business, [customer()], [], connection=connect())
    register(loaded.connection, [], "earlier")
    past = Past("earlier", last_run=TODAY - timedelta(days=2))
    outcome = whole.run(Told, business, TODAY, loaded, past)
    assert outcome.notes[-3:] == ("always the same", "of 14", "of 15")
