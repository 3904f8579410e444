"""Days that a dated parameter or an edit makes fewer or more leave nobody in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from alike import ENGINES
from diary import HOME, Diary, Told, rule, rules

VISITS = range(1, 21)
HOUSE = HOME.replace("  types:\n", "  types:\n    booked: {ref: text, arrival: date}\n")
SHORTER, LONGER = "{2026-01-01: 5, 2026-06-10: 3}", "{2026-01-01: 3, 2026-06-10: 5}"
WHO: dict[str, dict[str, str]] = {f"C{day:02}": {} for day in VISITS}
Days = Mapping[int, list[int]]
"""By day of June, the customers, each called by the day of June on which something is."""


def shop(folder: Path, engine: str, values: str, book: str) -> Diary:
    """A shop whose parameter ``n`` has those values."""
    text = f"parameters: {{n: {values}}}\n{book}"
    columns = ("ref", "arrival")
    return Diary(folder / "shop", text, {**WHO}, engine=engine, home=HOUSE, columns=columns)


def visited(made: Diary) -> Diary:
    """The shop with a customer who comes on each day."""
    for day in VISITS:
        made.event(f"2026-06-{day:02} 10:00", "visit", f"C{day:02}")
    return made


def by_rule(ran: Iterable[Told]) -> dict[str, Days]:
    """Who was told on which day, by rule."""
    found: dict[str, defaultdict[int, list[int]]] = {}
    for row in ran:
        told = found.setdefault(row["rule"], defaultdict(list))
        told[int(row["date"][-2:])].append(int(row["customer_id"][1:]))
    return {name: {day: sorted(each) for day, each in d.items()} for name, d in found.items()}


RULES = rules(
    *(
        rule(each, "{after: visit, days: $n}", catch_up=each)
        for each in ("skip", "latest", "all")
    )
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("values", "found"),
    [
        (SHORTER, {8: [3], 9: [4], 10: [5, 6, 7], 11: [8], 12: [9]}),
        (LONGER, {8: [5], 9: [6], 12: [7], 13: [8], 14: [9]}),
    ],
)
def test_each_is_told_once_whatever_the_days_become(
    tmp_path: Path, engine: str, values: str, found: Days
) -> None:
    made = visited(shop(tmp_path, engine, values, RULES))
    every = by_rule(made.run("2026-06-08", "--until", f"2026-06-{max(found)}"))
    assert every == dict.fromkeys(("skip", "latest", "all"), found)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_change_on_a_day_without_a_run_leaves_nobody_in_between(
    tmp_path: Path, engine: str
) -> None:
    made = visited(shop(tmp_path, engine, SHORTER, RULES))
    assert by_rule(made.run("2026-06-08")) == {
        each: {8: [3]} for each in ("skip", "latest", "all")
    }
    # Nothing was run on the day of the 4th, of the 7th and of the 8th; 5 and 6 had no day.
    assert by_rule(made.run("2026-06-12")) == {
        "skip": {12: [5, 6, 9]},
        "latest": {12: [4, 5, 6, 7, 8, 9]},
        "all": {12: [4, 5, 6, 7, 8, 9]},
    }
    assert made.run("2026-06-12") == made.run("2026-06-12")
    assert by_rule(made.run("2026-06-13")) == {
        each: {13: [10]} for each in ("skip", "latest", "all")
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_longer_time_before_a_date_reminds_of_each_once(tmp_path: Path, engine: str) -> None:
    remind = rules(rule("remind", "{before: booked.arrival, days: $n}"))
    made = shop(tmp_path, engine, LONGER, remind)
    for day in VISITS:
        made.event("2026-06-01 10:00", "booked", f"C{day:02}", arrival=f"2026-06-{day:02}")
    assert by_rule(made.run("2026-06-08", "--until", "2026-06-12")) == {
        "remind": {8: [11], 9: [12], 10: [13, 14, 15], 11: [16], 12: [17]}
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("values", "found"),
    [
        (SHORTER, {8: [3], 9: [4], 10: [5, 6, 7], 11: [8]}),
        (LONGER, {8: [5], 9: [6], 12: [7]}),
    ],
)
def test_an_absence_is_noticed_once(
    tmp_path: Path, engine: str, values: str, found: Days
) -> None:
    absent = rules(rule("miss_you", "{absent: visit, days: $n}"))
    made = visited(shop(tmp_path, engine, values, absent))
    ran = made.run("2026-06-08", "--until", f"2026-06-{max(found)}")
    assert by_rule(ran) == {"miss_you": found}


STAYS = """
receptions:
  stay:
    of: booked
    departure: arrival
    level: tier
    items: [{id: plan, to: adviser, at: AT, do: {task: Plan}}]
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "stays",
    [
        ("$n days before arrival", LONGER, [8, 9, 10, 11, 12, 13, 14, 15, 16]),
        ("$n days after departure", SHORTER, [3, 4, 5, 6, 7, 8]),
        ("$n days after departure", LONGER, [5, 6]),
    ],
)
@pytest.mark.parametrize("ran", [("08", "09", "10", "11"), ("08", "11")])
def test_an_item_of_a_stay_is_told_once(
    tmp_path: Path, engine: str, stays: tuple[str, str, list[int]], ran: tuple[str, ...]
) -> None:
    at, values, found = stays
    made = shop(tmp_path, engine, values, STAYS.replace("AT", at))
    for day in VISITS:
        told = {"ref": f"R{day}", "arrival": f"2026-06-{day:02}"}
        made.event("2026-06-01 10:00", "booked", f"C{day:02}", **told)
    rows = [row for day in ran for row in made.run(f"2026-06-{day}")]
    assert sorted(int(row["customer_id"][1:]) for row in rows) == found
    assert all(row["due_at"][:10] == row["date"] for row in rows)


def edited(made: Diary, old: str, new: str, last: str) -> dict[str, Days]:
    """Who is told from the 8th to the 12th, with an edit after a day and before the 10th."""
    before = made.run("2026-06-08", "--until", last)
    assert old in made.playbook
    made.playbook = made.playbook.replace(old, new)
    return by_rule([*before, *made.run("2026-06-10", "--until", "2026-06-12")])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("days: 5", "days: 3", {8: [3], 9: [4], 10: [5, 6, 7], 11: [8], 12: [9]}),
        ("days: 3", "days: 5", {8: [5], 9: [6], 12: [7]}),
        ("days: 14", "weeks: 1", {10: [1, 2, 3], 11: [4], 12: [5]}),
    ],
)
def test_edited_days_leave_nobody_in_between(
    tmp_path: Path, engine: str, old: str, new: str, found: Days
) -> None:
    book = RULES.replace("days: $n", old)
    made = visited(shop(tmp_path, engine, SHORTER, book))
    assert edited(made, old, new, "2026-06-09") == dict.fromkeys(
        ("skip", "latest", "all"), found
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_an_edited_parameter_leaves_nobody_in_between(tmp_path: Path, engine: str) -> None:
    made = visited(shop(tmp_path, engine, "5", RULES))
    found = edited(made, "{n: 5}", "{n: 3}", "2026-06-09")
    assert found["skip"] == {8: [3], 9: [4], 10: [5, 6, 7], 11: [8], 12: [9]}


@pytest.mark.parametrize("engine", ENGINES)
def test_days_that_are_edited_between_two_runs_count_from_the_later_one(
    tmp_path: Path, engine: str
) -> None:
    made = visited(shop(tmp_path, engine, SHORTER, RULES.replace("days: $n", "days: 5")))
    found = edited(made, "days: 5", "days: 3", "2026-06-08")
    # Nothing was run on the 9th, the day of the 4th.
    assert found["skip"] == {8: [3], 10: [5, 6, 7], 11: [8], 12: [9]}
    assert found["all"] == {8: [3], 10: [4, 5, 6, 7], 11: [8], 12: [9]}


@pytest.mark.parametrize("engine", ENGINES)
def test_edited_days_of_a_renamed_rule_and_of_a_day_run_again_leave_nobody_in_between(
    tmp_path: Path, engine: str
) -> None:
    book = rules(rule("skip", "{after: visit, days: 5}"))
    made = visited(shop(tmp_path, engine, SHORTER, book))
    made.run("2026-06-08", "--until", "2026-06-10")
    anew = rules(rule("anew", "{after: visit, days: 3}", was="skip"))
    made.playbook = made.playbook.replace(book, anew)
    assert by_rule(made.run("2026-06-10", "--until", "2026-06-11")) == {
        "anew": {10: [5, 6, 7], 11: [8]}
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_days_after_something_else_begin_with_the_edit(tmp_path: Path, engine: str) -> None:
    made = visited(shop(tmp_path, engine, SHORTER, RULES.replace("days: $n", "days: 5")))
    for day in VISITS:
        made.event(f"2026-06-{day:02} 10:00", "purchase", f"C{day:02}")
    old, new = "after: visit, days: 5", "after: purchase, days: 3"
    found = edited(made, old, new, "2026-06-09")["skip"]
    assert found == {8: [3], 9: [4], 10: [7], 11: [8], 12: [9]}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_item_whose_days_are_edited_is_told_once(tmp_path: Path, engine: str) -> None:
    made = shop(tmp_path, engine, LONGER, STAYS.replace("AT", "3 days before arrival"))
    for day in VISITS:
        told = {"ref": f"R{day}", "arrival": f"2026-06-{day:02}"}
        made.event("2026-06-01 10:00", "booked", f"C{day:02}", **told)
    (found,) = edited(made, "3 days before", "5 days before", "2026-06-09").values()
    assert found == {8: [8, 9, 10, 11], 9: [12], 10: [13, 14, 15], 11: [16], 12: [17]}
