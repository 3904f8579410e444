"""The sheets that people work by: made of open work, and written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.interface.checking import PathLike

if TYPE_CHECKING:
    from careplay.outputs.open_work import OpenWork
    from careplay.outputs.sheets.sheet import TaskSheet


def sheets(work: OpenWork, *, unmasked: bool = False) -> tuple[TaskSheet, ...]:
    """A task sheet of each person whose work it is, by id, then of roles that nobody has.

    Each is the list of one person: what is personal is masked, but for what is ``visible_to``
    the role of an action. ``unmasked``: nothing is, once it is written down by ``unmasked``.

    Raises HistoryError where a kept day cannot be read.
    """
    from careplay.outputs.sheets.making import sheets_of  # noqa: PLC0415 - heavy

    return sheets_of(work, unmasked=unmasked)


def save_sheets(
    sheets: Iterable[TaskSheet], folder: PathLike, form: str = "html"
) -> tuple[Path, ...]:
    """Write each sheet into the folder, whole or not at all; return the files.

    ``form``: one of ``SHEETS``. A file is named by day, business and person, and takes the
    place of a former one of that name.

    Raises OutputError where one cannot be written, or there is no such form.
    """
    from careplay.outputs.sheets.filing import save  # noqa: PLC0415 - seldom

    return save(tuple(sheets), Path(folder), form)
