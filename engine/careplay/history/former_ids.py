"""Ids that an older careplay gave, as far as people say by them what became of an action."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.history.reading import former_ids_in
from careplay.model.business import Business
from careplay.sources.columns import quoted
from careplay.sources.querying import any_of

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

FORMER = "former_ids"


def make_former_ids(business: Business, files: Sequence[Path], loaded: Loaded) -> str:
    """Make the relation of ``Past.former`` of the kept days; "" where there is none of it."""
    outcomes = [each for each in (loaded.outcomes, loaded.absent_outcomes) if each]
    if not (files and outcomes and any(rule.step for rule in business.rules)):
        return ""
    connection = loaded.connection
    said = " UNION ALL ".join(f'SELECT "value" FROM {quoted(each)}' for each in outcomes)  # noqa: S608
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {FORMER} AS
        SELECT DISTINCT * FROM ({former_ids_in(connection, files, business)})
        WHERE former <> action_id AND former IN ({said})""")  # noqa: S608
    return FORMER if any_of(connection, FORMER, "true") else ""
