"""What a run of a business and a date gives: the one value that all outputs take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careplay.engines.base import AssumedYear, CameLate, Odd, Undecided, Unowned
from careplay.model.business import Business, Person
from careplay.outputs.changes import Changed
from careplay.outputs.open_work import OpenCount
from careplay.outputs.relation import Relation
from careplay.outputs.report import Report, report
from careplay.sources.faults import DataFault, fault_lines
from careplay.sources.loaded import Counts
from careplay.sources.notes import DataNote


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A business's day: its actions, what could not be decided, and what was left out."""

    business: Business
    date: dt.date
    actions: Relation
    """One row an action, in the order in which people read them; see ``docs/running.md``."""
    rejects: Relation
    """``file, row, column, value, expected, code``: every fault of the data, a row each."""
    undecided: tuple[Undecided, ...] = ()
    """How many occasions of each rule stay open, and for want of which fact."""
    odd: tuple[Odd, ...] = ()
    """How many events of each flow came otherwise than it has them."""
    unowned: tuple[Unowned, ...] = ()
    """How many of the actions that are due have no owner, role by role."""
    assumed: tuple[AssumedYear, ...] = ()
    """The years whose working days are not published yet, and who counts them."""
    open: OpenCount = field(default_factory=OpenCount)
    """How much work is open at the end of the day, of this day and those before."""
    absent: int = 0
    """How many customers whom earlier days gave an action that is open are not in the table."""
    moved: int = 0
    """How many deadlines that people were told an edit moved."""
    forgotten: tuple[str, ...] = ()
    """The ids of other businesses whose days are kept here, where none of this one is."""
    notes: tuple[str, ...] = ()
    """What a reader of the actions should know, a sentence each."""
    data_notes: tuple[DataNote, ...] = ()
    """What is no fault of the data but worth telling, such as columns nobody declared; ``str``
    makes a sentence of each."""
    faults: tuple[DataFault, ...] = ()
    """The first few faults of each kind, with the total of the kind."""
    counts: Counts = field(default_factory=Counts)
    """How many rows were read, and how many of them were left out."""
    ran_with: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What playbooks, parameters and versions it ran with, as ``run.json`` holds it."""
    changed: Changed = field(default_factory=Changed)
    """What of that is otherwise than on the last kept day."""
    staff: tuple[Person, ...] = ()
    file: Path | None = None
    """Where all the actions are kept, if they were kept."""
    rejects_file: Path | None = None
    """Where all the faults of the data are kept, if there are any and they were kept."""
    report_file: Path | None = None
    """Where what the run has to say is kept for programs, if it was kept."""
    late: CameLate = field(default_factory=CameLate)
    """How many events came in after their own day was run."""
    let_go: tuple[dt.date, ...] = ()
    """The kept days that went for their age (``keep:``) once this one was kept."""

    def fault_lines(self) -> tuple[str, ...]:
        """The faults of the data, one a line; after the first few of a kind, how many more."""
        return tuple(fault_lines(self.faults))

    def report(self) -> Report:
        """What the run has to say beside the actions, as ``run.json`` holds it."""
        return report(self)
