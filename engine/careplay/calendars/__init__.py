"""Calendars: lunar dates, solar terms, festivals and working days.

Pure functions of dates; nothing here reads the clock or imports another room. Lunar dates
and solar terms are known from ``FIRST_DAY`` to ``LAST_DAY``, the lunar years 1900 to 2100.
"""

from __future__ import annotations

from datetime import date

FIRST_DAY = date(1900, 1, 31)
"""The first day of the lunar year 1900."""
LAST_DAY = date(2101, 1, 28)
"""The last day of the lunar year 2100."""
