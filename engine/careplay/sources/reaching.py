"""How far a business reaches: its tables lie in its own folder, or where it was allowed to.

A playbook that others wrote must not read what is theirs alone. A link counts as what it
leads to.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from careplay.faults import SourceError
from careplay.sources.locations import Location, path_of

WAY_OUT = "keep it in there, or let it be read with --allow DIR"


def outside(path: str, inside: Iterable[Path]) -> str:
    """Where the path leads, if into none of these folders; empty where it does."""
    try:
        real = os.path.realpath(path)
    except ValueError:  # no file can be called so: whoever reads it says that it is not there
        return ""
    for each in inside:
        top = os.path.realpath(each)
        if real == top or real.startswith(top.rstrip(os.sep) + os.sep):
            return ""
    return real


def led_out(location: str, folder: Path, allowed: Iterable[Path]) -> str:
    """Where the location leads that is neither in the folder nor allowed; empty where none is.

    Of a pattern, what stands before its first part that is one.
    """
    path = path_of(location)
    parts = Path(path).parts
    plain = [n for n, part in enumerate(parts) if any(sign in part for sign in "*?[")]
    fixed = Path(*parts[: plain[0]]) if plain else Path(path)
    if plain and ".." in parts[plain[0] :]:
        return path
    return outside(str(folder / fixed), (folder, *allowed))


def demand_inside(found: Location, folder: Path, allowed: Iterable[Path]) -> None:
    """SourceError where one of the files is a link that leads elsewhere."""
    inside = (folder, *allowed)
    for file in found.files:
        if real := outside(file, inside):
            message = f'"{file}" leads out of "{folder}", to "{real}"; {WAY_OUT}'
            raise SourceError(message)
