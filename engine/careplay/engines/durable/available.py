"""Whether the package is on this machine, and what to do where it is not."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from careplay.faults import EngineError

LAST_PYTHON = (3, 12)
"""Python 3.13 took away a function that the package's C code calls (PyEval_CallObject)."""
NEEDED = ("durable_rules_engine", "durable")
"""What the worker imports: the engine in C, and the charts above it."""


INSTEAD = "the default engine gives the same actions without it"


def demand(python: tuple[int, int] = sys.version_info[:2]) -> None:
    """EngineError where the package is not there; it is looked for and not imported."""
    if python > LAST_PYTHON:
        last, this = (".".join(map(str, each)) for each in (LAST_PYTHON, python))
        message = (
            f"durable-rules runs on Python up to {last}, and this is Python {this}; {INSTEAD}"
        )
        raise EngineError(message)
    if not all(map(_found, NEEDED)):
        message = (
            "durable-rules is not installed; `pip install 'careplay[durable]'` does that on"
            f" Python up to 3.12 where there is a C compiler; {INSTEAD}"
        )
        raise EngineError(message)


def _found(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # a module that is there without saying from where
        return False
