"""A stay is asked every day: what stands and was not told is told, until it is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import DURABLE, ENGINES
from diary import HOME, STAFF, Diary, Told, days
from older import without_manifests

HOTEL = HOME.replace(
    "  types:\n",
    """  types:
    booked: {ref: text, arrival: date, departure: date, room: text}
    changed: {ref: text, arrival: date, departure: date, room: text, raised: text, by: staff}
    cancelled: {ref: text}
""",
)
STAYS = """
receptions:
  stay:
    of: booked
    changes: [changed]
    cancels: [cancelled]
    level: tier
    override: {raise: raised, approver: by}
    items:
      - {id: plan, to: adviser, at: {A: 7 days before arrival, B: 3 days before arrival}, do: {task: Plan}}
      - {id: room, to: adviser, at: 2 days before arrival, unless_missing: room, do: {task: Room}}
      - {id: lock, to: adviser, at: 1 day before arrival, levels: [A], do: {task: Lock}, pairs: open}
      - {id: welcome, to: adviser, at: on arrival, do: {task: Welcome}}
      - {id: ask, to: adviser, at: 1 day after arrival, do: {task: Ask}}
      - {id: open, to: adviser, at: on departure, levels: [A], do: {task: Open}}
      - {id: history, to: adviser, at: 1 day after departure, do: {task: Write}}
"""  # noqa: E501
BOOKED = {"ref": "R1", "arrival": "2026-06-10", "departure": "2026-06-14"}
NOTHING: dict[str, list[str]] = {}


@pytest.fixture(params=[*ENGINES, DURABLE])
def hotel(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    """A guest of level B, and nothing said of any stay."""
    columns = ("ref", "arrival", "departure", "room", "raised", "by")
    made = Diary(tmp_path / "hotel", STAYS, engine=request.param, home=HOTEL, columns=columns)
    made.customers["C1"] = {"tier": "B"}
    return made


def book(hotel: Diary, **told: str) -> None:
    """On the first of June a stay from the tenth to the fourteenth is booked."""
    hotel.event("2026-06-01 09:00", "booked", **{**BOOKED, **told})


def said(hotel: Diary, day: int, kind: str, **told: str) -> None:
    """Something is said of the stay on a day of June."""
    hotel.event(f"2026-06-{day:02} 08:00", kind, ref="R1", **told)


def away(hotel: Diary) -> None:
    """The guest is not in the table; another one is, for a table needs somebody."""
    hotel.customers = {"C2": {"tier": "B"}}


def here(hotel: Diary, tier: str = "B") -> None:
    """He is."""
    hotel.customers = {"C1": {"tier": tier}}


def without(item: str) -> str:
    """The playbook before that item was written."""
    lines = STAYS.splitlines(keepends=True)
    return "".join(each for each in lines if f"id: {item}," not in each)


def names(found: list[Told]) -> list[str]:
    """The rules that asked, each with its status unless it is due, and the reason of it."""
    return [
        each["rule"].removeprefix("stay.")
        + ("" if each["status"] == "due" else f" {each['status']} {each['held_by']}")
        for each in found
    ]


def told(hotel: Diary, first: int, last: int) -> dict[str, list[str]]:
    """What each day of June asked, those without anything left out; due on no earlier day."""
    found = {day: hotel.run(day) for day in days(f"2026-06-{first:02}", last - first + 1)}
    for day, rows in found.items():
        assert all(each["due_at"][:10] >= day for each in rows if each["status"] == "due")
    return {day[-2:]: sorted(names(rows)) for day, rows in found.items() if rows}


# --- before the departure: told as long as there is time, and once


def test_the_first_run_of_a_business_tells_stays_as_they_stand(hotel: Diary) -> None:
    book(hotel, room="8")
    (plan, room) = sorted(hotel.run("2026-06-09"), key=lambda each: str(each["rule"]))
    assert [each["rule"] for each in (plan, room)] == ["stay.plan.B", "stay.room"]
    assert {each["due_at"] for each in (plan, room)} == {"2026-06-09T23:59"}
    assert told(hotel, 10, 11) == {"10": ["welcome"], "11": ["ask"]}


def test_without_memory_a_day_tells_stays_as_the_first_one_does(hotel: Diary) -> None:
    book(hotel, room="8")
    first = hotel.run("2026-06-09")
    assert hotel.run("2026-06-09", "--fresh") == first


@pytest.mark.parametrize("back", [9, 10])
def test_a_guest_who_was_absent_is_prepared_for_when_he_is_back(
    hotel: Diary, back: int
) -> None:
    book(hotel, room="8")
    assert told(hotel, 6, 6) == NOTHING
    away(hotel)
    assert told(hotel, 7, back - 1) == NOTHING
    here(hotel)
    more = ["welcome"] if back == 10 else []
    assert told(hotel, back, back) == {f"{back:02}": ["plan.B", "room", *more]}
    assert told(hotel, 11, 12) == {"11": ["ask"]}


def test_what_comes_before_the_arrival_is_told_no_more_when_it_is_over(hotel: Diary) -> None:
    book(hotel, room="8")
    assert told(hotel, 6, 6) == NOTHING
    away(hotel)
    assert told(hotel, 7, 12) == NOTHING
    here(hotel)
    assert told(hotel, 13, 16) == {"13": ["ask"], "15": ["history"]}


def test_a_stay_that_has_ended_tells_nothing_of_before(hotel: Diary) -> None:
    book(hotel, room="8")
    assert told(hotel, 6, 6) == NOTHING
    away(hotel)
    assert told(hotel, 7, 16) == NOTHING
    here(hotel)
    assert told(hotel, 17, 18) == {"17": ["history"]}


@pytest.mark.parametrize("known", [8, 9, 10])
def test_a_stay_that_is_typed_in_late_is_prepared_for_when_it_is_known(
    hotel: Diary, known: int
) -> None:
    assert told(hotel, 6, known - 1) == NOTHING
    book(hotel, room="8")
    more = ["welcome"] if known == 10 else []
    assert told(hotel, known, known) == {f"{known:02}": ["plan.B", "room", *more]}
    assert told(hotel, 11, 12) == {"11": ["ask"]}


def test_a_room_that_is_typed_in_late_is_set_up_when_it_is_known(hotel: Diary) -> None:
    book(hotel)
    assert told(hotel, 6, 8) == {"07": ["plan.B"]}
    said(hotel, 2, "changed", room="8")
    assert told(hotel, 9, 9) == {"09": ["room"]}


def test_a_guest_who_gets_a_level_by_itself_is_prepared_for(hotel: Diary) -> None:
    here(hotel, "")
    book(hotel)
    assert told(hotel, 6, 8) == NOTHING
    here(hotel)
    assert told(hotel, 9, 10) == {"09": ["plan.B"], "10": ["welcome"]}


def test_an_item_that_is_written_later_is_told_of_stays_as_they_stand(hotel: Diary) -> None:
    hotel.playbook = without("plan")
    book(hotel)
    assert told(hotel, 6, 8) == NOTHING
    hotel.playbook = STAYS
    assert told(hotel, 9, 10) == {"09": ["plan.B"], "10": ["welcome"]}


@pytest.mark.parametrize(("before", "after"), [("A", "B"), ("B", "A")])
def test_a_level_that_changes_by_itself_does_not_tell_an_item_again(
    hotel: Diary, before: str, after: str
) -> None:
    here(hotel, before)
    book(hotel)
    first = "03" if before == "A" else "07"
    assert told(hotel, 2, 7) == {first: [f"plan.{before}"]}
    here(hotel, after)
    lock = {"09": ["lock"]} if after == "A" else NOTHING
    assert told(hotel, 8, 10) == {**lock, "10": ["welcome"]}


def test_nor_on_the_day_after_the_run_that_first_heard_of_it(hotel: Diary) -> None:
    """What was booked on the last run's own day, and known to it, is nothing new."""
    said(hotel, 7, "booked", **{key: BOOKED[key] for key in ("arrival", "departure")})
    assert told(hotel, 7, 7) == {"07": ["plan.B"]}
    here(hotel, "A")
    assert told(hotel, 8, 9) == {"09": ["lock"]}


def test_nor_where_no_item_undoes_another(hotel: Diary) -> None:
    lines = STAYS.splitlines(keepends=True)
    hotel.playbook = "".join(
        it for it in lines if "id: lock" not in it and "id: open" not in it
    )
    here(hotel, "A")
    book(hotel)
    assert told(hotel, 2, 7) == {"03": ["plan.A"]}
    here(hotel, "B")
    assert told(hotel, 8, 10) == {"10": ["welcome"]}


def test_nor_on_the_day_that_the_other_level_has_for_it(hotel: Diary) -> None:
    here(hotel, "A")
    book(hotel)
    assert told(hotel, 2, 5) == {"03": ["plan.A"]}
    here(hotel, "B")
    assert told(hotel, 6, 8) == NOTHING
    here(hotel, "A")
    assert told(hotel, 9, 9) == {"09": ["lock"]}


def test_what_was_dropped_under_one_level_may_be_told_under_another(hotel: Diary) -> None:
    hotel.playbook = f"limits: {{per_staff: {{tasks: capacity}}}}\n{STAYS}"
    hotel.staff = ({**STAFF[0], "capacity": "0"},)
    here(hotel, "A")
    book(hotel)
    assert told(hotel, 3, 4) == {"03": ["plan.A dropped capacity"]}
    hotel.playbook = STAYS
    here(hotel, "B")
    assert told(hotel, 7, 7) == {"07": ["plan.B"]}


def test_an_arrival_that_moves_while_the_guest_is_absent_is_prepared_for(
    hotel: Diary,
) -> None:
    book(hotel)
    assert told(hotel, 7, 7) == {"07": ["plan.B"]}
    away(hotel)
    said(hotel, 8, "changed", arrival="2026-06-11")
    assert told(hotel, 8, 9) == NOTHING
    here(hotel)
    assert told(hotel, 10, 11) == {
        "10": ["plan.B", "plan.B withdrawn changed"],
        "11": ["welcome"],
    }


# --- after the departure: what has no end is told of what the runs have asked for


@pytest.mark.parametrize("back", [17, 20])
def test_what_comes_after_the_departure_waits_for_a_guest_who_is_absent(
    hotel: Diary, back: int
) -> None:
    book(hotel)
    hotel.run("2026-06-13")
    away(hotel)
    assert told(hotel, 14, back - 1) == NOTHING
    here(hotel)
    assert told(hotel, back, 21) == {f"{back:02}": ["history"]}


@pytest.mark.parametrize(("back", "found"), [("2026-07-16", ["history"]), ("2026-07-17", [])])
def test_it_waits_as_long_as_days_are_looked_back_at(
    hotel: Diary, back: str, found: list[str]
) -> None:
    book(hotel)
    hotel.run("2026-06-13")
    away(hotel)
    hotel.run("2026-07-15")
    here(hotel)
    assert names(hotel.run(back)) == found


def test_a_beginning_tells_nothing_of_guests_who_have_left(hotel: Diary) -> None:
    book(hotel)
    assert told(hotel, 17, 18) == NOTHING
    said(hotel, 19, "changed", room="8")
    assert told(hotel, 19, 19) == {"19": ["history"]}


def test_nor_does_an_item_that_is_written_later(hotel: Diary) -> None:
    hotel.playbook = without("history")
    book(hotel)
    assert told(hotel, 15, 17) == NOTHING
    hotel.playbook = STAYS
    assert told(hotel, 18, 19) == NOTHING


def test_nor_do_days_that_an_older_careplay_kept(hotel: Diary) -> None:
    book(hotel)
    here(hotel, "")
    assert told(hotel, 14, 16) == NOTHING
    for day in range(14, 17):
        hotel.kept(f"2026-06-{day}", "known.parquet").unlink()
    without_manifests(hotel.folder)
    here(hotel)
    assert told(hotel, 17, 18) == NOTHING


def test_a_stay_that_is_typed_in_when_it_is_over_is_written_up(hotel: Diary) -> None:
    assert told(hotel, 14, 17) == NOTHING
    book(hotel)
    assert told(hotel, 18, 19) == {"18": ["history"]}


def test_a_level_that_changes_by_itself_writes_nothing_up_again(hotel: Diary) -> None:
    at = "1 day after departure, do: {task: Write"
    by_level = "{A: 1 day after departure, B: 3 days after departure}, do: {task: Write"
    hotel.playbook = STAYS.replace(at, by_level)
    here(hotel, "A")
    book(hotel)
    hotel.run("2026-06-14")
    assert told(hotel, 15, 15) == {"15": ["history.A"]}
    here(hotel)
    assert told(hotel, 16, 18) == NOTHING


# --- what is known late of a stay is held against what was told


@pytest.mark.parametrize("known", [8, 9, 10])
def test_a_stay_whose_end_is_typed_in_late_takes_its_plan_back(
    hotel: Diary, known: int
) -> None:
    book(hotel)
    assert told(hotel, 6, known - 1) == {"07": ["plan.B"]}
    said(hotel, 7, "cancelled")
    assert told(hotel, known, 12) == {f"{known:02}": ["plan.B withdrawn changed"]}


def test_so_does_one_that_is_cancelled_while_the_guest_is_absent(hotel: Diary) -> None:
    book(hotel)
    assert told(hotel, 6, 7) == {"07": ["plan.B"]}
    away(hotel)
    said(hotel, 8, "cancelled")
    assert told(hotel, 8, 9) == NOTHING
    here(hotel)
    assert told(hotel, 10, 12) == {"10": ["plan.B withdrawn changed"]}


@pytest.mark.parametrize("absent", [True, False])
def test_a_raise_that_is_known_late_has_its_own_plan(hotel: Diary, *, absent: bool) -> None:
    book(hotel)
    assert told(hotel, 6, 7) == {"07": ["plan.B"]}
    if absent:
        away(hotel)
        said(hotel, 8, "changed", raised="A", by="E1")
        assert told(hotel, 8, 9) == NOTHING
        here(hotel)
    else:
        assert told(hotel, 8, 9) == NOTHING
        said(hotel, 8, "changed", raised="A", by="E1")
    assert told(hotel, 10, 11) == {
        "10": ["lock", "plan.A", "plan.B withdrawn changed", "welcome"], "11": ["ask"]
    }  # fmt: skip


def lock_for(hotel: Diary) -> None:
    """A guest of level A is expected, and what he finds locked is."""
    here(hotel, "A")
    book(hotel)
    hotel.run("2026-06-08")
    (lock,) = hotel.run("2026-06-09")
    hotel.tells("2026-06-09 12:00", "done", lock)


@pytest.mark.parametrize("absent", [True, False])
def test_what_was_locked_is_opened_when_the_end_of_the_stay_is_known(
    hotel: Diary, *, absent: bool
) -> None:
    lock_for(hotel)
    if absent:
        away(hotel)
    assert told(hotel, 10, 10) == ({} if absent else {"10": ["welcome"]})
    if absent:
        said(hotel, 11, "cancelled")
    assert "open.cancelled" not in told(hotel, 11, 12).get("11", [])
    if not absent:
        said(hotel, 10, "cancelled")
    here(hotel, "A")
    found = told(hotel, 13, 16)
    assert found.keys() == {"13"}
    assert "open.cancelled" in found["13"]


@pytest.mark.parametrize("locked", [True, False])
def test_what_was_locked_is_opened_though_the_departure_was_missed(
    hotel: Diary, *, locked: bool
) -> None:
    here(hotel, "A" if locked else "B")
    book(hotel)
    hotel.run("2026-06-09")
    away(hotel)
    assert told(hotel, 14, 16) == NOTHING
    here(hotel, "A")
    assert told(hotel, 17, 18) == {"17": ["history", *(["open"] if locked else [])]}


def test_what_was_never_locked_is_not_opened(hotel: Diary) -> None:
    here(hotel, "A")
    book(hotel)
    hotel.run("2026-06-08")
    away(hotel)
    said(hotel, 9, "cancelled")
    assert told(hotel, 9, 11) == NOTHING
    here(hotel, "A")
    assert "open.cancelled" not in told(hotel, 12, 15).get("12", [])


@pytest.mark.parametrize("begun", [True, False])
def test_a_cancellation_that_is_deleted_takes_the_opening_back(
    hotel: Diary, *, begun: bool
) -> None:
    lock_for(hotel)
    said(hotel, 10, "cancelled")
    found = hotel.run("2026-06-10")
    assert "open.cancelled" in names(found)
    cancelled = hotel.happened.pop()
    if begun:
        (opening,) = (each for each in found if each["rule"] == "stay.open.cancelled")
        hotel.tells("2026-06-10 12:00", "done", opening)
    back = [] if begun else ["open.cancelled withdrawn gone"]
    assert [each for each in told(hotel, 11, 11).get("11", []) if "open" in each] == back
    assert "open.cancelled" not in str(told(hotel, 12, 12))
    hotel.happened.append(cancelled | {"at": "2026-06-13 08:00"})
    again = [] if begun else ["open.cancelled"]
    assert [each for each in told(hotel, 13, 13).get("13", []) if "open" in each] == again


def test_a_raise_that_is_extended_in_its_row_takes_the_opening_back(hotel: Diary) -> None:
    """With a key the row is the same event, and nothing new is heard of the stay."""
    hotel.home = hotel.home.replace(
        "  from: data/events.csv\n", "  from: data/events.csv\n  key: room\n"
    ).replace("by: staff}", "by: staff, until: date}")
    hotel.playbook = STAYS.replace("approver: by}", "approver: by, until: until}")
    book(hotel, room="e1")
    said(hotel, 6, "changed", raised="A", by="E1", until="2026-06-10", room="e2")
    hotel.run("2026-06-08")
    (lock,) = hotel.run("2026-06-09")
    assert lock["rule"] == "stay.lock"
    assert "open.lapsed" in told(hotel, 11, 11)["11"]
    hotel.happened[1]["until"] = "2026-06-13"
    assert "open.lapsed withdrawn gone" in told(hotel, 12, 12)["12"]
    assert told(hotel, 13, 14)["14"] == ["open.lapsed"]


# --- and every run says the same again


def test_a_day_run_again_and_days_in_a_row_give_the_same_bytes(hotel: Diary) -> None:
    book(hotel, room="8")
    span = days("2026-06-08", 3)
    for day in span:
        hotel.run(day)
    first = [hotel.kept(day).read_bytes() for day in span]
    reports = [hotel.kept(day, "run.json").read_bytes() for day in span]
    hotel.run(span[0], "--until", span[-1])
    assert [hotel.kept(day).read_bytes() for day in span] == first
    assert [hotel.kept(day, "run.json").read_bytes() for day in span] == reports
