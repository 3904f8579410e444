"""The actions as a table for people: customer by customer, then what the day adds up to.

Of a long day the first customers alone are shown, and so masked (``outputs/shown.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from careplay.model.actions import ActionRow
from careplay.outputs import summary
from careplay.outputs.counting import Totals, totals, winners
from careplay.outputs.day import Day
from careplay.outputs.holding import remarks
from careplay.outputs.naming import Naming, naming, owner_name, why
from careplay.outputs.shown import shown_rows, whole_rows
from careplay.outputs.words import TableMessages
from careplay.sources.querying import row_of
from careplay.visible import one_line

if TYPE_CHECKING:
    from typing import TextIO

STYLES = {"urgent": "bold red", "high": "yellow", "low": "dim"}
SCREENFUL = 500
"""Rows made ready at a time: of a long day only the first customers are shown."""
LIMIT = 20
"""So many customers are shown unless told."""
_INDENT = 2
_WIDTHS = (11, 8, 9)
"""Cells for the due moment, the owner and the verb."""
WIDE = 80
"""From so many cells on the code has a column; on a narrower screen it stands below."""
CODE_WIDTH = 4
"""So many cells its column has at least, for the heading."""
_COLUMNS = (
    *("code", "customer_id", "due_at", "owner", "role", "verb", "priority", "text", "because"),
    *("status", "deferred_to", "held_by", "winner", "attempt", "supersedes"),
)
CustomerRows: TypeAlias = Iterator[tuple[str, Iterator[ActionRow]]]
NOT_NOW = "dim"
"""How what is not to be done looks."""


class _Console(Console):
    """rich's console, but for what it makes of a pipe that nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Leave it to the command; rich would end the process with exit code 1."""
        raise BrokenPipeError


def console(stream: TextIO | None = None, width: int | None = None) -> Console:
    """A console that colours terminals only, and never where NO_COLOR is set."""
    return _Console(
        file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False
    )


def show(day: Day, console: Console, limit: int = LIMIT, *, unmasked: bool = False) -> None:
    """Print the first customers' actions, the counts, and what could not be decided.

    ``limit`` is how many customers are shown; 0 shows all. What is personal is masked, but
    where the actions are to be shown ``unmasked``.
    """
    names = naming(day.business, day.staff)
    title = names.say.heading.format(name=day.business.name, day=day.date.isoformat())
    console.print(Text(one_line(title), style="bold"))
    added, due = totals(day)
    if added.actions:
        told = _by_customer(day, limit, unmasked=unmasked)
        _show_actions(day, told, names, console, (added, limit))
    else:
        console.print(names.say.nothing)
    for line in summary.summary_lines(day, names, due):
        console.print(Text(one_line(line)))


def _show_actions(
    day: Day, found: CustomerRows, names: Naming, console: Console, most: tuple[Totals, int]
) -> None:
    """Print the actions; ``most`` is how many there are, and how many customers are shown."""
    (added, limit), customers, actions = most, 0, 0
    titles = winners(day, limit)
    shape = _Shape(console.width, _code_width(day) if console.width >= WIDE else 0)
    console.print(_grid(shape, names.say, heading=True))
    for customer, rows in found:
        told = list(rows)
        line = names.say.customer.format(
            customer=customer or names.say.business, actions=f"{len(told):,}"
        )
        console.print(Text(one_line(line), style="bold cyan"))
        grid = _grid(shape, names.say)
        for row in told:
            _add(grid, row, remarks(row, titles, day.date, names), day.date, names)
        console.print(grid)
        customers += bool(customer)
        actions += len(told)
    if actions < added.actions:
        more = (added.customers - customers, added.actions - actions)
        console.print(names.say.more.format(customers=f"{more[0]:,}", actions=f"{more[1]:,}"))


def _by_customer(day: Day, limit: int, *, unmasked: bool) -> CustomerRows:
    read = whole_rows if unmasked else shown_rows
    rows = read(day.business, day.actions, _COLUMNS, SCREENFUL)
    groups = groupby(rows, key=itemgetter("customer_id"))
    return islice(groups, limit or None)


class _Shape(NamedTuple):
    """How wide the screen is, and the column of codes; 0 where they stand below the moment."""

    screen: int
    code: int


def _code_width(day: Day) -> int:
    """The cells of the longest code of the day."""
    query = f"SELECT max(len(code)) FROM {day.actions.sql}"  # noqa: S608
    (longest,) = row_of(day.actions.connection, query)
    return max(longest or 0, CODE_WIDTH)


def _grid(shape: _Shape, say: TableMessages, *, heading: bool = False) -> Table:
    """A table whose columns are as wide for every customer, one cell apart."""
    before = _INDENT + bool(shape.code) * (shape.code + 1)
    # The text gets the larger part of what the others leave.
    left = max(shape.screen - before - sum(_WIDTHS) - len(_WIDTHS) - 1, 20)
    reason = left * 2 // 5
    grid = Table(box=None, pad_edge=False, show_header=heading, header_style="dim")
    grid.padding = (0, 1, 0, 0)
    names = ["", say.due, say.who, say.what, say.text, say.why]
    widths = [_INDENT - 1, *_WIDTHS, left - reason, reason]
    if shape.code:
        names.insert(1, say.code)
        widths.insert(1, shape.code)
    for name, cells in zip(names, widths, strict=True):
        grid.add_column(name, width=cells, overflow="fold")
    return grid


def _add(grid: Table, row: ActionRow, said: str, day: date, names: Naming) -> None:
    style = STYLES.get(row["priority"], "") if row["status"] == "due" else NOT_NOW
    verb = names.say.verbs.get(row["verb"], row["verb"])
    pressing = names.say.priorities.get(row["priority"], "")
    text = Text(one_line(row["text"]), style="" if row["status"] == "due" else NOT_NOW)
    if said:
        text.append(f"\n{one_line(said)}", style="italic")
    code, due = Text(one_line(row["code"] or "")), Text(_due(row["due_at"], day), style=style)
    has_column = len(grid.columns) > len(_WIDTHS) + 3
    first = (code, due) if has_column else (Text("\n").join((due, code)),)
    grid.add_row(
        "",
        *first,
        Text(one_line(owner_name(row["owner"], row["role"], names))),
        Text(f"{verb} {pressing}".strip(), style=style),
        text,
        Text(_lines(why(row["because"], names)), style="dim"),
    )


def _due(due_at: datetime | None, day: date) -> str:
    """Month, day and hour; the whole date without the hour in another year."""
    if due_at is None:
        return ""
    return f"{due_at:%m-%d %H:%M}" if due_at.year == day.year else f"{due_at:%Y-%m-%d}"


def _lines(told: Iterable[str]) -> str:
    return "\n".join(map(one_line, told))
