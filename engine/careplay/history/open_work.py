"""Which work is open: told, and neither done, refused, dropped, withdrawn nor let go.

Of a step of a case it is known from the case, which has gone on, or has not, whatever people
said of its action; of the action of a rule from the days since it was to be done
(``meaning/letting_go.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from careplay.engines.open_actions import days_after, is_not_over, told_last
from careplay.frozen import dataclass
from careplay.history.absent import ABSENT
from careplay.history.look_back import items_open_since
from careplay.history.reading import no_actions
from careplay.history.said import PUT_OFF_LAST, said
from careplay.meaning.event_keys import STEP_OF_CASE, WAIT_OF_CASE
from careplay.meaning.letting_go import days_open
from careplay.meaning.step_events import events_of_steps
from careplay.model.actions import OPEN, WHOLE_COLUMNS
from careplay.model.business import Business
from careplay.model.conditions import facts_of
from careplay.model.flows import GOAL_WARN, STEP_WARN, WAITING_SINCE
from careplay.model.triggers import Stands
from careplay.outputs.open_work import OpenCount
from careplay.sources.columns import day_, literal, quoted, sql_list
from careplay.sources.querying import row_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

JUDGED_BY = (
    *("action_id", "date", "status", "customer_id", "rule", "occasion", "verb", "channels"),
    *("category", "due_at", "attempt", "deferred_to", "held_by", "record", "ref", "item"),
)
"""The columns of an action by which it is known whether it is open."""
STILL_OPEN = '"still_open"'


@dataclass(frozen=True, slots=True)
class ToldWork:
    """What was told up to a day, and what there is by the end of it."""

    earlier: str = ""
    """The actions of earlier dates, with ``WHOLE_COLUMNS``; empty where there are none."""
    today: str = ""
    """Those of the date itself, likewise."""
    cases: str = ""
    """``Outcome.cases`` of the date."""
    former: str = ""
    """``Past.former`` of the date."""


def count_open(business: Business, day: date, told: ToldWork, loaded: Loaded) -> OpenCount:
    """How much work is open at the end of the day; makes the relation ``STILL_OPEN`` of it."""
    found = open_work(business, day, told, loaded, JUDGED_BY)
    loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE {STILL_OPEN} AS {found}")
    return counted(STILL_OPEN, loaded)


def counted(found: str, loaded: Loaded) -> OpenCount:
    """How much there is of open work, in a relation or a query in brackets."""
    figures = f"""SELECT count(*), count(*) FILTER (days_late > 0),
        count(DISTINCT customer_id) FILTER ({_is_absent()}) FROM {found}"""  # noqa: S608
    return OpenCount(*map(int, row_of(loaded.connection, figures)))


def open_work(
    business: Business, day: date, told: ToldWork, loaded: Loaded, columns: Iterable[str]
) -> str:
    """The query of the columns of each action that is open, as it was told last.

    Besides it has ``due_on``, the day on which it is to be done, ``days_late``, and
    ``changed_on``, the day on which something was last told or said of it. What lives
    on bare of days that were let go for their age has no verb, and is open no more.
    """
    names = ", ".join(map(quoted, dict.fromkeys((*columns, *JUDGED_BY))))
    parts = [f"SELECT {names} FROM {each}" for each in _told(business, day, told)]  # noqa: S608
    return f"""WITH said AS ({said(day, told.former, loaded)}),
    told AS ({" UNION ALL ".join(parts)}),
    latest AS (SELECT * FROM ({told_last("told", PUT_OFF_LAST)})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1),
    left_to_do AS (SELECT e.*, greatest(e.due_at::DATE, {BACK_ON}) AS due_on,
            greatest(e.date, s.said_on) AS changed_on
        FROM latest AS e
        LEFT JOIN said AS s ON s.action_id = e.action_id AND s.said_on >= e.date
        WHERE e.status IN {sql_list(OPEN)} AND ({is_not_over("e.", "s.")}
            OR (e.rule IN {sql_list(events_of_steps(business))} AND NOT {_is_absent("e.")}))
            AND e.verb IS NOT NULL {_and_lately(business, day)})
    SELECT o.*, greatest({day_(day)} - o.due_on, 0)::INTEGER AS days_late
    FROM left_to_do AS o {_cases(told)} WHERE {_is_open(business, day, told)}"""  # noqa: S608


def _and_lately(business: Business, day: date) -> str:
    """The condition that an item of a stay was due no longer ago than days are kept."""
    if business.keep is None:
        return ""
    since = day_(items_open_since(business, day))
    return f"AND (e.item IS NULL OR e.due_at >= {since})"


def _is_absent(row: str = "") -> str:
    """Whether the customer is not in the table: of his cases only what people say is known."""
    return f"{row}customer_id IN (SELECT customer_id FROM {ABSENT})"  # noqa: S608


BACK_ON = """CASE WHEN e.status = 'deferred' THEN e.deferred_to
    WHEN s.kind = 'snoozed' THEN coalesce(s.put_off, s.said_on + 1)
    WHEN s.kind = 'unreached' THEN s.said_on + 1 END"""
"""The day on which what was put off comes back; NULL of all else."""


def _told(business: Business, day: date, told: ToldWork) -> Iterator[str]:
    """Of earlier days what may be open; an action is never due before it was."""
    if told.earlier:
        first = day_(day - timedelta(days=days_open(business).longest))
        of_cases = "item IS NOT NULL"
        if told.cases:
            cases = f"(SELECT record, customer_id, ref FROM {told.cases})"  # noqa: S608
            of_cases += f""" OR (record, customer_id, ref) IN {cases}
            OR {_is_absent()}"""
        yield f"""{told.earlier} WHERE CASE WHEN record IS NOT NULL THEN {of_cases}
            ELSE due_at >= {first} OR action_id IN (SELECT action_id FROM said
                WHERE coalesce(put_off, said_on + 1) >= {first}) END"""  # noqa: S608
    yield told.today or f"({no_actions(WHOLE_COLUMNS)})"


def _cases(told: ToldWork) -> str:
    if not told.cases:
        return ""
    return f"""LEFT JOIN {told.cases} AS c
        ON c.record = o.record AND c.customer_id = o.customer_id AND c.ref = o.ref"""


def _is_open(business: Business, day: date, told: ToldWork) -> str:
    """Whether what is left to do still is: of a case by that, of a rule by its day."""
    days = days_after(days_open(business), "o.")
    is_in_time = f"greatest(o.due_on, o.date) + coalesce({days}, 0) >= {day_(day)}"
    of_case = _of_case(business, day, told) if told.cases else "true"
    return f"CASE WHEN o.record IS NULL THEN {is_in_time} ELSE {of_case} END"


def _of_case(business: Business, day: date, told: ToldWork) -> str:
    """Whether a case stands where it was told; who is not in the table has no case."""
    step, gone_back = (
        f"regexp_extract(o.occasion, {literal(STEP_OF_CASE)}, {part})" for part in (1, 2)
    )
    since = f"regexp_extract(o.occasion, {literal(WAIT_OF_CASE)}, 1)"
    made = datetime.combine(day, business.day_starts or time.max)
    passed = f"o.due_at <= TIMESTAMP '{made}'"
    return f"""(o.item IS NOT NULL OR {_is_absent("o.")}
        OR coalesce(c.step IS NOT NULL AND CASE
        WHEN o.rule IN {_keyed(business, "step", "returns")}
            THEN c.step = {step} AND c.returns::VARCHAR = {gone_back}
        WHEN o.rule IN {_keyed(business, WAITING_SINCE)} THEN c.waits_since = {since}
        ELSE true END AND coalesce(NOT (o.rule IN {_warning(business)} AND {passed}), true),
        false))"""


def _warning(business: Business) -> str:
    """The rules that warn of a deadline: once a list tells it as passed, that says more."""
    warned = {STEP_WARN, GOAL_WARN}
    return sql_list(
        rule.id
        for rule in business.rules
        if isinstance(rule.trigger, Stands) and warned & set(facts_of(rule.trigger.where))
    )


def _keyed(business: Business, *key: str) -> str:
    """The rules of cases whose occasions begin with these attributes."""
    return sql_list(
        name
        for rule in business.rules
        if isinstance(rule.trigger, Stands) and rule.trigger.key[: len(key)] == key
        for name in (rule.id, rule.step)
        if name
    )
