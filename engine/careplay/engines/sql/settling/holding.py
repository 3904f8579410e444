"""Contacts to which a customer does not agree, and those that a mode holds back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import IS_CONTACT, IS_DUE, ROWS, Given
from careplay.engines.sql.settling.losing import without
from careplay.model.limits import Hold
from careplay.planning.limits import HoldBack
from careplay.sources.columns import day_, literal, quoted, sql_list


def statement(step: HoldBack, given: Given) -> str:
    """The rows; the first consent that is wanting drops one, the first mode puts it off."""
    places = " ".join(f"WHEN {asked} THEN {place}" for place, asked in enumerate(_asked(step)))
    held_by = (
        *(each.held_by for each in step.consents),
        *(each.held_by for each in step.modes),
    )
    names = map(literal, held_by)
    tomorrow = day_(given.day + timedelta(days=1))
    return without(
        f"""SELECT action_id, [{", ".join(names)}][place + 1] AS held,
        CASE WHEN place >= {len(step.consents)} THEN {tomorrow} END AS until,
        NULL::VARCHAR AS won
    FROM (SELECT action_id, CASE {places} END AS place
        FROM {ROWS} JOIN ({_holds(step, given)}) USING (customer_id)
        WHERE {IS_DUE} AND {IS_CONTACT}{" AND NOT begun" if given.begun else ""})
    WHERE place IS NOT NULL"""  # noqa: S608
    )


def _asked(step: HoldBack) -> Iterator[str]:
    """Whether each consent, then each mode, holds an action back."""
    for consent in step.consents:
        yield _of((consent.category,), Hold.CONSENT, consent.fact)
    for mode in step.modes:
        yield _of(mode.hold, Hold.MODE, mode.mode)


def _of(categories: tuple[str, ...], kind: Hold, name: str) -> str:
    hold = f"{{'kind': '{kind}', 'name': {literal(name)}}}"
    return f"category IN {sql_list(categories)} AND list_contains(holds, {hold})"


def _holds(step: HoldBack, given: Given) -> str:
    """Of each customer in question, all that holds."""
    customers = f"customer_id IN (SELECT customer_id FROM {ROWS})"  # noqa: S608
    parts = [f"SELECT customer_id, kind, name FROM {quoted(given.holds)}"]  # noqa: S608
    if step.told:
        parts += [
            f"SELECT customer_id, '{Hold.MODE}', mode FROM {given.past.modes} "  # noqa: S608
            f"WHERE mode = {literal(mode.mode)} "
            f"AND date >= {day_(given.day - timedelta(days=mode.days))}"
            for mode in step.modes
            if mode.days
        ]
    every = " UNION ALL ".join(parts)
    return f"""SELECT customer_id, list({{'kind': kind, 'name': name}}) AS holds
            FROM ({every}) WHERE {customers} GROUP BY customer_id"""  # noqa: S608
