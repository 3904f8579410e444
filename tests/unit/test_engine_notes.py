"""What an engine tells of how it went is told once, after the notes on the actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines import duckdb as in_sql, whole
from careplay.engines.base import NOTHING, Outcome, Past
from careplay.model.business import Business
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import TODAY, customer, rule, world

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded


class Telling:
    """The default engine, with something to tell of how it went."""

    CODES = in_sql.CODES
    demand, unsayable = staticmethod(in_sql.demand), staticmethod(in_sql.unsayable)

    @staticmethod
    def run(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
        outcome = in_sql.run(business, day, loaded, past)
        return replace(outcome, notes=("always the same", "always the same", "and this"))


def test_what_an_engine_tells_follows_the_notes_of_all_and_none_comes_twice() -> None:
    business = world(rule())
    loaded = in_memory(business, [customer()], [], connection=connect())
    outcome = whole.run(Telling(), business, TODAY, loaded)
    assert outcome.notes[-2:] == ("always the same", "and this")
