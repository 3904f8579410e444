"""What staff wrote of what they did, in words that nobody may say to a customer.

Looked through are the texts of events that say how a step or an action came out. What the
customer said stands in attributes called so (``words``, ``own_words``, ``said``), and is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.checks.word_lists import words_for
from careplay.meaning.folding import done_by
from careplay.model.actions import ACTION, OUTCOMES
from careplay.model.business import Business, Words
from careplay.model.types import Type
from careplay.sources import faults
from careplay.sources.columns import literal, sql_list
from careplay.sources.examining import ProfiledTable, list_rows
from careplay.sources.typed import SMALL

if TYPE_CHECKING:
    import duckdb

OF_CUSTOMERS = re.compile(r"words|said|原话|自述", re.IGNORECASE)
EXPECTED = "what can be done instead (S0-39 in docs/practices.md)"


def list_forbidden_words(
    connection: duckdb.DuckDBPyConnection, examined: ProfiledTable, business: Business
) -> None:
    """Every record of staff with a forbidden phrase becomes a reject; its event is kept."""
    words = words_for(business.language, business.words)
    raw, said = examined.raw, (literal(EXPECTED), literal(faults.FORBIDDEN))
    written = dict(_written(business)) if words.forbidden else {}
    held = _types_of(connection, examined) if written else None
    for name, types in written.items():
        form = examined.cells.get(name)
        if form is None or (held is not None and held.isdisjoint(types)):
            continue
        where = f"{raw.cell('type')} IN {sql_list(types)} AND {_says(form.text, words)}"
        list_rows(connection, raw, form, said, where)


def _types_of(
    connection: duckdb.DuckDBPyConnection, examined: ProfiledTable
) -> frozenset[str] | None:
    """The types that some row is of, as they are written; None where asking costs more."""
    if examined.rows > SMALL:
        return None
    told = f"SELECT DISTINCT {examined.raw.cell('type')} FROM {examined.raw.relation}"
    return frozenset(type_ for (type_,) in connection.execute(told).fetchall())


def _written(business: Business) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each attribute that staff write in words, with the event types that have it."""
    types = {
        type_
        for flow in business.flows.values()
        for version in flow.versions
        for type_ in done_by(flow, version)
    }
    found: dict[str, list[str]] = {}
    for type_ in sorted({*types, *OUTCOMES} & {*business.event_types}):
        for each in business.event_types[type_].attributes.values():
            if each.type is Type.TEXT and each.name != ACTION:
                found.setdefault(each.name, []).append(type_)
    for name, having in found.items():
        if not OF_CUSTOMERS.search(name):
            yield name, tuple(having)


def _says(text: str, words: Words) -> str:
    """Whether the text has one of the phrases outside of what is allowed, in SQL."""
    told = f"lower({text})"
    for allowed in words.allowed:
        told = f"replace({told}, {literal(allowed.lower())}, '○')"
    said = (f"contains({told}, {literal(word.lower())})" for word in words.forbidden)
    return f"coalesce({' OR '.join(said)}, false)"
