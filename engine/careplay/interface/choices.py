"""What can be chosen: the days, the engines, the formats; light, for every command reads it."""

from __future__ import annotations

from datetime import date

from careplay import engines, outputs
from careplay.outputs import boards, coming, sheets
from careplay.severity import CheckProfile

FIRST_DAY, LAST_DAY = date(1900, 2, 1), date(2100, 12, 31)
"""The days that can be planned: the calendars know them, the day before, and a month more."""

ENGINES = tuple(engines.ENGINES)
"""The names of what can carry a day out; each gives the same actions."""
DEFAULT_ENGINE = engines.DEFAULT

DEFAULT_WAIT = 600
"""So many seconds a run waits for another one that keeps days of the business in that place."""

STREAMS = tuple(outputs.STREAMS)
"""The formats that actions can be written to a stream in, row by row."""
FORMATS = outputs.FORMATS
"""The formats that actions can be saved in, each the ending of its files."""

SHEETS = tuple(sheets.FORMS)
"""The forms that sheets are written in, each the ending of its files."""

BOARDS = tuple(boards.FORMS)
"""The forms that boards are written in, likewise."""

CALENDARS = tuple(coming.FORMS)
"""The forms that calendars of the coming days are written in, likewise."""

REPORTS = outputs.REPORTS
REPORT_ENDINGS = tuple(outputs.REPORT_ENDINGS)
"""What can be made of stories that were played."""

PROFILES = tuple(each.value for each in CheckProfile)
"""How strict a check may be, the mildest first."""
CHECK_REPORTS = outputs.CHECK_REPORTS
CHECK_ENDINGS = tuple(outputs.CHECK_ENDINGS)
"""What can be made of what was found in playbooks."""
