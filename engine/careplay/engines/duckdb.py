"""The default engine: one plan for a business and a date, carried out by DuckDB as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, Outcome, Past

if TYPE_CHECKING:
    from careplay.diagnostics import Diagnostic
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded


CODES: Mapping[str, str] = {}


def demand() -> None:
    """It needs nothing that careplay itself does not."""


def unsayable(_: Business) -> Iterable[Diagnostic]:
    """Whatever a plan says, it carries out."""
    return ()


def run(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
    """Make the relations of the date's actions on the connection."""
    from careplay.engines.sql import carrying_out  # noqa: PLC0415 - who only checks needs none

    return carrying_out.run(business, day, loaded, past)
