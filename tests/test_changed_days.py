"""Days that a dated parameter makes shorter or longer leave nobody in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
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


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
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


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_a_longer_time_before_a_date_reminds_of_each_once(tmp_path: Path, engine: str) -> None:
    remind = rules(rule("remind", "{before: booked.arrival, days: $n}"))
    made = shop(tmp_path, engine, LONGER, remind)
    for day in VISITS:
        made.event("2026-06-01 10:00", "booked", f"C{day:02}", arrival=f"2026-06-{day:02}")
    assert by_rule(made.run("2026-06-08", "--until", "2026-06-12")) == {
        "remind": {8: [11], 9: [12], 10: [13, 14, 15], 11: [16], 12: [17]}
    }


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
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


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize(
    "stays",
    [
        ("$n days before arrival", LONGER, [11, 12, 13, 14, 15, 16]),
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
