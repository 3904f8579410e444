"""How a command tells a fault of the world: one sentence, and the documented exit code."""

from __future__ import annotations

import functools
import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from mmap import mmap
from typing import NoReturn, ParamSpec, TextIO

import click

from careplay.commands.internal import INTERNAL, report
from careplay.commands.saying import say
from careplay.errors import CareplayError, HistoryError

P = ParamSpec("P")

INTERRUPTED, TERMINATED = 130, 143
"""What shells expect of a command that was stopped with Ctrl-C, or by SIGTERM."""
STOPPED = "stopped; what was written before is whole"
NO_MEMORY = "there is not enough memory; run on a machine that has more"
NO_ROOM_FOR_CODE = "failed to map segment"
"""What the loader says of a library that finds no room in memory."""
NO_MEMORY_OF_DUCKDB = "OutOfMemoryException"
NO_ALLOCATION = "Allocation failure"
"""What it says where the machine has none left, whatever it may take."""
NO_MORE_MEMORY = (
    "the day needs more than --memory lets it have, or than there is room for in --temp;"
    " give it more of either"
)
RESERVE = 8 << 20
"""So many bytes of room are kept, untouched, and given back to tell a fault in: where memory
gave out, the sentence could be said, and then the interpreter failed on its way out."""
STOPPED_QUERY = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a query runs."""


def reports_faults(command: Callable[P, None]) -> Callable[P, None]:
    """Let the command end with the exit code of a fault that it tells in one sentence."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        _have_streams()
        _write_what_can_be_written()
        with mmap(-1, RESERVE) as reserve:
            try:
                command(*args, **kwargs)
                sys.stdout.flush()
            except (click.ClickException, click.exceptions.Exit, click.Abort):
                raise
            except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001 - each is told
                scarce = not _is_room()
                reserve.close()
                _tell(fault, scarce=scarce)

    return run


def _is_room() -> bool:
    """Whether there is as much room again as is kept.

    Where there is none, Python itself fails in ways that say nothing of memory: a module of
    ours is no valid syntax, or a function ends with an error and without an exception.
    """
    try:
        mmap(-1, RESERVE).close()
    except OSError:
        return False
    return True


def _tell(fault: BaseException, *, scarce: bool) -> NoReturn:
    """End the command with what the fault is called, and its exit code."""
    if lacking := _lacking_memory(fault):
        fault.__traceback__ = None  # and all that was held where it came from
        end(lacking, CareplayError.exit_code)
    match fault:
        case CareplayError():
            end(sentence_of(fault), fault.exit_code)
        case BrokenPipeError():
            # Whoever read our output has seen enough (``careplay run … | head``).
            _forget_output()
            raise SystemExit(0) from None
        case OSError():
            end(_sentence(fault), CareplayError.exit_code)
        case KeyboardInterrupt():
            end(STOPPED, _stopped_by())
        case RuntimeError() if str(fault) == STOPPED_QUERY:
            end(STOPPED, _stopped_by())
        case _ if scarce:
            fault.__traceback__ = None
            end(NO_MEMORY, CareplayError.exit_code)
        case _:
            _report(fault)


def sentence_of(fault: CareplayError) -> str:
    """What is said of a fault of ours: where memory gave out below it, that alone.

    What only a run can do is said of commands that can.
    """
    if isinstance(fault, HistoryError) and not _leaves_days_out():
        return _lacking_memory(fault) or fault.alone()
    return _lacking_memory(fault) or str(fault)


def _leaves_days_out() -> bool:
    """Whether the command has the option --fresh."""
    context = click.get_current_context(silent=True)
    return context is not None and any(each.name == "fresh" for each in context.command.params)


def _report(fault: BaseException) -> NoReturn:
    """End with a report; where memory is too little even for that, it is what is lacking."""
    try:
        said = report(fault)
    except MemoryError:
        end(NO_MEMORY, CareplayError.exit_code)
    end(said, INTERNAL)


def _lacking_memory(fault: BaseException) -> str:
    """What is said of it where memory gave out; empty where something else is wrong.

    A fault of ours may be made of what DuckDB said.
    """
    cause: BaseException | None = fault
    while cause is not None:
        if type(cause).__name__ == NO_MEMORY_OF_DUCKDB:
            return NO_MEMORY if NO_ALLOCATION in str(cause) else NO_MORE_MEMORY
        if isinstance(cause, MemoryError):
            return NO_MEMORY
        cause = cause.__cause__
    no_room = isinstance(fault, ImportError) and NO_ROOM_FOR_CODE in str(fault)
    return NO_MEMORY if no_room else ""


_signals: list[int] = []
"""The signals other than Ctrl-C that asked to stop."""


def stop_when_asked() -> Callable[[], object]:
    """Let SIGTERM end a command as Ctrl-C does; called, what comes back undoes that."""
    if threading.current_thread() is not threading.main_thread():
        return lambda: None  # only there may Python be told of signals
    before = signal.signal(signal.SIGTERM, _asked_to_stop)
    _signals.clear()
    return lambda: signal.signal(signal.SIGTERM, before)


def _asked_to_stop(number: int, _: object) -> None:
    _signals.append(number)
    raise KeyboardInterrupt


def _stopped_by() -> int:
    return TERMINATED if _signals else INTERRUPTED


def end(sentence: str, code: int) -> NoReturn:
    """Say why, and end the command."""
    try:
        say(f"careplay: {sentence}", err=True)
        sys.stderr.flush()
    except OSError:  # nobody can be told
        _forget(sys.stderr)
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


def _have_streams() -> None:
    """Who closed an output wants nothing of it, and all else goes on."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _forget_output() -> None:
    _forget(sys.stdout)


def _forget(stream: TextIO) -> None:
    """Nothing more is written: the interpreter would try once more on its way out."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), stream.fileno())
