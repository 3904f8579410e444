"""Invariants held against the data of a business, day by day; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from careplay.authoring.guarding import Breach, Guard
from careplay.outputs.partition import kept_relation
from careplay.outputs.passing import PassingFolder
from careplay.pipeline.running import Choices, load, run_loaded
from careplay.sources.connecting import connect
from careplay.sources.querying import mappings_of

COLUMNS = "rule, verb, category, channel, role, owner, status, customer_id"


def held_on(
    guard: Guard, days: Sequence[date], engine: str, began: Callable[[str], None]
) -> tuple[int, tuple[Breach, ...]]:
    """For how many customers they were asked, once a day, and what broke them.

    Each day is run with the memory of those before it, and the first without. Raises what a
    run does.
    """
    folder, business = PassingFolder(), guard.business
    choices = Choices(engine, out=folder.path)
    loaded = load(business, days, choices, connect(business.bounds), began)
    tried, found = 0, list[Breach]()
    for day in days:
        seen = guard.seen(day, loaded, choices)
        (ran,) = run_loaded(business, (day,), loaded, choices, began)
        kept = kept_relation(ran.file) if ran.file else ran.actions.sql
        due = f"""SELECT {COLUMNS} FROM {kept}
            WHERE status = 'due' AND customer_id IS NOT NULL ORDER BY customer_id, rule"""  # noqa: S608
        held = guard.held(day, mappings_of(loaded.connection, due), seen)
        tried += len(held.tried)
        found += (replace(each, where="in the data") for each in held.breaches)
    return tried, tuple(found)
