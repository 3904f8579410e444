"""A day that was kept lets go of those that are older than the business says."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.faults import HistoryError, OutputError
from careplay.outputs import parquet
from careplay.outputs.aged import let_age

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


def let_older_days_go(
    business: Business, day: date, out: Path, cases: str, loaded: Loaded
) -> tuple[date, ...]:
    """Let go of the days that are too old for a business, once a month: those that went.

    ``cases`` are those of the day's outcome.
    The day is kept by then: what cannot be let go now, for want of room or because it is
    damaged, the next run lets go, and `careplay history --verify` tells.
    """
    import duckdb  # noqa: PLC0415 - heavy

    with suppress(duckdb.Error, HistoryError, OSError, OutputError):
        found = history.to_age(business, day, out, cases, loaded)
        if found is not None:
            let_age(out / business.id, found.last, lambda file: _write(found, file, loaded))
            return found.days
    return ()


def _write(found: history.Ageing, file: Path, loaded: Loaded) -> None:
    parquet.write(loaded.connection, found.relation, file, private=True)
