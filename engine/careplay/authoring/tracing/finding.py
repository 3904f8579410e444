"""The action that is meant: by its id, or by the code that people were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.model.actions import ACTION_COLUMNS, ActionRow
from careplay.outputs.relation import Relation
from careplay.outputs.shown import shown_rows
from careplay.pipeline.recording.told import TOLD, ToldActions
from careplay.sources.columns import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business, Person

COLUMNS = tuple(name for name, _ in ACTION_COLUMNS)
KEPT, MANY = "kept_action", 100


@dataclass(frozen=True, slots=True)
class KeptAction:
    """The kept rows of one action, in order of their days."""

    rows: tuple[ActionRow, ...]
    """As they are kept, with ``WHOLE_COLUMNS``."""
    shown: tuple[ActionRow, ...]
    """The same with ``ACTION_COLUMNS``, masked."""
    until: date
    """The last day that is looked at."""

    @property
    def day(self) -> date:
        """The day on which it first stood."""
        first: date = self.rows[0]["date"]
        return first


class NamedInDays:
    """What somebody calls an action by, looked up in the days that are kept up to one."""

    def __init__(
        self,
        business: Business,
        named: str,
        until: date,
        out: Path,
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        self._business, self._named, self._until = business, named, until
        self._connection = connection
        self._told = ToldActions(business, out, until, [named], connection)

    def demand_one(self, people: Sequence[Person]) -> str:
        """Its id; RecordingError where there is none, or each of several stores has one."""
        return self._told.named(self._named, people).action_id

    def kept(self) -> KeptAction:
        """Its rows: of several with one code, of the one that was told last."""
        mine = f"action_id = {literal(self.demand_one(()))} ORDER BY date, attempt NULLS FIRST"
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {quoted(KEPT)} AS SELECT * FROM {TOLD} WHERE {mine}"  # noqa: S608
        )
        found = Relation(self._connection, quoted(KEPT))
        shown = shown_rows(self._business, found, COLUMNS, MANY)
        return KeptAction(tuple(found), tuple(shown), self._until)
