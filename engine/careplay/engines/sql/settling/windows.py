"""How often a customer may be spoken to in so many days."""

from __future__ import annotations

from datetime import timedelta

from careplay.engines.sql.settling.given import CONTEST, IS_CONTACT, IS_DUE, ROWS, Given
from careplay.engines.sql.settling.losing import without
from careplay.engines.sql.settling.turns import turns
from careplay.engines.sql.settling.withdrawing import GONE
from careplay.planning.limits import Room
from careplay.sources.columns import day_, literal, sql_list

IS_GONE = "status = 'withdrawn'"


def statement(step: Room, given: Given) -> str:
    """The rows; a customer's contacts that come too late are put off until there is room.

    That is after as many as there is room for. The day on which there is room again: the
    earliest of the ``most`` latest contacts, the date's own included, leaves the window.
    """
    each, of = turns("customer_id", CONTEST, given), "(PARTITION BY customer_id)"
    most = f"{step.most} - {each.begun}" if given.begun else str(step.most)
    room = f"greatest({most} - coalesce(len(dates), 0), 0)"
    stays = each.stays.format(room)
    # Below the first of a list there is none: then all that count are of the date.
    nth = f"dates[least(len(dates), {f'greatest({most}, 0)' if given.begun else most})]"
    leaves = f"coalesce({nth}, {given.today}) + {step.days}" if step.most else "NULL::DATE"
    return without(
        f"""SELECT action_id, {literal(step.held_by)} AS held, ({leaves})::DATE AS until, won
    FROM (SELECT *, {room} AS room,
            max_by(action_id, {each.order}) FILTER (WHERE {stays}) OVER {of} AS won
        FROM (SELECT action_id, customer_id, {each.columns}
            FROM {ROWS} WHERE {_counts(step)})
        {_earlier(step, given)})
    WHERE {each.loses.format("room")}"""  # noqa: S608
    )


def _earlier(step: Room, given: Given) -> str:
    """The dates on which each customer was spoken to before, the latest first.

    What was only told again, by another deadline, counts as it was told last; what was taken
    back does not count.
    """
    if not step.told:
        return "CROSS JOIN (SELECT NULL::DATE[] AS dates)"
    first = day_(given.day - timedelta(days=step.days - 1))
    within = f"date >= {first} AND date < {given.today}"
    return f"""LEFT JOIN (SELECT customer_id, list(date ORDER BY date DESC) AS dates
            FROM (SELECT action_id, customer_id, date FROM {given.past.earlier}
                ANTI JOIN ({_told_once_more(within, given)}) USING (action_id, date)
                WHERE {within} AND {_counts(step)}
                    AND customer_id IN (SELECT customer_id FROM {ROWS})) AS e
            ANTI JOIN ({_taken_back(within, given)}) AS g
                ON g.action_id = e.action_id AND g.date > e.date
            GROUP BY customer_id) USING (customer_id)"""  # noqa: S608


def _told_once_more(within: str, given: Given) -> str:
    """The actions, and the days, after which the next row only told the same again.

    What comes back says nothing of itself, or is of another attempt.
    """
    due = f"FROM {given.past.earlier} WHERE {within} AND {IS_DUE}"
    again = "record IS NOT NULL AND supersedes = action_id"
    return f"""SELECT action_id, date
            {due} AND action_id IN (SELECT action_id {due} AND {again})
            WINDOW later AS (PARTITION BY action_id ORDER BY date)
            QUALIFY lead(supersedes) OVER later = action_id
                AND lead(attempt) OVER later = attempt"""


def _taken_back(within: str, given: Given) -> str:
    """The actions that were taken back, and on which days; on the date, too.

    They are few. Of two million rows of a month it takes 0.06 s of CPU to leave them out so,
    and 0.27 s to look at what follows each row of an action.
    """
    told = f"SELECT action_id, date FROM {given.past.earlier} WHERE {within} AND {IS_GONE}"  # noqa: S608
    today = f"SELECT action_id, {given.today} FROM"
    return f"{told} UNION ALL {today} {ROWS} WHERE {IS_GONE} UNION ALL {today} {GONE}"


def _counts(step: Room) -> str:
    """Whether the window counts the action: a contact that was due, of its kind, not free."""
    parts = [IS_DUE, IS_CONTACT]
    if step.free:
        parts.append(f"category NOT IN {sql_list(step.free)}")
    if step.column:
        parts.append(f"{step.column} = {literal(step.value)}")
    return " AND ".join(parts)
