"""The calendar of ``careplay sheets --as ics``, read by a reader that forgives nothing."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from alike import called
from small_shop import HOME, SmallShop, small_shop
from strict_calendar import Part, begins, read, text
from test_sheets import shop_of

DAY, NEXT = "2026-03-28", "2026-03-29"
SHOP = HOME.replace("language: en", "language: en\ntimezone: Europe/Berlin")
BOOK = """
rules:
  - {id: look, title: Look, when: {event: visit}, do: [{task: "Look; see, {name}", to: adviser, due: within 9 days}]}
  - {id: soon, title: Soon, when: {event: visit}, do: [{call: Soon, to: adviser, due: within 20 hours, priority: urgent, checklist: [One, Two], ask: [mood], reason: It is soon}]}
"""  # noqa: E501
STAFF = "id,name,role\nE1,Eve,adviser\nE2,Max,adviser\n"
EVENTS = f"customer_id,type,at\nC1,visit,{DAY} 10:00\nC2,visit,{DAY} 11:00\n"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    made = small_shop(tmp_path / "shop", BOOK, home=SHOP, events=EVENTS, staff=STAFF)
    made.run(DAY)
    return made


def calendar(shop: SmallShop, day: str = DAY, whose: str = "E1") -> bytes:
    told = called(("sheets", shop.folder, "--date", day, "--for", whose, "--as", "ics"))
    assert told.exit_code == 0, told.output
    return told.stdout_bytes


def events(shop: SmallShop, day: str = DAY, whose: str = "E1") -> dict[tuple[str, str], Part]:
    """By the customer and the rule's title."""
    found = {}
    for each in read(calendar(shop, day, whose)):
        _, who, title = text(each, "SUMMARY").split(" · ")
        found[{"Ann": "C1", "Bo": "C2"}.get(who, who), title] = each
    return found


def code_of(event: Part) -> str:
    return text(event, "DESCRIPTION").splitlines()[-1]


def test_each_action_is_an_event_of_its_own(shop: SmallShop) -> None:
    found = events(shop)
    assert {*found} == {(c, t) for c in ("C1", "C2") for t in ("Look", "Soon")}
    look = found["C1", "Look"]
    assert begins(look) == date(2026, 4, 6)
    assert text(look, "DESCRIPTION").startswith(
        "Look; see, Ann\nC1 · Ann\ndue: 2026-04-06 23:59"
    )
    soon = found["C2", "Soon"]
    assert soon["PRIORITY"] == "1"
    assert "☐ One\n☐ Two\nmood: ____\n" in text(soon, "DESCRIPTION")
    assert {each["DTSTAMP"] for each in found.values()} == {"20260327T230000Z"}


def test_an_hour_is_that_of_the_business_when_clocks_change(shop: SmallShop) -> None:
    found = events(shop)
    first, second = (begins(found[each, "Soon"]) for each in ("C1", "C2"))
    assert [first, second] == [
        datetime(2026, 3, 29, 5, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 6, 0, tzinfo=UTC),
    ]


def test_a_second_library_reads_the_same(shop: SmallShop) -> None:
    data = calendar(shop)
    theirs = {str(each["uid"]): each for each in Calendar.from_ical(data).walk("VEVENT")}
    ours = {each["UID"]: each for each in read(data)}
    assert {*theirs} == {*ours}
    for uid, each in ours.items():
        assert theirs[uid].decoded("dtstart") == begins(each)
        assert str(theirs[uid]["description"]) == text(each, "DESCRIPTION")


def test_what_is_put_off_is_updated_and_what_is_done_is_cancelled(shop: SmallShop) -> None:
    before = events(shop)
    look, other = before["C1", "Look"], before["C2", "Look"]
    at = ("--at", f"{NEXT} 09:00")
    put_off = ("snooze", code_of(look), shop.folder, "--until", "2026-04-09", *at)
    done = ("done", code_of(other), shop.folder, *at)
    assert [called(each).exit_code for each in (put_off, done)] == [0, 0]
    after = events(shop, NEXT)
    later, gone = after["C1", "Look"], after["C2", "Look"]
    assert (later["UID"], later["STATUS"]) == (look["UID"], "CONFIRMED")
    assert begins(later) == date(2026, 4, 9)
    assert int(later["SEQUENCE"]) > int(look["SEQUENCE"])
    assert (gone["UID"], gone["STATUS"]) == (other["UID"], "CANCELLED")
    assert int(gone["SEQUENCE"]) > int(other["SEQUENCE"])
    assert begins(gone) == begins(other)
    same = [after["C1", "Soon"], before["C1", "Soon"]]
    assert len({(each["UID"], each["SEQUENCE"]) for each in same}) == 1


def test_what_is_taken_back_is_cancelled(shop: SmallShop) -> None:
    before = events(shop)
    shop.write({"data/events.csv": EVENTS.replace(f"C2,visit,{DAY} 11:00\n", "")})
    shop.run(NEXT)
    after = events(shop, NEXT)
    taken_back = after["C2", "Look"]
    assert (taken_back["UID"], taken_back["STATUS"]) == (
        before["C2", "Look"]["UID"],
        "CANCELLED",
    )
    assert after["C1", "Look"]["STATUS"] == "CONFIRMED"


def test_what_is_handed_over_leaves_one_calendar_and_is_in_the_other(shop: SmallShop) -> None:
    uid = events(shop)["C1", "Look"]["UID"]
    to = ("hand-over", "Eve", shop.folder, "--to", "Max", "--from", NEXT)
    assert called((*to, "--at", f"{DAY} 18:00")).exit_code == 0
    hers, his = (events(shop, NEXT, each)["C1", "Look"] for each in ("E1", "E2"))
    assert (hers["UID"], hers["STATUS"]) == (uid, "CANCELLED")
    assert (his["UID"], his["STATUS"]) == (uid, "CONFIRMED")
    assert events(shop, whose="E2") == {}


def test_what_was_due_long_ago_is_cancelled_no_more(shop: SmallShop) -> None:
    assert {each["STATUS"] for each in events(shop, "2026-05-01").values()} == {"CANCELLED"}
    assert events(shop, "2026-06-01") == {}


def test_the_same_day_gives_the_same_bytes(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = calendar(shop)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert calendar(shop) == first


def test_nothing_of_the_data_makes_an_event(tmp_path: Path) -> None:
    people = 'id,name,phone,owner\nC1,"x\r\nEND:VEVENT\r\nBEGIN:VALARM\x07",1,E1\n'
    made = small_shop(
        tmp_path / "shop", BOOK, home=SHOP, events=EVENTS, customers=people, staff=STAFF
    )
    made.call(DAY)
    found = read(calendar(made))
    assert 0 < len(found) <= 2
    assert all("\\x07" in text(each, "SUMMARY") for each in found)


def test_what_is_personal_is_masked_in_it(tmp_path: Path) -> None:
    told = called(
        (
            "sheets",
            shop_of(tmp_path).folder,
            "--date",
            "2026-06-01",
            "--for",
            "E1",
            "--as",
            "ics",
        )
    )
    found = read(told.stdout_bytes)
    assert {text(each, "SUMMARY") for each in found} == {"call · N** · A call"}
    assert all("555" not in text(each, "DESCRIPTION") for each in found)
