"""``careplay test``: whether the stories beside the playbooks come as they are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import careplay
from careplay.commands.faults import reports_faults, sentence_of
from careplay.commands.options import bounded, day_option, save_option
from careplay.commands.saying import say
from careplay.commands.waiting import waiting


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Only stories of this id, or of files of this name; may be repeated.",
)
@click.option(
    "--engine",
    type=click.Choice([*careplay.ENGINES]),
    default=careplay.DEFAULT_ENGINE,
    show_default=True,
    help="What plays them; each tells the same.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*careplay.REPORTS]),
    default="text",
    show_default=True,
    help="What standard output holds.",
)
@click.option(
    "--coverage", is_flag=True, help="Also tell what the stories reach of the business."
)
@click.option(
    "--minimum",
    multiple=True,
    metavar="[KIND=]PERCENT",
    help="What they must reach of every kind or of one, else exit with 6; may be repeated.",
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Print the cases at limits that stories lack, as YAML for a file of stories.",
)
@day_option(
    "--from",
    "first",
    "Also hold invariants against the data, on each day from this one.",
    required=False,
)
@day_option("--until", "last", "The last of these days.", required=False)
@save_option("Also write it, as JSON or for JUnit, to FILE", careplay.REPORT_ENDINGS)
@bounded
@reports_faults
def test(paths: tuple[Path, ...], form: str, save: Path | None, **chosen: Any) -> None:
    """Play the stories (*.test.yaml) of businesses; exit with 6 when one comes otherwise.

    Invariants are held against whatever the stories tell, and break with 6 as well.

    PATH is a folder that holds one business or many, a file of one, or a file of stories.
    """
    with waiting("test") as progress:
        tested = careplay.test(*paths, progress=progress, **chosen)
    for fault in tested.unread:
        say(f"careplay: {sentence_of(fault)}", err=True)
    wanted = chosen["suggest"] and not tested.faults
    say(tested.suggested if wanted else tested.report(form), nl=False)
    if save is not None:
        tested.save(save)
    raise SystemExit(tested.exit_code)
