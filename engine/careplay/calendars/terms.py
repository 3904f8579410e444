"""The 24 solar terms, by the table in borax (1900 to 2100)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from careplay.calendars import FIRST_DAY, LAST_DAY
from careplay.calendars.names import as_id

TERMS: Mapping[str, tuple[str, str]] = {
    "minor_cold": ("小寒", "Minor Cold"),
    "major_cold": ("大寒", "Major Cold"),
    "start_of_spring": ("立春", "Start of Spring"),
    "rain_water": ("雨水", "Rain Water"),
    "awakening_of_insects": ("惊蛰", "Awakening of Insects"),
    "spring_equinox": ("春分", "Spring Equinox"),
    "pure_brightness": ("清明", "Pure Brightness"),
    "grain_rain": ("谷雨", "Grain Rain"),
    "start_of_summer": ("立夏", "Start of Summer"),
    "grain_buds": ("小满", "Grain Buds"),
    "grain_in_ear": ("芒种", "Grain in Ear"),
    "summer_solstice": ("夏至", "Summer Solstice"),
    "minor_heat": ("小暑", "Minor Heat"),
    "major_heat": ("大暑", "Major Heat"),
    "start_of_autumn": ("立秋", "Start of Autumn"),
    "end_of_heat": ("处暑", "End of Heat"),
    "white_dew": ("白露", "White Dew"),
    "autumn_equinox": ("秋分", "Autumn Equinox"),
    "cold_dew": ("寒露", "Cold Dew"),
    "frosts_descent": ("霜降", "Frost's Descent"),
    "start_of_winter": ("立冬", "Start of Winter"),
    "minor_snow": ("小雪", "Minor Snow"),
    "major_snow": ("大雪", "Major Snow"),
    "winter_solstice": ("冬至", "Winter Solstice"),
}
"""Id to Chinese and English name, from January on; two begin in every month."""

_ALIASES: Mapping[str, str] = {
    "lesser_cold": "minor_cold",
    "greater_cold": "major_cold",
    "beginning_of_spring": "start_of_spring",
    "waking_of_insects": "awakening_of_insects",
    "vernal_equinox": "spring_equinox",
    "clear_and_bright": "pure_brightness",
    "tomb_sweeping": "pure_brightness",
    "qingming": "pure_brightness",
    "beginning_of_summer": "start_of_summer",
    "lesser_fullness": "grain_buds",
    "grain_full": "grain_buds",
    "lesser_heat": "minor_heat",
    "greater_heat": "major_heat",
    "beginning_of_autumn": "start_of_autumn",
    "start_of_fall": "start_of_autumn",
    "limit_of_heat": "end_of_heat",
    "frost_descent": "frosts_descent",
    "beginning_of_winter": "start_of_winter",
    "lesser_snow": "minor_snow",
    "greater_snow": "major_snow",
}


def term_on(day: date) -> str | None:
    """The term that begins on the day, if any; ValueError outside the known years."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"solar terms are known from {FIRST_DAY} to {LAST_DAY}, not on {day}")
    return _year(day.year).get(day)


def term_date(term: str, year: int) -> date:
    """The day on which a term begins in a year; ValueError outside 1900 to 2100."""
    if not FIRST_DAY.year <= year < LAST_DAY.year:
        raise ValueError(f"solar terms are known from 1900 to 2100, not in {year}")
    return next(day for day, found in _year(year).items() if found == term)


def resolve(name: str) -> str | None:
    """The term's id for its id, Chinese name or English name; None where unknown."""
    return _names().get(as_id(name))


def known_names() -> tuple[str, ...]:
    """Every name to suggest: ids, then Chinese names."""
    return (*TERMS, *(chinese for chinese, _ in TERMS.values()))


@cache
def _year(year: int) -> Mapping[date, str]:
    from borax.calendars.lunardate import (  # type: ignore[import-untyped] # noqa: PLC0415
        TermUtils,
    )

    days = TermUtils.parse_term_days(year)
    begins = (date(year, index // 2 + 1, day) for index, day in enumerate(days))
    return dict(zip(begins, TERMS, strict=False))


@cache
def _names() -> Mapping[str, str]:
    names = dict(_ALIASES)
    for term, spoken in TERMS.items():
        names |= {as_id(name): term for name in (term, *spoken)}
    return names
