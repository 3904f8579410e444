"""How a command tells a fault of the world: one sentence, and the documented exit code."""

from __future__ import annotations

import functools
import io
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

import click

from careplay.errors import CareplayError

P = ParamSpec("P")

INTERRUPTED = 130
"""What shells expect of a command that was stopped with Ctrl-C."""
STOPPED = "stopped; what was written before is whole"
STOPPED_QUERY = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a query runs."""


def reports_faults(command: Callable[P, None]) -> Callable[P, None]:
    """Let the command end with the exit code of a fault that it tells in one sentence."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        _write_what_can_be_written()
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except CareplayError as fault:
            end(str(fault), fault.exit_code)
        except BrokenPipeError:
            # Whoever read our output has seen enough (``careplay run … | head``).
            _forget_output()
            raise SystemExit(0) from None
        except OSError as fault:
            end(_sentence(fault), CareplayError.exit_code)
        except KeyboardInterrupt:
            end(STOPPED, INTERRUPTED)
        except RuntimeError as fault:
            if str(fault) != STOPPED_QUERY:
                raise
            end(STOPPED, INTERRUPTED)

    return run


def end(sentence: str, code: int) -> None:
    """Say why, and end the command."""
    click.echo(f"careplay: {sentence}", err=True)
    raise SystemExit(code) from None


def _sentence(fault: OSError) -> str:
    what = fault.strerror or str(fault)
    if fault.filename is None:
        _forget_output()
        return f"cannot write to standard output: {what}"
    return f'cannot use "{fault.filename}": {what}; is that the right path?'


def _write_what_can_be_written() -> None:
    """Let a terminal that lacks a letter show a question mark in its place."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _forget_output() -> None:
    """Nothing more is written: the interpreter would try once more on its way out."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
