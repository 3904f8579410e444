"""How a table is written where that is not the usual: how its file is laid out, and its cells.

Only what differs is stated; a table of which nothing is stated is read as ever, at no cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass

CODECS: Mapping[str, str] = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "GBK": "gb18030",
    "GB18030": "gb18030",
    "Big5": "cp950",
    "Shift-JIS": "cp932",
    "EUC-KR": "cp949",
    "Windows-1252": "cp1252",
}
"""What an encoding is called, and what Python calls it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a file the table begins and ends, and in which encoding the text is."""

    heading: tuple[int, ...] = ()
    """The rows that name the columns, counted from 1; the first row unless told."""
    until: str = ""
    """The row whose first filled cell begins so ends the table, and is none of it."""
    encoding: str = ""
    """As Python calls it; told by the bytes unless stated."""

    @property
    def above(self) -> int:
        """So many rows stand above the heading."""
        return self.heading[0] - 1 if self.heading else 0


@dataclass(frozen=True, slots=True)
class DateForm:
    """A form of dates, as an example showed it."""

    pattern: str
    """As ``strptime`` has it; empty for the numbers by which Excel counts days."""
    timed: bool = False
    """Whether the example told a time of day, too."""
    example: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class WrittenForms:
    """How cells are written; each of it beside the usual ways, and before them."""

    dates: tuple[DateForm, ...] = ()
    year: str = ""
    """The year of dates that tell none."""
    decimal: str = ""
    """``comma`` or ``point``: what stands before the decimals; then separators may stand
    between thousands, and a sign of currency beside the number."""
    missing: tuple[str, ...] = ()
    """Words that mean an empty cell."""
    means_yes: tuple[str, ...] = ()
    means_no: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """A word of the data to the word that it means."""

    def over(self, usual: WrittenForms) -> WrittenForms:
        """What is stated here, and of what is not, what is stated of the whole table."""
        return WrittenForms(
            self.dates or usual.dates,
            self.year or usual.year,
            self.decimal or usual.decimal,
            self.missing or usual.missing,
            self.means_yes or usual.means_yes,
            self.means_no or usual.means_no,
            self.values or usual.values,
        )


AS_USUAL = WrittenForms()
"""Nothing is stated."""
