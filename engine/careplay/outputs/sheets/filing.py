"""Sheets as files: one a person, each whole or not at all, by names every system can have."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.files import write_all
from careplay.outputs.sheets import written
from careplay.visible import HIDDEN

if TYPE_CHECKING:
    from careplay.outputs.sheets.sheet import TaskSheet

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\s]+')
"""What Windows, or a shell, takes for something else; and what stands between the parts."""
MOST = 60
"""Bytes of a part of a name; systems take 255 of the whole."""


def save(sheets: Sequence[TaskSheet], folder: Path, form: str) -> tuple[Path, ...]:
    """Write each sheet into the folder, in place of a former one of its name.

    Raises OutputError where the form is none, or a file cannot be written.
    """
    named = zip(names_of_files(sheets), sheets, strict=True)
    return write_all({folder / f"{name}.{form}": written(each, form) for name, each in named})


def names_of_files(sheets: Iterable[TaskSheet]) -> tuple[str, ...]:
    """Names without ending: day, business, person by id and name, and the role if only of one.

    Of two that a system might take for one, the second has a digest of what it is of.
    """
    known: set[str] = set()
    found = []
    for each in sheets:
        key = f"{each.business_id}\0{each.key}\0{each.only}"
        parts = [each.business_id, each.key, each.person.strip("()（）"), each.only]
        told = dict.fromkeys(filter(None, map(part_of_name, parts)))
        name = "_".join((each.date.isoformat(), *told))
        if name.casefold() in known or part_of_name(each.key) != each.key:
            name += f"_{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        known.add(name.casefold())
        found.append(name)
    return tuple(found)


def part_of_name(text: str) -> str:
    """The text as a part of a name, cut where it is long; "" where nothing of it can be one."""
    told = unicodedata.normalize("NFC", HIDDEN.sub("", text))
    told = _FORBIDDEN.sub("-", told).strip("-. ")
    return told.encode()[:MOST].decode("utf-8", "ignore").strip("-. ")
