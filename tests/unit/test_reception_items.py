"""What the keys of a reception's items do, one by one, in the plain engine."""

from __future__ import annotations

import pytest

from hotel_days import Hotel, Told, rules

HEAD = """receptions:
  vip:
    of: reservation
    changes: [reservation.changed]
    cancels: [reservation.cancelled]
    level: vip_level
"""
MOMENTS = (("arrival: date", "arrival: moment"), ("departure: date", "departure: moment"))


def hotel(items: str, more: str = "", head: str = HEAD, **told: object) -> Hotel:
    """A hotel whose reception has these items; a stay from the 10th to the 12th of June."""
    given: dict[str, object] = {"playbook": f"{head}{more}    items:\n{items}", **told}
    found = Hotel(**given)  # type: ignore[arg-type]
    dates = ("2026-06-10 01:00", "2026-06-12 11:00") if "instead" in told else None
    arrival, departure = dates or ("2026-06-10", "2026-06-12")
    found.booked("2026-06-01", arrival, departure, room="808")
    return found


def item(at: str, do: str = "{task: look}", more: str = "", id_: str = "item") -> str:
    return f"      - {{id: {id_}, to: gm, at: {at}, {more} do: {do}}}\n"


def first(found: Hotel, day: str = "2026-06-10") -> Told:
    return found.run(day)[0]


def days(found: Hotel) -> list[str]:
    return [day[-2:] for day in found.days("2026-06-02", "2026-06-14")]


# --- when


def test_an_item_of_hours_is_told_early_enough_for_an_arrival_at_any_hour() -> None:
    found = hotel(item("2 hours before arrival"), instead=MOMENTS)
    told = found.run("2026-06-09")[0]
    assert f"{told['due_at']:%d %H:%M}" == "09 23:00"


def test_a_moment_of_arrival_is_itself_the_deadline() -> None:
    told = first(hotel(item("on arrival"), instead=MOMENTS))
    assert f"{told['due_at']:%d %H:%M}" == "10 01:00"


def test_the_hour_at_which_guests_come_may_be_another() -> None:
    told = first(hotel(item("on arrival"), "    check_in_at: 16:30\n"))
    assert f"{told['due_at']:%H:%M}" == "16:30"
    told = first(hotel(item("on departure"), "    check_out_at: 24:00\n"), "2026-06-12")
    assert f"{told['due_at']:%H:%M}" == "23:59"


def test_a_parameter_says_how_many_days() -> None:
    found = hotel(item("$n days before arrival"))
    found.playbook = f"parameters: {{n: 4}}\n{found.playbook}"
    assert days(found) == ["06"]


def test_an_item_after_the_arrival_is_told_while_the_guest_is_here() -> None:
    assert days(hotel(item("1 day after arrival"))) == ["11"]
    assert days(hotel(item("5 days after arrival"))) == []


# --- for whom


def test_an_item_for_some_levels_is_for_no_other() -> None:
    for level, told in (("A", 1), ("B", 0), ("C", 1)):
        found = hotel(item("on arrival", more="levels: [A, C],"), level=level)
        assert len(found.run("2026-06-10")) == told


def test_a_level_may_stand_in_the_event() -> None:
    head = HEAD.replace("vip_level", "event.room")
    items = item("on arrival", "{task: look, checklist: {808: [tea], 909: [coffee]}}")
    found = hotel(items, '    levels: ["909", "808"]\n', head)
    assert first(found)["checklist"] == ["tea"]


def test_one_standard_for_all_is_one_rule_and_a_difference_makes_one_for_each() -> None:
    assert rules(hotel(item("on arrival")).run("2026-06-10")) == ["item"]
    found = hotel(item("on arrival", "{task: look, approve: {A: gm}}"))
    assert rules(found.run("2026-06-10")) == ["item.B"]
    assert first(found)["approve"] == ""


# --- papers


def test_personal_facts_are_masked_unless_told_otherwise() -> None:
    items = item("on arrival", '{task: "{name} in {event.room}"}')
    rooms, nobody = "    private: [event.room]\n", "    private: []\n"
    for private, said in (("", "A** in 808"), (rooms, "A** in 8**"), (nobody, "A** in 808")):
        found = hotel(items, private)
        told = first(found)
        assert told["text"] == "Ann Li in 808"
        assert found.shown(told)["text"] == said


def test_a_reason_is_masked_as_well() -> None:
    found = hotel(item("on arrival", '{task: look, reason: "{name}"}'))
    told = first(found)
    assert told["reason"] == "Ann Li"
    assert found.shown(told)["reason"] == "A**"


def test_papers_speak_the_language_of_the_hotel() -> None:
    zh = (("language: en", "language: zh"),)
    night = hotel(item("every night 18:00-21:00", "{task: 夜床}"))
    night.instead = zh
    assert first(night)["text"] == "夜床（18:00-21:00）"
    items = item("on arrival", "{task: 迎接, checklist: [茶], last: 环视检查, by: supervisor}")
    for place, said in (("room", "入住登记在客房办理"), ("floor", "入住登记在楼层办理")):
        found = hotel(items, f"    check_in: {place}\n")
        found.instead = zh
        lines = first(found)["checklist"]
        assert lines == [said, "茶", "环视检查（floor supervisor）"]


def test_an_action_is_service_unless_it_says_otherwise() -> None:
    assert first(hotel(item("on arrival")))["category"] == "service"
    told = first(hotel(item("on arrival", "{task: look, category: care}")))
    assert told["category"] == "care"
    found = hotel(item("on arrival", "{task: look_at_it}"))
    found.playbook += "templates: {look_at_it: {category: care, text: Look}}\n"
    assert (first(found)["category"], first(found)["text"]) == ("care", "Look")


def test_an_item_without_a_title_is_called_by_what_is_done() -> None:
    assert first(hotel(item("on arrival")))["title"] == "look"
    assert first(hotel(item("on arrival", '{task: "{name}"}')))["title"] == "item"
    assert first(hotel(item("on arrival", more="title: Greeting,")))["title"] == "Greeting"


def test_an_items_source_is_its_own_or_the_receptions() -> None:
    items = item("on arrival", more="source: [S1-47],", id_="a") + item("on arrival", id_="b")
    found = hotel(items, "    source: [S1-43]\n").run("2026-06-10")
    assert {each["rule"]: each["source"] for each in found} == {
        "vip.a": ["S1-47"], "vip.b": ["S1-43"]
    }  # fmt: skip


# --- stays in other parts of the language


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_stays_are_counted_like_events(engine: str) -> None:
    written = item("on arrival", '{task: "stay {stays} of {event.nights} nights"}')
    found = hotel(written, engine=engine)
    found.playbook = (
        "measures: {stays: {count: vip, where: {cancelled: false}}}\n" + found.playbook
    )
    found.said("2026-06-02", "reservation", "R2", arrival="2026-07-10", departure="2026-07-11")
    found.said("2026-06-02", "reservation", "R3", arrival="2026-07-10", departure="2026-07-11")
    found.said("2026-06-03", "reservation.cancelled", "R3")
    assert first(found)["text"] == "stay 2 of 2 nights"
