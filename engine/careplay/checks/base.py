"""The shape of a check, and how it says what it found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from careplay.diagnostics import Diagnostic, Position
from careplay.model.business import Business
from careplay.model.rules import Rule


class Check(Protocol):
    """A module that asks one question; its docstring is its page in the manual."""

    CODE: str

    def check(self, business: Business) -> Iterator[Diagnostic]:
        """Yield a diagnostic for every place the business falls short."""


PAGE = "docs/practices.md"
"""Where practices stand, by id."""


def rule_fault(
    rule: Rule, code: str, what: str, way: str, at: Position | None = None
) -> Diagnostic:
    """A fault of a rule: what is wrong, in which rule, and the way out."""
    return Diagnostic(rule.file, at or rule.at, code, f'{what} in rule "{rule.id}"; {way}')


def asked_by(practice: str, way: str) -> str:
    """The way out, and the practice that asks for it."""
    return f"{way} ({practice} in {PAGE})"
