"""Cells as they are written, read back from the files by their places."""

from __future__ import annotations

import re
from pathlib import Path

from careplay.bounds import MEGABYTE, Bounds
from careplay.diagnostics import NOWHERE, Position, shortened
from careplay.pipeline.whole_files import whole_file
from careplay.reading.encoding import decoded

LONGEST = 80
"""A longer text is cut."""


class WrittenCells:
    """The text at places of a business's files; each file is read once."""

    def __init__(self, bounds: Bounds) -> None:
        self._most = bounds.max_yaml * MEGABYTE
        self._lines: dict[str, list[str]] = {}

    def at(self, file: str, at: Position) -> str:
        """What stands there, on one line; empty where that is not known or cannot be read."""
        if not file or at == NOWHERE or at.end is None:
            return ""
        first, (last, end) = at.line, at.end
        lines = self._of(file)[first - 1 : last]
        if not lines:
            return ""
        if len(lines) == last - first + 1:
            lines[-1] = lines[-1][: end - 1]
        lines[0] = lines[0][at.column - 1 :]
        return shortened(" ".join(" ".join(lines).split()), LONGEST)

    def _of(self, file: str) -> list[str]:
        if file not in self._lines:
            self._lines[file] = self._read(file)
        return self._lines[file]

    def _read(self, file: str) -> list[str]:
        try:
            data, _ = whole_file(Path(file), self._most)
        except (OSError, ValueError):
            return []
        text, fault = decoded(data, self._most)
        return [] if fault else re.split(r"\r\n|\r|\n", text)
