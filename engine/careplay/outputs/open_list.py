"""Open work as a list for people: person by person, late first, then today, then coming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.table import Table
from rich.text import Text

from careplay.frozen import dataclass
from careplay.outputs.naming import Naming, naming, owner_name
from careplay.outputs.shown import shown_rows, whole_rows
from careplay.outputs.table import NOT_NOW, STYLES, WIDE
from careplay.visible import one_line

if TYPE_CHECKING:
    from datetime import date, datetime

    from rich.console import Console

    from careplay.outputs.open_work import OpenWork

LIMIT = 20
"""So many actions of each person are shown unless told."""
READ = 500
"""Rows made ready at a time."""


@dataclass(frozen=True, slots=True)
class OpenWords:
    """Everything that is said of open work, in one language; gaps are for ``str.format``."""

    columns: tuple[str, ...]
    person: str
    nothing: str
    day_late: str
    days_late: str
    today: str
    coming: str
    more: str
    business: str


ENGLISH = OpenWords(
    columns=("code", "when", "due", "customer", "what", "text"),
    person="{name}: {open} open, {late} from days before",
    nothing="No work is open on this day.",
    day_late="1 day late",
    days_late="{days} days late",
    today="today",
    coming="in {days} d",
    more="Not shown: {actions} more.",
    business="-",
)
CHINESE = OpenWords(
    columns=("编号", "何时", "时限", "客户", "做什么", "内容"),
    person="{name}：未完成 {open} 项，其中前几天就该完成的 {late} 项",
    nothing="这一天没有未完成的事项。",
    day_late="逾期 1 天",
    days_late="逾期 {days} 天",
    today="今天",
    coming="还有 {days} 天",
    more="还有 {actions} 项未显示。",
    business="-",
)


class _Shown(NamedTuple):
    """What is shown of an action."""

    code: str | None
    owner: str | None
    role: str
    due_on: date
    days_late: int
    due_at: datetime
    customer_id: str
    verb: str
    priority: str
    text: str


def show(
    work: OpenWork, console: Console, limit: int = LIMIT, *, unmasked: bool = False
) -> None:
    """Print the work of each person; ``limit`` is how many of his actions, 0 all of them.

    What is personal is masked, but where the work is to be shown ``unmasked``.
    """
    names = naming(work.business, work.staff)
    say = CHINESE if names.language == "zh" else ENGLISH
    heading = names.say.heading.format(name=work.business.name, day=work.date.isoformat())
    console.print(Text(one_line(heading), style="bold"))
    if not work.count.actions:
        console.print(say.nothing)
    for (owner, role), found in groupby(_rows(work, unmasked=unmasked), key=_whose):
        rows = list(found)
        late = sum(row.days_late > 0 for row in rows)
        name = owner_name(owner, role, names)
        line = say.person.format(name=name, open=f"{len(rows):,}", late=f"{late:,}")
        console.print(Text(one_line(line), style="bold cyan"))
        shown, wide = rows[: limit or None], console.width >= WIDE
        console.print(_table(shown, work.date, names, say, wide=wide))
        if limit and len(rows) > limit:
            console.print(say.more.format(actions=f"{len(rows) - limit:,}"))


def _whose(row: _Shown) -> tuple[str | None, str]:
    """The person; where there is nobody, the role."""
    return row.owner, "" if row.owner else row.role


def _rows(work: OpenWork, *, unmasked: bool) -> Iterator[_Shown]:
    """The rows as they may be shown."""
    told = work.business, work.actions, _Shown._fields, READ
    for row in whole_rows(*told) if unmasked else shown_rows(*told, own=work.own):
        yield _Shown(**row)


def _table(
    rows: Sequence[_Shown], day: date, names: Naming, say: OpenWords, *, wide: bool
) -> Table:
    """The rows; on a narrow screen moment and code stand below when it is to be done."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    code, when, due, *others = say.columns
    for column in (code, when, due, *others) if wide else (when, *others):
        last = column == others[-1]
        table.add_column(column, overflow="fold", no_wrap=not last)
    for row in rows:
        style = "bold red" if row.days_late else STYLES.get(row.priority, "")
        verb = names.say.verbs.get(row.verb, row.verb)
        pressing = names.say.priorities.get(row.priority, "")
        look = style if row.due_on <= day else NOT_NOW
        told = Text(one_line(row.code or ""))
        moments = (Text(_when(row, day, say), look), Text(_due(row.due_at, day), look))
        first = (told, *moments) if wide else (Text("\n").join((*moments, told)),)
        cells = (row.customer_id or say.business, f"{verb} {pressing}".strip(), row.text)
        table.add_row(*first, *(Text(one_line(cell)) for cell in cells))
    return table


def _when(row: _Shown, day: date, say: OpenWords) -> str:
    """How many days it is late, or until it is to be done."""
    if row.days_late == 1:
        return say.day_late
    if row.days_late:
        return say.days_late.format(days=row.days_late)
    left = (row.due_on - day).days
    return say.coming.format(days=left) if left else say.today


def _due(due_at: datetime, day: date) -> str:
    return f"{due_at:%m-%d %H:%M}" if due_at.year == day.year else f"{due_at:%Y-%m-%d}"
