"""What was read of a business's tables: the value that ``careplay data`` shows."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.sources.faults import DataFault
from careplay.sources.notes import DataNote
from careplay.sources.surveying import SurveyedTable, Unjoined


@dataclass(frozen=True, slots=True)
class DataSurvey:
    """The tables of a business as they were read; ``str`` is what the command prints."""

    business: Business
    tables: tuple[SurveyedTable, ...]
    """Customers, events, and staff where there are any."""
    months: Mapping[str, Mapping[str, int]]
    """By event type, its months (``2026-11``) and how many events each has."""
    unjoined: tuple[Unjoined, ...]
    """What names a customer or a person whom no table holds."""
    without_events: int
    """Customers of whom nothing is known to have happened."""
    faults: tuple[DataFault, ...] = ()
    """The first of each kind, which tell how many there are."""
    notes: tuple[DataNote, ...] = ()

    def __str__(self) -> str:
        """The text for people, without its last line end."""
        return self.report().rstrip("\n")

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` for people, or as ``json`` for programs."""
        module = import_module(f"careplay.outputs.surveyed_{form}")
        return str(module.report(self))
