"""A fault of careplay itself: what is needed to report it, and nothing of anybody's data."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

INTERNAL = 70
"""EX_SOFTWARE of sysexits.h, BSD 4.0: an error of the program, whatever it was given."""
PACKAGES = ("careplay", "duckdb", "click", "PyYAML", "jsonschema", "python-calamine")
OUR_OWN = Path(__file__).parents[1]


def report(fault: BaseException) -> str:
    """Write the report, and say where it is."""
    kind = type(fault).__name__
    said = (
        f"careplay itself is at fault ({kind} in {_where(fault)}), and not your playbooks "
        "or data"
    )
    try:
        handle, file = tempfile.mkstemp(prefix="careplay-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write("\n".join(_lines(fault)) + "\n")
    except OSError:
        return f"{said}; please report that"
    return f"{said}; please report it with {file}, which holds nothing of your customers"


def _lines(fault: BaseException) -> Iterator[str]:
    """Versions, and where it came to the fault; no value, no message, no path of yours."""
    yield f"python {platform.python_version()} on {platform.system()} {platform.machine()}"
    for name in PACKAGES:
        yield f"{name} {_version(name)}"
    yield f"command {_command()}"
    at: BaseException | None = fault
    while at is not None:
        yield f"{type(at).__module__}.{type(at).__qualname__}"
        for frame in traceback.extract_tb(at.__traceback__):
            yield f"  {_shown(frame.filename)}:{frame.lineno} in {frame.name}"
        at = at.__cause__ or at.__context__


def _where(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [each for each in frames if OUR_OWN in Path(each.filename).parents]
    last = (ours or frames)[-1]
    return f"{_shown(last.filename)}:{last.lineno}"


def _shown(file: str) -> str:
    """The file as it is called in its package: what lies above is none of ours to tell."""
    path = Path(file)
    if OUR_OWN in path.parents:
        return path.relative_to(OUR_OWN.parent).as_posix()
    return "/".join(path.parts[-2:])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _command() -> str:
    """The subcommand alone: arguments may name people."""
    from careplay.commands import COMMANDS  # noqa: PLC0415 - they import this

    names = {each.name for each in COMMANDS}
    return next((each for each in sys.argv[1:] if each in names), "unknown")
