"""Faults that some days have and others have not, such as of what a later event puts right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from careplay.sources.faults import counted
from careplay.sources.loaded import Loaded
from careplay.sources.rejects import list_rejects
from careplay.sources.telling import first_faults


def on_day(loaded: Loaded, day: date) -> Loaded:
    """The same tables; their faults are those of every day, and those of this day."""
    if not loaded.dated:
        return loaded
    found = first_faults(loaded.connection, loaded.columns, day)
    name = f"{loaded.rejects} {day}"
    list_rejects(loaded.connection, name, day)
    counts = replace(loaded.counts, faults=counted(found))
    return replace(loaded, faults=found, counts=counts, rejects=name)
