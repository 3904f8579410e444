"""A date of a business, whole: the engine's outcome, and what a reader of it should know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, Engine, Outcome, Past
from careplay.engines.notes import assumed, sentences
from careplay.engines.ownerless import unowned
from careplay.engines.short_codes import with_codes
from careplay.engines.spoken_of import as_spoken_of
from careplay.model.business import Business
from careplay.sources.undeclared import without_idle_types

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded


def run(
    engine: Engine, business: Business, day: date, loaded: Loaded, past: Past = NOTHING
) -> Outcome:
    """Return the actions of the date as the relation ``actions`` on the connection.

    Codes are given and notes told whatever engine it is; what it tells of itself follows.
    """
    business = without_idle_types(business, loaded)
    told = as_spoken_of(business, day, loaded, past)
    of_engine = with_codes(engine.run(business, day, loaded, told), day, loaded, past)
    found = replace(
        of_engine, unowned=unowned(business, day, loaded), assumed=assumed(business, day)
    )
    notes = (*sentences(business, found), *dict.fromkeys(of_engine.notes))
    return replace(found, notes=notes)
