"""What people recorded of a business, beside the days that are kept in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from careplay.store import read_records, recorded_rows

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.recorded_rows import RecordedRows


def rows_recorded(business: Business, out: Path | None) -> RecordedRows:
    """The events among them; none where no folder is told."""
    return recorded_rows(() if out is None else read_records(out / business.id))
