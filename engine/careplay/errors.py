"""What careplay raises on purpose: every one of them is a CareplayError.

Anything else that comes out of careplay is a fault of careplay itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from careplay.diagnostics import Diagnostic
from careplay.faults import (
    CareplayError,
    DataFaultError,
    EngineError,
    HistoryError,
    NothingToRunError,
    OutputError,
    ParameterError,
    RecordingError,
    SourceError,
)

if TYPE_CHECKING:
    from careplay.pipeline.examining import Examined

__all__ = [
    "CareplayError",
    "DataFaultError",
    "EngineError",
    "HistoryError",
    "NothingToRunError",
    "OutputError",
    "ParameterError",
    "PlaybookError",
    "RecordingError",
    "SourceError",
    "UsageError",
]


class PlaybookError(CareplayError):
    """A business has faults, or holds what the engine cannot say; each is a diagnostic."""

    exit_code = 1

    def __init__(
        self, diagnostics: Sequence[Diagnostic], examined: Sequence[Examined] = ()
    ) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = tuple(diagnostics)
        self.examined = tuple(examined)
        """What was examined, where that is known: it shows each with its line."""

    def __str__(self) -> str:
        """Return the diagnostics, each on a line of its own."""
        return "\n".join(map(str, self.diagnostics))


class UsageError(CareplayError, ValueError):
    """A function was asked for what it does not do; the message says what it takes."""

    exit_code = 2
