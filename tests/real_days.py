"""Days of real data: what careplay does on them, to be held against SQL written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from careplay import engines
from careplay.bounds import Bounds
from careplay.engines import whole
from careplay.engines.base import Outcome
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"

Occasions = Counter[tuple[str, str]]
"""Customer and occasion, and how many actions there are of both: one, if all is well."""


@dataclass(frozen=True, slots=True)
class Real:
    """A business on real data, and the same data on a connection that careplay never sees."""

    business: Business
    loaded: Loaded
    sql: duckdb.DuckDBPyConnection


def files_of(name: str) -> tuple[Path, Path]:
    """The customers and events of a real set; the test is skipped where they are absent."""
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"the real data are not here: ../shared/data/{name}")
    return folder / "customers.parquet", folder / "events.parquet"


def business_of(name: str) -> Business:
    """The business of ``tests/real/NAME``, which has no faults."""
    (found,) = examine_all([ROOT / "tests" / "real" / name], Bounds((DATA,)))
    assert found.business is not None, found.diagnostics
    return found.business


def real(business: Business, customers: Path, events: Path, views: str) -> Real:
    """The business on these files; the hand-written SQL begins with ``views``."""
    loaded = load_tables(
        business, customers=str(customers), events=str(events), connection=connect()
    )
    sql = duckdb.connect()
    sql.execute(f"CREATE VIEW customer_file AS FROM read_parquet('{customers}')")
    sql.execute(f"CREATE VIEW event_file AS FROM read_parquet('{events}')")
    sql.execute(views)
    return Real(business, loaded, sql)


def only(given: Real, *rules: str) -> Real:
    """The same business with these rules alone."""
    kept = tuple(rule for rule in given.business.rules if rule.id in rules)
    assert len(kept) == len(rules)
    return replace(given, business=replace(given.business, rules=kept))


def outcome(given: Real, day: date, engine: str = "duckdb") -> Outcome:
    """The day, planned by careplay."""
    return whole.run(engines.engine(engine), given.business, day, given.loaded)


def acted(given: Real, day: date, engine: str = "duckdb") -> dict[str, Occasions]:
    """What careplay found on the day, by rule; a rule without occasions stands there too."""
    relation = outcome(given, day, engine).relation
    rows = given.loaded.connection.execute(
        f"SELECT rule, customer_id, occasion FROM {relation}"
    ).fetchall()
    found = {rule.id: Occasions() for rule in given.business.rules}
    for rule, customer, occasion in rows:
        found[rule][customer, occasion] += 1
    return found


def expected(given: Real, day: date, by_hand: Mapping[str, str]) -> dict[str, Occasions]:
    """The same by the hand-written SQL of each rule."""
    return {
        rule.id: Occasions(told(given, by_hand[rule.id], day)) for rule in given.business.rules
    }


def told(given: Real, query: str, day: date) -> list[Any]:
    """The rows of a hand-written query on a day."""
    return given.sql.execute(query, {"day": day}).fetchall()


def undecided(given: Real, day: date) -> dict[tuple[str, str], int]:
    """How many occasions were left open, by rule and fact."""
    left = outcome(given, day).undecided
    return {(each.rule, each.fact): each.customers for each in left}


def days(first: str, last: str) -> list[date]:
    """Every day from the first to the last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(number) for number in range((end - start).days + 1)]


ARRIVALS = """
    SELECT booking.*, came.arrival FROM read_parquet('{0}') booking
    LEFT JOIN (SELECT ref, customer_id, "at"::DATE AS arrival FROM read_parquet('{0}')
               WHERE type IN ('checkin', 'no_show')) came
        ON booking.type = 'booking' AND came.ref = booking.ref
        AND came.customer_id = booking.customer_id
"""
"""When a guest was to arrive, told with the booking; of cancelled ones the data do not tell."""


def with_arrivals(events: Path, into: Path) -> None:
    """Write the events of the hotels again, bookings with the day of arrival."""
    duckdb.sql(f"COPY ({ARRIVALS.format(events)}) TO '{into}'")
