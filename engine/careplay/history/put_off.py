"""What people put off for longer than a run looks back: told long ago, it still comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.history.look_back import looked_back_since
from careplay.history.months import files_of
from careplay.history.reading import whole_actions_in
from careplay.model.actions import OUTCOMES, SNOOZED, UNDONE, UNTIL
from careplay.model.business import Business
from careplay.sources.columns import literal, quoted
from careplay.sources.querying import count_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

PUT_OFF, LONG_AGO = "put_off_for_long", "told_long_ago"


def make_put_off(
    business: Business,
    day: date,
    kept: tuple[Mapping[date, Path], Sequence[Path]],
    earlier: str,
    loaded: Loaded,
) -> str:
    """Make the relation of what older days told than those of ``earlier`` and that comes back.

    Empty where there is nothing of that kind, which is found out without those days. ``kept``:
    the kept days, and the file of what lives on of those that were let go.
    """
    days, aged = kept
    since, connection = looked_back_since(business, day), loaded.connection
    older = [each for each in days if each < since]
    if not (older or aged) or not _puts_off(business):
        return ""
    if not count_of(connection, f"{_made(PUT_OFF)} {_ids(business, day, earlier, loaded)}"):
        return ""
    files = [*aged, *files_of(days, older)]
    told = whole_actions_in(connection, files, business, day)
    theirs = f"action_id IN (FROM {PUT_OFF})"
    found = f"{_made(LONG_AGO)} SELECT * FROM ({told}) WHERE {theirs}"  # noqa: S608
    return LONG_AGO if count_of(connection, found) else ""


def _made(name: str) -> str:
    return f"CREATE OR REPLACE TEMP TABLE {name} AS"


def _puts_off(business: Business) -> bool:
    """Whether people can say until when."""
    known = business.event_types
    return SNOOZED in known and UNTIL in known[SNOOZED].attributes


def _ids(business: Business, day: date, earlier: str, loaded: Loaded) -> str:
    """The actions last said to come back between the first day looked at and the date."""
    kinds = ", ".join(literal(each) for each in OUTCOMES if each in business.event_types)
    since = looked_back_since(business, day)
    told = f"SELECT action_id FROM {earlier} WHERE held_by IS DISTINCT FROM '{UNDONE}'"  # noqa: S608
    unknown = f"action_id NOT IN ({told})" if earlier else "true"
    return f"""SELECT action_id FROM (
        SELECT "action"::VARCHAR AS action_id, max_by(type, "at") AS said,
            max_by("{UNTIL}"::DATE, "at") AS until
        FROM {quoted(loaded.events)} WHERE type IN ({kinds}) AND "action" IS NOT NULL
            AND "at" < DATE '{day + timedelta(days=1)}' GROUP BY "action")
        WHERE said = '{SNOOZED}' AND until >= DATE '{since}' AND until <= DATE '{day}'
            AND {unknown}"""  # noqa: S608
