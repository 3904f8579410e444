"""Names of files that cannot be handed on: to the system, or to the database as a text."""

from __future__ import annotations

from careplay.faults import SourceError


def demand_name(path: object) -> None:
    """SourceError where the path is no text: it holds a NUL, or bytes that are not UTF-8."""
    name = str(path)
    if "\0" in name:
        raise SourceError(f'no file is called "{name}": there is a NUL character in it')
    try:
        name.encode()
    except UnicodeEncodeError as fault:
        message = f'"{name}" cannot be used: its name is no text in UTF-8; choose another name'
        raise SourceError(message) from fault
