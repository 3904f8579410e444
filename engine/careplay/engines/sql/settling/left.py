"""What cases and stays asked for and have left behind: they are no more, or went another way.

``plain/settling/left.py`` does it row after row.
"""

from __future__ import annotations

from collections.abc import Iterable

from careplay.engines.sql.build import among, column
from careplay.engines.sql.recorded import RECORDS
from careplay.engines.sql.settling.given import CANDIDATES, Given, made
from careplay.engines.sql.taking_back import OPEN_OF_RECORDS, last_told
from careplay.engines.sql.words import plain
from careplay.meaning.event_keys import START_OF_CASE, STEP_OF_CASE, WAIT_OF_CASE
from careplay.model.actions import GONE as IS_GONE, RULE
from careplay.model.flows import AGAIN, WAITED_SINCE
from careplay.model.limits import CHANGED
from careplay.model.types import Type
from careplay.planning.memory import Followed, Withdraw
from careplay.sources.columns import literal, quoted, sql_list

LEFT = '"settling left"'


def statement(step: Withdraw, given: Given) -> str:
    """The table of what is left behind, as it was told last."""
    gone = f"""known AS ({_known(step.followed)}), places AS ({_places(step.followed)}),
    asked AS ({_asked(step)}),
    gone AS (SELECT * FROM (SELECT action_id, date, CASE WHEN ruleless THEN '{RULE}'
            WHEN NOT there OR moved OR restored OR undone THEN '{IS_GONE}'
            WHEN was_left THEN '{CHANGED}' END AS why
        FROM asked) WHERE why IS NOT NULL
        AND action_id NOT IN (SELECT action_id FROM {CANDIDATES} WHERE ago = 0))"""  # noqa: S608
    return made(LEFT, last_told(gone, given.past.earlier))


def _known(followed: Iterable[Followed]) -> str:
    """The cases and stays that there are."""
    nothing = """SELECT NULL::VARCHAR AS record, NULL::VARCHAR AS customer_id,
        NULL::VARCHAR AS ref, NULL::VARCHAR AS step, NULL::BIGINT AS returns,
        NULL::BIGINT AS version, NULL::VARCHAR AS left_step, false AS over,
        NULL::BIGINT AS starts, NULL::VARCHAR AS waited, NULL::VARCHAR[] AS dates,
        NULL::VARCHAR[] AS wanted
        WHERE false"""
    return "\n    UNION ALL BY NAME ".join((nothing, *map(_known_of, followed)))


def _known_of(each: Followed) -> str:
    own = f"{_dates(each)} AS dates, {_wanted(each)} AS wanted"
    if each.steps:
        own = "step, returns, version, left_step, ended_at IS NOT NULL AS over"
        waited = plain(column(WAITED_SINCE), Type.MOMENT)
        own += f", {AGAIN} AS starts, {waited} AS waited"
    return f"""SELECT {literal(each.record)} AS record, customer_id::VARCHAR AS customer_id,
        {plain(column(each.by), each.type)} AS ref, {own}
        FROM {RECORDS} WHERE type = {literal(each.record)}"""  # noqa: S608


def _dates(each: Followed) -> str:
    """The dates that its items are about, each with the attribute that tells it."""
    names = sorted({name for _, name in each.dated})
    told = (f"{literal(name)} || ' ' || {quoted(name)}::DATE" for name in names)
    return f"[{', '.join(told)}]::VARCHAR[]"


def _wanted(each: Followed) -> str:
    """The rules of which the stay wants again what they undid early."""
    told = (
        f"CASE WHEN {among(column(name), values)} THEN {literal(rule)} END"
        for rule, name, values in each.restored
    )
    return f"[{', '.join(told)}]::VARCHAR[]"


def _places(followed: Iterable[Followed]) -> str:
    lines = [
        f"({literal(each.record)}, {place.version}, {literal(place.step)}, {place.place})"
        for each in followed
        for place in each.steps
    ]
    told = ", ".join(lines) or "(NULL, NULL, NULL, NULL)"
    return f"SELECT * FROM (VALUES {told}) AS p(record, version, step, place)"  # noqa: S608


def _asked(step: Withdraw) -> str:
    """What is open, beside the case or the stay as it stands now."""
    by_step = [rule for each in step.followed for rule in each.by_step]
    by_start = [rule for each in step.followed for rule in each.by_start]
    by_pause = [rule for each in step.followed for rule in each.by_pause]
    of_goal = [rule for each in step.followed for rule in each.of_goal]
    by_case = [*by_start, *by_pause, *of_goal]
    dated = [line for each in step.followed for line in each.dated]
    whens = " ".join(f"WHEN {literal(rule)} THEN {literal(name)}" for rule, name in dated)
    about = f"CASE o.rule {whens} END || ' ' || o.about" if whens else "NULL"
    # Of nothing an empty list says what the version of DuckDB pleases.
    moved = f"coalesce({about} IS NOT NULL AND NOT list_contains(k.dates, {about}), false)"
    return f"""SELECT o.*, k.record IS NOT NULL AS there,
        coalesce(CASE WHEN o.rule IN {sql_list(by_case)} THEN k.left_step IS NOT NULL
            ELSE k.left_step = o.step AND k.returns = o.gone_back END, false) AS was_left,
        {moved} AS moved, coalesce(list_contains(k.wanted, o.rule), false) AS restored,
        coalesce(k.starts < o.start, false)
            OR (o.since IS NOT NULL AND coalesce(k.waited < o.since, true))
            OR coalesce(NOT k.over AND s.place IS NOT NULL AND (k.returns < o.gone_back
                OR (k.returns = o.gone_back AND n.place < s.place)), false) AS undone
    FROM (SELECT *, CASE WHEN rule IN {sql_list(by_step)}
            THEN regexp_extract(occasion, {literal(STEP_OF_CASE)}, 1) END AS step,
            CASE WHEN rule IN {sql_list(by_step)}
            THEN TRY_CAST(regexp_extract(occasion, {literal(STEP_OF_CASE)}, 2) AS BIGINT)
            END AS gone_back,
            CASE WHEN rule IN {sql_list(by_start)}
            THEN TRY_CAST(regexp_extract(occasion, {literal(START_OF_CASE)}, 1) AS BIGINT)
            END AS start,
            CASE WHEN rule IN {sql_list(by_pause)}
            THEN nullif(regexp_extract(occasion, {literal(WAIT_OF_CASE)}, 1), '') END AS since
        FROM {OPEN_OF_RECORDS}) AS o
    LEFT JOIN known AS k USING (record, customer_id, ref)
    LEFT JOIN places AS s ON s.record = o.record AND s.version = k.version
        AND s.step = o.step
    LEFT JOIN places AS n ON n.record = o.record AND n.version = k.version
        AND n.step = k.step"""  # noqa: S608
