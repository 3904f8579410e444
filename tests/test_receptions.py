"""What a hotel's people are asked for a stay, as it changes.

The promises are kept by the plain engine; the last test tells all their stories on both.
"""

from __future__ import annotations

import pytest

from hotel_days import Hotel, Told, every, rules


@pytest.fixture
def hotel() -> Hotel:
    return Hotel()


def asked(hotel: Hotel, first: str, last: str) -> dict[str, list[str]]:
    """The rules that asked on each day, from the 1st to the 30th of June."""
    found = hotel.days(f"2026-06-{first}", f"2026-06-{last}")
    return {day[-2:]: rules(told) for day, told in found.items()}


def only(told: list[Told], rule: str, status: str = "due") -> Told:
    (found,) = [
        each for each in told if each["rule"] == f"vip.{rule}" and each["status"] == status
    ]
    return found


# --- a stay that is known in time, and one that is not


def test_a_stay_is_prepared_kept_and_written_up(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    assert asked(hotel, "01", "15") == {
        "07": ["plan.B"],
        "10": ["prepare", "welcome.B", "turndown.B"],
        "11": ["turndown.B"],
        "13": ["history"],
    }


def test_the_highest_level_has_its_plan_a_week_before_and_a_floor_of_its_own(
    hotel: Hotel,
) -> None:
    hotel.level = "A"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-11", room="808")
    assert asked(hotel, "01", "15") == {
        "03": ["plan.A"],
        "09": ["lock"],
        "10": ["prepare", "welcome.A", "turndown.A"],
        "11": ["release"],
        "12": ["history"],
    }


def test_a_stay_booked_late_is_planned_at_once_and_due_that_day(hotel: Hotel) -> None:
    hotel.level = "A"
    hotel.run("2026-06-07")
    hotel.booked("2026-06-08", "2026-06-10", "2026-06-11", room="808")
    (plan,) = hotel.run("2026-06-08")
    assert (plan["rule"], f"{plan['due_at']}") == ("vip.plan.A", "2026-06-08 23:59:00")
    assert asked(hotel, "09", "10") == {
        "09": ["lock"], "10": ["prepare", "welcome.A", "turndown.A"]
    }  # fmt: skip


def test_a_stay_booked_on_the_day_itself_has_everything_at_once(hotel: Hotel) -> None:
    hotel.level = "A"
    hotel.run("2026-06-09")
    hotel.booked("2026-06-10", "2026-06-10", "2026-06-11", room="808")
    found = hotel.run("2026-06-10")
    assert sorted(rules(found)) == ["lock", "plan.A", "prepare", "turndown.A", "welcome.A"]
    assert {f"{each['due_at']:%d}" for each in found} == {"10"}


def test_a_stay_that_is_told_when_it_is_over_is_written_up_and_nothing_else(
    hotel: Hotel,
) -> None:
    hotel.run("2026-06-19")
    hotel.booked("2026-06-20", "2026-06-10", "2026-06-12", room="808")
    assert asked(hotel, "20", "22") == {"20": ["history"]}


def test_a_guest_without_a_level_has_no_reception(hotel: Hotel) -> None:
    hotel.level = "none"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    assert asked(hotel, "05", "15") == {}


def test_days_without_a_run_are_made_up_for_while_it_is_not_too_late(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.run("2026-06-05")
    assert rules(hotel.run("2026-06-08")) == ["plan.B"]
    assert rules(hotel.run("2026-06-14")) == ["history"]


def test_a_room_is_set_up_once_it_is_known_which(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12")
    assert "prepare" not in rules(hotel.run("2026-06-10"))
    hotel.changed("2026-06-10 13:00", room="909")
    assert "prepare" in rules(hotel.run("2026-06-10"))


# --- a stay that changes


def test_what_is_asked_for_is_not_asked_for_again_whatever_is_said(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    for day in ("2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11"):
        hotel.changed(day, room="808")
    assert asked(hotel, "05", "11") == {
        "07": ["plan.B"], "10": ["prepare", "welcome.B", "turndown.B"], "11": ["turndown.B"]
    }  # fmt: skip


def test_a_later_arrival_withdraws_the_plan_and_has_one_of_its_own(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.changed("2026-06-08", arrival="2026-06-20", departure="2026-06-23")
    found = hotel.days("2026-06-05", "2026-06-19")
    assert {day: rules(told) for day, told in found.items()} == {
        "2026-06-07": ["plan.B"], "2026-06-08": ["plan.B withdrawn"], "2026-06-17": ["plan.B"]
    }  # fmt: skip
    (gone,) = found["2026-06-08"]
    assert gone["held_by"] == "changed"
    assert gone["action_id"] == found["2026-06-07"][0]["action_id"]


def test_a_plan_in_place_of_another_names_it(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.changed("2026-06-08", arrival="2026-06-11", departure="2026-06-13")
    hotel.days("2026-06-05", "2026-06-07")
    found = hotel.run("2026-06-08")
    gone, new = only(found, "plan.B", "withdrawn"), only(found, "plan.B")
    assert new["supersedes"] == gone["action_id"] != new["action_id"]
    assert (new["occasion"], f"{new['due_at']}") == ("vip:2026-06-11/R1", "2026-06-08 23:59:00")


def test_a_stay_that_is_moved_back_has_the_plan_that_was_withdrawn(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.changed("2026-06-08", arrival="2026-06-20", departure="2026-06-23")
    hotel.changed("2026-06-09", arrival="2026-06-10", departure="2026-06-12")
    found = hotel.days("2026-06-06", "2026-06-09")
    told = [(day[-2:], each["status"]) for day, rows in found.items() for each in rows]
    assert told == [("07", "due"), ("08", "withdrawn"), ("09", "due")]
    assert len({row["action_id"] for rows in found.values() for row in rows}) == 1


WORDS = """
receptions:
  vip:
    of: reservation
    changes: [reservation.changed]
    level: vip_level
    items:
      - {id: word, to: gm, at: 3 days before arrival, do: {message: Until then}}
limits: {per_customer: {contacts: {7 days: 1}}}
"""


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_a_word_in_place_of_another_has_its_room_among_contacts(engine: str) -> None:
    hotel = Hotel(engine=engine, playbook=WORDS)
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12")
    (told,) = hotel.run("2026-06-07")
    hotel.changed("2026-06-08", arrival="2026-06-11", departure="2026-06-13")
    found = hotel.run("2026-06-08")
    gone, new = only(found, "word", "withdrawn"), only(found, "word")
    assert new["supersedes"] == gone["action_id"] == told["action_id"]


def test_what_was_done_is_not_withdrawn(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    (plan,) = hotel.run("2026-06-07")
    hotel.done("2026-06-07 15:00", plan)
    hotel.said("2026-06-08", "reservation.cancelled")
    assert hotel.run("2026-06-08") == []


def test_a_shortened_stay_loses_its_nights_and_is_written_up_sooner(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-14", room="808")
    hotel.changed("2026-06-11", departure="2026-06-12")
    assert asked(hotel, "11", "16") == {"11": ["turndown.B"], "13": ["history"]}


def test_an_extended_stay_has_more_nights_and_is_written_up_later(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.changed("2026-06-11", departure="2026-06-14")
    assert asked(hotel, "10", "16") == {
        "10": ["prepare", "welcome.B", "turndown.B", "plan.B"],
        "11": ["turndown.B"],
        "12": ["turndown.B"],
        "13": ["turndown.B"],
        "15": ["history"],
    }


def test_a_stay_extended_after_the_guest_left_withdraws_what_is_to_come(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.days("2026-06-10", "2026-06-12")
    (history,) = hotel.run("2026-06-13")
    hotel.changed("2026-06-13 12:00", departure="2026-06-16")
    again = hotel.run("2026-06-13")
    assert rules(again) == ["turndown.B"]
    assert history["action_id"] not in {each["action_id"] for each in again}


def test_a_cancelled_stay_withdraws_its_plan_and_asks_for_nothing(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.said("2026-06-08", "reservation.cancelled")
    assert asked(hotel, "05", "15") == {"07": ["plan.B"], "08": ["plan.B withdrawn"]}


def test_a_cancelled_stay_that_is_taken_up_again_is_planned_again(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.said("2026-06-08", "reservation.cancelled")
    hotel.changed("2026-06-09", room="808")
    hotel.days("2026-06-07", "2026-06-08")
    (plan,) = hotel.run("2026-06-09")
    assert (plan["rule"], plan["attempt"], plan["status"]) == ("vip.plan.B", 1, "due")


def test_a_stay_cancelled_before_anybody_was_asked_is_not_spoken_of(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.said("2026-06-05", "reservation.cancelled")
    assert asked(hotel, "04", "15") == {}


def test_two_stays_of_a_guest_do_not_touch_each_other(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.said("2026-06-01", "reservation", "R2", arrival="2026-06-10", departure="2026-06-12")
    hotel.said("2026-06-08", "reservation.cancelled", "R2")
    hotel.run("2026-06-07")
    (gone,) = hotel.run("2026-06-08")
    assert (gone["status"], gone["occasion"]) == ("withdrawn", "vip:2026-06-10/R2")


# --- another standard than the guest's own

RAISED = {"raised_to": "A", "approved_by": "E4"}


def test_a_raised_level_replaces_the_plan_and_falls_back_after_the_task(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-14", room="808")
    hotel.changed("2026-06-08", **RAISED, raised_until="2026-06-11")
    hotel.run("2026-06-07")
    found = hotel.run("2026-06-08")
    assert sorted(rules(found)) == ["plan.A", "plan.B withdrawn"]
    gone, new = only(found, "plan.B", "withdrawn"), only(found, "plan.A")
    assert (new["supersedes"], new["approve"]) == (gone["action_id"], "gm")
    assert asked(hotel, "09", "15") == {
        "09": ["lock"],
        "10": ["prepare", "welcome.A", "turndown.A"],
        "11": ["turndown.A"],
        "12": ["turndown.B", "release.lapsed"],
        "13": ["turndown.B"],
        "15": ["history"],
    }


def test_a_raise_that_ends_before_the_stay_gives_back_the_guests_own_plan(
    hotel: Hotel,
) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.changed("2026-06-02", **RAISED, raised_until="2026-06-07")
    assert asked(hotel, "01", "09") == {"03": ["plan.A"], "08": ["plan.A withdrawn", "plan.B"]}


def test_a_raise_to_and_fro_asks_for_the_first_plan_again(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-12", "2026-06-14", room="808")
    hotel.changed("2026-06-10", **RAISED, raised_until="2026-06-10")
    assert asked(hotel, "09", "10") == {"09": ["plan.B"], "10": ["plan.B withdrawn", "plan.A"]}
    found = hotel.run("2026-06-11")
    assert sorted(rules(found)) == ["plan.A withdrawn", "plan.B"]
    assert only(found, "plan.B")["attempt"] == 1


@pytest.mark.parametrize(
    "told", [{"raised_to": "A"}, {"raised_to": "C", "approved_by": "E4"}], ids=["", "lower"]
)
def test_a_level_is_raised_only_upwards_and_with_approval(
    hotel: Hotel, told: dict[str, str]
) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-11", room="808")
    hotel.changed("2026-06-02", **told)
    assert asked(hotel, "01", "10") == {
        "07": ["plan.B"], "10": ["prepare", "welcome.B", "turndown.B"]
    }  # fmt: skip


def test_a_guest_without_a_level_may_be_raised_to_one(hotel: Hotel) -> None:
    hotel.level = "none"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-11", room="808")
    hotel.changed("2026-06-02", raised_to="C", approved_by="E4")
    assert asked(hotel, "01", "10") == {
        "09": ["plan.C"], "10": ["prepare", "welcome.C", "turndown.C"]
    }  # fmt: skip


def test_what_was_agreed_replaces_the_standard(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.changed("2026-06-08", agreed_items="welcome, lock")
    assert asked(hotel, "05", "15") == {
        "07": ["plan.B"],
        "08": ["plan.B withdrawn"],
        "09": ["lock"],
        "10": ["welcome.B"],
        "12": ["release"],
    }


# --- what is done is undone


def test_a_locked_floor_is_opened_when_the_stay_is_cancelled(hotel: Hotel) -> None:
    hotel.level = "A"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    found = hotel.run("2026-06-09")
    assert sorted(rules(found)) == ["lock", "plan.A"]  # the plan, too, of which no run told
    for each in found:
        hotel.done("2026-06-09 15:00", each)
    hotel.said("2026-06-10", "reservation.cancelled")
    assert asked(hotel, "10", "13") == {"10": ["release.cancelled"]}


def test_a_floor_that_was_to_be_locked_on_a_day_without_a_run_need_not_be_opened(
    hotel: Hotel,
) -> None:
    hotel.level = "A"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    (plan,) = hotel.run("2026-06-08")
    hotel.done("2026-06-08 15:00", plan)
    hotel.said("2026-06-10", "reservation.cancelled")
    assert hotel.run("2026-06-10") == []


def test_a_floor_that_was_never_locked_need_not_be_opened(hotel: Hotel) -> None:
    hotel.level = "A"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    hotel.run("2026-06-03")
    hotel.said("2026-06-05", "reservation.cancelled")
    assert asked(hotel, "05", "13") == {"05": ["plan.A withdrawn"]}


def test_a_floor_is_opened_though_the_departure_was_told_too_late(hotel: Hotel) -> None:
    hotel.level = "A"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-14", room="808")
    hotel.days("2026-06-09", "2026-06-12")
    hotel.changed("2026-06-13", departure="2026-06-12")
    assert asked(hotel, "13", "14") == {"13": ["release", "history"]}


# --- nights


def test_no_two_nights_have_the_same_treat_as_long_as_the_list_is(hotel: Hotel) -> None:
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-15", room="808")
    treats = [
        told["checklist"][-1]
        for day in every("2026-06-10", "2026-06-14")
        for told in hotel.run(day)
        if told["rule"] == "vip.turndown.B"
    ]
    assert len(treats) == len(set(treats)) == 5


# --- papers


def test_papers_show_neither_name_nor_room(hotel: Hotel) -> None:
    hotel.level = "A"
    hotel.booked("2026-06-01", "2026-06-10", "2026-06-12", room="808")
    every = [told for day in hotel.days("2026-06-01", "2026-06-14").values() for told in day]
    assert len(every) == 8
    texts = [hotel.shown(told)["text"] for told in every]
    assert not any("Ann" in text or "808" in text for text in texts)
    whole = [told["text"] for told in every]
    assert any("Ann" in text for text in whole)
    assert any("808" in text for text in whole)


# --- all of it at once

STORIES = {
    "booked": ("B", ()),
    "late": ("A", ()),
    "moved": ("B", (("06-08", "changed", {"arrival": "2026-06-11"}),)),
    "put_off": ("B", (("06-08", "changed", {"arrival": "2026-06-14"}),)),
    "moved_back": (
        "B",
        (
            ("06-08", "changed", {"arrival": "2026-06-20", "departure": "2026-06-23"}),
            ("06-09", "changed", {"arrival": "2026-06-10", "departure": "2026-06-13"}),
        ),
    ),
    "shortened": ("A", (("06-11", "changed", {"departure": "2026-06-12"}),)),
    "extended": ("C", (("06-11", "changed", {"departure": "2026-06-14"}),)),
    "cancelled": ("A", (("06-10", "cancelled", {}),)),
    "taken_up": ("B", (("06-08", "cancelled", {}), ("06-09", "changed", {"room": "9"}))),
    "raised": ("B", (("06-08", "changed", {**RAISED, "raised_until": "2026-06-10"}),)),
    "unapproved": ("B", (("06-08", "changed", {"raised_to": "A"}),)),
    "from_none": ("none", (("06-05", "changed", RAISED),)),
    "agreed": ("B", (("06-08", "changed", {"agreed_items": "welcome, lock"}),)),
    "agreed_plan": ("C", (("06-08", "changed", {"agreed_items": "lock"}),)),
}  # fmt: skip


def test_both_engines_tell_the_same_stories() -> None:
    told = []
    for engine in ("plain", "duckdb"):
        hotel = Hotel("none", engine, {guest: level for guest, (level, _) in STORIES.items()})
        for guest, (_, changes) in STORIES.items():
            dates = {"arrival": "2026-06-10", "departure": "2026-06-13", "room": "808"}
            first = "2026-06-08" if guest == "late" else "2026-06-01"
            hotel.said(first, "reservation", guest, guest, **dates)
            for day, kind, more in changes:
                hotel.said(f"2026-{day}", f"reservation.{kind}", guest, guest, **more)
        told.append(hotel.days("2026-06-07", "2026-06-12"))
    in_plain, in_duckdb = told
    assert in_plain == in_duckdb
    statuses = {each["status"] for told in in_plain.values() for each in told}
    assert statuses == {"due", "withdrawn"}
