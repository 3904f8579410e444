"""The words of calendars, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.outputs.stays.stay_words import stay_words

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class MonthWords:
    """Everything that calendars say in one language; gaps are for ``str.format``."""

    language: str
    heading: str
    counts: str
    nothing: str
    assumed: str
    expected: str
    late: str


ENGLISH = MonthWords(
    language="en",
    heading="{person} · {day} to {until}",
    counts="open: {open}, to come: {expected}",
    nothing="Nothing is to be done that is known of.",
    assumed="What is to come is as the data are on {day}: that nothing else happens and nothing"
    " is recorded is assumed, and what cases will come to is left out.",
    expected="to come",
    late="late",
)
CHINESE = MonthWords(
    language="zh",
    heading="{person} · {day} 至 {until}",
    counts="未完成 {open} 项，将有 {expected} 项",
    nothing="已知没有要做的事。",
    assumed="将有的事项按 {day} 的数据推算：假定没有别的事发生，"
    "也没有新的记录；投诉等流程往后的步骤不列。",
    expected="将有",
    late="逾期",
)


def month_words(language: str) -> MonthWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH


def dated(day: date, language: str) -> str:
    """The day with its weekday."""
    return f"{day:%m-%d} {stay_words(language).weekdays[day.weekday()]}"
