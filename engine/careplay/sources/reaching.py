"""How far a business reaches: its tables lie in its own folder, or where it was allowed to.

A playbook that others wrote must not read what is theirs alone. A link counts as what it
leads to; a table of a server is read where that was allowed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from careplay.bounds import AT_SERVER, Bounds
from careplay.faults import SourceError
from careplay.sources.locations import Format, Location, at_server, path_of

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


def led_out(location: str, folder: Path, bounds: Bounds) -> str:
    """What is wrong with a location that leads out and is not allowed; empty where it is not.

    Of a pattern counts what stands before its first part that is one.
    """
    schema = at_server(location)
    if schema is not None:
        return _not_allowed(location, schema, bounds)
    path = path_of(location)
    parts = Path(path).parts
    plain = [n for n, part in enumerate(parts) if any(sign in part for sign in "*?[")]
    fixed = Path(*parts[: plain[0]]) if plain else Path(path)
    climbs = plain and ".." in parts[plain[0] :]
    real = path if climbs else outside(str(folder / fixed), (folder, *bounds.allow))
    if not real:
        return ""
    return f'"{location}" leads out of the folder of the business, to "{real}"; {WAY_OUT}'


def demand_inside(found: Location, folder: Path, bounds: Bounds) -> None:
    """SourceError where one of the files is a link that leads elsewhere, or may not be read."""
    if found.kind is Format.POSTGRESQL:
        (location,) = found.files
        if wrong := _not_allowed(location, at_server(location) or "", bounds):
            raise SourceError(wrong)
        return
    inside = (folder, *bounds.allow)
    for file in found.files:
        if real := outside(file, inside):
            message = f'"{file}" leads out of "{folder}", to "{real}"; {WAY_OUT}'
            raise SourceError(message)


def _not_allowed(location: str, schema: str, bounds: Bounds) -> str:
    """Why the table of a server may not be read; empty where it may."""
    if {"", schema} & {*bounds.schemas}:
        return ""
    way = f"let it be read with --allow {AT_SERVER}{schema}"
    return f'"{location}" lies at a server, as whoever runs the business reads it; {way}'
