"""A day of every business below a path, told on the terminal or given to a program."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from careplay import outputs
from careplay.commands.diagnostics import PLAYBOOK_FAULT, code_of, show
from careplay.commands.options import apart
from careplay.commands.waiting import waiting
from careplay.faults import CareplayError
from careplay.model.business import Business
from careplay.outputs.report import Report
from careplay.pipeline.examining import Examined, examine_all
from careplay.pipeline.running import Choices, run
from careplay.sources.connecting import connect
from careplay.sources.faults import lines

NAMED = 6
"""So many businesses are named to choose from."""


@dataclass(frozen=True, slots=True)
class Day:
    """Which day, and what becomes of its actions besides being kept."""

    date: date
    shape: str = "table"
    save: Path | None = None


def run_all(path: Path, day: Day, choices: Choices) -> int:
    """Run the day for every sound business; return the exit code of all of them together."""
    examined = examine_all([path])
    if len(examined) > 1:
        _for_several(examined, day, choices)
    show(examined, err=True)
    return code_of([_code(each, day, choices) for each in examined])


def _for_several(examined: Sequence[Examined], day: Day, choices: Choices) -> None:
    """What is asked for one business is wrong usage where there are several."""
    asked = {
        "--save": day.save is not None,
        "--customers": choices.customers is not None,
        "--events": choices.events is not None,
        "--format csv": day.shape == "csv",
    }
    for option in (option for option, given in asked.items() if given):
        folders = ", ".join(f'"{each.folder}"' for each in examined[:NAMED])
        several = f"{option} is for one business, and there are {len(examined)}; name one of"
        raise click.UsageError(f"{several} {folders}")
    if choices.out is not None:
        apart([each.folder for each in examined])


def _code(each: Examined, day: Day, choices: Choices) -> int:
    """Run a sound business; the exit code of its day."""
    if each.business is None:
        return each.fault.exit_code if each.fault else PLAYBOOK_FAULT
    return _tried(each.business, day, choices)


def _tried(business: Business, day: Day, choices: Choices) -> int:
    """Run one business; a fault of the world ends its day, not that of the others."""
    try:
        _run(business, day, choices)
    except CareplayError as fault:
        click.echo(f"careplay: {business.name}: {fault}", err=True)
        return fault.exit_code
    return 0


def _run(business: Business, day: Day, choices: Choices) -> None:
    connection = connect()
    with waiting(business.name, connection) as said:
        report = run(business, day.date, choices, connection, said)
        if day.save is not None:
            said(f"writing {day.save}")
            outputs.save(report.relation, report.loaded.connection, day.save)
    for line in lines(report.loaded.faults):
        click.echo(line, err=True)
    _told(report, day.shape)


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
