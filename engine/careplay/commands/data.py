"""``careplay data``: what was read of the tables of a business."""

from __future__ import annotations

from pathlib import Path

import click

import careplay
from careplay.commands.faults import reports_faults, sentence_of
from careplay.commands.options import bounded, customers_option, events_option, sound_businesses
from careplay.commands.saying import say
from careplay.errors import CareplayError


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What standard output holds.",
)
@customers_option
@events_option
@bounded
@reports_faults
def data(
    path: Path, form: str, customers: str | None, events: str | None, bounds: careplay.Bounds
) -> None:
    """Show what was read of the tables of the business in PATH; nothing is run or written.

    Of each table it tells the rows read, used, left out and told; of each column what it was
    taken for, how much of it is filled, its range and its commonest values, personal ones
    masked; then the months of events, and what does not join. Of several businesses below
    PATH one after the other is shown.
    """
    code = 0
    found = sound_businesses(path, bounds)
    if form == "json" and len(found) > 1:
        message = f"--format json is for one business, and there are {len(found)}; name one"
        raise click.UsageError(message)
    for place, business in enumerate(found):
        try:
            survey = careplay.data(business, customers=customers, events=events)
        except CareplayError as fault:
            say(f"careplay: {business.name}: {sentence_of(fault)}", err=True)
            code = code or fault.exit_code
            continue
        if place:
            say("")
        say(survey.report(form), nl=False)
    raise SystemExit(code)
