"""Lines of a calendar as all its writers say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.outputs.coming.month_words import MonthWords, month_words
from careplay.outputs.sheets.sheet_words import called, sheet_words

if TYPE_CHECKING:
    from careplay.outputs.coming.month_sheet import ComingLine, ComingSheet

END_OF_DAY = "23:59"


def heading_of(month: ComingSheet) -> str:
    """What the calendar is called."""
    say = month_words(month.sheet.language)
    return say.heading.format(person=month.sheet.person, day=month.date, until=month.until)


def counts_of(month: ComingSheet) -> str:
    """How much is open, and how much will come."""
    say, expected = month_words(month.sheet.language), len(month.sheet.expected)
    lines = [line for day in month.days for line in day.lines]
    expected = sum(line.is_expected for line in lines)
    return say.counts.format(open=len(lines) - expected, expected=expected)


def hour_of(line: ComingLine) -> str:
    """By which hour; "" where it is by the end of the day, or of a day before."""
    told = f"{line.entry.due_at:%H:%M}"
    return "" if told == END_OF_DAY or line.entry.days_late else told


def told_of(line: ComingLine, say: MonthWords) -> tuple[str, ...]:
    """What is said of it behind the hour."""
    words = sheet_words(say.language)
    entry, block = line.entry, line.block
    who = entry.customer or words.business
    state = say.expected if line.is_expected else say.late if entry.days_late else ""
    told = (f"{block.verb}", block.title, who, called(entry)[0], state, entry.code)
    return tuple(filter(None, told))
