"""The tables of a business, read as a run reads them, and looked at instead of run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.calendars import LAST_DAY
from careplay.outputs.surveyed import DataSurvey
from careplay.sources.known_by import customers_by
from careplay.sources.loading import load_tables
from careplay.sources.surveying import (
    customers_without_events,
    months_of_events,
    surveyed_tables,
    unjoined,
)

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.sources.held import MemoryTable
    from careplay.sources.loaded import Loaded


def survey(
    business: Business,
    connection: duckdb.DuckDBPyConnection,
    *,
    customers: str | MemoryTable | None = None,
    events: str | MemoryTable | None = None,
    staff: str | MemoryTable | None = None,
) -> DataSurvey:
    """What the tables hold, by a connection that holds none yet."""
    loaded = load_tables(
        business, customers=customers, events=events, staff=staff, connection=connection
    )
    return _surveyed(business, customers_by(loaded, LAST_DAY))


def _surveyed(business: Business, loaded: Loaded) -> DataSurvey:
    return DataSurvey(
        business,
        tuple(surveyed_tables(loaded)),
        months_of_events(loaded),
        tuple(unjoined(loaded)),
        customers_without_events(loaded),
        loaded.faults,
        loaded.notes,
    )
