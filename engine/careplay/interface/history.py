"""What is kept of a business: shown, verified, and put right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.interface.checking import PathLike, sound
from careplay.interface.choices import DEFAULT_WAIT

if TYPE_CHECKING:
    from careplay.history import KeptHistory
    from careplay.model.business import Business
    from careplay.pipeline.repairing import Repair


def kept_history(
    business: Business | PathLike, out: PathLike, *, verify: bool = False
) -> KeptHistory:
    """All days of a business that are kept in a folder, what each stands on, and what is wrong.

    ``verify``: every file is read whole and held against what was kept; else only what is gone,
    and manifests that are damaged, are told.

    Raises PlaybookError where a path is given and the business there has faults; HistoryError
    where the folder cannot be read.
    """
    from careplay.pipeline.looking import looked_at  # noqa: PLC0415 - heavy

    known = sound(business)
    return looked_at(Path(out), known.id, lambda: _overview(known, Path(out), verify=verify))


def last_kept(business: Business | PathLike, out: PathLike) -> date | None:
    """The last day of a business that is kept in a folder; None where none is.

    Raises PlaybookError where a path is given and the business there has faults; HistoryError
    where the folder cannot be read.
    """
    from careplay import history  # noqa: PLC0415 - heavy

    return max(history.kept_days(Path(out), sound(business).id), default=None)


def repair(
    business: Business | PathLike, out: PathLike, *, do: bool = False
) -> tuple[Repair, ...]:
    """What is to be done that runs can go by what is kept; it is done where that is asked for.

    A day that is not as it was kept is set aside, and it, or one that is gone, is let go: runs
    do without it from then on. A bound month that is damaged is removed. What is whole again
    by the time that no run keeps days there is left alone, and not among what is done.

    Raises what ``kept_history`` does, and OutputError where a step cannot be done.
    """
    from careplay.pipeline.repairing import carry_out, repairs  # noqa: PLC0415 - seldom

    known = sound(business)
    home = Path(out) / known.id
    steps = repairs(kept_history(known, out, verify=True), home)
    if not do or not steps:
        return steps
    return carry_out(
        steps, lambda: _overview(known, Path(out), verify=True), home, DEFAULT_WAIT
    )


def _overview(business: Business, out: Path, *, verify: bool) -> KeptHistory:
    from careplay import history  # noqa: PLC0415 - heavy
    from careplay.sources.connecting import connect  # noqa: PLC0415 - heavy

    return history.overview(business.id, out, connect(), verify=verify)
