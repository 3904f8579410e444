"""Rules of which only one may act for a customer on a date."""

from __future__ import annotations

from careplay.engines.sql.settling.given import CONTEST, IS_DUE, ROWS, Given
from careplay.engines.sql.settling.losing import without
from careplay.planning.limits import Alone
from careplay.sources.columns import literal, sql_list


def statement(step: Alone, given: Given) -> str:
    """The rows; of the group, all but the actions of the first occasion are dropped."""
    of, begun, stays = "OVER (PARTITION BY customer_id)", "", "mine = first"
    first = f"min_by(mine, turn) {of}"
    if given.begun:
        begun, stays = "begun, ", "begun OR mine = first"
        first = f"coalesce(min_by(mine, turn) FILTER (WHERE begun) {of}, {first})"
    return without(
        f"""SELECT action_id, {literal(step.held_by)} AS held,
        NULL::DATE AS until, won
    FROM (SELECT action_id, {stays} AS stays,
            max_by(action_id, turn) FILTER (WHERE mine = first) {of} AS won
        FROM (SELECT action_id, customer_id, mine, turn, {begun}{first} AS first
            FROM (SELECT action_id, customer_id, (rule, occasion) AS mine, {begun}
                    row_number() OVER (PARTITION BY customer_id ORDER BY {CONTEST}) AS turn
                FROM {ROWS}
                WHERE {IS_DUE} AND customer_id <> '' AND rule IN {sql_list(step.rules)})))
    WHERE NOT stays"""  # noqa: S608
    )
