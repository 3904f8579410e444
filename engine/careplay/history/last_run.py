"""Which run a day follows: the last before it, or that which it followed when first run.

A day between two kept ones may be run after both. It tells nothing that the later one told,
and this looks back as far as ever when it is run again: else nobody told it any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from careplay.history.ran import SPOILT
from careplay.history.soundness import demand_sound
from careplay.outputs.partition import REPORT


def last_run(days: Mapping[date, Path], day: date) -> date | None:
    """The day of the run that this one follows; None where no earlier day is kept."""
    before = [each for each in days if each < day]
    if not before:
        return None
    followed = _followed(days[day].with_name(REPORT)) if day in days else None
    return max((each for each in before if followed and each <= followed), default=before[-1])


def _followed(report: Path) -> date | None:
    """The day that a kept one followed, as far as it says."""
    demand_sound([report])
    try:
        told = json.loads(report.read_text("utf-8"))["changed"]["since"]
        return None if told is None else date.fromisoformat(told)
    except (OSError, *SPOILT):
        return None
