"""What files of sheets are called: every system can have them, and none takes another's."""

from __future__ import annotations

import re
from datetime import date
from operator import itemgetter

import pytest
from hypothesis import given, strategies as st

from careplay.outputs.markdown_text import plain
from careplay.outputs.sheets.filing import names_of_files
from careplay.outputs.sheets.sheet import TaskSheet

DAY = date(2026, 11, 21)


def sheet(key: str, person: str = "Ann", business: str = "shop", only: str = "") -> TaskSheet:
    return TaskSheet(business, "A shop", "en", DAY, key, person, only)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (sheet("E1"), "2026-11-21_shop_E1_Ann"),
        (sheet("E1", only="manager"), "2026-11-21_shop_E1_Ann_manager"),
        (sheet("A04", "赵永刚", "hotel"), "2026-11-21_hotel_A04_赵永刚"),
        (sheet("manager", "（店长）"), "2026-11-21_shop_manager_店长"),
        (sheet("E1", 'a/b\\c:d*e?f"g<h>i|j'), "2026-11-21_shop_E1_a-b-c-d-e-f-g-h-i-j"),
        (sheet("E1", "..\x00\u202e. "), "2026-11-21_shop_E1"),
    ],
)
def test_a_file_is_called_by_day_business_person_and_role(told: TaskSheet, name: str) -> None:
    assert names_of_files([told]) == (name,)


@given(st.lists(st.tuples(st.text(max_size=9), st.text()), unique_by=itemgetter(0), max_size=5))
def test_no_two_sheets_have_one_name_and_each_can_be_one(people: list[tuple[str, str]]) -> None:
    names = names_of_files(sheet(key, person) for key, person in people)
    assert len({each.casefold() for each in names}) == len(people)
    for each in names:
        assert len(each.encode()) < 250
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', each)
        assert each[-1] not in ". "


def test_two_that_differ_in_case_or_signs_alone_are_told_apart() -> None:
    names = names_of_files(
        [sheet("e1", ""), sheet("E1", ""), sheet("e/1", ""), sheet("e:1", "")]
    )
    assert names[0] == "2026-11-21_shop_e1"
    assert len({each.casefold() for each in names}) == 4


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("1) one", r"1\) one"),
        ("2026 is", "2026 is"),
        ("+ a", r"\+ a"),
        ("a\n# b", r"a \# b"),
        ("a_b*c", r"a\_b\*c"),
    ],
)
def test_markdown_makes_nothing_of_a_text(told: str, written: str) -> None:
    assert plain(told) == written
