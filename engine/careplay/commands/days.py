"""Days of every business below a path, told on the terminal or given to a program."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click

from careplay import outputs
from careplay.commands.diagnostics import PLAYBOOK_FAULT, code_of, show
from careplay.commands.options import apart
from careplay.commands.waiting import waiting
from careplay.faults import CareplayError
from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.outputs import partition
from careplay.outputs.report import Report
from careplay.pipeline import choosing
from careplay.pipeline.examining import Examined, examine_all
from careplay.pipeline.running import Choices, Said, run_days
from careplay.sources.connecting import connect
from careplay.sources.faults import lines

NAMED = 6
"""So many businesses are named to choose from."""


@dataclass(frozen=True, slots=True)
class Days:
    """Which days, and what becomes of their actions besides being kept."""

    first: date
    last: date
    shape: str = "table"
    save: Path | None = None

    def each(self) -> tuple[date, ...]:
        """Every day, in order."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))


def run_all(path: Path, days: Days, choices: Choices) -> int:
    """Run the days for every sound business; return the exit code of all of them together."""
    _in_order(days, choices)
    choosing.demand(choices.engine)
    examined = [choosing.sayable(each, choices.engine) for each in examine_all([path])]
    if len(examined) > 1:
        _for_several(examined, days, choices)
    show(examined, err=True)
    return code_of([_code(each, days, choices) for each in examined])


def _in_order(days: Days, choices: Choices) -> None:
    """Several days are run one after the other, and each is kept for the next."""
    if days.last < days.first:
        raise click.UsageError(f"--until {days.last} lies before --date {days.first}")
    asked = {"--dry-run": choices.dry_run, "--customer": choices.customer is not None}
    for option in (option for option, given in asked.items() if given):
        if days.first != days.last:
            way = "the days of --until are kept, for each remembers those before it"
            raise click.UsageError(f"{option} writes nothing, but {way}")


def _for_several(examined: Sequence[Examined], days: Days, choices: Choices) -> None:
    """What is asked for one business is wrong usage where there are several."""
    asked = {
        "--save": days.save is not None,
        "--customers": choices.customers is not None,
        "--events": choices.events is not None,
        "--format csv": days.shape == "csv",
    }
    for option in (option for option, given in asked.items() if given):
        folders = ", ".join(f'"{each.folder}"' for each in examined[:NAMED])
        several = f"{option} is for one business, and there are {len(examined)}; name one of"
        raise click.UsageError(f"{several} {folders}")
    if choices.out is not None:
        apart([each.folder for each in examined])


def _code(each: Examined, days: Days, choices: Choices) -> int:
    """Run a sound business; the exit code of its days."""
    if each.business is None:
        return each.fault.exit_code if each.fault else PLAYBOOK_FAULT
    return _tried(each.business, days, choices)


def _tried(business: Business, days: Days, choices: Choices) -> int:
    """Run one business; a fault of the world ends its days, not those of the others."""
    try:
        _run(business, days, choices)
    except CareplayError as fault:
        click.echo(f"careplay: {business.name}: {fault}", err=True)
        return fault.exit_code
    return 0


def _run(business: Business, days: Days, choices: Choices) -> None:
    connection = connect()
    saying: list[Said] = []

    def say(what: str) -> None:
        saying[-1](what)

    every = days.each()
    reports = run_days(business, every, choices, connection, say)
    files: list[Path] = []
    for day in every:
        with waiting(business.name, connection) as said:
            saying.append(said)
            report = next(reports)
            files += [report.file] if report.file else []
            whole = report if len(every) == 1 else _all_of(report, files)
            if days.save is not None and day == days.last:
                said(f"writing {days.save}")
                outputs.save(whole.relation, connection, days.save)
        if day == days.first:
            for line in lines(report.loaded.faults):
                click.echo(line, err=True)
        if days.shape not in outputs.STREAMS:
            _told(report, days.shape)
        elif day == days.last:
            _told(whole, days.shape)


def _all_of(report: Report, files: Sequence[Path]) -> Report:
    """The report with the actions of all these days."""
    outcome = replace(report.outcome, relation=partition.actions_of(*files))
    return replace(report, outcome=outcome)


def _told(report: Report, shape: str) -> None:
    """Standard output holds the table, or the actions and nothing else."""
    if shape == "table":
        from careplay.outputs import table  # noqa: PLC0415

        table.show(report, table.console())
    elif shape in outputs.STREAMS:
        outputs.STREAMS[shape](report.loaded.connection, report.relation, sys.stdout.buffer)
        sys.stdout.flush()
    elif report.file is not None:
        click.echo(report.file)
