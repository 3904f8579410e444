"""What a span of days would tell: who has how much to do, rule by rule and day by day."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

from careplay.frozen import dataclass
from careplay.model.business import Business, Person
from careplay.outputs import form_of
from careplay.outputs.files import replacement_of

FORMS = ("text", "csv", "json")
ENDINGS = {".csv": "csv", ".json": "json"}
"""The form of a file by its ending."""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How many actions a person is given on a day, and how many he may be."""

    date: dt.date
    person: str | None
    """None: nobody was found for the role."""
    role: str
    told: int
    capacity: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether no more may be given him."""
        return self.capacity is not None and self.told >= self.capacity


@dataclass(frozen=True, slots=True)
class RuleForecast:
    """What becomes of the actions of a rule in the whole span."""

    rule: str
    told: int = 0
    deferred: int = 0
    """How often one was put off to another day."""
    dropped: int = 0
    held: tuple[tuple[str, int], ...] = ()
    """How often each limit held one, the most often first."""
    longest: int = 0
    """How often one and the same was put off, at most."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A span of days of a business, each with the memory of those before it."""

    business: Business
    days: tuple[dt.date, ...]
    all_done: bool
    """Whether all that is told is assumed to be done when it is due; else nothing is."""
    loads: tuple[DayLoad, ...]
    """In order of date, then of person and role."""
    rules: tuple[RuleForecast, ...]
    """Those that tell anything or are held, in order of the playbooks."""
    quiet: tuple[str, ...]
    """The rules that tell nothing and are held by nothing."""
    gifts: tuple[tuple[str, int], ...] = ()
    """How many of each gift, by its title."""
    staff: tuple[Person, ...] = ()

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` for people or as ``json``, or the loads as ``csv``."""
        module = import_module(f"careplay.outputs.forecast_{form}")
        return str(module.report(self))

    def save(self, file: str | Path) -> Path:
        """Write it, whole or not at all, in the form of the file's ending: .csv or .json.

        Raises OutputError where it cannot be written, or has another ending.
        """
        path = Path(file)
        form = form_of(path, ENDINGS)
        # Without its mark Excel shows Chinese as noise.
        encoding = "utf-8-sig" if form == "csv" else "utf-8"
        with replacement_of(path) as part:
            part.write_text(self.report(form), encoding=encoding, newline="")
        return path
