"""``careplay new``: a small business to start from."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import bounded
from careplay.commands.saying import say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="")
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE...",
    help="Look at these tables, or folders of tables, and propose a business of them.",
)
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    help="The language of its texts and comments.  [default: zh; of --from, by the headings]",
)
@bounded
@reports_faults
def new(
    folder: Path,
    more: tuple[Path, ...],
    files: tuple[Path, ...],
    language: str | None,
    bounds: careplay.Bounds,
) -> None:
    """Write a small business into FOLDER: its data, one playbook, and its stories.

    With --from it is made of tables as they are, such as exports of a till: what they hold is
    guessed, and why stands beside each line. They may lie in FOLDER; others are copied into
    its data/. None is changed.
    """
    if files:
        _propose(folder, (*files, *more), language, bounds)
        return
    if more:
        raise click.UsageError(f'what is "{more[0]}" for? write --from before tables')
    made = careplay.new(folder, language=language or "zh")
    say(f"wrote {len(made)} files into {folder}; now try")
    named = shlex.quote(str(folder))
    say(f"  careplay check {named}")
    say(f"  careplay test {named}")
    say(f"  careplay run {named} --date {START}")


def _propose(
    folder: Path, files: tuple[Path, ...], language: str | None, bounds: careplay.Bounds
) -> None:
    """Say what was written and read, and what to look at."""
    found = careplay.propose(folder, files, language=language, bounds=bounds)
    for why in found.unread:
        say(f"careplay: not read: {why}", err=True)
    for each in found.found:
        say(each, err=True)
    told = found.counts
    rows = f"{told.customers:,} rows of customers, {told.events:,} of events"
    left = told.customers_left_out + told.events_left_out
    say(f"wrote {len(found.files)} files into {folder}: {rows}, {left:,} of them left out")
    say("what was guessed stands in careplay.yaml; now try")
    named = shlex.quote(str(folder))
    day = f" --date {found.first_day}" if found.first_day else ""
    say(f"  careplay check {named} --data")
    say(f"  careplay data {named}")
    say(f"  careplay run {named}{day}")


START = "2026-11-21"
"""A day on which every rule of the starter has something to do."""
