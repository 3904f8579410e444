"""What the tables of a business hold, before any day is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.interface.arguments import TableLike, table_source
from careplay.interface.checking import PathLike, sound

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.outputs.surveyed import DataSurvey


def data(
    business: Business | PathLike,
    *,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
) -> DataSurvey:
    """What was read of the tables: rows, columns and their values, months, what does not join.

    Nothing is run and nothing written. Personal values are masked. ``customers``, ``events``
    and ``staff`` are those of ``run``.

    Raises PlaybookError where the business has faults; SourceError where a table cannot be
    opened; DataFaultError where a declared column lacks.
    """
    from careplay.pipeline.surveying import survey  # noqa: PLC0415 - heavy
    from careplay.sources.connecting import connect  # noqa: PLC0415

    known = sound(business)
    return survey(
        known,
        connect(known.bounds),
        customers=table_source("customers", customers),
        events=table_source("events", events),
        staff=table_source("staff", staff),
    )
