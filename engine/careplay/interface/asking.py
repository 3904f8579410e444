"""What a day would do, which cases are open, whom tables decide, which practice is where."""

from __future__ import annotations

import datetime as dt
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.interface.arguments import TableLike, known_day, table_source
from careplay.interface.checking import PathLike, sound

if TYPE_CHECKING:
    from careplay.authoring.practices import Surveyed
    from careplay.model.business import Business
    from careplay.outputs.case import Case
    from careplay.outputs.open_work import OpenWork
    from careplay.outputs.tables import TablesReport
    from careplay.pipeline.open_work import OpenQuery
    from careplay.pipeline.planned import PlannedDay


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run of a day would do, before it does it; ``str`` is its text."""

    business: Business
    date: dt.date
    text: str
    """Its steps, one after the other, as ``careplay plan`` prints them."""
    _day: PlannedDay = field(repr=False)

    def sql(self) -> str:
        """The same steps as the SQL that the default engine runs.

        It reads the tables ``customers`` and ``events`` and, where earlier days are remembered,
        ``past_actions``, ``past_modes`` and ``past_same``.
        """
        return self._day.sql()

    def __str__(self) -> str:
        """The text."""
        return self.text


def plan(
    business: Business | PathLike,
    day: dt.date,
    *,
    staff: TableLike | None = None,
    out: PathLike | None = None,
    fresh: bool = False,
) -> Planned:
    """What a run of the day would do, step by step; of the data only the staff are read.

    ``out``: the folder that days are kept in, of which the run would remember what was decided,
    as ``run`` does it; nothing is written there. None, or with ``fresh``: a run without memory.

    Raises PlaybookError where the business has faults; SourceError or DataFaultError where
    the staff cannot be read; HistoryError where a kept day cannot be read; ParameterError
    where a parameter has no value yet; UsageError where the day is beyond the calendars.
    """
    from careplay.pipeline.planned import planned_day  # noqa: PLC0415 - heavy

    known, chosen, given = sound(business), known_day(day), table_source("staff", staff)
    remembered = None if out is None or fresh else Path(out)
    made = planned_day(known, chosen, given, remembered)
    return Planned(known, chosen, made.text(), made)


def cases(
    business: Business | PathLike,
    day: dt.date,
    *,
    flow: str | None = None,
    case: str | None = None,
    whose: str | None = None,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
) -> tuple[Case, ...]:
    """The cases that are open at the end of the day, flow by flow, the most pressing first.

    ``flow``: only those of this flow. ``case``: the one of this name, open or not. ``whose``:
    only those whose step is a person's, by id or name, a role's or a store's. The tables are
    those of ``run``; what people recorded lies in ``out``, the folder that days are kept in;
    that of ``kept_in`` unless told.

    Raises NothingToRunError where there is no such flow, or no such case up to the day, or
    nobody is called so;
    PlaybookError, SourceError, DataFaultError and UsageError as ``run`` does.
    """
    from careplay.interface.running import kept_place  # noqa: PLC0415 - heavy
    from careplay.pipeline.cases import CaseQuery, cases as found_in  # noqa: PLC0415

    known = sound(business)
    asked = CaseQuery(
        flow,
        case,
        table_source("customers", customers),
        table_source("events", events),
        table_source("staff", staff),
        kept_place(known, out),
        whose,
    )
    return found_in(known, known_day(day), asked)


def open_work(
    business: Business | PathLike,
    day: dt.date,
    *,
    out: PathLike | None = None,
    whose: str | None = None,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    gone: bool = False,
) -> OpenWork:
    """The work that is open at the end of the day: told on it or before, and not done since.

    ``out``: the folder that days are kept in; that of ``kept_in`` unless told. ``whose``: only
    that of a person, by id or name, of a role or of a store. ``gone``: also what the same
    people had to do lately and have no more (``OpenWork.gone``). The tables are those of
    ``run``.

    Raises NothingToRunError where nobody is called so; HistoryError where a kept day cannot be
    read; PlaybookError, SourceError, DataFaultError and UsageError as ``run`` does.
    """
    from careplay.pipeline.open_work import open_work as found_in  # noqa: PLC0415 - heavy

    known = sound(business)
    asked = replace(open_query(known, out, whose, (customers, events, staff)), gone=gone)
    return found_in(known, known_day(day), asked)


def open_query(
    business: Business,
    out: PathLike | None,
    whose: str | None,
    tables: tuple[TableLike | None, TableLike | None, TableLike | None],
) -> OpenQuery:
    """What ``open_work`` asks: ``tables`` are those of customers, events and staff."""
    from careplay.interface.running import kept_place  # noqa: PLC0415 - heavy
    from careplay.pipeline.open_work import OpenQuery  # noqa: PLC0415 - heavy

    customers, events, staff = tables
    return OpenQuery(
        kept_place(business, out),
        whose,
        table_source("customers", customers),
        table_source("events", events),
        table_source("staff", staff),
    )


def tables(business: Business | PathLike, day: dt.date) -> TablesReport:
    """The decision tables as of the day: what is proved of each, and whom each row has.

    Where the customers cannot be asked, because a table cannot be opened, a declared column
    is lacking or a parameter has no value yet, ``customers`` is None, ``why`` says so, and
    rows have no numbers. A business that has no faults but what is proved of its tables can
    be asked, too: see ``Examined.unproved``.

    Raises PlaybookError where a path is given and the business there has faults; UsageError
    where the day is beyond the calendars.
    """
    from careplay.pipeline.tables import report  # noqa: PLC0415 - heavy

    return report(sound(business), known_day(day))


def practices(path: PathLike) -> Surveyed:
    """Where the practices of PATH/practices.yaml live in the businesses below the path.

    What is wrong with them is told in ``examined``, as diagnostics of the last one.

    Raises SourceError where there is no such file or folder; NothingToRunError where there is
    no business.
    """
    from careplay.authoring.practices import survey  # noqa: PLC0415 - heavy

    return survey(Path(path))
