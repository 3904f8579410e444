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
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@bounded
@reports_faults
def check(paths: tuple[Path, ...], bounds: careplay.Bounds) -> None:
    """Check businesses, playbooks and stories; exit with 1 when one needs putting right.

    PATH is a folder that holds one business or many, or a file of a business.
    """
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
