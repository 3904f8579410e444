"""docs/language.md on triggers is true: each acts on just the days shown, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

import docs_pages
import docs_shop
from careplay.engines import engine
from careplay.model.business import Business
from docs_pages import Table, codes
from docs_shop import own, rule, sound

DATE = re.compile(r"\d{4}-\d\d-\d\d")

Shown: TypeAlias = tuple[list[str], list[str]]
"""Days on which a rule acts, and days on which it is undecided."""


def triggers() -> tuple[Table, ...]:
    return tuple(t for t in docs_pages.tables("language.md") if t.heading[0] == "`when:`")


TRIGGERS = pytest.mark.parametrize(
    "asked", triggers(), ids=lambda each: f"{each.line}-{each.heading[2]}"
)


@TRIGGERS
def test_triggers_act_on_exactly_the_days_shown(asked: Table, tmp_path: Path) -> None:
    """Each trigger is a rule and a customer of its own; every day of the stated time is run."""
    business, shown = acting(asked, tmp_path)
    acted = docs_shop.acted(business, stated(asked.heading[2]))
    found = {
        name: ([*map(str, each.on)], [*map(str, each.unsure)]) for name, each in acted.items()
    }
    assert found == shown


@TRIGGERS
def test_the_default_engine_acts_on_the_first_of_the_days_shown(
    asked: Table, tmp_path: Path
) -> None:
    business, shown = acting(asked, tmp_path)
    first = {day for on, _ in shown.values() for day in on[:1]}
    ran = docs_shop.runs(business, map(date.fromisoformat, sorted(first)), engine())
    acted = {name: [str(day) for day, r in ran.items() if r.of(name, name)] for name in shown}
    assert acted == {
        name: [day for day in on if day in first] for name, (on, _) in shown.items()
    }


def acting(asked: Table, folder: Path) -> tuple[Business, Mapping[str, Shown]]:
    """A business with a rule and a customer for each trigger of the table; what is shown."""
    whens = {
        f"r{n}_{wording}": (when, row)
        for n, row in enumerate(asked.rows)
        for wording, when in enumerate(codes(row[0]))
    }
    customers = {name: docs_shop.given(row[1]) for name, (_, row) in whens.items()}
    written = "".join(rule(name, when, own(name)) for name, (when, _) in whens.items())
    business = sound(docs_shop.shop(folder / "shop", f"rules:\n{written}"))
    docs_shop.write(business.folder, docs_shop.data(customers))
    return business, {name: days(row[2]) for name, (_, row) in whens.items()}


def days(cell: str) -> Shown:
    """The days shown on which a rule acts, and those on which it is undecided."""
    shown = DATE.findall(cell)
    return ([], shown) if cell.startswith("undecided") else (shown, [])


def stated(heading: str) -> Iterator[date]:
    """Every day of ``acts in 2026 and 2028`` or ``acts in 2026-01 to 2026-04``."""
    months = re.findall(r"(\d{4})-(\d\d)", heading)
    if months:
        (first, month), (last, until) = months[0], months[-1]
        yield from _days(date(int(first), int(month), 1), date(int(last), int(until) + 1, 1))
        return
    for year in re.findall(r"\d{4}", heading):
        yield from _days(date(int(year), 1, 1), date(int(year) + 1, 1, 1))


def _days(first: date, end: date) -> Iterator[date]:
    for number in range((end - first).days):
        yield first + timedelta(days=number)
