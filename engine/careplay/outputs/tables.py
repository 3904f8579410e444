"""Decision tables as people read them: rows, holes, and what was proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth

from careplay.frozen import dataclass
from careplay.model.tables import DecisionTable


@dataclass(frozen=True, slots=True)
class Hits:
    """A row, or a hole, and the customers it has; None where there are no customers."""

    name: str
    holds: int | None
    decides: int | None


def table_text(
    table: DecisionTable, rows: Sequence[Hits], holes: Sequence[Hits], found: Sequence[str]
) -> str:
    """The table in lines."""
    return "\n".join(_lines(table, rows, holes, found))


def _lines(
    table: DecisionTable, rows: Sequence[Hits], holes: Sequence[Hits], found: Sequence[str]
) -> Iterator[str]:
    asks = ", ".join(table.inputs)
    gives = ", ".join(decision.name for decision in table.decisions)
    yield f"{table.name}: {asks} -> {gives}, hit: {table.hit}"
    width = max((_width(row.name) for row in rows), default=0)
    counted = any(row.decides is not None for row in rows)
    if counted:
        yield f"  {' ' * width}  {'holds':>9}  {'decides':>9}"
    for row in rows:
        numbers = f"  {_number(row.holds)}  {_number(row.decides)}" if counted else ""
        yield f"  {row.name}{' ' * (width - _width(row.name))}{numbers}".rstrip()
    for hole in holes:
        asked = "" if hole.holds is None else f": {customer_count(hole.holds)}"
        noun = "else" if table.has_else else "hole"
        yield f"  {noun} {hole.name}{asked}"
    if not holes:
        yield "  every customer has a row"
    yield from (f"  ! {each}" for each in found)


def customer_count(count: int) -> str:
    """So many customers."""
    return f"{count:,} customer{'s' * (count != 1)}"


def _number(count: int | None) -> str:
    return f"{'' if count is None else f'{count:,}':>9}"


def _width(text: str) -> int:
    return max(0, wcswidth(text))
