"""Drop what is not due: occasions that no row can give, and with them their rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from careplay.planning.probes import (
    Always,
    Dated,
    Happened,
    Kept,
    Listed,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.steps import Occasion


def drop_not_due(occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """The occasions that some customer may have on the date."""
    return tuple(occasion for occasion in occasions if _may_be(occasion.probe))


def _may_be(probe: Probe) -> bool:
    match probe:
        case Dated(_, days) | Happened(_, _, days):
            return days != Listed(())
        case Always() | Kept() | Turned() | Passed() | Standing() | Returned():
            return True
        case _:
            assert_never(probe)
