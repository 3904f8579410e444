"""What is wrong with kept days is put right, as far as that can be: each step is told first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import OutputError
from careplay.frozen import dataclass
from careplay.outputs.alone import alone
from careplay.outputs.bound_month import MARK
from careplay.outputs.let_go import let_go
from careplay.outputs.partition import day_folder, remove
from careplay.outputs.private import private_folder
from careplay.outputs.whole_day import complete_all

if TYPE_CHECKING:
    from careplay.history import KeptHistory

ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Repair:
    """A step, before it is done or after; ``str`` is a sentence."""

    day: date | None
    """The day it is about; None: a bound month."""
    file: Path
    """What is set aside, let go or removed."""
    what: str
    """The sentence."""

    def __str__(self) -> str:
        """The sentence."""
        return self.what


def repairs(found: KeptHistory, home: Path) -> tuple[Repair, ...]:
    """What is to be done that a run can go by what is kept."""
    return (*_of_days(found, home), *_of_months(found))


def carry_out(
    told: tuple[Repair, ...], look: Callable[[], KeptHistory], home: Path, wait: float
) -> tuple[Repair, ...]:
    """Do what was told, as far as it is still found while no run keeps days there; what it was.

    OutputError where a step cannot be done.
    """
    with alone(home, lambda: None, wait, "a repair"):
        with suppress(OutputError):  # what cannot be completed is told by the next run
            complete_all(home)
        found = look()
        done = tuple(each for each in repairs(found, home) if each in told)
        gone = {each.day for each in done if each.day is not None}
        for each in done:
            if each.day is None:
                remove(each.file)
                remove(each.file.with_suffix(MARK))
            elif each.file.exists():
                _set_aside(each.file, home / ASIDE)
        if gone:
            let_go({*gone, *found.let_go}, home)
    return done


def _of_days(found: KeptHistory, home: Path) -> Iterator[Repair]:
    again = "run it again to have it back: careplay run --date {}"
    for day in found.days:
        if day.wrong:
            folder = day_folder(home.parent, home.name, day.date)
            what = f"{day.date} is set aside in {ASIDE}/{folder.name} and let go"
            yield Repair(day.date, folder, f"{what}; {again.format(day.date)}")
    for gone, above in found.missing:
        folder = day_folder(home.parent, home.name, gone)
        what = f"{gone}, on which {above} stands, is let go"
        yield Repair(gone, folder, f"{what}; {again.format(gone)}")


def _of_months(found: KeptHistory) -> Iterator[Repair]:
    for file in found.months:
        what = f"{file.parent.name}/{file.name} is removed; the next run binds it anew"
        yield Repair(None, file, what)


def _set_aside(folder: Path, place: Path) -> None:
    """Move it there, beside what was set aside before."""
    names = (folder.name, *(f"{folder.name}.{number}" for number in range(2, 1000)))
    try:
        private_folder(place)
        free = next(place / each for each in names if not (place / each).exists())
        folder.rename(free)
    except OSError as fault:
        message = f'cannot set "{folder}" aside: {fault.strerror}; may this user write there?'
        raise OutputError(message) from fault
