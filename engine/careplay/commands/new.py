"""``careplay new``: a small business to start from."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from careplay.commands.faults import told
from careplay.faults import OutputError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="The language of its texts and comments.",
)
@told
def new(folder: Path, language: str) -> None:
    """Write a small business into FOLDER: its data, one playbook, and notes on both."""
    from careplay.starter import starter_files  # noqa: PLC0415

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f'"{folder}" is already there and not empty; name a new folder'
        raise OutputError(message)
    files = starter_files(language)
    try:
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        message = f'cannot write "{fault.filename}": {fault.strerror}; name another folder'
        raise OutputError(message) from fault
    click.echo(f"wrote {len(files)} files into {folder}; now try")
    named = shlex.quote(str(folder))
    click.echo(f"  careplay check {named}")
    click.echo(f"  careplay run {named} --date {START}")


START = "2026-11-21"
"""A day on which every rule of the starter has something to do."""
