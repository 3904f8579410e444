"""The work that is open on a day: what it is asked for by, and what people are told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from careplay import frozen
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.business import Business, Person
from careplay.model.types import Scalar
from careplay.outputs.relation import Relation
from careplay.sources.columns import KEY, quoted

OPEN_COLUMNS: tuple[tuple[str, str], ...] = (
    ("due_on", "DATE"),
    ("days_late", "INTEGER"),
)
"""What is told of open work besides: the day on which it is to be done, later than it was due
where it was put off, and how many days ago that was."""

TOLD_COLUMNS = (*ACTION_COLUMNS, *OPEN_COLUMNS)


@frozen.dataclass(frozen=True, slots=True)
class OpenCount:
    """How many actions are open."""

    actions: int = 0
    late: int = 0
    """Those that should have been done on a day before; not what passed on the day itself."""
    absent: int = 0
    """For how many customers they are who are not in the table."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenWork:
    """The work of a business that is open at the end of a day."""

    business: Business
    date: dt.date
    actions: Relation
    """An action a row, as it was told last, with ``due_on`` and ``days_late`` behind what an
    action has; by person, the longest late first, then by the day on which it is to be done."""
    count: OpenCount
    staff: tuple[Person, ...] = ()
    own: bool = False
    """Whether it is the list of one person or one role, who see what is visible to them."""
    last_run: dt.date | None = None
    """The last day kept up to then; None where there is none: nobody was told anything."""
    whose: str | None = None
    """The person, role or store whose list it is; None: everybody's."""
    gone: Relation | None = None
    """What the same people had to do lately and have no more, where that was asked for."""
    _work: str = field(default="", repr=False)
    """What stands after FROM for the same work, with the day on which each was changed last."""
    _customers: str = field(default="", repr=False)
    """What stands after FROM for the facts of customers, on the connection of ``actions``."""
    expected: frozenset[str] = frozenset()
    """The ids of those that were not told yet, where the coming days were asked for."""

    def changed(self) -> Mapping[str, dt.date]:
        """The day on which something was last told or said of each action, by its id."""
        query = f"SELECT action_id, changed_on FROM {self._work}"  # noqa: S608
        return dict(self.actions.connection.execute(query).fetchall())

    def customers(self, facts: Sequence[str]) -> Mapping[str, tuple[Scalar | None, ...]]:
        """These declared facts, whole, of each customer whose work it is, by his key."""
        columns = ", ".join(map(quoted, facts))
        whose = f"SELECT customer_id FROM {self.actions.sql}"  # noqa: S608
        query = f"""SELECT {KEY}::VARCHAR, {columns or "NULL"} FROM {self._customers}
            WHERE {KEY}::VARCHAR IN ({whose})"""  # noqa: S608
        found = self.actions.connection.execute(query).fetchall()
        return {str(key): tuple(values[: len(facts)]) for key, *values in found}
