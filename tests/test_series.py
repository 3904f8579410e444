"""A series ends when its goal is met: the table of the manual, and a rule that comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

import docs_pages
import docs_shop
from alike import ENGINES
from small_shop import HOME, SmallShop, small_shop

HEADING = "`second_purchase` acts in 2026"
TYPES = "visit: {}, purchase: {}, complaint.opened: {}"
BOOK = """
limits:
  per_customer: {contacts: {7 days: 1}}
rules:
  - {id: hello, title: Hello, when: {event: visit}, do: [{message: Hello, to: adviser}]}
  - id: second_purchase
    title: Once more
    when: {after: purchase, days: 30}
    ends: [purchase, complaint.opened]
    do: [{message: There is something for you, to: adviser, due: within 9 days}]
"""


def shop(folder: Path, *events: str) -> SmallShop:
    home = HOME.replace("visit: {}", TYPES)
    told = "\n".join(("customer_id,type,at", *(f"C1,{each}" for each in events), ""))
    return small_shop(folder, BOOK, home=home, events=told)


def shown() -> list[tuple[str, ...]]:
    tables = docs_pages.tables("language.md")
    (table,) = (each for each in tables if HEADING in each.heading)
    return list(table.rows)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", shown(), ids=lambda row: row[0])
def test_it_acts_on_the_days_of_the_page(
    row: tuple[str, ...], engine: str, tmp_path: Path
) -> None:
    told = docs_shop.given(row[0]).events
    events = (f"{each['type']},{each['at']}" for each in told)
    made = shop(tmp_path, *events)
    acted = [
        day
        for day in ("2026-03-20", "2026-03-31", "2026-04-19")
        if (day, "second_purchase") in made.actions(day, "--engine", engine, "--fresh")
    ]
    assert (", ".join(acted) or "never") == row[1]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_put_off_is_dropped_once_it_has_ended(engine: str, tmp_path: Path) -> None:
    bought, seen, cross = (
        "purchase,2026-03-01 10:00",
        "visit,2026-03-31 10:00",
        "complaint.opened,2026-04-02 10:00",
    )
    made = shop(tmp_path, bought, seen, cross)
    days = ("2026-03-31", "2026-04-07")
    acted = [rule for day in days for _, rule in made.actions(day, "--engine", engine)]
    assert acted == ["hello"]
    other = shop(tmp_path / "other", bought, seen)
    acted = [rule for day in days for _, rule in other.actions(day, "--engine", engine)]
    assert acted == ["hello", "second_purchase"]
