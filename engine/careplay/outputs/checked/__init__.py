"""What came of checking businesses: the value from which each report of it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from importlib import import_module
from pathlib import Path

from careplay.diagnostics import Diagnostic, with_source
from careplay.faults import CareplayError
from careplay.frozen import dataclass
from careplay.outputs import CHECK_ENDINGS, form_of
from careplay.outputs.files import replacement_of
from careplay.severity import Severity

FAULTY = 1
"""The exit code where something must be put right."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic, what it weighs, and whether it must be put right."""

    diagnostic: Diagnostic
    severity: Severity
    fails: bool


@dataclass(frozen=True, slots=True)
class CheckedBusiness:
    """A business that was checked."""

    folder: Path
    files: int
    rules: int | None
    """None where faults keep them from being known."""
    includes: tuple[str, ...] = ()
    """The shared files for which it was checked, where those were named."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is told of businesses, and what could not be checked."""

    findings: tuple[Finding, ...]
    """In order of business, file and place."""
    businesses: tuple[CheckedBusiness, ...] = ()
    unread: tuple[CareplayError, ...] = ()
    """Why businesses could not be checked at all."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The text of every file by the name diagnostics give it."""

    @property
    def exit_code(self) -> int:
        """What the command ends with: 0 where nothing must be put right."""
        if any(each.fails for each in self.findings):
            return FAULTY
        return next((each.exit_code for each in self.unread), 0)

    def of(self, severity: Severity) -> Iterator[Finding]:
        """What weighs so much."""
        return (each for each in self.findings if each.severity is severity)

    def shown(self, fault: Diagnostic) -> str:
        """The diagnostic above the line of the file that it speaks of, a caret at the place."""
        return with_source(fault, self.texts.get(fault.file, ""))

    def report(self, form: str = "text") -> str:
        """All of it as ``text`` for people, or as ``careplay.CHECK_REPORTS`` has it."""
        module = import_module(f"{__name__}.as_{form}")
        return str(module.report(self))

    def save(self, file: str | Path) -> Path:
        """Write it, whole or not at all, in the form of the file's ending.

        ``.json``, ``.sarif``, or ``.xml`` for JUnit. Raises OutputError where it cannot be
        written, or has another ending.
        """
        path = Path(file)
        form = form_of(path, CHECK_ENDINGS)
        with replacement_of(path) as part:
            part.write_text(self.report(form), encoding="utf-8", newline="\n")
        return path
