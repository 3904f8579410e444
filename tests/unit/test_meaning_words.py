from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from careplay.meaning.words import cell_text
from careplay.model.conditions import Operand, Since, Today
from careplay.model.types import Parameter, Span, Unit


@pytest.mark.parametrize(
    ("operand", "expected"),
    [
        (None, "missing"), (False, "false"), (5, "5"), (Decimal("5.50"), "5.50"), ("金", "金"),
        (date(2026, 6, 15), "2026-06-15"), (Parameter("gold"), "$gold"),
        (Today(Span(0)), "today"), (Since(Span(0)), "today"),
        (Today(Span(1, negative=True)), "1 day ago"),
        (Today(Span(2, Unit.MONTHS)), "2 months from today"),
        (Today(Span(Parameter("grace"), Unit.WORKING_DAYS)), "$grace working days from today"),
    ],
)  # fmt: skip
def test_an_operand_is_written_as_in_a_cell(operand: Operand | None, expected: str) -> None:
    assert cell_text(operand) == expected
