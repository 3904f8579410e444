"""Numbers and dates cut at every value that a cell names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from careplay.checks.proving.domains import Domain
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, value_of
from careplay.meaning.words import cell_text
from careplay.model.comparing import size
from careplay.model.conditions import Operand
from careplay.model.types import DECIMALS, TIMES, Scalar, Span

NO_SPAN = Span(0)
DAYS = (Decimal(1), Decimal(date.max.toordinal()))


@dataclass(frozen=True, slots=True)
class Cut:
    """A value that some cell names, and how it is named there."""

    size: Decimal
    value: Scalar
    name: str

    @property
    def shown(self) -> str:
        """The name; of a parameter with its value."""
        return f"{self.name} ({self.value})" if self.name.startswith("$") else self.name


ScaleStep: TypeAlias = tuple[Scalar, Cut | None, Cut | None, bool]
"""An example, where the piece begins and ends, and whether it is one value alone."""


def along(domain: Domain, named: Sequence[Operand], clock: Clock) -> list[ScaleStep]:
    """The pieces along the scale: each value named, and all that lies between two."""
    low, high = _bounds(domain, clock)
    found = {cut.size: cut for cut in (_cut(each, clock) for each in reversed(named))}
    cuts = [found[each] for each in sorted(found)]
    steps: list[ScaleStep] = []
    for before, after in pairwise((None, *cuts, None)):
        if before is not None and _inside(before.size, low, high):
            steps.append((before.value, before, before, True))
        example = _example(before, after, (low, high), _unit(domain))
        if example is not None:
            steps.append((_value(example, domain), before, after, False))
    return steps


def _bounds(domain: Domain, clock: Clock) -> tuple[Decimal | None, Decimal | None]:
    if domain.type in TIMES:
        today = Decimal(clock.day.toordinal())
        return DAYS[0], min(DAYS[1], today) if domain.until_today else DAYS[1]
    return (Decimal(0) if domain.from_nought else None), None


def _inside(size: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or low <= size) and (high is None or size <= high)


def _unit(domain: Domain) -> Decimal:
    """The least by which two values can differ."""
    return Decimal(1).scaleb(-DECIMALS[domain.type]) if domain.type in DECIMALS else Decimal(1)


def _example(
    before: Cut | None,
    after: Cut | None,
    bounds: tuple[Decimal | None, Decimal | None],
    unit: Decimal,
) -> Decimal | None:
    """A plain value strictly between two cuts and within the bounds; None if there is none."""
    above = None if before is None else before.size + unit
    below = None if after is None else after.size - unit
    least = max((each for each in (above, bounds[0]) if each is not None), default=None)
    greatest = min((each for each in (below, bounds[1]) if each is not None), default=None)
    if least is not None and greatest is not None and least > greatest:
        return None
    wanted = _wanted(before, after)
    if least is not None and wanted < least:
        return least
    return greatest if greatest is not None and wanted > greatest else wanted


def _wanted(before: Cut | None, after: Cut | None) -> Decimal:
    if before is not None:
        return before.size + 1
    return after.size - 1 if after is not None else Decimal(0)


def _value(size: Decimal, domain: Domain) -> Scalar:
    if domain.type in TIMES:
        return date.fromordinal(int(size))
    return size if DECIMALS[domain.type] else int(size)


def _cut(operand: Operand, clock: Clock) -> Cut:
    value = value_of(operand, clock)
    return Cut(Decimal(size(value)), value, cell_text(operand))
