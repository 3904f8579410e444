"""``careplay tables``: decision tables, what was proved of them, and whom each row has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

import careplay
from careplay.commands.diagnostics import show
from careplay.commands.faults import reports_faults
from careplay.commands.options import date_option


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@date_option
@reports_faults
def tables(path: Path, day: date) -> None:
    """Print each decision table: its rows, its holes, and how many customers each has.

    A hole is what no row holds for. Where the business has no customers yet, only the proof
    is printed. Faults that `careplay check` finds in tables are told here and keep nobody
    from counting.
    """
    from careplay.outputs.tables import customer_count, table_text  # noqa: PLC0415

    examined = careplay.examine(path)
    if code := show([each for each in examined if each.unproved is None], err=True):
        raise SystemExit(code)
    for business in (each.unproved for each in examined):
        if business is None:
            continue
        found = careplay.tables(business, day)
        asked = found.why if found.customers is None else customer_count(found.customers)
        click.echo(f"{business.name} · {day} · {asked}")
        for each in found.tables:
            click.echo("\n" + table_text(each.table, each.rows, each.holes, each.found))
        if not found.tables:
            click.echo("no decision tables")
