"""A folder for what is read for a while and kept by nobody."""

from __future__ import annotations

import weakref
from pathlib import Path

from careplay.sources.passing_folders import new_folder, remove_folder


class PassingFolder:
    """A new folder that is removed with all that is in it, once nothing holds this."""

    def __init__(self, within: Path | None = None) -> None:
        made = new_folder(within)
        self.path, _ = made
        weakref.finalize(self, remove_folder, made)
