"""What a rule asks of its event against the day or a parameter turns false by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import ENGINES
from diary import HOME, Diary, Told, rule, rules

SHOP = HOME.replace("events.csv\n", "events.csv\n  key: id\n").replace(
    "  types:\n", "  types:\n    booked: {arrival: date, amount: money}\n"
)
SHOP = SHOP.replace("purchase: {amount: money}", "purchase: {amount: money, until: date}")
TASK = "{task: 做, to: adviser, due: within 9 days}"
DATED = "parameters: {least: {2026-01-01: 1000, 2026-06-03: 9000}}\n"
AGAINST = {
    "day": ("", "{event: purchase, where: {until: in the next 7 days}}"),
    "parameter": (DATED, "{event: purchase, where: {amount: at least $least}}"),
    "after": (DATED, "{after: purchase, days: 0, where: {amount: at least $least}}"),
    "attribute": (
        DATED,
        "{before: booked.arrival, days: 9, where: {amount: at least $least}}",
    ),
    "anniversary": (
        DATED,
        "{anniversary: booked.arrival, before: 9 days, where: {amount: at least $least}}",
    ),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def shop(folder: Path, engine: str, book: str) -> Diary:
    """A purchase on the first of June, and an arrival on the tenth of a year before."""
    columns = ("arrival", "id")
    diary = Diary(folder / "shop", book, engine=engine, home=SHOP, columns=columns)
    diary.event("2026-06-01 10:00", "purchase", id="P1", amount="5000", until="2026-06-03")
    year = "2025" if "anniversary" in book else "2026"
    told = {"id": "B1", "amount": "5000", "arrival": f"{year}-06-10"}
    diary.event("2025-05-20 10:00", "booked", **told)
    return diary


def seen(found: list[Told]) -> list[tuple[str, str | None]]:
    return [(each["status"], each["held_by"]) for each in found]


@pytest.mark.parametrize("against", AGAINST)
def test_what_was_snoozed_is_dropped_and_not_taken_back(
    tmp_path: Path, engine: str, against: str
) -> None:
    before, when = AGAINST[against]
    diary = shop(tmp_path, engine, before + rules(rule("look", when, TASK)))
    (asked,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "snoozed", asked, until="2026-06-04")
    assert diary.run("2026-06-03") == []
    assert seen(diary.run("2026-06-04")) == [("dropped", "condition")]
    assert diary.run("2026-06-05") == []


def test_what_lasts_beside_it_takes_back_what_it_gives_no_more(
    tmp_path: Path, engine: str
) -> None:
    where = "{amount: at least 1000, until: in the next 7 days}"
    when = f"{{event: purchase, where: {where}}}"
    diary = shop(tmp_path, engine, rules(rule("look", when, TASK)))
    assert seen(diary.run("2026-06-01")) == [("due", None)]
    diary.happened[0]["amount"] = "50"
    assert seen(diary.run("2026-06-02")) == [("withdrawn", "gone")]


def test_what_cannot_be_told_of_its_event_is_undecided(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, DATED + rules(rule("look", AGAINST["attribute"][1], TASK)))
    (asked,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "snoozed", asked, until="2026-06-02")
    diary.happened[1]["amount"] = ""
    assert seen(diary.run("2026-06-02")) == [("dropped", "undecided")]


def test_a_rule_that_waits_for_something_else_asks_for_it_no_more(
    tmp_path: Path, engine: str
) -> None:
    diary = shop(tmp_path, engine, rules(rule("look", "{event: purchase}", TASK)))
    (asked,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "snoozed", asked, until="2026-06-04")
    diary.playbook = rules(rule("look", "{event: visit}", TASK))
    assert seen(diary.run("2026-06-04")) == [("dropped", "rule")]


LARGE = "{event: purchase, where: {amount: at least 9000}}"


@pytest.mark.parametrize("before", ["{event: purchase}", LARGE.replace("9000", "1000")])
def test_a_where_that_is_edited_takes_nothing_back(
    tmp_path: Path, engine: str, before: str
) -> None:
    """On the first run after the edit and on the next; a purchase that is deleted does."""
    diary = shop(tmp_path, engine, rules(rule("look", before, TASK)))
    assert seen(diary.run("2026-06-01")) == [("due", None)]
    diary.playbook = rules(rule("look", LARGE, TASK))
    assert diary.run("2026-06-02") == diary.run("2026-06-03") == []
    diary.happened[0]["amount"] = "50"
    assert diary.run("2026-06-04") == []
    del diary.happened[0]
    assert seen(diary.run("2026-06-05")) == [("withdrawn", "gone")]


def test_what_is_told_since_is_held_against_it(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, rules(rule("look", "{event: purchase}", TASK)))
    assert len(diary.run("2026-06-01")) == 1
    diary.playbook = rules(rule("look", LARGE, TASK))
    diary.event("2026-06-02 10:00", "purchase", id="P2", amount="9500")
    assert len(diary.run("2026-06-02")) == 1
    for each in diary.happened:
        each["amount"] = "50"
    assert [each["occasion"] for each in diary.run("2026-06-03")] == ["purchase:P2"]


def test_what_was_put_off_before_it_is_a_condition(tmp_path: Path, engine: str) -> None:
    diary = shop(tmp_path, engine, rules(rule("look", "{event: purchase}", TASK)))
    (asked,) = diary.run("2026-06-01")
    diary.tells("2026-06-01 17:00", "snoozed", asked, until="2026-06-04")
    diary.playbook = rules(rule("look", LARGE, TASK))
    assert diary.run("2026-06-02") == []
    assert seen(diary.run("2026-06-04")) == [("dropped", "condition")]
