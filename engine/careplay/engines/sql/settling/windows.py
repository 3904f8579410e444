"""How often a customer may be spoken to in so many days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import (
    CONTEST,
    IS_CONTACT,
    IS_DUE,
    ROWS,
    Given,
    day_,
    listed,
)
from careplay.engines.sql.settling.losing import without
from careplay.model.limits import Window
from careplay.model.rules import Category
from careplay.sources.columns import literal


def statements(given: Given) -> Iterator[str]:
    """The rows; those for which a window has no room are put off until it has."""
    for window in given.business.limits.windows:
        yield from without(_losers(window, given))


def _losers(window: Window, given: Given) -> str:
    """A customer's contacts that come too late: after as many as there is room for.

    The day on which there is room again: the earliest of the ``most`` latest contacts, the
    date's own included, leaves the window.
    """
    days = f"{window.days} day{'s' * (window.days != 1)}"
    held = literal(f"{window.of} {days}: {window.most}")
    room, of = (
        f"greatest({window.most} - coalesce(len(dates), 0), 0)",
        "(PARTITION BY customer_id)",
    )
    nth = f"dates[least(len(dates), {window.most})]"
    leaves = f"coalesce({nth}, {given.today}) + {window.days}" if window.most else "NULL::DATE"
    return f"""SELECT action_id, {held} AS held, ({leaves})::DATE AS until, won
    FROM (SELECT *, {room} AS room,
            max_by(action_id, turn) FILTER (WHERE turn <= {room}) OVER {of} AS won
        FROM (SELECT action_id, customer_id,
                row_number() OVER (PARTITION BY customer_id ORDER BY {CONTEST}) AS turn
            FROM {ROWS} WHERE {_counts(window, given)})
        {_earlier(window, given)})
    WHERE turn > room"""  # noqa: S608


def _earlier(window: Window, given: Given) -> str:
    """The dates on which each customer was spoken to before, the latest first."""
    if not given.past.earlier or window.days < 2:
        return "CROSS JOIN (SELECT NULL::DATE[] AS dates)"
    first = day_(given.day - timedelta(days=window.days - 1))
    return f"""LEFT JOIN (SELECT customer_id, list(date ORDER BY date DESC) AS dates
            FROM {given.past.earlier}
            WHERE date >= {first} AND date < {given.today} AND {_counts(window, given)}
                AND customer_id IN (SELECT customer_id FROM {ROWS})
            GROUP BY customer_id) USING (customer_id)"""  # noqa: S608


def _counts(window: Window, given: Given) -> str:
    """Whether the window counts the action: a contact that was due, of its kind, not free."""
    free = given.business.limits.free
    parts = [IS_DUE, IS_CONTACT]
    if free:
        parts.append(f"category NOT IN {listed(free)}")
    if window.of != "contacts":
        told = "category" if window.of in set(Category) else "channel"
        parts.append(f"{told} = {literal(window.of)}")
    return " AND ".join(parts)
