"""The days of a business that are kept whole: ``OUT/BUSINESS/date=D/actions.parquet``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from careplay.faults import HistoryError
from careplay.model.business import Business
from careplay.outputs.aged import aged_in
from careplay.outputs.partition import ACTIONS
from careplay.outputs.whole_day import PREFIX, whole_in


def usual_place(business: Business) -> Path:
    """The folder that its days are kept in unless another is told."""
    return business.folder / ".careplay" / "actions"


def kept_days(out: Path, business: str) -> dict[date, Path]:
    """Each day on which a run was made and its actions, in order of date.

    What else the day keeps lies beside them. Days that were let go for their age are none.
    """
    folder = out / business
    aged = aged_in(folder)
    try:
        found = sorted(_days(folder)) if folder.is_dir() else []
        return {day: file for day, file in found if aged is None or day > aged.last}
    except OSError as fault:
        message = f'cannot look into "{folder}": {fault.strerror}; may this user read it?'
        raise HistoryError(message) from fault


def others_kept(out: Path, business: str) -> tuple[str, ...]:
    """The other businesses of which days are kept beside, where none is of this one."""
    return () if kept_days(out, business) else kept_beside(out, business)


def kept_beside(out: Path, business: str) -> tuple[str, ...]:
    """The other ids of which days are kept: of other businesses, or this one's former."""
    if not out.is_dir():
        return ()
    names = sorted(each.name for each in out.iterdir() if each.is_dir())
    return tuple(each for each in names if each != business and kept_days(out, each))


def _days(folder: Path) -> Iterator[tuple[date, Path]]:
    for each in folder.iterdir():
        day = _day(each.name)
        # A run that was stopped before it had written everything was none.
        if day is not None and (place := _kept_in(each)) is not None:
            yield day, place / ACTIONS


def is_day(name: str) -> bool:
    """Whether a folder of that name is that of a day."""
    return _day(name) is not None


def _kept_in(folder: Path) -> Path | None:
    """Where the day lies, which an older careplay kept without a manifest; None: nowhere."""
    found = whole_in(folder)
    return folder if found is None and (folder / ACTIONS).is_file() else found


def _day(name: str) -> date | None:
    """The day that a folder's name tells; None for a folder of something else."""
    if not name.startswith(PREFIX):
        return None
    try:
        return date.fromisoformat(name.removeprefix(PREFIX))
    except ValueError:
        return None
