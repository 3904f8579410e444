"""Days of every business below a path, told on the terminal or given to a program."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

import careplay
from careplay.amounts import counted
from careplay.commands.diagnostics import PLAYBOOK_FAULT, code_of, show
from careplay.commands.faults import sentence_of
from careplay.commands.options import demand_ids_apart, first_given
from careplay.commands.saying import say
from careplay.commands.unmasking import entry_of
from careplay.commands.waiting import looked_at, waiting
from careplay.errors import CareplayError, HistoryError
from careplay.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from careplay import Business, Day, Examined, Progress, Relation
    from careplay.commands.unmasking import Unmasking

NAMED = 6
"""So many businesses are named to choose from."""
LONG = timedelta(days=366)
"""So long after the last kept day a clock is asked whether it is right."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What was asked for on the command line, the last day being the only one unless told."""

    first: date
    last: date
    shape: str = "table"
    save: Path | None = None
    engine: str = careplay.DEFAULT_ENGINE
    customers: str | None = None
    events: str | None = None
    customer: str | None = None
    out: Path | None = None
    dry_run: bool = False
    fresh: bool = False
    strict: bool = False
    wait: int = careplay.DEFAULT_WAIT
    limit: int = 20
    unmasking: Unmasking | None = None
    """Who sees what is personal; None: it is masked."""
    bounds: careplay.Bounds = field(default_factory=careplay.Bounds)
    by_clock: bool = False
    """Whether the first day is what the machine's clock says."""

    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))

    def kept_in(self, business: Business) -> Path:
        """The folder of the days that are remembered, and kept unless nothing is written."""
        return self.out or careplay.kept_in(business)


def run_all(path: Path, asked: RunRequest) -> int:
    """Run the days for every sound business; return the exit code of all of them together."""
    _in_order(asked)
    examined = careplay.examine(path, engine=asked.engine, bounds=asked.bounds)
    if len(examined) > 1:
        _for_several(examined, asked)
    show(examined, err=True)
    return code_of([_code(each, asked) for each in examined])


def _in_order(asked: RunRequest) -> None:
    """Several days are run one after the other, and each is kept for the next."""
    if asked.last < asked.first:
        raise click.UsageError(f"--until {asked.last} lies before --date {asked.first}")
    given = {"--dry-run": asked.dry_run, "--customer": asked.customer is not None}
    if asked.first != asked.last and (option := first_given(given)):
        way = "the days of --until are kept, for each remembers those before it"
        raise click.UsageError(f"{option} writes nothing, but {way}")


def _for_several(examined: Sequence[Examined], asked: RunRequest) -> None:
    """What is asked for one business is wrong usage where there are several."""
    given = {
        "--save": asked.save is not None,
        "--customers": asked.customers is not None,
        "--events": asked.events is not None,
        "--format csv": asked.shape == "csv",
    }
    if option := first_given(given):
        folders = ", ".join(f'"{each.folder}"' for each in examined[:NAMED])
        several = f"{option} is for one business, and there are {len(examined)}; name one of"
        raise click.UsageError(f"{several} {folders}")
    if asked.out is not None:
        demand_ids_apart(each.business for each in examined if each.business is not None)


def _code(each: Examined, asked: RunRequest) -> int:
    """Run a sound business; the exit code of its days."""
    if each.business is None:
        return each.fault.exit_code if each.fault else PLAYBOOK_FAULT
    return _tried(each.business, asked)


def _tried(business: Business, asked: RunRequest) -> int:
    """Run one business; a fault of the world ends its days, not those of the others."""
    try:
        _demand_clock(business, asked)
        _run(business, asked)
    except CareplayError as fault:
        say(f"careplay: {business.name}: {sentence_of(fault)}", err=True)
        return fault.exit_code
    return 0


def _demand_clock(business: Business, asked: RunRequest) -> None:
    """A clock that jumped keeps no day; whoever means a day that is far off writes it."""
    if not asked.by_clock or asked.dry_run or asked.customer is not None:
        return
    last = careplay.last_kept(business, asked.kept_in(business))
    if last is not None and not last <= asked.first <= last + LONG:
        where = "before" if asked.first < last else "more than a year after"
        message = f"the clock says {asked.first}, {where} the last day that is kept, {last}"
        raise HistoryError(f"{message}; is it right? then write --date {asked.first}")


def _run(business: Business, asked: RunRequest) -> None:
    saying: list[Progress] = []
    told: set[str] = set()

    def say(what: str, share: Callable[[], float]) -> None:
        saying[-1](what, share)

    days = _days(business, asked, say if looked_at() else None)
    for date_ in asked.days():
        with waiting(business.name) as said:
            saying.append(said)
            day = next(days)
            if asked.save is not None and date_ == asked.last:
                said(f"writing {asked.save}", lambda: 0.0)
                _all_of(day, asked).save(asked.save)
        _say(day, asked, told)
        _told(day, asked)


def _days(business: Business, asked: RunRequest, progress: Progress | None) -> Iterator[Day]:
    return careplay.run_days(
        business,
        asked.days(),
        customers=asked.customers,
        events=asked.events,
        out=asked.kept_in(business),
        keep=not asked.dry_run,
        fresh=asked.fresh,
        customer=asked.customer,
        engine=asked.engine,
        strict=asked.strict,
        wait=asked.wait,
        progress=progress,
    )


def _all_of(day: Day, asked: RunRequest) -> Relation:
    """The actions of all days up to this one, as they are shown."""
    if asked.first == asked.last:
        return _as_shown(day, day.actions, asked)
    kept = careplay.kept(day.business, asked.kept_in(day.business), asked.first, asked.last)
    return _as_shown(day, kept, asked, since=asked.first)


def _as_shown(
    day: Day, actions: Relation, asked: RunRequest, since: date | None = None
) -> Relation:
    """The actions as they may be shown; whole where that is asked for, and written down.

    ``since``: the first of the days that they are of, where they are of several.
    """
    if asked.unmasking is None:
        return careplay.masked(day.business, actions)
    return _whole(day, actions, asked, since=since)


def _whole(
    day: Day, actions: Relation, asked: RunRequest, limit: int = 0, since: date | None = None
) -> Relation:
    """The actions, once it is written down who sees them; ``limit``: but so many customers."""
    who = asked.unmasking
    assert who is not None  # noqa: S101 - asked for by then
    first = {} if since is None else {"since": str(since)}
    entry = entry_of(who, {"command": "run", **first, "date": str(day.date)})
    out = asked.kept_in(day.business)
    return careplay.unmasked(day.business, actions, out, entry, limit=limit)


def _say(day: Day, asked: RunRequest, told: set[str]) -> None:
    """Tell what is wrong with the data, once for all days; to programs, all else as well.

    It goes to standard error: programs read the actions, and people the table, from standard
    output.
    """
    said = [*day.fault_lines(), *map(str, day.data_notes)]
    if day.let_go:
        went = f"{counted(len(day.let_go), 'kept day')} up to {day.let_go[-1]}"
        said.append(f"{day.business.name}: let go for their age (keep:): {went}")
    new = [line for line in said if line not in told]
    told.update(new)
    if asked.shape != "table":
        from careplay.outputs import summary  # noqa: PLC0415 - heavy

        new += summary.said_below(day)
    for line in new:
        say(one_line(line), err=True)


def _told(day: Day, asked: RunRequest) -> None:
    """Standard output holds the tables, or the actions of all days and nothing else."""
    if asked.shape == "table":
        from careplay.outputs import table  # noqa: PLC0415 - heavy

        if asked.unmasking is not None:
            _whole(day, day.actions, asked, asked.limit)
        table.show(day, table.console(), asked.limit, unmasked=bool(asked.unmasking))
    elif asked.shape not in careplay.STREAMS:
        if day.file is not None:
            say(day.file)
    elif day.date == asked.last:
        _all_of(day, asked).write(sys.stdout.buffer, asked.shape)
        sys.stdout.flush()
