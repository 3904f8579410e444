"""The kept days of a business, copied for a while: days are run on that nobody keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

from careplay.outputs.alone import HOLDER
from careplay.outputs.passing import PassingFolder
from careplay.pipeline.looking import looked_at


def copied_days(out: Path | None, business: str) -> PassingFolder:
    """A folder with the days that are kept; an empty one where none are, or none are wanted.

    Raises HistoryError where days are kept there all the while.
    """

    def copied() -> PassingFolder:
        folder = PassingFolder()
        home = None if out is None else out / business
        if home is not None and home.is_dir():
            shutil.copytree(home, folder.path / business, ignore=_of_this_moment)
        return folder

    return looked_at(out, business, copied)


def _of_this_moment(_: str, names: list[str]) -> set[str]:
    """What is there while somebody keeps a day."""
    return {HOLDER} & {*names}
