"""Operands in words, as a cell writes them: for plans, proofs and diagnostics alike.

People who carry actions out never see a condition: they are told facts and their values, by
``model.words`` and ``outputs``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from careplay.model.conditions import Operand, Since, Today
from careplay.model.types import Parameter, Span


def cell_text(operand: Operand | None) -> str:
    """What a cell writes for the operand; ``missing`` where there is none.

    >>> cell_text(Today(Span(30, negative=True))), cell_text(Parameter("gold")), cell_text(True)
    ('30 days ago', '$gold', 'true')
    """
    match operand:
        case None:
            return "missing"
        case bool():
            return "true" if operand else "false"
        case str() | int() | Decimal() | date():
            return str(operand)
        case Parameter(name):
            return f"${name}"
        case Today(Span(0)) | Since(Span(0)):
            return "today"
        case Today(span) | Since(span):
            return f"{_length(span)} {'ago' if span.negative else 'from today'}"
        case _:
            assert_never(operand)


def _length(span: Span) -> str:
    unit = span.unit.value.replace("_", " ")
    return f"{cell_text(span.amount)} {unit.removesuffix('s') if span.amount == 1 else unit}"
