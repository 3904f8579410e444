"""Short codes of actions: their signs, their check sign, and how long they are."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest

import docs_pages
from careplay.meaning.short_codes import (
    CHECK_SIGNS,
    SIGNS,
    code_of,
    digits_for,
    is_code,
)

PAGE = "memory.md"
ALIKE = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "9Q", "UV")


def every_code(digits: int) -> list[str]:
    return [
        code_of("".join(each), digits) for each in product("0123456789abcdef", repeat=digits)
    ]


def test_a_code_begins_as_the_id_does() -> None:
    assert [code_of("5d1" + 17 * "0", digits)[:-1] for digits in (2, 3)] == ["7P", "7P3"]


def test_the_check_sign_makes_the_sum_one_modulo_17() -> None:
    for code in every_code(3):
        values = [CHECK_SIGNS.index(sign) for sign in code]
        assert sum(a * 3**i for i, a in enumerate(reversed(values))) % 17 == 1


def test_every_code_is_one_and_no_other_of_its_signs_is() -> None:
    codes = {*every_code(2)}
    spelt = map("".join, product(CHECK_SIGNS, repeat=3))
    assert {each for each in spelt if is_code(each)} == codes
    assert len(codes) == 256


def test_no_code_with_one_wrong_sign_is_a_code() -> None:
    for code in every_code(3):
        for place, right in enumerate(code):
            for wrong in CHECK_SIGNS.replace(right, ""):
                assert not is_code(code[:place] + wrong + code[place + 1 :])


def test_no_code_of_which_two_signs_changed_places_is_a_code() -> None:
    for code in every_code(4)[::7]:
        for a, b in combinations(range(len(code)), 2):
            signs = [*code]
            signs[a], signs[b] = signs[b], signs[a]
            assert signs == [*code] or not is_code("".join(signs))


@pytest.mark.parametrize("alike", ALIKE)
def test_of_signs_that_look_alike_there_is_one_at_most(alike: str) -> None:
    assert len({*alike} & {*CHECK_SIGNS}) <= 1


def test_what_is_no_code_is_told_apart_from_codes() -> None:
    assert not any(map(is_code, ("", "7", "7F", "0123456789abcdef0123", "7fr", "OOO", "7X7")))


def test_the_page_says_how_long_codes_are() -> None:
    heading = ("actions that can be named in the store", "signs of a code")
    (table,) = (each for each in docs_pages.tables(PAGE) if each.heading == heading)
    told = [(int(re.sub(r"\D", "", most)), int(signs)) for most, signs in table.rows]
    for most, signs in told:
        assert (digits_for(most) + 1, digits_for(most + 1) + 1) == (signs, signs + 1)


def test_what_the_page_shows_are_codes() -> None:
    page = docs_pages.page(PAGE)
    section = page[page.index("## Codes") : page.index("## Which events are one")]
    (shown,) = re.findall(r"type it: (.*?)\.", section)
    assert all(map(is_code, re.findall(r"`(\w+)`", shown)))
    assert f"`{' '.join(SIGNS)}`" in section
