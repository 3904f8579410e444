"""What came of stories that were played: the value from which each report of them is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from importlib import import_module
from pathlib import Path

from careplay.diagnostics import Diagnostic, Position, with_source
from careplay.faults import CareplayError
from careplay.frozen import dataclass
from careplay.outputs import REPORT_ENDINGS, form_of
from careplay.outputs.coverage import Coverage, CoverageMinimum, KindCount
from careplay.outputs.files import replacement_of

FAULTY, OTHERWISE = 1, 6
"""Exit codes: something written is at fault; a story came otherwise than it is told, an
invariant is broken, or less is reached than is to be."""


@dataclass(frozen=True, slots=True)
class StoryResult:
    """What came of one story."""

    business: str
    file: str
    story: str
    title: str
    days: tuple[dt.date, ...]
    position: Position
    otherwise: tuple[Diagnostic, ...] = ()
    """What came otherwise than it is told, in order of day and place."""

    @property
    def met(self) -> bool:
        """Whether all came as it is told."""
        return not self.otherwise


@dataclass(frozen=True, slots=True)
class InvariantResult:
    """What came of one invariant."""

    business: str
    file: str
    invariant: str
    title: str
    position: Position
    in_stories: int
    """For how many customers of stories and tests it was asked, once a day."""
    in_data: int | None = None
    """Likewise of the data; None where they were not asked."""
    broken: tuple[Diagnostic, ...] = ()
    """How it was broken, by the smallest customer of stories and by one of the data."""

    @property
    def held(self) -> bool:
        """Whether nothing broke it."""
        return not self.broken


@dataclass(frozen=True, slots=True)
class Tested:
    """Stories that were played, and what was in the way of others."""

    stories: tuple[StoryResult, ...]
    """In order of business, file and place."""
    faults: tuple[Diagnostic, ...] = ()
    """What is wrong with playbooks and with files of stories, whose stories were not played."""
    unread: tuple[CareplayError, ...] = ()
    """Why businesses could not be examined."""
    without: tuple[Path, ...] = ()
    """Folders of businesses that have no stories."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The text of every file by the name diagnostics give it."""
    coverage: tuple[Coverage, ...] = ()
    """What the stories of each business reach, where that was asked."""
    minimum: tuple[CoverageMinimum, ...] = ()
    """What they are to reach at least."""
    suggested: str = ""
    """The cases at limits that stories lack, as YAML, where that was asked."""
    invariants: tuple[InvariantResult, ...] = ()
    """In order of business, file and place."""

    @property
    def below(self) -> tuple[tuple[str, KindCount], ...]:
        """Of which businesses less is reached than is to be, with the counts of the kinds."""
        found = (each for least in self.minimum for each in least.below(self.coverage))
        return tuple(dict.fromkeys(found))

    @property
    def exit_code(self) -> int:
        """What the command ends with: 0 where all came as told and held."""
        if self.faults:
            return FAULTY
        broken = not all(each.held for each in self.invariants)
        if broken or self.below or not all(each.met for each in self.stories):
            return OTHERWISE
        return next((each.exit_code for each in self.unread), 0)

    def shown(self, fault: Diagnostic) -> str:
        """The diagnostic above the line of the file that it speaks of, a caret at the place."""
        return with_source(fault, self.texts.get(fault.file, ""))

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` for people, as ``json``, or as ``junit``."""
        module = import_module(f"careplay.outputs.tested_{form}")
        return str(module.report(self))

    def save(self, file: str | Path) -> Path:
        """Write it, whole or not at all, in the form of the file's ending: .json or .xml.

        Raises OutputError where it cannot be written, or has another ending.
        """
        path = Path(file)
        form = form_of(path, REPORT_ENDINGS)
        with replacement_of(path) as part:
            part.write_text(self.report(form), encoding="utf-8", newline="\n")
        return path
