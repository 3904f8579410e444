"""Whether a search through folders comes to an end: links may lead around in a circle."""

from __future__ import annotations

import os
from pathlib import Path

from careplay.faults import SourceError


def demand_end(top: Path, most: int) -> None:
    """SourceError where a link leads back to where it lies in, or where there is too much."""
    looked_at = 0
    waiting: list[tuple[str, tuple[str, ...]]] = [(str(top), (os.path.realpath(top),))]
    while waiting:
        folder, above = waiting.pop()
        for entry in _entries(folder):
            looked_at += 1
            if looked_at > most:
                message = f'"{top}" holds more than {most:,} files and folders; --max-files'
                raise SourceError(f"{message} raises what is looked at")
            if not entry.is_dir():
                continue
            real = os.path.realpath(entry.path)
            if real in above:
                raise SourceError(
                    f'the link "{entry.path}" leads around to "{real}"; remove it'
                )
            waiting.append((entry.path, (*above, real)))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in the folder; nothing of one that cannot be looked into, as patterns have it."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []
