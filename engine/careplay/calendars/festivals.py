"""Festivals by name: those of China, and each country's own public holidays.

A country other than China knows its public holidays by the English name the package
``holidays`` gives them (``independence_day``), and of ours those kept there on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

from careplay.calendars import FIRST_DAY, LAST_DAY, foreign
from careplay.calendars.lunar import (
    FIRST_YEAR,
    LAST_YEAR,
    Lunar,
    month_length,
    to_lunar,
    to_solar,
)
from careplay.calendars.names import as_id
from careplay.calendars.terms import term_date, term_on

FESTIVALS: Mapping[str, tuple[str, str]] = {
    "new_year": ("元旦", "New Year's Day"),
    "laba": ("腊八节", "Laba Festival"),
    "little_new_year": ("小年", "Little New Year"),
    "spring_festival_eve": ("除夕", "Spring Festival Eve"),
    "spring_festival": ("春节", "Spring Festival"),
    "lantern": ("元宵节", "Lantern Festival"),
    "valentines": ("情人节", "Valentine's Day"),
    "womens_day": ("妇女节", "Women's Day"),
    "tomb_sweeping": ("清明节", "Tomb-Sweeping Day"),
    "labour_day": ("劳动节", "Labour Day"),
    "youth_day": ("青年节", "Youth Day"),
    "mothers_day": ("母亲节", "Mother's Day"),
    "childrens_day": ("儿童节", "Children's Day"),
    "dragon_boat": ("端午节", "Dragon Boat Festival"),
    "fathers_day": ("父亲节", "Father's Day"),
    "qixi": ("七夕节", "Qixi Festival"),
    "teachers_day": ("教师节", "Teachers' Day"),
    "mid_autumn": ("中秋节", "Mid-Autumn Festival"),
    "national_day": ("国庆节", "National Day"),
    "double_ninth": ("重阳节", "Double Ninth Festival"),
    "singles_day": ("双十一", "Singles' Day"),
    "thanksgiving": ("感恩节", "Thanksgiving"),
    "winter_solstice": ("冬至", "Winter Solstice"),
    "christmas_eve": ("平安夜", "Christmas Eve"),
    "christmas": ("圣诞节", "Christmas"),
}
"""Id to Chinese and English name, roughly as the year goes."""

_ALIASES = {
    "new_year": "新年 阳历新年 new_years_day",
    "laba": "腊八",
    "little_new_year": "北方小年",
    "spring_festival_eve": "大年三十 年三十 chinese_new_years_eve lunar_new_years_eve",
    "spring_festival": "大年初一 农历新年 过年 chinese_new_year lunar_new_year",
    "lantern": "元宵 上元节 lantern_day",
    "valentines": "valentine valentines",
    "womens_day": "三八 三八节 三八妇女节 国际妇女节 女神节 international_womens_day",
    "tomb_sweeping": "清明 qingming ching_ming",
    "labour_day": "五一 五一节 五一劳动节 国际劳动节 labor_day may_day",
    "youth_day": "五四 五四青年节",
    "mothers_day": "mother_day",
    "childrens_day": "六一 六一节 六一儿童节",
    "dragon_boat": "端午 duanwu",
    "fathers_day": "father_day",
    "qixi": "七夕 乞巧节",
    "teachers_day": "教师日",
    "mid_autumn": "中秋 moon_festival mid_autumn_day",
    "national_day": "国庆 十一 国庆日",
    "double_ninth": "重阳 重九 老人节 chongyang",
    "singles_day": "双11 光棍节 double_eleven",
    "thanksgiving": "感恩 thanksgiving_day",
    "winter_solstice": "冬至节 冬节",
    "christmas_eve": "圣诞前夜",
    "christmas": "圣诞 christmas_day xmas",
}

_FIXED: Mapping[tuple[int, int], str] = {
    (1, 1): "new_year",
    (2, 14): "valentines",
    (3, 8): "womens_day",
    (5, 1): "labour_day",
    (5, 4): "youth_day",
    (6, 1): "childrens_day",
    (9, 10): "teachers_day",
    (10, 1): "national_day",
    (11, 11): "singles_day",
    (12, 24): "christmas_eve",
    (12, 25): "christmas",
}
_LUNAR: Mapping[tuple[int, int], str] = {
    (1, 1): "spring_festival",
    (1, 15): "lantern",
    (5, 5): "dragon_boat",
    (7, 7): "qixi",
    (8, 15): "mid_autumn",
    (9, 9): "double_ninth",
    (12, 8): "laba",
    # The north keeps it on the 23rd, much of the south on the 24th: we follow the north.
    (12, 23): "little_new_year",
}
_NTH: Mapping[tuple[int, int, int], str] = {
    (5, 2, 6): "mothers_day",
    (6, 3, 6): "fathers_day",
    (11, 4, 3): "thanksgiving",
}
"""Month, which one in the month, weekday (0 is Monday)."""
_TERMS: Mapping[str, str] = {
    "pure_brightness": "tomb_sweeping",
    "winter_solstice": "winter_solstice",
}

# Wikipedia, "Mother's Day" and "Father's Day", dates around the world.
_SECOND_SUNDAY_OF_MAY = frozenset(
    ("CN", "HK", "MO", "TW", "SG", "MY", "JP", "US", "CA", "AU", "NZ", "IN", "DE", "IT", "NL")
)
_THIRD_SUNDAY_OF_JUNE = frozenset(
    ("CN", "HK", "MO", "SG", "MY", "JP", "US", "CA", "GB", "IE", "IN", "FR", "NL")
)
_ONLY_IN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("labour_day", "youth_day", "childrens_day", "teachers_day", "national_day"),
        frozenset({"CN"}),
    ),
    "thanksgiving": frozenset({"CN", "US"}),
    "mothers_day": _SECOND_SUNDAY_OF_MAY,
    "fathers_day": _THIRD_SUNDAY_OF_JUNE,
}
"""Festivals of ours that other countries keep on another day, or not at all."""


def resolve(name: str, country: str) -> str | None:
    """The festival's id for its id, Chinese or English name; None where unknown there."""
    wanted = as_id(name)
    if country != "CN" and wanted in foreign.labels(country):
        return wanted
    festival = _names().get(wanted)
    return festival if festival and _kept(festival, country) else None


def festivals_on(day: date, country: str) -> tuple[str, ...]:
    """The festivals that fall on the day; ValueError outside the known lunar years."""
    own = tuple(festival for festival in _ours(day) if _kept(festival, country))
    return own if country == "CN" else (*own, *foreign.on(day, country))


@lru_cache(maxsize=512)
def dates(festival: str, year: int, country: str) -> tuple[date, ...]:
    """The days of a year on which the festival falls; Laba may fall on none, or on two."""
    ours = _dates(festival, year) if _kept(festival, country) else ()
    known = {day for day in ours if day.year == year and FIRST_DAY <= day <= LAST_DAY}
    theirs = () if country == "CN" else foreign.dates(festival, country, year)
    return tuple(sorted(known.union(theirs)))


def known_names(country: str) -> tuple[str, ...]:
    """Every name to suggest: ids, then Chinese names."""
    own = [festival for festival in FESTIVALS if _kept(festival, country)]
    theirs = () if country == "CN" else tuple(foreign.labels(country))
    ids = tuple(dict.fromkeys((*own, *theirs)))
    return (*ids, *(FESTIVALS[festival][0] for festival in own))


def label(festival: str, country: str, language: str) -> str:
    """The festival's name for people, in Chinese (zh) or English."""
    if language not in {"zh", "en"}:
        raise ValueError(
            f'festivals have Chinese (zh) and English (en) names, not "{language}"'
        )
    if festival in FESTIVALS:
        return FESTIVALS[festival][0 if language == "zh" else 1]
    return foreign.labels(country)[festival]


def _dates(festival: str, year: int) -> Iterator[date]:
    """The days of a festival of ours in a year, and perhaps some of the years beside it."""
    lunar_years = [each for each in (year - 1, year) if FIRST_YEAR <= each <= LAST_YEAR]
    yield from (date(year, *at) for at, name in _FIXED.items() if name == festival)
    for (month, day), name in _LUNAR.items():
        if name == festival:
            yield from (to_solar(Lunar(each, month, day)) for each in lunar_years)
    for (month, nth, weekday), name in _NTH.items():
        week = (date(year, month, 7 * nth - 6 + n) for n in range(7))
        yield from (day for day in week if name == festival and day.weekday() == weekday)
    if festival == "spring_festival_eve":
        yield from (to_solar(Lunar(each, 1, 1)) - timedelta(days=1) for each in lunar_years)
        yield LAST_DAY
    if FIRST_YEAR <= year <= LAST_YEAR:
        yield from (term_date(term, year) for term, name in _TERMS.items() if name == festival)


def _kept(festival: str, country: str) -> bool:
    return festival not in _ONLY_IN or country in _ONLY_IN[festival]


@lru_cache(maxsize=1024)
def _ours(day: date) -> tuple[str, ...]:
    return tuple(festival for festival in _found(day) if festival)


def _found(day: date) -> Iterator[str | None]:
    lunar = to_lunar(day)
    yield _FIXED.get((day.month, day.day))
    yield _NTH.get((day.month, (day.day + 6) // 7, day.weekday()))
    if not lunar.leap:
        yield _LUNAR.get((lunar.month, lunar.day))
    if lunar.month == 12 and lunar.day == month_length(lunar):
        yield "spring_festival_eve"
    yield _TERMS.get(term_on(day) or "")


@cache
def _names() -> Mapping[str, str]:
    """Every name, folded, to its id."""
    return {
        **{alias: festival for festival, names in _ALIASES.items() for alias in names.split()},
        **{as_id(name): id_ for id_, names in FESTIVALS.items() for name in (id_, *names)},
    }
