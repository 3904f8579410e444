"""``careplay schema``: the schemas of a business, so that an editor knows its names."""

from __future__ import annotations

from pathlib import Path

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import bounded, demand_ids_apart, sound_businesses
from careplay.commands.saying import say


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where to write them.  [default: .careplay/schemas in the business]",
)
@bounded
@reports_faults
def schema(path: Path, out: Path | None, bounds: careplay.Bounds) -> None:
    """Write the JSON Schemas of each business below PATH, with its own names in them.

    An editor that is given them completes roles, facts, events, segments and templates.
    """
    businesses = sound_businesses(path, bounds)
    if out is not None:
        demand_ids_apart(businesses)
    for business in businesses:
        for file in careplay.schemas(business, out):
            say(str(file))
