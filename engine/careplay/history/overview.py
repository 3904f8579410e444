"""The kept days of a business, one by one: what each keeps, stands on, and what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import HistoryError
from careplay.frozen import dataclass
from careplay.history.foundations import Manifests, gone, manifest_of
from careplay.history.kept import kept_days
from careplay.history.months import damaged_months
from careplay.history.soundness import unsound
from careplay.outputs.aged import Aged, aged_in, demand_as_aged
from careplay.outputs.audit import Audit, audit_of
from careplay.outputs.forgotten import HALF, Receipt, begun, receipts
from careplay.outputs.let_go import days_let_go
from careplay.outputs.partition import DAY_FILES
from careplay.sources.columns import file_literal
from careplay.sources.querying import row_of

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class KeptDay:
    """A day that is kept."""

    date: dt.date
    files: tuple[str, ...]
    """Their names."""
    actions: int | None
    """How many there are; None where the file cannot tell."""
    stands_on: tuple[dt.date, ...] = ()
    """The days that it followed."""
    outdated: tuple[dt.date, ...] = ()
    """Those of them that were run again since, and became others."""
    older: bool = False
    """Whether an older careplay kept it, which wrote no manifests."""
    wrong: tuple[str, ...] = ()
    """What is not as it was kept, a sentence each."""


@dataclass(frozen=True, slots=True)
class KeptHistory:
    """All that is kept of a business."""

    days: tuple[KeptDay, ...]
    """In order of date."""
    missing: tuple[tuple[dt.date, dt.date], ...]
    """Days that are gone, each with one that stands on it."""
    let_go: tuple[dt.date, ...]
    """Days that are gone, and not waited for."""
    months: tuple[Path, ...] = ()
    """Bound months that are damaged."""
    audit: Audit = Audit()
    """What is found of the log of who saw what is personal; nothing unless verified."""
    forgotten: tuple[Receipt, ...] = ()
    """Customers who were taken out, a receipt each."""
    half_forgotten: str = ""
    """What is said where one is half taken out; empty where none is."""
    aged: dt.date | None = None
    """The last day that was let go for its age; None where none was."""
    lives_on: int | None = None
    """How many rows of such days live on; None where the file cannot tell."""
    not_as_aged: str = ""
    """What is wrong with those; empty where nothing is, or nothing was verified."""

    @property
    def wrong(self) -> tuple[str, ...]:
        """All that is wrong, a sentence each."""
        days = (each for day in self.days for each in day.wrong)
        missing = (f"{day} is gone, and {above} stands on it" for day, above in self.missing)
        months = (f'"{each}" is damaged, and holds nothing of its own' for each in self.months)
        half = (self.half_forgotten,) if self.half_forgotten else ()
        aged = (self.not_as_aged,) if self.not_as_aged else ()
        return (*days, *missing, *months, *self.audit.wrong, *half, *aged)


def overview(
    business: str, out: Path, connection: duckdb.DuckDBPyConnection, *, verify: bool
) -> KeptHistory:
    """All that is kept; to verify it, every file is read whole."""
    days = kept_days(out, business)
    manifests: dict[dt.date, Manifests] = {}
    wrong: dict[dt.date, tuple[str, ...]] = {}
    for day, file in days.items():
        try:
            manifests[day] = {day: manifest_of(day, file)}
            wrong[day] = tuple(each.alone() for each in unsound(file.parent)) if verify else ()
        except HistoryError as fault:
            manifests[day], wrong[day] = {}, (fault.alone(),)
    known = {day: each for found in manifests.values() for day, each in found.items()}
    let_go = days_let_go(out / business)
    aged = aged_in(out / business)
    missing = gone(known, {*days, *let_go}, aged)
    return KeptHistory(
        tuple(
            _kept_day(day, file, known, wrong[day], connection) for day, file in days.items()
        ),
        tuple(sorted(dict(missing).items())),
        tuple(sorted(let_go - {*days})),
        tuple(damaged_months(business, out)) if verify else (),
        audit_of(out / business) if verify else Audit(),
        receipts(out / business),
        HALF.format(home=out / business) if begun(out / business) else "",
        *_of_aged(aged, connection, verify=verify),
    )


def _of_aged(
    aged: Aged | None, connection: duckdb.DuckDBPyConnection, *, verify: bool
) -> tuple[dt.date | None, int | None, str]:
    if aged is None:
        return None, None, ""
    wrong = ""
    try:
        if verify:
            demand_as_aged(aged)
    except HistoryError as fault:
        wrong = fault.alone()
    return aged.last, _count(aged.file, connection), wrong


def _kept_day(
    day: dt.date,
    file: Path,
    manifests: Manifests,
    wrong: tuple[str, ...],
    connection: duckdb.DuckDBPyConnection,
) -> KeptDay:
    manifest = manifests.get(day)
    below = manifest.stands_on if manifest else {}
    known = {each: found.identity if found else "" for each, found in manifests.items()}
    return KeptDay(
        day,
        tuple(each for each in DAY_FILES if file.with_name(each).is_file()),
        _count(file, connection),
        tuple(below),
        tuple(each for each, digest in below.items() if known.get(each, digest) != digest),
        day in manifests and manifest is None,
        wrong,
    )


def _count(file: Path, connection: duckdb.DuckDBPyConnection) -> int | None:
    import duckdb  # noqa: PLC0415 - heavy

    query = f"SELECT num_rows FROM parquet_file_metadata({file_literal(file)})"  # noqa: S608
    try:
        (found,) = row_of(connection, query)
    except duckdb.Error:
        return None
    return int(found)
