"""What several commands share: the date, and businesses that are free of faults."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

import careplay
from careplay.commands.diagnostics import show
from careplay.errors import CareplayError

if TYPE_CHECKING:
    from careplay import Bounds, Business


MOST = {
    "max_yaml": "Megabytes that a playbook may have.",
    "max_cell": "Megabytes that a cell, or a line of a text file, may have.",
    "max_cells": "Cells of a sheet that may be next to all empty.",
    "max_part": "Megabytes to which a part of a workbook may be unpacked.",
    "max_files": "Files and folders looked at to find those that a pattern means.",
}
"""The limits that keep what is too large from being read, each with its option."""
Option: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]
"""What adds an option to a command."""
DAY_WORDS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1}
"""What may stand in place of a date, and how many days after today it is."""
PATHS = ("path", "new", "old")
"""What commands call the folder of the business."""
BY_CLOCK = "careplay.by_clock"
SAVED = tuple(f".{each}" for each in sorted(careplay.FORMATS))
"""The endings of files that actions are saved in."""
MEMORY = re.compile(r"\d+(\.\d+)?\s*(%|[KMGT]i?B)", re.IGNORECASE)


def today() -> str:
    """Return the machine's date; the clock is read in this module, and nowhere else."""
    return datetime.now().astimezone().date().isoformat()


def now() -> str:
    """The machine's moment in UTC, to the second, for what is written down of who asked."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """The day that was written; what calendars do not know is wrong usage."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no date; write one such as 2026-11-21'
        raise click.BadParameter(message) from None
    first, last = careplay.FIRST_DAY, careplay.LAST_DAY
    if not first <= day <= last:
        message = f"{day} is beyond the calendars; days from {first} to {last} are known"
        raise click.BadParameter(message)
    return day


def _moment(_: click.Context, __: click.Parameter, text: str) -> datetime:
    """The moment that was written; what calendars do not know is wrong usage."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no moment; write one such as "2026-11-21 10:30"'
        raise click.BadParameter(message) from None
    _day(_, __, moment.date().isoformat())
    return moment


at_option = click.option(
    "--at",
    callback=_moment,
    default=now,
    metavar="MOMENT",
    help='When it is recorded, such as "2026-11-21 10:30".  [default: now]',
)


def _day_or_word(
    context: click.Context, parameter: click.Parameter, text: str | None
) -> date | str | None:
    """The day, or the word for one, of which the business's clocks say which it is."""
    return text if text in DAY_WORDS else _day(context, parameter, text)


def date_option(command: Callable[..., None]) -> Callable[..., None]:
    """``--date``: a day, or today or tomorrow by the clocks of the businesses in PATH."""

    @functools.wraps(command)
    def dated(*args: Any, **kwargs: Any) -> None:
        word = kwargs["day"]
        if isinstance(word, str):
            click.get_current_context().meta[BY_CLOCK] = True
            paths = [each for name in PATHS if (each := kwargs.get(name)) is not None]
            kwargs["day"] = _spoken(word, Path(paths[0]))
        command(*args, **kwargs)

    return click.option(
        "--date",
        "day",
        callback=_day_or_word,
        default=today,
        metavar="YYYY-MM-DD",
        help="The day; or today or tomorrow, by the business's timezone.  [default: today]",
    )(dated)


def is_by_clock() -> bool:
    """Whether the day that is asked for is what some clock says."""
    context = click.get_current_context()
    by_default = context.get_parameter_source("day") is ParameterSource.DEFAULT
    return by_default or BY_CLOCK in context.meta


def _spoken(word: str, path: Path) -> date:
    """The day by the clocks of every business there; wrong usage where they differ."""
    try:
        found = {each.business.timezone for each in careplay.examine(path) if each.business}
    except CareplayError:
        found = set()  # which the command tells itself
    zones: list[ZoneInfo | None] = [ZoneInfo(each) for each in sorted(found)]
    days = {datetime.now(UTC).astimezone(zone).date() for zone in zones or [None]}
    if len(days) > 1:
        message = f'it is not the same day everywhere in "{path}"; write --date YYYY-MM-DD'
        raise click.UsageError(message)
    return days.pop() + timedelta(days=DAY_WORDS[word])


def day_option(option: str, name: str, what: str, *, required: bool = True) -> Option:
    """An option that names a day, and that must be given unless told."""
    return click.option(
        option, name, callback=_day, required=required, metavar="YYYY-MM-DD", help=what
    )


until_option = click.option(
    "--until",
    callback=_day,
    metavar="YYYY-MM-DD",
    help="Also run every day after it up to this one, one after the other.",
)


customers_option = click.option(
    "--customers", metavar="SRC", help="Read customers from here instead."
)
events_option = click.option("--events", metavar="SRC", help="Read events from here instead.")


def kept_option(what: str) -> Option:
    """``--out``, of which is said what is kept there."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=f"{what}  [default: .careplay/actions in the business]",
    )


def save_option(what: str, endings: Sequence[str]) -> Option:
    """``--save``, of which is said what is written; wrong usage where the ending is another."""
    *others, last = endings
    known = " or ".join(filter(None, (", ".join(others), last)))

    def named(_: click.Context, __: click.Parameter, file: Path | None) -> Path | None:
        if file is not None and file.suffix.lower() not in endings:
            message = f'cannot tell the format of "{file}"; its name must end in {known}'
            raise click.BadParameter(message)
        return file

    return click.option(
        "--save",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        callback=named,
        help=f"{what}, whose name ends in {known}.",
    )


def shape_option(shapes: Iterable[str], what: str = "") -> Option:
    """``--format``, a table unless told."""
    return click.option(
        "--format",
        "shape",
        type=click.Choice(["table", *shapes]),
        default="table",
        show_default=True,
        help=what or "What standard output holds.",
    )


def limit_option(what: str) -> Option:
    """``--limit``, of which is said what is shown so often."""
    return click.option(
        "--limit", type=click.IntRange(0), default=20, show_default=True, help=what
    )


def first_given(given: Mapping[str, bool]) -> str:
    """The first of the options that is given; empty where none is."""
    return next((option for option, is_given in given.items() if is_given), "")


def _memory(_: click.Context, __: click.Parameter, text: str) -> str:
    """An amount of memory, as DuckDB takes it; wrong usage where it is none."""
    if not MEMORY.fullmatch(text):
        raise click.BadParameter(f'"{text}" is no amount of memory; write 4GB, or 50%')
    return text


def bounded(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which whoever runs a business says what it may take; as ``bounds``."""

    @functools.wraps(command)
    def taken(*args: Any, **kwargs: Any) -> None:
        told = {name: kwargs.pop(name) for name in ("memory", "temp", *MOST)}
        bounds = careplay.Bounds.allowing(kwargs.pop("allow"), **told)
        command(*args, bounds=bounds, **kwargs)

    for option in (
        *(
            click.option(
                f"--{name.replace('_', '-')}",
                type=click.IntRange(1),
                default=getattr(careplay.Bounds(), name),
                show_default=True,
                help=said,
            )
            for name, said in reversed(MOST.items())
        ),
        click.option(
            "--temp",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Where what does not fit into memory goes, in a folder of its own."
            "  [default: the system's]",
        ),
        click.option(
            "--memory",
            default=careplay.Bounds().memory,
            show_default=True,
            callback=_memory,
            metavar="SIZE",
            help="What the database may take of the machine's memory: 4GB, 50%.",
        ),
        click.option(
            "--allow",
            multiple=True,
            metavar="DIR",
            help="Tables of careplay.yaml may lie in this folder, too, or in this schema"
            " of PostgreSQL (postgresql:SCHEMA); may be repeated.",
        ),
    ):
        taken = option(taken)
    return taken


def demand_ids_apart(businesses: Iterable[Business]) -> None:
    """Two businesses of one id cannot both be kept below one folder: wrong usage."""
    known: dict[str, Path] = {}
    for each in businesses:
        if each.id in known:
            both = f'"{known[each.id]}" and "{each.folder}" are both called "{each.id}"'
            raise click.UsageError(f"{both}; they cannot both be kept in one --out")
        known[each.id] = each.folder


def sound_businesses(path: Path, bounds: Bounds) -> tuple[Business, ...]:
    """Every business under the path; faults are told and end the command."""
    examined = careplay.examine(path, bounds=bounds)
    if code := show(examined, err=True):
        raise SystemExit(code)
    return tuple(each.business for each in examined if each.business is not None)
