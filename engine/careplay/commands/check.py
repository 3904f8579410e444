"""``careplay check``: say what is wrong with playbooks, and run nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import careplay
from careplay.commands.faults import reports_faults, sentence_of
from careplay.commands.options import bounded, date_option, save_option
from careplay.commands.saying import say
from careplay.commands.waiting import waiting


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--explain", metavar="CODE", help="Say what a code means, and check nothing.")
@click.option(
    "--data",
    is_flag=True,
    help="Also read the tables: what they lack, and their faults by kind; no day is run.",
)
@click.option(
    "--profile",
    type=click.Choice([*careplay.PROFILES]),
    help="How strict: start tells no advice, standard tells all and wants faults put right,"
    " strict wants all put right.  [default: profile: of careplay.yaml, else standard]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*careplay.CHECK_REPORTS]),
    default="text",
    show_default=True,
    help="What standard output holds.",
)
@save_option("Also write it, as JSON, SARIF or for JUnit, to FILE", careplay.CHECK_ENDINGS)
@click.option(
    "--history",
    metavar="TIME",
    help="Also run each day of so long a time (1y, 6m, 30d) up to --date, and tell the rules"
    " by which nobody was told anything.",
)
@date_option
@bounded
@reports_faults
def check(
    paths: tuple[Path, ...], explain: str | None, form: str, save: Path | None, **chosen: Any
) -> None:
    """Check businesses, playbooks and stories; exit with 1 when one needs putting right.

    PATH is a folder that holds one business or many, a file of a business, or a playbook that
    businesses near it include.
    """
    if explain is not None and not paths:
        say(careplay.page_of(explain), nl=False)
        return
    if explain is not None or not paths:
        message = "--explain CODE checks nothing" if paths else "name a PATH to check"
        raise click.UsageError(
            f"{message}; write one of careplay check PATH, or --explain CODE"
        )
    until = chosen.pop("day")
    if chosen["history"] is None:
        checked = careplay.checked(*paths, **chosen)
    else:
        with waiting("check") as progress:
            checked = careplay.checked(*paths, until=until, progress=progress, **chosen)
    for fault in checked.unread:
        say(f"careplay: {sentence_of(fault)}", err=True)
    say(checked.report(form), nl=False)
    if save is not None:
        checked.save(save)
    raise SystemExit(checked.exit_code)
