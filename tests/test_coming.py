"""Calendars of the coming days: ``careplay sheets --of calendar``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

import careplay
from alike import called
from axe import violations
from small_shop import SmallShop, small_shop

DAY = "2026-06-03"
HOME = """
careplay: 1
name: Shop
language: en
customers:
  from: data/customers.csv
  key: id
  facts: {name: {type: text, personal: true, visible_to: [adviser]}, born: date, owner: staff}
events:
  from: data/events.csv
  types: {bought: {}, complaint.opened: {ref: text}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}, manager: {}}
"""
BOOK = """
flows:
  complaint:
    starts: complaint.opened
    owner: adviser
    steps:
      listen: {title: Listen, do: {task: Listen}, within: 2 days, next: ask}
      ask: {title: Ask, do: {task: Ask}, within: 2 days, next: closed}
rules:
  - {id: birthday, title: Birthday, when: {anniversary: born}, do: [{task: "Greet {name}", to: adviser, due: by 10:00}]}
  - {id: use, title: In use, when: {days: 7, after: bought}, do: [{task: "Ask {name}", to: adviser, due: within 2 days}]}
  - {id: thanks, title: Thanks, when: {event: bought}, do: [{task: "Thank {name}", to: adviser, due: within 3 days}]}
"""  # noqa: E501
CUSTOMERS = (
    "id,name,born,owner\nC1,Ann,1990-06-20,E1\nC2,Bo,1990-08-20,E1\nC3,<b>Cy,1990-07-02,E2\n"
)
EVENTS = """customer_id,type,at,ref
C1,bought,2026-06-03 10:00,
C2,bought,2026-05-30 10:00,
C2,complaint.opened,2026-06-03 09:00,R1
"""
STAFF = "id,name,role\nE1,Eve,adviser\nE2,Max,adviser\nE3,Ida,manager\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    made = small_shop(
        tmp_path_factory.mktemp("shop"),
        BOOK,
        home=HOME,
        events=EVENTS,
        customers=CUSTOMERS,
        staff=STAFF,
    )
    made.run(DAY)
    return made


@pytest.fixture(scope="module")
def coming(shop: SmallShop) -> tuple[careplay.ComingSheet, ...]:
    """Thirty days, of which so many are run: once for all that looks at them."""
    return careplay.coming_days(shop.folder, date.fromisoformat(DAY), date(2026, 7, 2))


def of(person: str, coming: tuple[careplay.ComingSheet, ...], form: str = "md") -> str:
    (found,) = (each for each in coming if each.sheet.key == person)
    return found.written(form).decode()


def test_what_is_open_and_what_will_be_told_stand_by_day(
    coming: tuple[careplay.ComingSheet, ...],
) -> None:
    told = of("E1", coming)
    told = re.sub(r" · [0-9A-Z]{3,}$", " · CODE", told, flags=re.MULTILINE)
    assert told == (
        "# Eve · 2026-06-03 to 2026-07-02\n\n"
        "Shop · open: 2, to come: 3\n\n"
        "What is to come is as the data are on 2026-06-03: that nothing else happens and"
        " nothing is recorded is assumed, and what cases will come to is left out.\n\n"
        "## 06-05 Fri (1)\n\n"
        "- [ ] 09:00 · task · Listen · C2 · Bo · CODE\n\n"
        "## 06-06 Sat (1)\n\n"
        "- [ ] task · Thanks · C1 · Ann · CODE\n\n"
        "## 06-08 Mon (1)\n\n"
        "- task · In use · C2 · Bo · to come\n\n"
        "## 06-12 Fri (1)\n\n"
        "- task · In use · C1 · Ann · to come\n\n"
        "## 06-20 Sat (1)\n\n"
        "- 10:00 · task · Birthday · C1 · Ann · to come\n"
    )


def test_it_is_of_each_person_and_ends_with_the_last_day(
    coming: tuple[careplay.ComingSheet, ...],
) -> None:
    assert [each.sheet.person for each in coming] == ["Eve", "Max", "Ida"]
    assert [str(day.date) for day in coming[1].days] == ["2026-07-02"]
    assert "Nothing is to be done that is known of." in of("E3", coming)


def test_a_day_that_was_not_run_is_expected_itself(shop: SmallShop) -> None:
    day = date(2026, 6, 20)
    before = sorted(shop.folder.rglob("*"))
    (told,) = careplay.coming_days(shop.folder, day, day, whose="E1")
    assert [(str(each.date), len(each.lines)) for each in told.days] == [(str(day), 3)]
    assert sum(line.is_expected for line in told.days[0].lines) == 1
    assert sorted(shop.folder.rglob("*")) == before


def test_for_phones_what_is_to_come_is_tentative_under_its_own_uid(
    shop: SmallShop, coming: tuple[careplay.ComingSheet, ...]
) -> None:
    read = Calendar.from_ical(of("E1", coming, "ics"))
    events = {str(each["SUMMARY"]): each for each in read.walk("VEVENT")}
    assert str(events["task · Ann · Thanks"]["STATUS"]) == "CONFIRMED"
    said = events["task · Ann · Birthday"]
    assert str(said["STATUS"]) == "TENTATIVE"
    assert f"{said.decoded('dtstart'):%Y-%m-%d %H:%M}" == "2026-06-20 10:00"
    own = small_shop(
        shop.folder.parent / "later",
        BOOK, home=HOME, events=EVENTS, customers=CUSTOMERS, staff=STAFF,
    )  # fmt: skip
    own.run("2026-06-20")
    asked = ("sheets", own.folder, "--date", "2026-06-20", "--for", "E1", "--as", "ics")
    later = Calendar.from_ical(called(asked).stdout)
    (told,) = (e for e in later.walk("VEVENT") if "Birthday" in str(e["SUMMARY"]))
    assert str(told["UID"]) == str(said["UID"])
    assert int(str(told["SEQUENCE"])) > int(str(said["SEQUENCE"]))


def test_what_acts_on_a_page_is_escaped(coming: tuple[careplay.ComingSheet, ...]) -> None:
    page = of("E2", coming, "html")
    assert "&lt;b&gt;Cy" in page
    assert "<b>Cy" not in page
    assert "default-src 'none'" in page


def test_axe_finds_nothing(coming: tuple[careplay.ComingSheet, ...], tmp_path: Path) -> None:
    assert violations(of("E1", coming, "html"), tmp_path) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "these are the calendars of 3 people; name one by --for, or a folder by --to"),
        (("--as", "csv"), "a calendar is written as html, md or ics, and not as csv"),
        (("--for", "Evo"), 'nobody is called "Evo" in Shop; did you mean "Eve"?'),
    ],
)
def test_what_a_calendar_is_not_is_told(
    options: tuple[str, ...], told: str, shop: SmallShop
) -> None:
    found = called(("sheets", shop.folder, "--of", "calendar", "--date", DAY, *options))
    assert found.exit_code != 0
    assert told in found.output
