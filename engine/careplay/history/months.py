"""Months of kept days in one file each, for a thousand small files are slow to open.

``OUT/BUSINESS/months/2026-06.parquet`` holds the actions of the days of June, in their order,
and names each day with the size of its file. It says nothing of its own: where other days are
kept than those it names, they are read themselves, and the next run binds them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay.frozen import dataclass
from careplay.history.kept import kept_days
from careplay.history.reading import have_one_shape
from careplay.outputs.partition import MONTHS, kept_relation, month_file
from careplay.sources.columns import file_literal, literal

if TYPE_CHECKING:
    import duckdb

KeptDays: TypeAlias = Mapping[date, Path]
"""Kept days and their actions, in order of date."""

NAMED = "days"
"""Under this the file itself says which days it holds."""
MOST_BYTES = 16 * 2**20
"""Larger days are not bound: their rows take the time, not the opening of their files."""


@dataclass(frozen=True, slots=True)
class UnboundMonth:
    """A month that is to be bound."""

    file: Path
    relation: str
    """The actions of its days."""
    told: Mapping[str, str]
    """What the file says of itself."""


@dataclass(frozen=True, slots=True)
class ToBind:
    """What differs between the months that are bound and the days that are kept."""

    outdated: tuple[Path, ...]
    """The files of months whose days are others by now."""
    unbound: tuple[UnboundMonth, ...]


def files_of(
    days: KeptDays, chosen: Iterable[date], connection: duckdb.DuckDBPyConnection
) -> list[Path]:
    """The files that hold the chosen ones of the kept days, in order; of a whole month one."""
    asked = frozenset(chosen)
    wanted = {day: file for day, file in days.items() if day in asked}
    bound = _bound((own for own in _months(days) if own.keys() <= wanted.keys()), connection)
    found = (
        [bound[_month(own)]] if _month(own) in bound else [*own.values()]
        for own in _months(wanted)
    )
    return [file for files in found for file in files]


def bound_months(business: str, out: Path, connection: duckdb.DuckDBPyConnection) -> list[Path]:
    """The files of the months that are bound as they are now."""
    return [*_bound(_months(kept_days(out, business)), connection).values()]


def to_bind(business: str, out: Path, connection: duckdb.DuckDBPyConnection) -> ToBind:
    """What is to be done that the months before that of the last kept day are bound."""
    months = [*_months(kept_days(out, business))]
    bound = _bound(months, connection)
    files = sorted((out / business / MONTHS).glob("*.parquet"))
    return ToBind(
        tuple(each for each in files if each not in bound.values()),
        tuple(
            UnboundMonth(_file_of(own), kept_relation(*own.values()), {NAMED: _named(own)})
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
    folder = next(iter(days.values())).parent.parent
    return month_file(folder.parent, folder.name, _month(days))


def _named(days: KeptDays) -> str:
    return " ".join(f"{day}:{file.stat().st_size}" for day, file in days.items())


def _is_worth_it(files: Sequence[Path], connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether it is more than one small file, all with the columns of one careplay."""
    small = sum(file.stat().st_size for file in files) <= MOST_BYTES
    return len(files) > 1 and small and have_one_shape(connection, files)


def _bound(
    months: Iterable[KeptDays], connection: duckdb.DuckDBPyConnection
) -> Mapping[date, Path]:
    """The files of the months that are bound as they are now, each by its month's first day."""
    asked = {file: own for own in months if (file := _file_of(own)).is_file()}
    told = _told_in([*asked], connection) if asked else {}
    return {
        _month(own): file for file, own in asked.items() if told.get(str(file)) == _named(own)
    }


def _told_in(files: Sequence[Path], connection: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """The days that each file names; nothing of one that cannot be read."""
    import duckdb  # noqa: PLC0415 - heavy

    listed = ", ".join(file_literal(file) for file in files)
    query = f"""SELECT file_name, value FROM parquet_kv_metadata([{listed}])
        WHERE key = {literal(NAMED)}::BLOB"""  # noqa: S608
    try:
        found = connection.execute(query).fetchall()
    except duckdb.Error:
        singly = (_told_in([file], connection) for file in files if len(files) > 1)
        return {name: told for each in singly for name, told in each.items()}
    return {name: told.decode() for name, told in found}
