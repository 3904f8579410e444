"""``careplay new``: a small business to start from."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.saying import say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="The language of its texts and comments.",
)
@reports_faults
def new(folder: Path, language: str) -> None:
    """Write a small business into FOLDER: its data, one playbook, and its stories."""
    files = careplay.new(folder, language=language)
    say(f"wrote {len(files)} files into {folder}; now try")
    named = shlex.quote(str(folder))
    say(f"  careplay check {named}")
    say(f"  careplay test {named}")
    say(f"  careplay run {named} --date {START}")


START = "2026-11-21"
"""A day on which every rule of the starter has something to do."""
