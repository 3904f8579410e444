"""What a customer never gets, or does not agree to, and what a mode holds back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from careplay.engines.sql.settling.given import IS_DUE, ROWS, Given
from careplay.engines.sql.settling.losing import without
from careplay.model.limits import Hold
from careplay.planning.limits import HoldBack
from careplay.sources.columns import day_, literal, quoted, sql_list


def statement(step: HoldBack, given: Given) -> str:
    """The rows; what is never done is dropped, as without consent; a mode puts off."""
    places = " ".join(f"WHEN {asked} THEN {place}" for place, asked in enumerate(_asked(step)))
    names = (literal(each.held_by) for each in step.parts)
    dropping = len(step.never) + len(step.consents)
    tomorrow = day_(given.day + timedelta(days=1))
    wait = any(mode.wait for mode in step.modes)
    waits = f""",
        record IS NULL AND {tomorrow} - first_told <= {_days(step)}[place + 1] AS waits"""
    return without(
        f"""SELECT action_id, [{", ".join(names)}][place + 1] AS held,
        CASE WHEN place >= {dropping} THEN {tomorrow} END AS until,
        NULL::VARCHAR AS won{waits if wait else ""}
    FROM (SELECT action_id, record, first_told, CASE {places} END AS place
        FROM {ROWS} JOIN ({_holds(step, given)}) USING (customer_id)
        WHERE {IS_DUE} AND customer_id <> ''{" AND NOT begun" if given.begun else ""})
    WHERE place IS NOT NULL""",  # noqa: S608
        waits=wait,
    )


def _days(step: HoldBack) -> str:
    """How many days each lets an action wait, from when it was first asked for."""
    days = (*((0,) * (len(step.never) + len(step.consents))), *(m.wait for m in step.modes))
    return f"[{', '.join(map(str, days))}]"


def _asked(step: HoldBack) -> Iterator[str]:
    """Whether each holds an action back: what is never done, consents, modes."""
    for each in step.never:
        yield _of(each.categories, Hold.NEVER, each.name, each.verbs)
    for consent in step.consents:
        yield _of((consent.category,), Hold.CONSENT, consent.fact)
    for mode in step.modes:
        yield _of(mode.hold, Hold.MODE, mode.mode)


def _of(categories: tuple[str, ...], kind: Hold, name: str, verbs: tuple[str, ...] = ()) -> str:
    hold = f"{{'kind': '{kind}', 'name': {literal(name)}}}"
    about = f"category IN {sql_list(categories)}"
    about = f"(verb IN {sql_list(verbs)} OR {about})" if verbs else about
    return f"{about} AND list_contains(holds, {hold})"


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
