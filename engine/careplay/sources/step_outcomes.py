"""Events that say how a step of a flow came out, in a word that no version of it knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from careplay.meaning.folding import done_by
from careplay.model.business import Business
from careplay.model.flows import OUTCOME
from careplay.sources import faults
from careplay.sources.columns import literal, sql_list
from careplay.sources.examining import ProfiledTable, list_rows
from careplay.sources.wordings import one_of

if TYPE_CHECKING:
    import duckdb


def list_unknown_step_outcomes(
    connection: duckdb.DuckDBPyConnection, examined: ProfiledTable, business: Business
) -> None:
    """Every event with an outcome that is none of its step's becomes a reject; it is kept."""
    known = _known(business)
    if not known:
        return
    raw, form = examined.raw, examined.cells[OUTCOME]
    kind, told = raw.cell("type"), f"coalesce({form.text}, '')"
    where = " OR ".join(
        f"({kind} = {literal(type_)} AND {told} NOT IN {sql_list(words)})"
        for type_, words in known.items()
    )
    wanted = " ".join(
        f"WHEN {literal(type_)} THEN {literal(one_of(words))}" for type_, words in known.items()
    )
    said = f"CASE {kind} {wanted} END", literal(faults.NO_OUTCOME)
    list_rows(connection, raw, form, said, where)


def _known(business: Business) -> Mapping[str, tuple[str, ...]]:
    """By event type, the outcomes of its step; a version that has none asks for no word."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for flow in business.flows.values():
        for version in flow.versions:
            for type_, step in done_by(flow, version).items():
                found[type_] |= dict.fromkeys(outcome for outcome, _ in step.next)
    return {type_: tuple(words) for type_, words in found.items() if "" not in words}
