"""Moments as clocks show them and as time that passes, in SQL: ``calendars/zones.py`` again."""

from __future__ import annotations

from careplay.meaning.events import INSTANT, LATER
from careplay.sources.columns import literal, quoted

A_DAY = "INTERVAL 24 HOUR"


def instant_of(shown: str, zone: str) -> str:
    """The instant of a moment that clocks show; of one that came twice the first.

    A day before, the clocks stood as before the change: what is reckoned from there, and
    shows the same, is the first. DuckDB itself gives the second.
    """
    if not zone:
        return shown
    where = literal(zone)
    first = f"timezone({where}, {shown} - {A_DAY}) + {A_DAY}"
    early = f"CASE WHEN timezone({where}, {first}) = {shown} THEN {first}"
    return f"timezone('UTC', {early} ELSE timezone({where}, {shown}) END)"


def shown_at(instant: str, zone: str) -> str:
    """What the clocks show at an instant."""
    return f"timezone({literal(zone)}, timezone('UTC', {instant}))" if zone else instant


def with_instants(events: str, zone: str) -> str:
    """The query of events with what the clocks showed at each instant, and whether again."""
    at, shown = quoted(INSTANT), shown_at(quoted(INSTANT), zone)
    later = f"{at} <> {instant_of(shown, zone)}"
    return f'SELECT * REPLACE ({shown} AS "at"), {later} AS {quoted(LATER)} FROM ({events})'
