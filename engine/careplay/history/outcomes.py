"""Outcomes that do nothing: of an action that nobody was given, or of a step still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.engines.base import RELATION
from careplay.engines.open_actions import by_own_id
from careplay.history.ageing import ever_told
from careplay.history.kept import kept_days
from careplay.history.look_back import farthest, looked_back_since
from careplay.history.months import files_of
from careplay.history.open_work import STILL_OPEN
from careplay.history.reading import actions_in
from careplay.meaning.code_slips import LONGEST, nearest_code
from careplay.meaning.short_codes import DAYS_TAKEN
from careplay.meaning.step_events import events_of_steps
from careplay.model.business import Business
from careplay.model.outcomes import SPOKEN
from careplay.outputs.aged import aged_in
from careplay.sources import faults
from careplay.sources.columns import literal, sql_list
from careplay.sources.querying import count_of

if TYPE_CHECKING:
    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded

UNKNOWN = '"unknown_outcomes"'
MOST = 50
"""Of so many a person reads what was meant."""
MEANT = '; did you mean "{}"?'
EXPECTED = "an action that a day kept by then gave to this customer"


def list_unknown_outcomes(
    business: Business, day: date, out: Path, past: Past, loaded: Loaded
) -> int:
    """Outcomes up to the day that name no action of their customer; how many there are.

    What was said before the first kept day, or before the days that are looked back at, may
    be of actions that nobody knows any more. The relation ``actions`` holds those of the day.
    """
    if not loaded.outcomes or past.first_run is None:
        return 0
    first = max(past.first_run, looked_back_since(business, day), _known_since(business, out))
    told = f"""(SELECT * FROM "{loaded.outcomes}"
        WHERE "at" >= DATE '{first}' AND "at" < DATE '{day + timedelta(days=1)}')"""  # noqa: S608
    left = count_of(
        loaded.connection,
        f"CREATE OR REPLACE TEMP TABLE {UNKNOWN} AS {_without(told, past.earlier)}",
    )
    for known in _also_known(business, day, out, past, loaded) if left else ():
        left = count_of(
            loaded.connection,
            f"CREATE OR REPLACE TEMP TABLE {UNKNOWN} AS {_without(UNKNOWN, known)}",
        )
    if not left:
        return 0
    near = _nearest_codes(business, day, out, loaded)
    cases = " ".join(
        f"""WHEN "value" = {literal(each)} THEN {literal(f"{EXPECTED}{MEANT.format(code)}")}"""
        for each, code in near.items()
    )
    expected = f"CASE {cases} ELSE '{EXPECTED}' END" if cases else f"'{EXPECTED}'"
    return count_of(
        loaded.connection,
        f"""INSERT INTO "all_faults" BY NAME SELECT * EXCLUDE ("type", "at", put_off),
        {expected} AS "expected", '{faults.NO_ACTION}' AS "code", 'events' AS "table",
        DATE '{day}' AS "since", DATE '{day}' AS "until" FROM {UNKNOWN}""",  # noqa: S608
    )


def _known_since(business: Business, out: Path) -> date:
    """The day from which on outcomes can be of no action of a day that was let go."""
    aged = aged_in(out / business.id)
    return date.min if aged is None else aged.last + timedelta(days=farthest(business))


def list_outcomes_of_steps(business: Business, day: date, past: Past, loaded: Loaded) -> int:
    """Outcomes of steps that are still open at the end of the day; how many there are.

    That a step is done is said by the flow's own event; so each tells which that is. The
    relation ``STILL_OPEN`` holds what is open.
    """
    events = events_of_steps(business)
    if not loaded.outcomes or not events:
        return 0
    own, join = by_own_id('o."value"', past.former)
    wanted = " ".join(f"WHEN {literal(rule)} THEN {literal(e)}" for rule, e in events.items())
    return count_of(
        loaded.connection,
        f"""INSERT INTO "all_faults" BY NAME
        SELECT o."file", o."row", o."column", o."value", o.customer_id,
            CASE s.rule {wanted} END AS "expected", '{faults.NOT_DONE}' AS "code",
            'events' AS "table", DATE '{day}' AS "since", DATE '{day}' AS "until"
        FROM "{loaded.outcomes}" AS o {join} JOIN {STILL_OPEN} AS s ON s.action_id = {own}
        WHERE s.rule IN {sql_list(events)} AND o."type" IN {sql_list(sorted(SPOKEN))}
            AND o."at" < DATE '{day + timedelta(days=1)}' AND o."at"::DATE >= s.date""",  # noqa: S608
    )


def _nearest_codes(
    business: Business, day: date, out: Path, loaded: Loaded
) -> Mapping[str, str]:
    """By what outcomes name that is no action's, the code that was meant, if any is like it."""
    asked = f"""SELECT DISTINCT "value" FROM {UNKNOWN}
        WHERE length("value") <= {LONGEST} ORDER BY 1 LIMIT {MOST}"""  # noqa: S608
    values = [str(each) for (each,) in loaded.connection.execute(asked).fetchall()]
    days = kept_days(out, business.id)
    since = day - timedelta(days=DAYS_TAKEN)
    files = files_of(days, (each for each in days if since <= each <= day))
    if not (values and files):
        return {}
    told = f"SELECT DISTINCT code FROM ({actions_in(loaded.connection, files)})"  # noqa: S608
    found = loaded.connection.execute(f"{told} WHERE code IS NOT NULL").fetchall()
    codes = [str(code) for (code,) in found]
    near = {each: nearest_code(each, codes) for each in values}
    return {each: code for each, code in near.items() if code}


def _also_known(
    business: Business, day: date, out: Path, past: Past, loaded: Loaded
) -> Iterator[str]:
    """The day's own actions, and all that were ever kept, by the ids that people were told."""
    yield RELATION
    if past.former:
        yield f"""(SELECT former AS action_id, customer_id, DATE '{date.min}' AS date
            FROM {past.former})"""  # noqa: S608
    if before := ever_told(business.id, out, day - timedelta(days=1)):
        yield f"({actions_in(loaded.connection, before)})"


def _without(told: str, known: str) -> str:
    """The outcomes that name none of the actions of their customer that were told by then."""
    if not known:
        return f"SELECT * FROM {told}"  # noqa: S608
    # Without a customer it is an outcome of whatever action has the id.
    return f"""SELECT t.* FROM {told} AS t ANTI JOIN (
        SELECT o."file" AS f, o."row" AS r FROM {told} AS o
        JOIN {known} AS a ON a.action_id = o."value"
        WHERE (o.customer_id IS NULL OR a.customer_id = o.customer_id)
            AND a.date <= CAST(o."at" AS DATE)
    ) ON t."file" = f AND t."row" = r"""  # noqa: S608
