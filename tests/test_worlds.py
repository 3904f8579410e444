"""Tests of one customer share a run, and each comes as it does in a run of its own."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from unittest import mock

import pytest

import careplay
import docs_shop
from alike import DURABLE
from careplay.authoring import worlds
from careplay.authoring.playing import Stage, play, run_day
from careplay.authoring.stories import read_stories
from careplay.authoring.worlds import Player
from careplay.language.stories.single import CUSTOMER
from careplay.meaning.owners import bucket
from careplay.model.actions import ActionRow
from careplay.model.business import Business, Table
from careplay.model.stories import (
    Cells,
    Expectation,
    Expected,
    Happening,
    Likeness,
    Likening,
    Story,
    StoryDay,
)
from careplay.outputs.passing import PassingFolder
from careplay.sources.columns import KEY
from examples import is_whole

PLAYBOOKS = Path(__file__).parents[1] / "playbooks"
BUSINESSES = tuple(sorted(file.parent.name for file in PLAYBOOKS.glob("*/careplay.yaml")))
ENGINES = ("duckdb", "plain", DURABLE)
DAY, MANY = date(2026, 11, 21), 5
TOLD_OF_IT = (
    "verb", "channel", "category", "role", "owner", "due_at", "priority", "title", "text",
    "reason", "approve", "attempt", "deferred_to", "held_by",
)  # fmt: skip


def rows_of(table: Table, business: Business) -> list[dict[str, str]]:
    with (business.folder / table.location).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def staff_of(business: Business) -> dict[str, Cells]:
    assert business.staff is not None
    named = {heading: ours for ours, heading in business.staff.columns.items()}
    rows = (
        {named.get(k, k): v for k, v in row.items()}
        for row in rows_of(business.staff, business)
    )
    return {row.pop("id"): row for row in rows}


def happened_to(rows: Sequence[dict[str, str]], business: Business) -> Iterator[Happening]:
    """What the data tell of a customer by the day, as far as it can be read at a glance."""
    columns = business.events.columns
    for row in rows:
        declared = business.event_types.get(row[columns.get("type", "type")])
        with suppress(ValueError):
            at = datetime.fromisoformat(row[columns.get("at", "at")])
            if (
                declared is not None
                and at.date() <= DAY
                and "action" not in declared.attributes
            ):
                told = {name: row.get(name, "") for name in declared.attributes}
                yield Happening(declared.name, CUSTOMER, at, told)


@cache
def world_of(name: str) -> tuple[Business, tuple[Story, ...]]:
    """Customers of a shipped business, those who are told most on the day."""
    business = careplay.load(PLAYBOOKS / name)
    told = Counter(row["customer_id"] for row in careplay.run(business, DAY).actions)
    key = business.events.columns.get(KEY, KEY)
    by_key: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(business.events, business):
        by_key.setdefault(row[key], []).append(row)
    staff, made = staff_of(business), list[Story]()
    headings = {fact: each.column or fact for fact, each in business.declared.items()}
    known = {row[business.key]: row for row in rows_of(business.customers, business)}
    for row in (known[each] for each, _ in told.most_common() if each in known):
        facts = {fact: row.get(heading, "") for fact, heading in headings.items()}
        events = tuple(happened_to(by_key.get(row[business.key], []), business))
        days = (StoryDay(DAY, happened=events),)
        made.append(Story(row[business.key], "", (), {CUSTOMER: facts}, staff, days))
    return business, tuple(made[:MANY])


def as_it_came(story: Story, business: Business) -> Story:
    """The story, which expects all that its own run tells."""
    folder = PassingFolder()
    (day,) = story.days
    stage = Stage(business, "duckdb", folder.path, dict(story.customers), dict(story.staff))
    for event in day.happened:
        stage.add(event, day)
    ran, actions = run_day(day, stage)
    wants = (
        Expectation(Expected.UNDECIDED, each.rule, wanting=each.fact)
        for each in ran.undecided
        if each.fact
    )
    expected = (*map(expectation, actions), *wants)
    told = StoryDay(day.date, happened=day.happened, expected=expected, only=True)
    return Story(story.id, "", (), story.customers, story.staff, (told,))


def expectation(row: ActionRow) -> Expectation:
    likened = (Likening(name, name, Likeness.SAME, text(row[name])) for name in TOLD_OF_IT)
    wanted = Expected.TOLD if row["status"] == "due" else Expected.HELD
    return Expectation(wanted, row["rule"], row["customer_id"] or None, tuple(likened))


def text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def played_together(
    stories: Sequence[Story], business: Business, engine: str = "duckdb"
) -> tuple[set[str], int]:
    """Those that came as told and not in a run of their own, and how many runs were shared."""
    with (
        mock.patch.object(worlds, "run_day", wraps=run_day) as runs,
        mock.patch.object(worlds, "play", wraps=play) as alone,
    ):
        found = [*Player(business, engine, lambda _: None).play(stories)]
    assert [each.story.id for each in found] == [each.id for each in stories]
    apart = {call.args[0].id for call in alone.call_args_list}
    return {each.story.id for each in found if each.met} - apart, runs.call_count


@cache
def told_alone(name: str) -> tuple[Story, ...]:
    business, stories = world_of(name)
    return tuple(as_it_came(each, business) for each in stories)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_customer_among_others_is_told_what_he_is_told_alone(engine: str, drawn: int) -> None:
    for name in BUSINESSES if is_whole() else (BUSINESSES[drawn % len(BUSINESSES)],):
        business, stories = world_of(name)[0], told_alone(name)
        assert sum(len(each.expected) for each in stories) > len(stories)
        assert played_together(stories, business, engine) == ({each.id for each in stories}, 1)


HOME = """
careplay: 1
name: Shop
language: en
customers:
  from: data/customers.csv
  key: customer_id
  facts: {name: text, points: integer, owner: staff}
events: {from: data/events.csv, types: {visit: {}}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}, guide: {}}
"""
PLAYBOOK = """
tiers: {pyramid: {by: points, shares: {best: 10%, rest: 90%}}}
measures: {leading: {top: 5%, by: points}}
rules:
  - id: look
    title: Look
    when: {event: visit}
    do: [{task: See that all is well, to: adviser, due: within 3 days}]
  - {id: show, title: Show, when: {event: visit}, do: [{task: Show it, to: guide}]}
  - id: best
    title: Best
    when: {event: visit}
    if: {pyramid: best}
    do: [{task: Greet, to: guide}]
  - id: lead
    title: Lead
    when: {event: visit}
    if: {leading: true}
    do: [{task: Bow, to: adviser, priority: high}]
limits: {per_staff: {tasks: capacity}}
"""
TESTS = """
careplay: 1
tests:
  of_one:
    title: Each is the only customer there is
    today: 2026-03-02
    customer: {name: Ann, owner: E1}
    staff:
      E1: {name: Lee, role: adviser, capacity: 1}
      G1: {name: Kim, role: guide, capacity: 3}
      G2: {name: Kay, role: guide, capacity: 3}
      G3: {name: Kit, role: guide, capacity: 3}
    happened: [visit: {at: 10:05}]
    cases:
      by_name:
        with: {customer: {name: [Bo, Cy, Di]}}
        told: [look, {rule: show, to: GUIDE}]
        only: true
      of_unknown_rank: {undecided: [{rule: best, for: pyramid}, {rule: lead, for: leading}]}
      short_of_hands:
        with: {customer: {points: [1, 2]}}
        told: [lead, best]
        held: [{rule: look, as: deferred, held_by: capacity}]
      in_vain: {with: {customer: {name: Ed}}, told: [best]}
      of_nobody_there: {with: {customer: {owner: E9}}, told: [show]}
"""
GUIDE = ("G1", "G2", "G3")[bucket(CUSTOMER) % 3]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Business, dict[str, Story]]:
    files = {"careplay.yaml": HOME, "book.yaml": PLAYBOOK}
    business = docs_shop.sound(docs_shop.write(tmp_path_factory.mktemp("small"), files))
    found = read_stories(TESTS.replace("GUIDE", GUIDE), "small.test.yaml", business)
    assert [str(each) for each in found.diagnostics] == []
    return business, {each.id.removeprefix("of_one."): each for each in found.stories}


@pytest.mark.parametrize("engine", ENGINES)
def test_no_world_takes_anything_of_another(
    small: tuple[Business, dict[str, Story]], engine: str
) -> None:
    """Neither the hands of an adviser, nor a place in a rank, nor whose turn it is."""
    business, stories = small
    ranked = [f"by_name.name={name}" for name in ("Bo", "Cy", "Di")] + ["of_unknown_rank"]
    assert played_together([stories[each] for each in ranked], business, engine) == (
        {stories[each].id for each in ranked},
        1,
    )


def test_a_world_that_is_short_of_hands_by_itself_has_a_run_of_its_own(
    small: tuple[Business, dict[str, Story]],
) -> None:
    business, stories = small
    short = [each for name, each in stories.items() if name.startswith("short_of_hands")]
    assert played_together(short, business) == (set(), 1)
    assert all(play(each, business).met for each in short)


def test_what_came_otherwise_is_told_as_of_a_run_of_its_own(
    small: tuple[Business, dict[str, Story]],
) -> None:
    """And data at fault are found by halves: the others need not be played by themselves."""
    business, stories = small
    told = [*Player(business, "duckdb", lambda _: None).play([*stories.values()])]
    assert [each.diagnostics() for each in told] == [
        play(each.story, business).diagnostics() for each in told
    ]
    otherwise = {each.story.id for each in told if not each.met}
    assert otherwise == {"of_one.in_vain", "of_one.of_nobody_there"}


def test_a_hundred_tests_of_one_day_are_one_run(
    small: tuple[Business, dict[str, Story]],
) -> None:
    business, stories = small
    told = stories["by_name.name=Bo"]
    many = [replace(told, id=str(number)) for number in range(100)]
    assert played_together(many, business) == ({each.id for each in many}, 1)


@pytest.mark.parametrize("capacity", ["1.0", "9.0"])
def test_a_capacity_is_a_number_however_it_is_written(
    small: tuple[Business, dict[str, Story]], capacity: str
) -> None:
    business, stories = small
    told = stories["short_of_hands.points=1"]
    staff = {**told.staff, "E1": {**told.staff["E1"], "capacity": capacity}}
    both = [replace(told, id=str(number), staff=staff) for number in range(2)]
    assert played_together(both, business) == (set(), 1)
    assert {each.met for each in (play(each, business) for each in both)} == {capacity == "1.0"}


def test_events_of_one_minute_are_ordered_as_in_a_run_of_its_own(tmp_path: Path) -> None:
    """By their keys as texts: of ten the tenth comes before the second."""
    home = HOME.replace("from: data/events.csv,", "from: data/events.csv, key: event_id,")
    book = """
rules:
  - {id: look, title: Look, when: {event: visit}, do: [{message: "{event.wish}", to: adviser}]}
limits: {per_customer: {contacts: {1 day: 1}}}
"""
    home = home.replace("visit: {}", "visit: {wish: text}")
    files = {"careplay.yaml": home, "book.yaml": book}
    business = docs_shop.sound(docs_shop.write(tmp_path / "shop", files))
    happened = tuple(
        Happening("visit", CUSTOMER, datetime(2026, 3, 2, 10, 5), {"wish": f"w{n}"})  # noqa: DTZ001
        for n in range(12)
    )
    staff = {"E1": {"name": "Lee", "role": "adviser"}}
    days = (StoryDay(date(2026, 3, 2), happened=happened),)
    story = Story("one", "", (), {CUSTOMER: {"owner": "E1"}}, staff, days)
    told = [replace(as_it_came(story, business), id=str(number)) for number in range(3)]
    assert played_together(told, business) == ({each.id for each in told}, 1)


def test_who_asks_for_the_key_has_a_run_of_its_own(tmp_path: Path) -> None:
    home = HOME.replace(
        "facts: {name: text,", "facts: {who: {type: text, column: customer_id}, name: text,"
    )
    book = """
rules:
  - id: keyed
    title: Keyed
    when: {event: visit}
    if: {who: customer}
    do: [{task: "For {who}", to: adviser}]
"""
    files = {"careplay.yaml": home, "book.yaml": book}
    business = docs_shop.sound(docs_shop.write(tmp_path / "shop", files))
    tests = (
        TESTS[: TESTS.index("    cases:")]
        + """    cases:
      it: {with: {customer: {name: [Bo, Cy]}}, told: [{rule: keyed, says: For customer}]}
"""
    )
    found = read_stories(tests, "keyed.test.yaml", business)
    assert [str(each) for each in found.diagnostics] == []
    assert played_together(found.stories, business) == (set(), 0)
    assert all(
        each.met for each in Player(business, "duckdb", lambda _: None).play(found.stories)
    )
