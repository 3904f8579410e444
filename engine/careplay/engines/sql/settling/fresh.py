"""Candidates that are new: of the date, and of days on which nothing was run."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.settling import renewing, stays
from careplay.engines.sql.settling.given import CANDIDATES, Given, made
from careplay.engines.sql.settling.memory import LATEST, begun, latest
from careplay.engines.sql.taking_back import LOST
from careplay.model.actions import CHANNELS
from careplay.model.rules import Per
from careplay.planning.memory import NO_ITEMS, Anew, Rarely
from careplay.sources.columns import day_, literal, sql_list

FRESH = '"settling fresh"'
CHANGE = "(customer_id, rule, left(occasion, -11))"
"""What changed for whom: the key of its occasion but for the day at its end."""


def statements(step: Anew, given: Given) -> Iterator[str]:
    """The candidates that earlier actions and ``once`` leave, each once."""
    if given.begun:
        yield made(given.begun, begun(given))
    if step.told:
        yield made(LATEST, latest(given))
    if step.items != NO_ITEMS:
        yield stays.told(step.items, given)
    if step.renews:
        yield renewing.told_first(step.renews, given)
    yield made(FRESH, _new(step, given))
    if step.rarely:
        yield made(FRESH, _rarely(step, given))


def _new(step: Anew, given: Given) -> str:
    """Those not asked for before, as first asked for; what was withdrawn comes anew.

    What a case or a stay asks for and was dropped is asked for again, each day.
    """
    asked = f"(SELECT * FROM {CANDIDATES} WHERE {_is_new(step)})"  # noqa: S608
    if step.late:
        asked = _of_late(step)
    if step.later:
        asked = f"(SELECT * FROM {asked} WHERE {_is_free(step, given)})"  # noqa: S608
    if step.renews:
        asked = renewing.not_early(step.renews, asked)
    if not step.told:
        return f"""SELECT a.*, {given.today} AS first_told, false AS dropped_before
    FROM {asked} AS a"""  # noqa: S608
    dropped = "l.status = 'dropped' AND a.record IS NOT NULL"
    free = "(l.action_id IS NULL OR l.taken_back)"
    if step.items != NO_ITEMS:
        free += " AND NOT settled"
        asked = f"(SELECT *, {stays.is_settled(step.items)} AS settled FROM {asked})"  # noqa: S608
    return f"""SELECT a.* REPLACE ({going_on()}),
        coalesce(l.first_told, {given.today}) AS first_told,
        coalesce(l.status = 'dropped', false) AS dropped_before
    FROM {asked} AS a LEFT JOIN {LATEST} AS l ON a.action_id = l.action_id
    WHERE {free} OR ({dropped})"""  # noqa: S608


def going_on() -> str:
    """By the attempt that it was; of a case or a stay with the channels that are left of it."""
    goes_on = "a.record IS NOT NULL AND l.attempt > 1"
    left = "[x FOR x IN l.channels[l.attempt:] IF list_contains(a.channels, x)]"
    none_left = f"""{goes_on} AND len(l.channels) > 0 AND len({left}) = 0
            AND a.held_by IS NULL"""
    told = {
        "attempt": "CAST(coalesce(l.attempt, a.attempt) AS INTEGER)",
        "channels": f"""CASE WHEN {goes_on}
            THEN list_concat(l.channels[:l.attempt - 1], {left}) ELSE a.channels END""",
        "channel": f"CASE WHEN {goes_on} THEN coalesce(({left})[1], a.channel)"
        " ELSE a.channel END",
        "status": f"CASE WHEN {none_left} THEN 'dropped' ELSE a.status END",
        "held_by": f"CASE WHEN {none_left} THEN '{CHANNELS}' ELSE a.held_by END",
    }
    return ", ".join(f"{sql} AS {name}" for name, sql in told.items())


def _is_free(step: Anew, given: Given) -> str:
    """What no later day told, nor a change of that day that this one was not told."""
    past = given.past
    free = f"action_id NOT IN (SELECT action_id FROM {past.later})"  # noqa: S608
    if not step.changes:
        return free
    rules = f"rule IN {sql_list(step.changes)}"
    told = f"{CHANGE} IN (SELECT {CHANGE} FROM {past.later} WHERE {rules})"  # noqa: S608
    if past.same:
        told += f" AND action_id NOT IN (SELECT action_id FROM {past.same})"  # noqa: S608
    return f"{free} AND NOT ({rules} AND {told})"


def _of_late(step: Anew) -> str:
    """Of days that nothing was run on too; of some rules only the latest day's."""
    latest = f"rule IN {sql_list(step.latest)}" if step.latest else "false"
    return f"""(SELECT * EXCLUDE (last)
    FROM (SELECT *, min(ago) OVER (PARTITION BY customer_id, rule) AS last
        FROM {CANDIDATES} WHERE {_is_new(step)})
    WHERE ago = last OR NOT {latest}
    QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY found_on, ago DESC) = 1)"""  # noqa: S608


def _is_new(step: Anew) -> str:
    """What no run can have told, or told to be dropped."""
    if not step.told:
        return "new AND NOT back"
    dropped = f"SELECT action_id FROM {LATEST} WHERE status = 'dropped' OR put_right"  # noqa: S608
    undoing = f" OR rule IN {sql_list(early)}" if (early := step.items.undoing) else ""
    again = f"record IS NOT NULL AND action_id IN ({dropped})"
    return f"NOT back AND (new OR ({again}){undoing})"


def _rarely(step: Anew, given: Given) -> str:
    head = "min((due_at, occasion)) OVER (PARTITION BY customer_id, rule)"
    every = ", ".join(_line(each) for each in step.rarely)
    barred, acted = "", ""
    rows = _not_later(step, given) if step.later else FRESH
    if step.told or given.begun:
        barred = f"""LEFT JOIN ({_acted(step, given)}) AS a
        ON a.customer_id = f.customer_id AND a.rule = f.rule
        AND a.occasion IS NOT DISTINCT FROM
            CASE r.per WHEN {literal(Per.EVENT)} THEN f.occasion END"""
        acted = f"NOT coalesce({_bars(given)}, false) AND "
    return f"""SELECT f.* EXCLUDE (head) FROM (SELECT *, {head} AS head FROM {rows}) AS f
    LEFT JOIN (VALUES {every}) AS r(rule, per, days) ON r.rule = f.rule
    {barred}
    WHERE r.per IS NULL OR {acted}(r.per = {literal(Per.EVENT)} OR f.occasion = head[2])"""  # noqa: S608


def _not_later(step: Anew, given: Given) -> str:
    """Those that no later day leaves no room for, unless the date itself told them."""
    of_rules = f"rule IN {sql_list(each.rule for each in step.rarely)}"
    every = ", ".join(_line(each) for each in step.rarely)
    told = f"AND action_id NOT IN (SELECT action_id FROM {given.past.same})"  # noqa: S608
    return f"""(SELECT * FROM {FRESH} WHERE NOT ((customer_id, rule) IN (
            SELECT a.customer_id, a.rule FROM (SELECT customer_id, rule, min(first) AS last
                FROM (SELECT customer_id, rule, max_by(status, date) AS last_status,
                        min(date) FILTER (WHERE status = 'due') AS first
                    FROM {given.past.later} WHERE {of_rules}
                        AND customer_id IN (SELECT customer_id FROM {FRESH})
                    GROUP BY action_id, customer_id, rule)
                WHERE first IS NOT NULL AND last_status <> 'withdrawn'
                GROUP BY customer_id, rule) AS a
            JOIN (VALUES {every}) AS r(rule, per, days) ON r.rule = a.rule
            WHERE CASE r.per WHEN {literal(Per.YEAR)} THEN year(a.last) = {given.day.year}
                WHEN {literal(Per.DAYS)} THEN a.last < {day_(given.day)} + r.days
                ELSE r.per = {literal(Per.EVER)} END)
        {told if given.past.same else ""}))"""  # noqa: S608


def _line(each: Rarely) -> str:
    return f"({literal(each.rule)}, {literal(each.per)}, {each.days})"


def _bars(given: Given) -> str:
    return f"""CASE r.per WHEN {literal(Per.YEAR)} THEN year(a.last) = {given.day.year}
        WHEN {literal(Per.DAYS)} THEN {day_(given.day)} < a.last + r.days
        ELSE a.last IS NOT NULL END"""


def _acted(step: Anew, given: Given) -> str:
    """When rules last acted for customers: for each occasion, and at all.

    What was taken back did not count.
    """
    of_rules = f"rule IN {sql_list(each.rule for each in step.rarely)}"
    columns = "SELECT customer_id, rule, occasion, date FROM"
    told = [f"{columns} ({_told(of_rules, given)})"] if step.told else []
    if given.begun:
        told.append(f"{columns} {given.begun} WHERE status = 'due' AND {of_rules}")
    return f"""SELECT customer_id, rule, occasion, max(date) AS last
    FROM ({" UNION ALL ".join(told)}) WHERE customer_id IN (SELECT customer_id FROM {FRESH})
    GROUP BY GROUPING SETS ((customer_id, rule, occasion), (customer_id, rule))"""  # noqa: S608


def _told(of_rules: str, given: Given) -> str:
    """When each action of earlier days was due last, unless it is taken back."""
    return f"""SELECT * FROM (SELECT action_id, customer_id, rule, occasion,
            max_by(status, date) AS last_status, max(date) FILTER (WHERE status = 'due') AS date
        FROM {given.past.earlier} WHERE date < {given.today} AND {of_rules}
            AND customer_id IN (SELECT customer_id FROM {FRESH})
        GROUP BY action_id, customer_id, rule, occasion)
    WHERE date IS NOT NULL AND last_status <> 'withdrawn'
        AND action_id NOT IN (SELECT action_id FROM {LOST})"""  # noqa: S608
