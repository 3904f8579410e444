"""Drop what is not due: occasions that no row can give, and with them their rules."""

from __future__ import annotations

from collections.abc import Iterable

from careplay.planning.probes import Dated, Days, Happened, Listed, Probe
from careplay.planning.steps import Occasion


def drop_not_due(occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """The occasions that some customer may have on the date."""
    return tuple(occasion for occasion in occasions if _may_be(occasion.probe))


def _may_be(probe: Probe) -> bool:
    return not (isinstance(probe, Dated | Happened) and _is_empty(probe.days))


def _is_empty(days: Days) -> bool:
    return isinstance(days, Listed) and not days.dates
