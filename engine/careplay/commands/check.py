"""``careplay check``: say what is wrong with playbooks, and run nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

import careplay
from careplay.amounts import counted
from careplay.commands.diagnostics import show
from careplay.commands.faults import reports_faults
from careplay.commands.options import bounded
from careplay.commands.saying import say


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--explain", metavar="CODE", help="Say what a code means, and check nothing.")
@bounded
@reports_faults
def check(paths: tuple[Path, ...], explain: str | None, bounds: careplay.Bounds) -> None:
    """Check businesses, playbooks and stories; exit with 1 when one needs putting right.

    PATH is a folder that holds one business or many, or a file of a business.
    """
    if explain is not None and not paths:
        say(careplay.page_of(explain), nl=False)
        return
    if explain is not None or not paths:
        message = "--explain CODE checks nothing" if paths else "name a PATH to check"
        raise click.UsageError(
            f"{message}; write one of careplay check PATH, or --explain CODE"
        )
    examined = careplay.examine(*paths, bounds=bounds, stories=True)
    if code := show([_whole(each) for each in examined]):
        raise SystemExit(code)
    rules = sum(len(each.business.rules) for each in examined if each.business)
    files = sum(len(each.texts) for each in examined)
    say(
        f"no faults: {counted(len(examined), 'business', 'businesses')},"
        f" {counted(files, 'file')}, {counted(rules, 'rule')}"
    )


def _whole(examined: careplay.Examined) -> careplay.Examined:
    """With what no run stops for among its faults."""
    return replace(examined, diagnostics=examined.told)
