"""The meaning: every rule carried out in plain Python, customer by customer.

Nothing is planned ahead. Each trigger asks its question forward, as its docstring in the
model puts it, of every date and event a customer has; so this engine is slow, and the one
the others are held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from careplay.engines.plain.whole import run

if TYPE_CHECKING:
    from careplay.diagnostics import Diagnostic
    from careplay.model.business import Business

__all__ = ["CODES", "demand", "run", "unsayable"]

CODES: Mapping[str, str] = {}


def demand() -> None:
    """It needs nothing but Python."""


def unsayable(_: Business) -> Iterable[Diagnostic]:
    """Whatever the model says, it carries out."""
    return ()
