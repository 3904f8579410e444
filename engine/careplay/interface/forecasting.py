"""What a span of days would tell, kept by nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.interface.arguments import Progress, TableLike, table_source, telling, whole_span
from careplay.interface.checking import PathLike, sound
from careplay.interface.choices import DEFAULT_ENGINE
from careplay.interface.running import kept_place

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.outputs.forecast import Forecast


def forecast(
    business: Business | PathLike,
    first: date,
    last: date,
    *,
    none_done: bool = False,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
    fresh: bool = False,
    engine: str = DEFAULT_ENGINE,
    progress: Progress | None = None,
) -> Forecast:
    """What every day from the first to the last would tell, with the data as they are.

    Each day remembers those before it, and the first those that are kept in ``out``, unless
    told where ``careplay run`` keeps them; ``fresh``: nothing is remembered. It is assumed that
    each action is done at the moment it is due, and a step of a case by the first of its
    outcomes; with ``none_done`` that nothing is. No other events come. Nothing is written.

    Raises what ``run`` does, and UsageError where the last day lies before the first.
    """
    from careplay.authoring.forecasting import forecast as forecast_of  # noqa: PLC0415 - heavy
    from careplay.pipeline.running import Choices  # noqa: PLC0415 - heavy

    days = whole_span(first, last)
    known = sound(business, engine)
    choices = Choices(
        engine,
        table_source("customers", customers),
        table_source("events", events),
        table_source("staff", staff),
        out=kept_place(known, out),
        fresh=fresh,
    )
    return forecast_of(known, days, choices, telling(progress), all_done=not none_done)
