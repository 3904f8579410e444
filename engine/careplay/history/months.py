"""Months of kept days in one file each, for a thousand small files are slow to open.

``OUT/BUSINESS/months/2026-06.parquet`` holds the actions of the days of June, in their order;
``2026-06.json`` names each day with the digest of its manifest, and the file with its own. They
say nothing of their own: where other days are kept than those named, they are read themselves,
and the next run binds them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay.faults import HistoryError
from careplay.frozen import dataclass
from careplay.history.kept import kept_days
from careplay.history.reading import damaged, have_one_shape
from careplay.history.soundness import are_sound, demand_sound, manifest_beside
from careplay.outputs.bound_month import bound_month
from careplay.outputs.manifest import mark_of
from careplay.outputs.partition import MONTHS, kept_relation, month_file
from careplay.outputs.whole_day import day_folder_of

if TYPE_CHECKING:
    import duckdb

KeptDays: TypeAlias = Mapping[date, Path]
"""Kept days and their actions, in order of date."""

MOST_BYTES = 16 * 2**20
"""Larger days are not bound: their rows take the time, not the opening of their files."""


@dataclass(frozen=True, slots=True)
class UnboundMonth:
    """A month that is to be bound."""

    file: Path
    relation: str
    """The actions of its days."""
    days: str
    """Which they are, as they are kept now."""


@dataclass(frozen=True, slots=True)
class ToBind:
    """What differs between the months that are bound and the days that are kept."""

    outdated: tuple[Path, ...]
    """The files of months whose days are others by now."""
    unbound: tuple[UnboundMonth, ...]


def files_of(days: KeptDays, chosen: Iterable[date]) -> list[Path]:
    """The files that hold the chosen ones of the kept days, in order; of a whole month one.

    HistoryError where one is not as it was kept.
    """
    asked = frozenset(chosen)
    wanted = {day: file for day, file in days.items() if day in asked}
    bound = _bound(own for own in _months(days) if own.keys() <= wanted.keys())
    found: list[Path] = []
    for own in _months(wanted):
        if _month(own) in bound:
            demand_sound_month(bound[_month(own)])
            found.append(bound[_month(own)])
        else:
            demand_sound(own.values())
            found += own.values()
    return found


def bound_months(business: str, out: Path) -> list[Path]:
    """The files of the months that are bound as they are now."""
    return [*_bound(_months(kept_days(out, business))).values()]


def to_bind(business: str, out: Path, connection: duckdb.DuckDBPyConnection) -> ToBind:
    """What is to be done that the months before that of the last kept day are bound."""
    months = [*_months(kept_days(out, business))]
    bound = _bound(months[:-1])
    files = sorted((out / business / MONTHS).glob("*"))
    return ToBind(
        tuple(each for each in files if each.with_suffix(".parquet") not in bound.values()),
        tuple(
            UnboundMonth(_file_of(own), kept_relation(*own.values()), _named(own))
            for own in months[:-1]
            if _month(own) not in bound and _is_worth_it([*own.values()], connection)
        ),
    )


def _months(days: KeptDays) -> Iterator[KeptDays]:
    for _, each in groupby(days.items(), lambda kept: _first(kept[0])):
        yield dict(each)


def _first(day: date) -> date:
    return day.replace(day=1)


def _month(days: KeptDays) -> date:
    return _first(next(iter(days)))


def _file_of(days: KeptDays) -> Path:
    """Where the days, of one month, are bound."""
    folder = day_folder_of(next(iter(days.values()))).parent
    return month_file(folder.parent, folder.name, _month(days))


def _named(days: KeptDays) -> str:
    """The days as they are kept now: by their manifests or, as there was none, their sizes."""
    manifests = ((day, file, manifest_beside(file)) for day, file in days.items())
    return " ".join(
        f"{day}:{found.identity if found else file.stat().st_size}"
        for day, file, found in manifests
    )


def _is_worth_it(files: Sequence[Path], connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether it is more than one small file, all as kept, with the columns of one careplay."""
    small = sum(file.stat().st_size for file in files if file.is_file()) <= MOST_BYTES
    several = len(files) > 1
    return several and small and are_sound(files) and have_one_shape(connection, files)


def _bound(months: Iterable[KeptDays]) -> Mapping[date, Path]:
    """The files of the months that are bound as they are now, each by its month's first day."""
    found = ((file, own) for own in months if (file := _file_of(own)).is_file())
    return {_month(own): file for file, own in found if _binds(file, own)}


def _binds(file: Path, days: KeptDays) -> bool:
    """Whether the file, by what stands beside it, holds those days as they are now."""
    found = bound_month(file)
    try:
        return (
            found is not None
            and found.file.size == file.stat().st_size
            and found.days == _named(days)
        )
    except (HistoryError, OSError):
        return False  # the days are read, and told


def damaged_months(business: str, out: Path) -> Iterator[Path]:
    """The files of bound months that are not what was bound."""
    for file in bound_months(business, out):
        try:
            demand_sound_month(file)
        except HistoryError:
            yield file


def demand_sound_month(file: Path) -> None:
    """HistoryError where a bound month is not what was bound."""
    found = bound_month(file)
    try:
        sound = found is not None and mark_of(file) == found.file
    except OSError as fault:
        raise damaged(file) from fault
    if not sound:
        raise damaged(file)
