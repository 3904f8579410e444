"""A date that is moved after it was reminded of is a new occasion, whoever tells it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from alike import ENGINES
from diary import HOME, Diary, days, rule, rules

STAYS = HOME.replace("  types:\n", "  types:\n    booked: {arrival: date}\n")
TALK = "{task: '{occasion}', to: adviser}"


@pytest.fixture(params=ENGINES)
def hotel(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    book = rules(rule("remind", "{before: booked.arrival, days: 3}", TALK))
    engine: str = request.param
    return Diary(tmp_path / "hotel", book, engine=engine, home=STAYS, columns=("arrival", "id"))


@pytest.mark.parametrize("key", ["", "  key: id\n"])
def test_a_date_that_an_attribute_tells_is_reminded_of_anew(hotel: Diary, key: str) -> None:
    hotel.home = hotel.home.replace(
        "  from: data/events.csv\n", f"  from: data/events.csv\n{key}"
    )
    hotel.event("2026-06-01 10:00", "booked", arrival="2026-06-10", id="e1")
    assert [each["text"] for each in hotel.run("2026-06-07")] == ["2026年6月10日"]
    hotel.happened[0]["arrival"] = "2026-06-20"
    assert [each["status"] for each in hotel.run("2026-06-08")] == ["withdrawn"]
    assert hotel.run("2026-06-09") == []
    assert [each["text"] for each in hotel.run("2026-06-17")] == ["2026年6月20日"]
    assert hotel.run("2026-06-18") == []


def test_a_date_that_did_not_move_is_reminded_of_once(hotel: Diary) -> None:
    hotel.event("2026-06-01 10:00", "booked", arrival="2026-06-10", id="e1")
    hotel.playbook = hotel.playbook.replace("    when:", "    catch_up: all\n    when:")
    found = [hotel.run(day) for day in ("2026-06-07", "2026-06-07", "2026-06-09")]
    assert [len(each) for each in found] == [1, 1, 0]


def test_a_date_moved_twice_is_reminded_of_each_time(hotel: Diary) -> None:
    hotel.event("2026-06-01 10:00", "booked", arrival="2026-06-10", id="e1")
    told = []
    for day, arrival in (("07", "10"), ("08", "11"), ("09", "12"), ("10", "12")):
        hotel.happened[0]["arrival"] = f"2026-06-{arrival}"
        found = hotel.run(f"2026-06-{day}")
        told += [(day, each["occasion"][-2:], each["status"]) for each in found]
    assert told == [
        ("07", "10", "due"),
        ("08", "10", "withdrawn"), ("08", "11", "due"),
        ("09", "11", "withdrawn"), ("09", "12", "due"),
    ]  # fmt: skip


@pytest.mark.parametrize("catch_up", ["skip", "latest", "all"])
@pytest.mark.parametrize("key", ["", "  key: id\n"])
def test_a_date_moved_so_near_that_its_day_is_past_is_missed(
    hotel: Diary, key: str, catch_up: str
) -> None:
    """Without a key the changed row is another event, which comes in late."""
    hotel.home = hotel.home.replace(
        "  from: data/events.csv\n", f"  from: data/events.csv\n{key}"
    )
    hotel.playbook = hotel.playbook.replace("    when:", f"    catch_up: {catch_up}\n    when:")
    hotel.event("2026-06-01 10:00", "booked", arrival="2026-06-20", id="e1")
    assert hotel.run("2026-06-08") == []
    hotel.happened[0]["arrival"] = "2026-06-11"
    late = not key and catch_up != "skip"
    assert len(hotel.run("2026-06-09")) == late
    assert hotel.run("2026-06-10") == []


@pytest.mark.parametrize("catch_up", ["skip", "latest", "all"])
def test_so_is_a_date_of_a_fact(hotel: Diary, catch_up: str) -> None:
    hotel.home = hotel.home.replace("    phone: text\n", "    phone: text\n    due: date\n")
    hotel.facts = ("due",)
    hotel.playbook = rules(rule("remind", "{before: due, days: 3}", TALK, catch_up=catch_up))
    hotel.customers = {"C1": {"due": "2026-06-20"}}
    assert hotel.run("2026-06-08") == []
    hotel.customers = {"C1": {"due": "2026-06-11"}}
    assert hotel.run("2026-06-09") == []
    assert hotel.run("2026-06-10") == []


@pytest.mark.parametrize("catch_up", ["skip", "all"])
@pytest.mark.parametrize(
    ("to", "told"), [("06-06", "06-09"), ("06-10", "06-13"), ("08-01", "08-04")]
)
def test_what_is_counted_from_a_moment_that_is_moved_on_is_told_on_its_own_day(
    hotel: Diary, to: str, told: str, catch_up: str
) -> None:
    hotel.home = hotel.home.replace(
        "  from: data/events.csv\n", "  from: data/events.csv\n  key: id\n"
    )
    after = rule("call", "{after: purchase, days: 3}", "{task: Call, to: adviser}")
    hotel.playbook = rules(after.replace("    when:", f"    catch_up: {catch_up}\n    when:"))
    hotel.event("2026-06-01 10:00", "purchase", id="e1")
    (first,) = hotel.run("2026-06-04")
    hotel.happened[0]["at"] = f"2026-{to} 10:00"
    assert [each["status"] for each in hotel.run("2026-06-05")] == ["withdrawn"]
    assert hotel.run(f"2026-{to}") == []
    day = date.fromisoformat(f"2026-{told}")
    assert hotel.run((day - timedelta(days=1)).isoformat()) == []
    (again,) = hotel.run(f"2026-{told}")
    assert (again["action_id"], again["status"]) == (first["action_id"], "due")
    assert again["due_at"] == f"2026-{told}T23:59"
    assert hotel.run((day + timedelta(days=1)).isoformat()) == []


def test_so_it_is_where_its_own_day_is_not_run(hotel: Diary) -> None:
    hotel.home = hotel.home.replace(
        "  from: data/events.csv\n", "  from: data/events.csv\n  key: id\n"
    )
    hotel.playbook = rules(
        rule("call", "{after: purchase, days: 3}", "{task: Call, to: adviser}")
    )
    hotel.event("2026-06-01 10:00", "purchase", id="e1")
    hotel.run("2026-06-04")
    hotel.happened[0]["at"] = "2026-06-10 10:00"
    assert [len(hotel.run(f"2026-06-{day}")) for day in ("05", "10", "12")] == [1, 0, 0]
    assert [each["due_at"] for each in hotel.run("2026-06-14")] == ["2026-06-14T23:59"]
    assert hotel.run("2026-06-15") == []


def test_of_two_actions_of_an_occasion_each_is_taken_back_or_put_off_by_itself(
    hotel: Diary,
) -> None:
    """The rule gave up the second for a while; the first was put off all along."""
    hotel.home = hotel.home.replace(
        "  from: data/events.csv\n", "  from: data/events.csv\n  key: id\n"
    )
    one, when = "{task: Call, to: adviser, due: within 9 days}", "{after: purchase, days: 3}"
    both = rules(rule("call", when, f"{one}, {one.replace('Call', 'Write')}"))
    hotel.playbook = both
    hotel.event("2026-06-01 10:00", "purchase", id="e1")
    first, second = hotel.run("2026-06-04")
    hotel.tells("2026-06-04 17:00", "snoozed", first, until="2026-06-08")
    hotel.playbook = rules(rule("call", when, one))
    (gone,) = hotel.run("2026-06-05")
    assert (gone["action_id"], gone["held_by"]) == (second["action_id"], "rule")
    hotel.playbook = both
    hotel.happened[0]["at"] = "2026-06-06 10:00"
    found = {day: [each["text"] for each in hotel.run(day)] for day in days("2026-06-06", 4)}
    assert found == {
        "2026-06-06": [], "2026-06-07": [], "2026-06-08": ["Call"], "2026-06-09": ["Write"],
    }  # fmt: skip
