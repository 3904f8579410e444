"""As of a day: the values that the operands of a cell stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from careplay.calendars.spans import add_months
from careplay.model.business import Dated
from careplay.model.comparing import Size, size
from careplay.model.conditions import Operand, Since, Today
from careplay.model.parameters import value_or_first
from careplay.model.types import Parameter, Scalar, Span, Unit

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
"""The days that can be planned."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the values that parameters have on it."""

    day: date
    parameters: Mapping[str, Dated]

    def value(self, operand: Operand) -> Scalar:
        """The value the operand stands for; OverflowError past the end of the calendar."""
        match operand:
            case Parameter(name):
                return value_or_first(self.parameters[name], self.day)
            case Today(moved) | Since(moved):
                return self._moved(moved)
            case _:
                return operand

    def size(self, operand: Operand) -> Size:
        """The value, as it compares."""
        return size(self.value(operand))

    def _moved(self, span: Span) -> date:
        amount = int(str(self.value(span.amount))) * (-1 if span.negative else 1)
        try:
            match span.unit:
                case Unit.DAYS:
                    return self.day + timedelta(days=amount)
                case Unit.WEEKS:
                    return self.day + timedelta(weeks=amount)
                case Unit.MONTHS:
                    return add_months(self.day, amount)
                case Unit.YEARS:
                    return add_months(self.day, 12 * amount)
                case _:
                    raise OverflowError  # no cell counts in it
        except ValueError as fault:
            raise OverflowError from fault
