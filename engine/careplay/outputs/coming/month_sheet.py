"""The coming days of a person: what he will have to do on which, as every writer takes it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from careplay.frozen import dataclass
from careplay.outputs.sheets.sheet import SheetBlock, SheetEntry, TaskSheet


@dataclass(frozen=True, slots=True)
class ComingLine:
    """Something to be done on a day."""

    block: SheetBlock
    entry: SheetEntry
    is_expected: bool
    """Whether it was not told yet."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day, and what is to be done on it by the hour."""

    date: dt.date
    lines: tuple[ComingLine, ...]


@dataclass(frozen=True, slots=True)
class ComingSheet:
    """What is open for a person, and what the coming days will ask of him."""

    sheet: TaskSheet
    until: dt.date
    """The last of the days."""

    @property
    def business_id(self) -> str:
        """Of which business it is."""
        return self.sheet.business_id

    @property
    def date(self) -> dt.date:
        """The first of the days."""
        return self.sheet.date

    @property
    def name(self) -> str:
        """What tells its file from others of the day."""
        return "calendar"

    @property
    def whose(self) -> str:
        """Whose file it is."""
        key, person = self.sheet.key, self.sheet.person
        return f"{key}_{person}" if person.strip("()（）") != key else key

    @property
    def days(self) -> tuple[ComingDay, ...]:
        """The days on which there is something to do; what is late stands on the first."""
        found = defaultdict[dt.date, list[ComingLine]](list)
        for part in self.sheet.parts:
            for block in part.blocks:
                for entry in block.entries:
                    is_expected = entry.action_id in self.sheet.expected
                    line = ComingLine(block, entry, is_expected)
                    found[max(entry.due_on, self.date)].append(line)
        return tuple(
            ComingDay(day, tuple(sorted(found[day], key=lambda each: each.entry.due_at)))
            for day in sorted(found)
        )

    def written(self, form: str = "html") -> bytes:
        """The calendar in a form of ``careplay.CALENDARS``; OutputError of any other."""
        from careplay.outputs import coming  # noqa: PLC0415 - Jinja is asked for by one form

        return coming.written(self, form)
