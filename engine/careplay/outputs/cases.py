"""Open cases as a table for people, or as JSON lines for programs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from careplay.outputs.case_words import CaseWords, case_words, time_in_words
from careplay.visible import in_json, one_line

if TYPE_CHECKING:
    from rich.console import Console

    from careplay.model.business import Business
    from careplay.outputs.case import Case

NO_TIME = timedelta(0)
NARROWEST = 6
"""Cells of a column whose words may be broken."""
BETWEEN = 2
"""Cells between two columns."""


def show(business: Business, day: date, found: Sequence[Case], console: Console) -> None:
    """Print the cases, flow by flow."""
    say = case_words(business.language)
    heading = say.heading.format(name=business.name, day=day)
    console.print(Text(one_line(heading), style="bold"))
    if not found:
        console.print(say.nothing)
    for name, own in groupby(found, key=attrgetter("flow")):
        cases = list(own)
        late = sum(1 for each in cases if (each.left or NO_TIME) < NO_TIME)
        label = business.flows[name].label or name
        line = say.flow.format(flow=label, count=f"{len(cases):,}", late=f"{late:,}")
        console.print(Text(one_line(line), style="bold cyan"))
        for table in _tables(cases, day, say, console.width):
            console.print(table)
    for note in notes(business, found):
        console.print(Text(one_line(note)))


def notes(business: Business, found: Iterable[Case]) -> Iterator[str]:
    """The years whose working days were assumed, each with the flows of its cases."""
    say, flows = case_words(business.language), defaultdict[int, list[str]](list)
    for each in found:
        for year in each.assumed:
            flows[year].append(each.flow)
    for year in sorted(flows):
        names = ", ".join(dict.fromkeys(flows[year]))
        yield f"{say.assumed.format(year=year, country=business.country)} (flows: {names})"


def _tables(cases: Sequence[Case], day: date, say: CaseWords, width: int) -> Iterator[Table]:
    """A row for each case; where a row has no room in so many cells, a table for each."""
    rows = [[one_line(cell) for cell in _cells(each, day, say)] for each in cases]
    styles = ["bold red" if (each.left or NO_TIME) < NO_TIME else "" for each in cases]
    if _least_width(rows, say) <= width:
        yield _side_by_side(rows, styles, say)
        return
    for row, style in zip(rows, styles, strict=True):
        yield _below_each_other(row, style, say)


def _cells(case: Case, day: date, say: CaseWords) -> tuple[str, ...]:
    """What is told of a case under each of the columns."""
    return (
        case.customer,
        case.ref,
        _step(case, say),
        shown_moment(case.entered_at, day),
        shown_moment(case.step_due, day),
        left_in_words(case, say),
        shown_moment(case.goal_due, day),
        case.owner_name or say.nobody.format(role=case.role or ""),
    )


def _least_width(rows: Sequence[Sequence[str]], say: CaseWords) -> int:
    """So many cells a row needs, those columns broken that may be."""
    told = zip(say.columns, *rows, strict=True)
    widths = (
        NARROWEST if heading in say.wide else max(map(cell_len, (heading, *cells)))
        for heading, *cells in told
    )
    return sum(widths) + BETWEEN * (len(say.columns) - 1)


def _side_by_side(
    rows: Sequence[Sequence[str]], styles: Sequence[str], say: CaseWords
) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in say.columns:
        wide = column in say.wide
        table.add_column(column, overflow="fold", no_wrap=not wide, min_width=wide * NARROWEST)
    for row, style in zip(rows, styles, strict=True):
        table.add_row(*(Text(cell, style=style) for cell in row))
    return table


def _below_each_other(row: Sequence[str], style: str, say: CaseWords) -> Table:
    """The columns of one case as lines, with an empty one below; those that say nothing not."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for heading, cell in zip(say.columns, row, strict=True):
        if cell:
            table.add_row(heading, Text(cell, style=style))
    table.add_row("", "")
    return table


def _step(case: Case, say: CaseWords) -> str:
    title = str(case.step_title)
    back = case.sent_back
    return say.returned.format(step=title, count=back) if back else title


def left_in_words(case: Case, say: CaseWords) -> str:
    """How much time is left, how long it is late, or the pause that it is in."""
    if case.waiting is not None:
        return say.paused.format(case.waiting)
    if case.left is None:
        return ""
    written = say.over if case.left < NO_TIME else say.left
    return written.format(time_in_words(case.left, say))


def shown_moment(value: datetime | None, day: date) -> str:
    """Month, day and hour; the whole date without the hour in another year."""
    if value is None:
        return ""
    return f"{value:%m-%d %H:%M}" if value.year == day.year else f"{value:%Y-%m-%d}"


def write(found: Sequence[Case], stream: TextIO) -> None:
    """Write every case as a line of JSON."""
    stream.writelines(
        in_json(json.dumps(case_fields(each), ensure_ascii=False)) + "\n" for each in found
    )


def case_fields(case: Case) -> Mapping[str, str | int | None]:
    """What a program is told of a case; moments to the minute."""
    return {
        "flow": case.flow,
        "customer_id": case.customer,
        "ref": case.ref,
        "step": case.step,
        "step_title": case.step_title,
        "entered_at": _iso(case.entered_at),
        "step_due": _iso(case.step_due),
        "goal_due": _iso(case.goal_due),
        "ended_at": _iso(case.ended_at),
        "minutes_left": None if case.left is None else case.left // timedelta(minutes=1),
        "returns": case.returns,
        "sent_back": case.sent_back,
        "waiting": case.waiting,
        "role": case.role,
        "owner": case.owner,
        "version": case.version,
    }


def _iso(value: datetime | None) -> str | None:
    return None if value is None else f"{value:%Y-%m-%dT%H:%M}"
