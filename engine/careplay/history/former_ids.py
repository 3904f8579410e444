"""Ids of an older careplay or of a step's former name, by which people say what became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.history.reading import former_ids_in
from careplay.history.renamed_steps import renamed_steps
from careplay.model.business import Business
from careplay.sources.columns import quoted
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

FORMER = "former_ids"


def make_former_ids(
    business: Business, day: date, files: Sequence[Path], loaded: Loaded
) -> str:
    """Make the relation of ``Past.former`` of the kept days; "" where there is none of it."""
    steps = any(rule.step for rule in business.rules) or renamed_steps(business, day)
    outcomes = [each for each in (loaded.outcomes, loaded.absent_outcomes) if each]
    if not (files and outcomes and steps):
        return ""
    connection = loaded.connection
    said = " UNION ALL ".join(f'SELECT "value" FROM {quoted(each)}' for each in outcomes)  # noqa: S608
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {FORMER} AS
        SELECT DISTINCT * FROM ({former_ids_in(connection, files, business, day)})
        WHERE former <> action_id AND former IN ({said})""")  # noqa: S608
    return FORMER if any_of(connection, FORMER, "true") else ""
