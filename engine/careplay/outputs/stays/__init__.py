"""Lists of stays: arrivals of the week and rooms of a day, and a writer for each form.

A writer is a module with one function over one value, the list; they are listed here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from careplay.faults import OutputError

if TYPE_CHECKING:
    from careplay.outputs.stays.stay_list import StayList

FORMS = {
    "html": "careplay.outputs.stays.stay_page",
    "md": "careplay.outputs.stays.stay_markdown",
}
"""The forms of a list: the name of each, also the ending of its files, and its module."""


class StayWriter(Protocol):
    """A module that writes lists of stays in one form."""

    def write(self, listed: StayList) -> bytes:
        """The whole list, of which every byte is the same however often it is written."""


def written(listed: StayList, form: str) -> bytes:
    """The list in that form; OutputError where there is no such form."""
    if form not in FORMS:
        raise OutputError(f'no list is written as "{form}"; known are {" and ".join(FORMS)}')
    return cast("StayWriter", import_module(FORMS[form])).write(listed)
