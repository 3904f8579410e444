"""Contacts to which a customer does not agree, and those that a mode holds back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import (
    IS_CONTACT,
    IS_DUE,
    ROWS,
    Given,
    day_,
    listed,
)
from careplay.engines.sql.settling.losing import without
from careplay.sources.columns import literal, quoted


def statements(given: Given) -> Iterator[str]:
    """The rows; the first consent that is wanting drops one, the first mode puts it off."""
    limits = given.business.limits
    if not (limits.consents or limits.modes):
        return
    held = " ".join(
        (
            *(_when((each.category,), f"consent {each.fact}") for each in limits.consents),
            *(_when(each.hold, f"mode {each.name}") for each in limits.modes),
        )
    )
    tomorrow = day_(given.day + timedelta(days=1))
    yield from without(
        f"""SELECT action_id, held,
        CASE WHEN starts_with(held, 'mode ') THEN {tomorrow} END AS until, NULL::VARCHAR AS won
    FROM (SELECT action_id, CASE {held} END AS held
        FROM {ROWS} JOIN ({_holds(given)}) USING (customer_id)
        WHERE {IS_DUE} AND {IS_CONTACT})
    WHERE held IS NOT NULL"""  # noqa: S608
    )


def _when(categories: tuple[str, ...], hold: str) -> str:
    told = literal(hold)
    return f"WHEN category IN {listed(categories)} AND list_contains(holds, {told}) THEN {told}"


def _holds(given: Given) -> str:
    """Of each customer in question, all that holds."""
    customers = f"customer_id IN (SELECT customer_id FROM {ROWS})"  # noqa: S608
    parts = [f"SELECT customer_id, hold FROM {quoted(given.found.today.holds)}"]  # noqa: S608
    lasting = [mode for mode in given.business.limits.modes if mode.days]
    if given.past.modes:
        parts += [
            f"SELECT customer_id, {literal(f'mode {mode.name}')} FROM {given.past.modes} "  # noqa: S608
            f"WHERE mode = {literal(mode.name)} "
            f"AND date >= {day_(given.day - timedelta(days=mode.days))}"
            for mode in lasting
        ]
    every = " UNION ALL ".join(parts)
    return f"""SELECT customer_id, list(hold) AS holds FROM ({every})
            WHERE {customers} GROUP BY customer_id"""  # noqa: S608
