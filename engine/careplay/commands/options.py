"""What several commands share: the date, and businesses that are free of faults."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from careplay.model.business import Business


FIRST_DAY, LAST_DAY = date(1900, 2, 1), date(2100, 12, 31)
"""The days that can be planned: the calendars know them, the day before, and a month more."""


def today() -> str:
    """Return the machine's date; the only place in careplay where the clock is read."""
    return datetime.now().astimezone().date().isoformat()


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """The day that was written; what calendars do not know is wrong usage."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no date; write one such as 2026-11-21'
        raise click.BadParameter(message) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        message = (
            f"{day} is beyond the calendars; days from {FIRST_DAY} to {LAST_DAY} are known"
        )
        raise click.BadParameter(message)
    return day


date_option = click.option(
    "--date",
    "day",
    callback=_day,
    default=today,
    metavar="YYYY-MM-DD",
    help="The day to plan.  [default: today]",
)

until_option = click.option(
    "--until",
    callback=_day,
    metavar="YYYY-MM-DD",
    help="Also run every day after it up to this one, one after the other.",
)


def apart(folders: Iterable[Path]) -> None:
    """Two businesses of one name cannot both be kept below one folder: wrong usage."""
    known: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name
        if name in known:
            both = f'"{known[name]}" and "{folder}" are both called "{name}"'
            raise click.UsageError(f"{both}; they cannot both be kept in one --out")
        known[name] = folder


def sound(path: Path) -> tuple[Business, ...]:
    """Every business under the path; faults are told and end the command."""
    from careplay.commands.diagnostics import show  # noqa: PLC0415
    from careplay.pipeline.examining import examine_all  # noqa: PLC0415

    examined = examine_all([path])
    if code := show(examined, err=True):
        raise SystemExit(code)
    return tuple(each.business for each in examined if each.business is not None)
