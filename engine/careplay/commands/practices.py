"""``careplay practices``: which playbook carries which practice, and which story shows it."""

from __future__ import annotations

from pathlib import Path

import click

import careplay
from careplay.commands.diagnostics import show
from careplay.commands.faults import reports_faults
from careplay.commands.saying import say


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The page to write.")
@click.option("--check", is_flag=True, help="Write nothing; fail if the page is out of date.")
@reports_faults
def practices(path: Path, out: Path | None, check: bool) -> None:  # noqa: FBT001 - a flag
    """Tell where the practices of PATH/practices.yaml live in the businesses below PATH.

    A practice counts as carried where a story (*.test.yaml) shows it. Exits with 1 when a
    practice is named by nobody and no reason is given, when one is named although it is left
    out, when a playbook or a story names one that is not listed, and when a story has faults.
    """
    surveyed = careplay.practices(path)
    if code := show(surveyed.examined, err=True):
        raise SystemExit(code)
    if out is None:
        say(surveyed.page(), nl=False)
    elif check:
        _compare(surveyed.page(), out)
    else:
        say(str(surveyed.save(out)))


def _compare(text: str, out: Path) -> None:
    """End with 1 where the page is not what would be written."""
    if not out.is_file() or out.read_text("utf-8") != text:
        say(f'"{out}" is out of date; run `careplay practices` without --check', err=True)
        raise SystemExit(1)
    say(f"{out} is up to date")
