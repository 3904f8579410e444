"""Lists of stays of ``careplay sheets``: who arrives in the week, and who is in which room."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import careplay
from alike import called
from printing import NEEDS_BROWSER, printed
from small_shop import SmallShop, small_shop

DAY = "2026-06-10"
HOTEL = """
careplay: 1
name: Inn
language: en
customers:
  from: data/customers.csv
  key: id
  facts:
    name: {type: text, personal: true, visible_to: [desk]}
    rank: {type: text, label: rank}
    taboo: {type: text, label: avoid, mark: true}
events:
  from: data/events.csv
  types:
    booked: {ref: text, arrival: date, departure: date, room: {type: text, personal: true, visible_to: [rooms]}, raised: text, by: staff, wing: text}
    cancelled: {ref: text}
    stayed: {}
staff: {from: data/staff.csv}
roles: {desk: {label: front desk}, rooms: {label: housekeeping}, gm: {}}
"""  # noqa: E501
BOOK = """
measures: {stays: {count: stayed, label: stays}}
tables:
  level:
    hit: first
    inputs: [rank, stays]
    outputs: {level: {of: [A, B, none]}}
    rows:
      - {id: head, rank: head of state, level: A}
      - {id: often, stays: at least 2, level: B}
    else: {level: none}
receptions:
  guest:
    of: booked
    cancels: [cancelled]
    level: level
    levels: [A, B]
    override: {raise: raised, approver: by, approvers: gm}
    room: room
    items:
      - {id: plan, title: Plan, to: gm, at: 3 days before arrival, do: {task: Plan}}
      - {id: room, title: Make the room, to: rooms, at: 2 hours before arrival, do: {task: Room, checklist: [bed, bath]}}
      - {id: hello, title: Welcome, to: desk, at: on arrival, do: {task: Welcome}}
      - {id: night, title: Turn-down, to: rooms, at: every night 18:00-21:00, do: {task: Night}}
      - {id: seal, title: Seal, to: desk, levels: [A], at: on arrival, do: {task: Seal}, pairs: open}
      - {id: open, title: Unseal, to: desk, levels: [A], at: on departure, do: {task: Unseal}}
"""  # noqa: E501
RULE = "rules: [{id: a, title: A, when: {event: visit}, do: [{task: A, to: adviser}]}]"
HEADINGS = "customer_id,type,at,ref,arrival,departure,room,raised,by,wing"
STAYS = {
    "C1": "R1,2026-06-10,2026-06-12,808,,,N",
    "C2": "R2,2026-06-16,2026-06-18,1201,,,N",
    "C3": "R3,2026-06-17,2026-06-18,1202,,,N",
    "C4": "R4,2026-06-09,2026-06-10,808,,,N",
    "C5": "R5,2026-06-08,2026-06-12,12,,,S",
    "C6": "R6,2026-06-11,2026-06-12,,A,E3,S",
    "C7": "R7,2026-06-11,2026-06-12,903,A,E1,S",
    "C8": "R8,2026-06-12,2026-06-14,904,,,S",
    "C9": "R9,2026-06-08,,905,,,S",
}
OFTEN = ("C1", "C2", "C3", "C8")
EVENTS = "\n".join(
    (
        HEADINGS,
        *(f"{who},booked,2026-06-01 09:00,{told}" for who, told in STAYS.items()),
        *(f"{who},stayed,2026-0{month}-01 09:00,,,,,,," for who in OFTEN for month in (1, 2)),
        "C8,cancelled,2026-06-02 09:00,R8,,,,,,",
        "",
    )
)
PEOPLE = "id,name,rank,taboo\nC1,Ann,head of state,\nC2,Bo,,lilies\n" + "".join(
    f"C{n},Guest{n},,\n" for n in range(3, 10)
)
STAFF = "id,name,role\nE1,Eva,desk\nE2,Bob,rooms\nE3,Dan,gm\n"


@pytest.fixture
def inn(tmp_path: Path) -> SmallShop:
    return small_shop(
        tmp_path / "inn", BOOK, home=HOTEL, events=EVENTS, customers=PEOPLE, staff=STAFF
    )


def listed(inn: SmallShop, of: str, *options: str) -> str:
    asked = ("sheets", inn.folder, "--of", of, "--date", DAY, "--as", "md", *options)
    found = called(asked)
    assert found.exit_code == 0, found.output
    return found.stdout


def places(text: str) -> list[str]:
    """Headings, and of each stay the first three things that are told."""
    lines = re.findall(r"^(?:## .+|- .+)", text.partition("\n## 0")[2] or text, re.MULTILINE)
    return [" · ".join(each.split(" · ")[:3]) for each in lines if "★" not in each]


def test_seven_days_by_day_and_level_without_those_who_have_none(inn: SmallShop) -> None:
    told = careplay.stay_list(inn.folder, date.fromisoformat(DAY))
    found = {
        each.title: [(line.customer, line.level) for line in each.lines] for each in told.groups
    }
    # C3 comes a day later, C7 was raised by who may not, C8 is cancelled.
    assert found == {
        "06-10 Wed · today": [("C1", "level A")],
        "06-11 Thu": [("C6", "level A")],
        "06-16 Tue": [("C2", "level B")],
    }
    assert [each.customer for each in told.specials] == ["C2"]


def test_it_is_said_why_he_has_the_level(inn: SmallShop) -> None:
    told = careplay.stay_list(inn.folder, date.fromisoformat(DAY))
    assert [each.why for each in told.lines] == [
        "rank head of state",
        "raised for a task; approved by Dan",
        "stays 2",
    ]


def test_what_was_told_of_the_stay_stands_by_item_with_what_became_of_it(
    inn: SmallShop,
) -> None:
    inn.run("2026-06-07")
    plans = careplay.open_work(inn.folder, date(2026, 6, 7))
    ((code,),) = plans.actions.connection.execute(
        f"SELECT code FROM {plans.actions.sql} WHERE customer_id = 'C1'"
    ).fetchall()
    done = called(("done", code, inn.folder, "--by", "Dan", "--at", "2026-06-08 10:00"))
    assert done.exit_code == 0, done.output
    inn.run(DAY)
    told = careplay.stay_list(inn.folder, date.fromisoformat(DAY))
    first, raised, _ = told.lines
    assert [(each.title, each.who, each.state, each.when) for each in first.tasks] == [
        ("Plan", "Dan", "done", ""),
        ("Make the room", "Bob", "open", "12:00"),
        ("Welcome", "Eva", "open", "14:00"),
        ("Seal", "Eva", "open", "14:00"),
        ("Turn-down", "Bob", "open", "21:00"),
        ("Unseal", "front desk", "later", ""),
    ]
    assert first.receives == "received by Eva"
    assert raised.receives == "received by front desk"
    assert ("Plan", "open") in {(each.title, each.state) for each in raised.tasks}


def test_a_level_without_an_item_is_not_told_of_it(inn: SmallShop) -> None:
    told = careplay.stay_list(inn.folder, date.fromisoformat(DAY))
    often = told.lines[-1]
    assert "Seal" not in {each.title for each in often.tasks}
    assert [each.title for each in often.later] == [
        *("Plan", "Make the room", "Welcome", "Turn-down"),
    ]


def test_rooms_stand_by_floor_for_whoever_does_them(inn: SmallShop) -> None:
    assert places(listed(inn, "rooms", "--for", "Bob")) == [
        "## Floor 8 (2)",
        "- **room 808** · leaves · **C4**",
        "- **room 808** · arrives · **C1**",
        "## Other rooms (1)",
        "- **room 12** · stays · **C5**",
    ]
    assert "arriving: 1, staying: 1, leaving: 1; beds to turn down: 2" in listed(inn, "rooms")


def test_the_floor_may_be_told_by_an_attribute(inn: SmallShop) -> None:
    inn.write(
        {"book.yaml": BOOK.replace("    room: room\n", "    room: room\n    floor: wing\n")}
    )
    told = places(listed(inn, "rooms", "--for", "rooms"))
    assert [each for each in told if each.startswith("##")] == [
        "## Floor N (2)",
        "## Floor S (1)",
    ]


def test_rooms_and_names_are_masked_for_everybody_else(inn: SmallShop) -> None:
    inn.run(DAY)
    everybody, desk, rooms = (
        listed(inn, "rooms"),
        listed(inn, "rooms", "--for", "desk"),
        listed(inn, "rooms", "--for", "E2"),
    )
    assert "808" not in everybody + desk
    assert "Floor" not in everybody + desk
    assert "Ann" not in everybody + rooms
    assert "Ann" in desk
    assert "**room 8\\*\\***" in everybody
    assert "808" in rooms


def test_a_reader_is_told_what_is_his_to_do_in_the_room_that_day(inn: SmallShop) -> None:
    inn.run("2026-06-09")
    inn.run(DAY)
    rooms, everybody = listed(inn, "rooms", "--for", "rooms"), listed(inn, "rooms")
    assert "Welcome" in everybody
    assert "Welcome" not in rooms
    assert "- [ ] Make the room · Bob · 12:00" in rooms
    assert "    - [ ] bed\n    - [ ] bath\n" in rooms


def test_files_are_called_by_what_they_are_of_and_for_whom(
    inn: SmallShop, tmp_path: Path
) -> None:
    folder = tmp_path / "lists"
    lines = listed(inn, "rooms", "--for", "rooms", "--to", str(folder)).splitlines()
    lines += listed(inn, "week", "--to", str(folder)).splitlines()
    assert lines == [
        str(folder / f"{DAY}_shop_rooms_housekeeping.md"),
        str(folder / f"{DAY}_shop_week.md"),
    ]


def test_a_day_on_which_nobody_is_there_says_so(inn: SmallShop) -> None:
    asked = ("sheets", inn.folder, "--as", "md", "--date", "2026-01-01", "--of")
    assert "Nobody is in a room on this day." in called((*asked, "rooms")).stdout
    assert "arrives in these seven days." in called((*asked, "week")).stdout


def test_what_acts_on_a_page_is_escaped(inn: SmallShop) -> None:
    inn.write({"data/customers.csv": PEOPLE.replace("lilies", "<b>lilies")})
    page = called(("sheets", inn.folder, "--of", "week", "--date", DAY)).stdout
    assert "&lt;b&gt;lilies" in page
    assert "<b>lilies" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--as", "xlsx"), "a list of rooms is written as html or md, and not as xlsx"),
        (
            ("--unmasked", "--by", "Ann", "--reason", "x"),
            "what is personal on a list of rooms is for whom it is visible_to: say for whom",
        ),
        (("--for", "Bop"), 'nobody is called "Bop" in Inn; did you mean "Bob"?'),
    ],
)
def test_what_a_list_is_not_is_told(
    options: tuple[str, ...], told: str, inn: SmallShop
) -> None:
    found = called(("sheets", inn.folder, "--of", "rooms", "--date", DAY, *options))
    assert found.exit_code != 0
    assert told in found.output


def test_a_business_without_receptions_has_no_such_list(tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "shop", RULE)
    found = called(("sheets", shop.folder, "--of", "week", "--date", DAY))
    assert found.exit_code != 0
    assert "Shop has no receptions" in found.output


@pytest.mark.parametrize("key", ["room", "floor"])
def test_an_attribute_that_stays_do_not_have_is_told_with_the_nearest(
    key: str, inn: SmallShop
) -> None:
    inn.write({"book.yaml": BOOK.replace("    room: room\n", f"    {key}: rom\n")})
    found = called(("check", inn.folder))
    assert re.search(
        rf"book\.yaml:\d+:{len(key) + 7}: .*unknown attribute \"rom\".*did you mean \"room\"",
        found.output,
    ), found.output


def test_neither_withdraws_what_was_told(inn: SmallShop) -> None:
    inn.write({"book.yaml": BOOK.replace("    room: room\n", "")})
    inn.run("2026-06-07")
    before = inn.actions(DAY)
    inn.write({"book.yaml": BOOK})
    assert inn.actions(DAY) == before


@NEEDS_BROWSER
def test_a_browser_prints_each_room_on_one_page(inn: SmallShop, tmp_path: Path) -> None:
    rows = "".join(
        f"C1,booked,2026-06-01 09:00,K{n},2026-06-09,2026-06-12,{n + 1000},,,\n"
        for n in range(120)
    )
    inn.write({"data/events.csv": EVENTS + rows})
    inn.run(DAY)
    asked = ("sheets", inn.folder, "--of", "rooms", "--for", "rooms", "--date", DAY)
    pages = [each for each in printed(called(asked).stdout, tmp_path) if each.strip()]
    assert len(pages) > 5
    for each in pages:
        # With each room stand the two check-list lines of what is to be done there.
        assert each.count("Make the room") == each.count("bath")
