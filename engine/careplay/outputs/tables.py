"""Decision tables as people read them: rows, holes, and what was proved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careplay.diagnostics import width_of
from careplay.frozen import dataclass
from careplay.model.business import Business


@dataclass(frozen=True, slots=True)
class Hits:
    """A row, or a hole, and the customers it has; None where there are no customers."""

    name: str
    holds: int | None
    decides: int | None


@dataclass(frozen=True, slots=True)
class TableReport:
    """A decision table as of a day; ``str`` is the table in lines."""

    name: str
    inputs: tuple[str, ...]
    """Facts, in the order of the columns."""
    outputs: tuple[str, ...]
    """The facts that it answers."""
    hit: str
    """Which of the rows that hold decide: ``first``, ``unique`` and so on."""
    has_else: bool
    """Whether there is an answer where no row holds."""
    day: date
    rows: tuple[Hits, ...]
    """The rows in force on the day; after them the else, if there is one."""
    holes: tuple[Hits, ...]
    """What no row holds for."""
    found: tuple[str, ...]
    """What the proofs say of it, a sentence each."""

    def __str__(self) -> str:
        """The table in lines."""
        return "\n".join(_lines(self))


@dataclass(frozen=True, slots=True)
class TablesReport:
    """The tables of a business as of a day, and how many customers were asked.

    ``str`` is what ``careplay tables`` prints.
    """

    business: Business
    day: date
    tables: tuple[TableReport, ...]
    customers: int | None
    why: str = ""
    """Why no customers could be asked: of the data or a parameter, in a sentence."""

    def __str__(self) -> str:
        """Whom it is of, then table after table."""
        asked = self.why if self.customers is None else customer_count(self.customers)
        tables = "".join(f"\n\n{each}" for each in self.tables) or "\nno decision tables"
        return f"{self.business.name} · {self.day} · {asked}{tables}"


def _lines(report: TableReport) -> Iterator[str]:
    asks, gives = ", ".join(report.inputs), ", ".join(report.outputs)
    yield f"{report.name}: {asks} -> {gives}, hit: {report.hit}"
    width = max((width_of(row.name) for row in report.rows), default=0)
    counted = any(row.decides is not None for row in report.rows)
    if counted:
        yield f"  {' ' * width}  {'holds':>9}  {'decides':>9}"
    for row in report.rows:
        numbers = f"  {_number(row.holds)}  {_number(row.decides)}" if counted else ""
        yield f"  {row.name}{' ' * (width - width_of(row.name))}{numbers}".rstrip()
    for hole in report.holes:
        asked = "" if hole.holds is None else f": {customer_count(hole.holds)}"
        noun = "else" if report.has_else else "hole"
        yield f"  {noun} {hole.name}{asked}"
    if not report.holes:
        yield "  every customer has a row"
    yield from (f"  ! {each}" for each in report.found)


def customer_count(count: int) -> str:
    """So many customers."""
    return f"{count:,} customer{'s' * (count != 1)}"


def _number(count: int | None) -> str:
    return f"{'' if count is None else f'{count:,}':>9}"
