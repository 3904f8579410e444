"""What is left to ask of a business that could be built; one module per check.

A check is found by the name of its file, ``cp308_calendar_gap.py``, and has its code to itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from careplay.checks.base import Check
from careplay.diagnostics import Diagnostic
from careplay.language.codes import (
    IDLE_ALLOWANCE,
    QUIET_RULE,
    UNUSED_EVENT_TYPE,
    UNUSED_NAME,
    UNUSED_PARAMETER,
)
from careplay.model.business import Business
from careplay.severity import Severity

CHECKS: tuple[Check, ...] = tuple(
    cast("Check", import_module(f"{__name__}.{name}"))
    for name in sorted(each.name for each in iter_modules(__path__))
    if name.startswith("cp")
)
"""Every check, in order of code."""

WARNINGS = frozenset(
    {UNUSED_PARAMETER, UNUSED_NAME, IDLE_ALLOWANCE}
    | {"CP123", "CP472", "CP488", "CP497", "CP498"}
)
"""The codes of what is done otherwise than it was meant, or not at all, and stops no run."""
ADVICE = frozenset({UNUSED_EVENT_TYPE, QUIET_RULE, "CP315", "CP415", "CP473", "CP487", "CP489"})
"""The codes of what is against a practice, and stops no run."""
NO_FAULTS = WARNINGS | ADVICE


def severity_of(code: str) -> Severity:
    """What a diagnostic of the code weighs."""
    if code in ADVICE:
        return Severity.ADVICE
    return Severity.WARNING if code in WARNINGS else Severity.FAULT


def check(business: Business) -> tuple[Diagnostic, ...]:
    """Run every check and return what they found, each once, by file and place."""
    found = (diagnostic for each in CHECKS for diagnostic in each.check(business))
    return tuple(sorted(set(found)))
