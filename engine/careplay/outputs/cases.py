"""Open cases as a table for people, or as JSON lines for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from rich.table import Table
from rich.text import Text

from careplay.model.types import Scalar
from careplay.outputs.case_words import CaseWords, case_words, length
from careplay.outputs.table import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from careplay.meaning.open_cases import Standing
    from careplay.model.business import Business

NO_TIME = timedelta(0)
NARROWEST = 6
"""Cells of a column whose words may be broken."""


def show(business: Business, day: date, found: Sequence[Standing], console: Console) -> None:
    """Print the cases, flow by flow."""
    say = case_words(business.language)
    heading = say.heading.format(name=business.name, day=day)
    console.print(Text(one_line(heading), style="bold"))
    if not found:
        console.print(say.nothing)
    for name, own in groupby(found, key=lambda each: each.history.way.flow.name):
        cases = list(own)
        late = sum(1 for each in cases if (each.left or NO_TIME) < NO_TIME)
        label = business.flows[name].label or name
        line = say.flow.format(flow=label, count=f"{len(cases):,}", late=f"{late:,}")
        console.print(Text(one_line(line), style="bold cyan"))
        console.print(_table(cases, day, say))


def _table(cases: Sequence[Standing], day: date, say: CaseWords) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in say.columns:
        wide = column in say.wide
        table.add_column(column, overflow="fold", no_wrap=not wide, min_width=wide * NARROWEST)
    for each in cases:
        told, left = each.record, each.left
        style = "bold red" if left is not None and left < NO_TIME else ""
        cells = (
            each.customer,
            str(each.history.ref),
            _step(each, say),
            _moment(told["entered_at"], day),
            _moment(told["step_due"], day),
            _left(each, say),
            _moment(told["goal_due"], day),
            each.name or say.nobody.format(role=each.role),
        )
        table.add_row(*(Text(one_line(cell), style=style) for cell in cells))
    return table


def _step(case: Standing, say: CaseWords) -> str:
    title, returns = case.record["step_title"], case.record["returns"]
    return say.returned.format(step=title, count=returns) if returns else str(title)


def _left(case: Standing, say: CaseWords) -> str:
    if case.record["waiting"] is not None:
        return say.paused.format(case.record["waiting"])
    if case.left is None:
        return ""
    written = say.over if case.left < NO_TIME else say.left
    return written.format(length(case.left, say))


def _moment(value: Scalar | None, day: date) -> str:
    """Month, day and hour; the whole date without the hour in another year."""
    if not isinstance(value, datetime):
        return ""
    return f"{value:%m-%d %H:%M}" if value.year == day.year else f"{value:%Y-%m-%d}"


def write(found: Sequence[Standing], stream: TextIO) -> None:
    """Write every case as a line of JSON."""
    stream.writelines(json.dumps(fields(each), ensure_ascii=False) + "\n" for each in found)


def fields(case: Standing) -> Mapping[str, Scalar | None]:
    """What a program is told of a case; moments to the minute."""
    told, left = case.record, case.left
    moments = ("entered_at", "step_due", "goal_due", "ended_at")
    return {
        "flow": case.history.way.flow.name,
        "customer_id": case.customer,
        "ref": str(case.history.ref),
        "step": told.get("step"),
        "step_title": told.get("step_title"),
        **{name: _iso(told.get(name)) for name in moments},
        "minutes_left": None if left is None else left // timedelta(minutes=1),
        "returns": told.get("returns"),
        "waiting": told.get("waiting"),
        "role": case.role or None,
        "owner": case.owner,
        "version": told.get("version"),
    }


def _iso(value: Scalar | None) -> str | None:
    return f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else None
