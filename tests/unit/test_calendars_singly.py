"""One country's holidays are imported without those of all others, and are the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

ALONE = """
import sys
from datetime import date
from careplay.calendars import foreign

assert date(2026, 10, 1) in foreign.days_off("CN", 2026)
found = {name for name in sys.modules if name.startswith("holidays.countries.")}
"""
OTHERS = """
from holidays.countries import Albania, DE
assert date(2026, 11, 28) in Albania(years=2026)
assert foreign.days_off("DE", 2026) == frozenset(DE(years=2026))
"""
BEFORE = """
from holidays.countries import CN
import holidays.countries
known = dict(vars(holidays.countries))
"""
AFTER = """
assert vars(holidays.countries) == known
assert foreign.days_off("CN", 2026) == frozenset(CN(years=2026))
"""


@pytest.mark.parametrize(
    "text",
    [
        ALONE + "assert found == {'holidays.countries.china'}, found",
        ALONE + OTHERS,
        BEFORE + ALONE + AFTER,
    ],
    ids=["alone", "others later", "others before"],
)
def test_a_country_is_imported_alone(text: str) -> None:
    subprocess.run([sys.executable, "-c", text], check=True)  # noqa: S603
