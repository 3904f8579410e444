from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from careplay.calendars import festivals, terms

OF_2026 = {
    "new_year": date(2026, 1, 1),
    "laba": date(2026, 1, 26),
    "valentines": date(2026, 2, 14),
    "little_new_year": date(2026, 2, 10),
    "spring_festival_eve": date(2026, 2, 16),
    "spring_festival": date(2026, 2, 17),
    "lantern": date(2026, 3, 3),
    "womens_day": date(2026, 3, 8),
    "tomb_sweeping": date(2026, 4, 5),
    "labour_day": date(2026, 5, 1),
    "youth_day": date(2026, 5, 4),
    "mothers_day": date(2026, 5, 10),
    "childrens_day": date(2026, 6, 1),
    "dragon_boat": date(2026, 6, 19),
    "fathers_day": date(2026, 6, 21),
    "qixi": date(2026, 8, 19),
    "teachers_day": date(2026, 9, 10),
    "mid_autumn": date(2026, 9, 25),
    "national_day": date(2026, 10, 1),
    "double_ninth": date(2026, 10, 18),
    "singles_day": date(2026, 11, 11),
    "thanksgiving": date(2026, 11, 26),
    "winter_solstice": date(2026, 12, 22),
    "christmas_eve": date(2026, 12, 24),
    "christmas": date(2026, 12, 25),
}


def test_every_festival_of_2026_falls_on_its_day_and_on_no_other() -> None:
    found = {
        (festival, day)
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
        for festival in festivals.festivals_on(day, "CN")
    }
    assert found == set(OF_2026.items())
    assert set(OF_2026) == set(festivals.FESTIVALS)


@pytest.mark.parametrize(
    ("year", "eve"),
    [(2024, date(2024, 2, 9)), (2025, date(2025, 1, 28)), (2023, date(2023, 1, 21))],
)
def test_the_eve_is_the_last_day_of_the_lunar_year_be_it_the_29th_or_the_30th(
    year: int, eve: date
) -> None:
    assert festivals.dates("spring_festival_eve", year, "CN") == (eve,)
    assert festivals.dates("spring_festival", year, "CN") == (eve + timedelta(days=1),)


def test_a_lunar_festival_may_fall_twice_in_a_year_or_not_at_all() -> None:
    assert festivals.dates("laba", 2022, "CN") == (date(2022, 1, 10), date(2022, 12, 30))
    assert festivals.dates("laba", 2023, "CN") == ()


def test_a_festival_is_not_kept_again_in_a_leap_month() -> None:
    assert festivals.dates("mid_autumn", 1995, "CN") == (date(1995, 9, 9),)


@pytest.mark.parametrize(
    ("name", "festival"),
    [
        ("端午", "dragon_boat"),
        ("端午节", "dragon_boat"),
        ("中秋", "mid_autumn"),
        ("中秋节", "mid_autumn"),
        ("春节", "spring_festival"),
        ("除夕", "spring_festival_eve"),
        ("国庆", "national_day"),
        ("国庆节", "national_day"),
        ("元旦", "new_year"),
        ("五一", "labour_day"),
        ("劳动节", "labour_day"),
        ("感恩节", "thanksgiving"),
        ("Mid-Autumn Festival", "mid_autumn"),
        ("mid autumn", "mid_autumn"),
        ("Mother\u2019s Day", "mothers_day"),
        ("Chinese New Year", "spring_festival"),
        ("冬至", "winter_solstice"),
    ],
)
def test_a_festival_is_known_by_its_names(name: str, festival: str) -> None:
    assert festivals.resolve(name, "CN") == festival


def test_every_id_and_label_leads_back_to_its_festival() -> None:
    for festival, names in festivals.FESTIVALS.items():
        assert {festivals.resolve(name, "CN") for name in (festival, *names)} == {festival}
        assert festivals.label(festival, "CN", "zh") == names[0]
        assert festivals.label(festival, "CN", "en") == names[1]


def test_an_unknown_festival_is_not_guessed_and_the_known_ones_are_told() -> None:
    assert festivals.resolve("双旦", "CN") is None
    assert {"spring_festival", "春节"} <= set(festivals.known_names("CN"))


def test_a_language_that_festivals_have_no_names_in_is_refused() -> None:
    with pytest.raises(ValueError, match='not "CN"'):
        festivals.label("laba", "zh", "CN")


def test_another_country_keeps_its_own_holidays_on_the_day_itself() -> None:
    assert festivals.resolve("Independence Day", "US") == "independence_day"
    # 4 July 2026 is a Saturday; Friday is the day in lieu, not the festival.
    assert festivals.dates("independence_day", 2026, "US") == (date(2026, 7, 4),)
    assert festivals.label("independence_day", "US", "zh") == "Independence Day"
    assert "independence_day" in festivals.known_names("US")


def test_a_festival_that_a_country_keeps_on_another_day_is_unknown_there() -> None:
    assert festivals.resolve("国庆节", "US") is None
    assert festivals.resolve("感恩节", "US") == "thanksgiving"
    assert festivals.resolve("感恩节", "CA") is None
    assert festivals.dates("mothers_day", 2026, "GB") == ()


def test_a_country_without_known_holidays_keeps_those_kept_everywhere() -> None:
    assert festivals.resolve("independence_day", "XX") is None
    assert festivals.resolve("春节", "XX") == "spring_festival"
    assert festivals.festivals_on(date(2026, 12, 25), "XX") == ("christmas",)


def test_chinese_festivals_and_terms_do_not_load_the_package_of_holidays() -> None:
    program = (
        "import sys; from datetime import date;"
        "from careplay.calendars import festivals, terms, working;"
        "festivals.festivals_on(date(2026, 1, 1), 'CN'); festivals.known_names('CN');"
        "terms.term_on(date(2026, 1, 1)); print('holidays' in sys.modules)"
    )
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout == "False\n"


def test_terms_and_festivals_share_no_id_but_the_solstice() -> None:
    assert set(terms.TERMS) & set(festivals.FESTIVALS) == {"winter_solstice"}
