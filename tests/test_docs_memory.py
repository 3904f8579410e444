"""docs/limits.md and docs/memory.md are true: every example is run, day after day."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
from careplay.model.actions import OUTCOMES
from careplay.model.rules import CatchUp
from diary import EVENTS, Diary, Told, days, rule, rules
from docs_pages import Block, Table, codes

PAGES = ("limits.md", "memory.md")
RUN = re.compile(r"run (\S+) (to|and) (\S+): (.+)")
TOLD = re.compile(r"(\w+) (\w+) (\d{4}-\d\d-\d\d) (\d\d:\d\d) ?(.*)")


def runs() -> list[tuple[str, int]]:
    return [
        (page, number)
        for page in PAGES
        for number, each in enumerate(docs_pages.blocks(page))
        if each.told.startswith("run ")
    ]


def home(page: str) -> str:
    return next(each.text for each in docs_pages.blocks(page) if each.kind == "yaml")


def table(page: str, *heading: str) -> Table:
    (found,) = (each for each in docs_pages.tables(page) if each.heading == heading)
    return found


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize(("page", "number"), runs())
def test_an_example_runs_as_shown(
    page: str, number: int, engine: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    example, answer = docs_pages.blocks(page)[number : number + 2]
    diary = Diary(tmp_path / "shop", example.text, {}, engine=engine, home=home(page))
    said = "\n".join(told(diary, example))
    golden(docs_pages.DOCS / page, docs_pages.answered(page, answer, said))


def told(diary: Diary, example: Block) -> list[str]:
    """Run the days of an example; a line for each action, and for each empty day."""
    first, word, last, script = RUN.fullmatch(example.told).groups()  # type: ignore[union-attr]
    count = next(n for n, day in enumerate(days(first, 800), start=1) if day == last)
    diary.staff = (
        {"id": "E1", "name": "Ann", "role": "adviser", "capacity": "1"}
        if "capacity" in example.text
        else {"id": "E1", "name": "Ann", "role": "adviser"},
    )
    entries = [*map(str.strip, script.split(";"))]
    typed_in = {each: on for each in entries if (on := each.partition(" known ")[2])}
    at_once = [each for each in entries if each not in typed_in]
    later = [each for each in at_once if not happens(diary, each)]
    asked: dict[str, Told] = {}
    found: list[str] = []
    for day in days(first, count) if word == "to" else (first, last):
        for entry in [each for each, on in typed_in.items() if on == day]:
            happens(diary, entry.partition(" known ")[0])
        actions = diary.run(day)
        asked |= {each["action_id"]: each for each in actions}
        found += [line(each, asked) for each in actions] or [f"{day}  nothing"]
        by_rule = {each["rule"]: each for each in asked.values()}
        for each in later:
            outcome, name, on, at, until = TOLD.fullmatch(each).groups()  # type: ignore[union-attr]
            if on == day:
                diary.tells(f"{on} {at}", outcome, by_rule[name], until=until)
    return found


def happens(diary: Diary, entry: str) -> bool:
    """Whether the entry is an event of a customer; it may also tell of either."""
    who, type_, on, at, facts = TOLD.fullmatch(entry).groups()  # type: ignore[union-attr]
    if f"action.{who}" in OUTCOMES:
        return False
    known = diary.customers.setdefault(who, {})
    said = dict(each.split("=") for each in facts.split())
    of_event = {name: said.pop(name) for name in EVENTS if name in said}
    known |= said
    diary.event(f"{on} {at}", type_, who, **of_event)
    return True


def line(action: Told, asked: dict[str, Told]) -> str:
    status = action["status"]
    if status == "deferred":
        status += f" to {action['deferred_to']}"
    elif status == "due":
        status += f" {action['due_at'].replace('T', ' ')}"
    said = [f"{action['date']}  {action['customer_id']}  {action['rule']:<8}  {status}"]
    if action["attempt"] > 1 or len(action["channels"]) > 1:
        said.append(f"attempt {action['attempt']} by {action['channel']}")
    said += [action["held_by"]] if action["held_by"] else []
    said += [f"after {asked[action['winner']]['rule']}"] if action["winner"] else []
    return ", ".join(said)


@pytest.mark.parametrize("row", table("limits.md", "due", "becomes due").rows)
def test_quiet_hours_move_as_told(row: tuple[str, ...], tmp_path: Path) -> None:
    do = f"{{message: Hello, to: adviser, due: {codes(row[0])[0]}}}"
    book = rules(
        rule("hello", "{event: visit}", do), limits="{per_customer: {quiet: 21:00-09:00}}"
    )
    diary = Diary(tmp_path / "shop", book, home=home("limits.md"))
    diary.event("2026-06-01 07:00", "visit")
    assert [each["due_at"] for each in diary.run("2026-06-01")] == [row[1]]


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize(
    "row", table("limits.md", "quiet", "visit at", "due", "becomes due").rows
)
def test_quiet_hours_never_move_before_what_happened(
    row: tuple[str, ...], engine: str, tmp_path: Path
) -> None:
    quiet, at, due, moved = row
    do = f"{{message: Hello, to: adviser, due: {codes(due)[0]}}}"
    limits = f"{{per_customer: {{quiet: {quiet}}}}}"
    book = rules(rule("hello", "{event: visit}", do), limits=limits)
    diary = Diary(tmp_path / "shop", book, home=home("limits.md"), engine=engine)
    diary.event(f"2026-06-01 {at}", "visit")
    assert [each["due_at"] for each in diary.run("2026-06-01")] == [moved]


def test_the_outcomes_of_the_page_are_all_there_are() -> None:
    rows = table("memory.md", "event", "means").rows
    assert [codes(row[0])[0] for row in rows] == [*OUTCOMES]


def test_the_words_of_catch_up_are_on_the_page() -> None:
    page = docs_pages.page("memory.md")
    assert all(word in page for word in ("`catch_up: skip`", "`latest`", "`all`"))
    assert {*CatchUp} == {"skip", "latest", "all"}


@pytest.mark.parametrize(
    "row", table("memory.md", "`once:`", "for one customer the rule acts").rows
)
def test_every_once_of_the_page_is_understood(row: tuple[str, ...], tmp_path: Path) -> None:
    for word in codes(" ".join(row)):
        book = rules(rule("hello", "{event: visit}", once=word))
        diary = Diary(tmp_path / "shop", book, home=home("memory.md"))
        assert diary.run("2026-06-01") == []
