"""docs/receptions.md is true: its hotel is run for every row of its tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest

import docs_pages
import docs_shop
from careplay.model.receptions import RECORD_ATTRIBUTES
from docs_pages import codes
from hotel_days import PAGE, PLAYBOOK, Hotel, Told, rules, yaml_of

TABLES = {table.heading: table.rows for table in docs_pages.tables(PAGE)}
DAYS = TABLES["day", "what is asked"]
LISTS = TABLES["item", "check-list of a guest of level B"]
TIMES = TABLES["`at`", "the day it is told", "due"]
CHANGES = TABLES["level", "what was said", "runs", "what is told by the last of them"]
ONCE = TABLES["runs", "besides", "what is told by the last of them"]
ITEM = """receptions:
  vip:
    of: reservation
    changes: [reservation.changed]
    cancels: [reservation.cancelled]
    level: vip_level
    items: [{id: item, to: gm, at: AT, do: {task: look}}]
"""


def ann(**more: Any) -> Hotel:
    """The hotel with the stay of the page."""
    (told,) = (each.text for each in docs_pages.blocks(PAGE) if each.kind == "csv")
    (row,) = csv.DictReader(told.splitlines())
    hotel = Hotel(**more)
    hotel.said(row.pop("at"), row.pop("type"), row.pop("ref"), row.pop("customer_id"), **row)
    return hotel


def summary(told: Told) -> str:
    """An action as the page shows it."""
    night = told["checklist"][-1] if "turndown" in told["rule"] else ""
    name = told["rule"].split(".")[1]
    due = f"by {told['due_at']:%H:%M}"
    return f"`{name}`: {told['text']}, {due}" + (f", {night}" if night else "")


def test_each_day_asks_what_the_page_says_and_no_other_day_asks() -> None:
    hotel = ann()
    found = hotel.days("2026-06-01", "2026-06-16").items()
    told = [(day, " · ".join(map(summary, map(hotel.shown, each)))) for day, each in found]
    assert told == [*DAYS]


def test_check_lists_are_those_of_the_page() -> None:
    hotel = ann()
    hotel.run("2026-06-09")
    told = {each["rule"].split(".")[1]: each["checklist"] for each in hotel.run("2026-06-10")}
    assert {name: ", ".join(told[name]) for (name,), _ in _named(LISTS)} == {
        name: lines for (name,), lines in _named(LISTS)
    }


@pytest.mark.parametrize(("at", "day", "due"), TIMES)
def test_a_time_is_told_and_due_as_the_page_says(at: str, day: str, due: str) -> None:
    (written,) = codes(at)
    found = ann(playbook=ITEM.replace("AT", written)).days("2026-06-02", "2026-06-15")
    assert {day: [f"{each['due_at']:%Y-%m-%d %H:%M}" for each in told]
            for day, told in found.items()} == {day: [due]}  # fmt: skip


@pytest.mark.parametrize(("level", "said", "days", "told"), CHANGES)
def test_a_change_is_answered_as_the_page_says(
    level: str, said: str, days: str, told: str
) -> None:
    hotel = Hotel(level)
    for event in docs_shop.given(said).events:
        values = {name: text for name, text in event.items() if name not in {"type", "at"}}
        hotel.said(event["at"], event["type"], **values)
    found = [rules(hotel.run(day)) for day in days.split()]
    assert sorted(found[-1]) == sorted(codes(told))


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize(("days", "besides", "told"), ONCE)
def test_an_item_is_told_by_the_first_run_that_can(
    days: str, besides: str, told: str, engine: str
) -> None:
    hotel, whole = ann(engine=engine), ann().happened
    words, found = besides.split(), [""]
    for day in days.split():
        if words[:1] == ["typed"]:
            hotel.happened = whole if day >= words[-1] else []
        if words[:1] == ["level"]:
            hotel.level = words[1] if day <= words[-1] else "B"
        hotel.absent = words[:1] == ["absent"] and day in words
        found = rules(hotel.run(day))
    assert sorted(found) == sorted(codes(told))


def test_the_attributes_of_a_stay_are_those_of_the_page() -> None:
    named = [name for (name,), _ in _named(TABLES["attribute", "what it tells"])]
    assert named == [name for name, _ in RECORD_ATTRIBUTES]


def test_a_reception_checked_in_at_the_front_desk_is_a_fault() -> None:
    written = yaml_of(PLAYBOOK).replace("{A: room, B: room, C: floor}", "front_desk")
    with pytest.raises(AssertionError, match="CP448"):
        Hotel(playbook=written).run("2026-06-01")


def _named(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, told in rows:
        yield codes(name), told
