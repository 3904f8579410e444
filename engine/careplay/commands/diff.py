"""``careplay diff``: what a change to playbooks does, before anybody is called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.diagnostics import show
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    customers_option,
    date_option,
    events_option,
    kept_option,
    save_option,
    until_option,
)
from careplay.commands.saying import say
from careplay.commands.waiting import waiting
from careplay.errors import PlaybookError

if TYPE_CHECKING:
    from careplay import Gate

PASSED = 6


def _gates(_: click.Context, __: click.Parameter, told: Sequence[str]) -> tuple[Gate, ...]:
    """What is not to be let through; wrong usage where it is nothing that is counted."""
    try:
        return tuple(map(careplay.gate, told))
    except ValueError as fault:
        raise click.BadParameter(str(fault)) from fault


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@date_option
@until_option
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the new version that has this value, or RULE.enabled=false; may be"
    " repeated.",
)
@click.option(
    "--written", is_flag=True, help="Only what is written is compared; no day is run."
)
@click.option(
    "--fail-if",
    "gates",
    multiple=True,
    callback=_gates,
    metavar="WHAT",
    help='Exit with 6 where it is so: "gained > 500", "lost[complaint] > 0"; may be repeated.',
)
@customers_option
@events_option
@kept_option("Both versions remember the days that are kept here.")
@click.option("--fresh", is_flag=True, help="Neither version remembers what was kept.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="So many examples of each kind are given of a rule.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="What standard output holds.",
)
@save_option("Also write it as JSON to FILE", (".json",))
@bounded
@reports_faults
def diff(old: str, new: str | None, form: str, save: Path | None, **asked: Any) -> None:
    """Say what a change to playbooks does: what is written otherwise, then what is told.

    OLD and NEW are folders of a business, or revisions of git: HEAD~1:playbooks/shop. Without
    NEW it is OLD with what --set says. Both read NEW's data and remember OLD's kept days;
    nothing is written.
    """
    gates: tuple[Gate, ...] = asked["gates"]
    days = _days(asked.pop("day"), asked.pop("until"))
    days = () if asked.pop("written") else days
    try:
        with waiting("diff") as progress:
            found = careplay.diff(old, new, days=days, progress=progress, **asked)
    except PlaybookError as fault:
        raise SystemExit(show(fault.examined, err=True)) from fault
    say(found.report(form), nl=False)
    if save is not None:
        found.save(save)
    passed = [each for each in gates if each.is_passed(found)]
    for each in passed:
        say(f"careplay: --fail-if {each.text}: it is so", err=True)
    if passed:
        raise SystemExit(PASSED)


def _days(first: date, last: date | None) -> tuple[date, ...]:
    """Every day from the first to the last."""
    count = 1 if last is None else (last - first).days + 1
    if count < 1:
        raise click.UsageError(f"--until {last} lies before --date {first}")
    return tuple(first + timedelta(days=n) for n in range(count))
