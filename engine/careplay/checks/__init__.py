"""What is left to ask of a business that could be built; one module per check.

A check is found by the name of its file, ``cp308_calendar_gap.py``, and has its code to itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from careplay.checks.base import Check
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CHECKS: tuple[Check, ...] = tuple(
    cast("Check", import_module(f"{__name__}.{name}"))
    for name in sorted(each.name for each in iter_modules(__path__))
    if name.startswith("cp")
)
"""Every check, in order of code."""


ADVICE = frozenset({"CP415", "CP472", "CP473", "CP487", "CP488", "CP489", "CP497", "CP498"})
"""The codes of what is against a practice, or will be said wrongly, and stops no run."""


def check(business: Business) -> tuple[Diagnostic, ...]:
    """Run every check and return what they found, each once, by file and place."""
    found = (diagnostic for each in CHECKS for diagnostic in each.check(business))
    return tuple(sorted(set(found)))
