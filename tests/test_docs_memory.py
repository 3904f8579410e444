"""docs/limits.md and docs/memory.md are true: every example is run, day after day."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest

import docs_pages
from alike import ENGINES
from careplay.model.actions import OUTCOMES
from careplay.model.rules import CatchUp
from diary import EVENTS, Diary, Told, days, rule, rules
from docs_pages import Block, Table, codes

COLUMNS = ("ref", "plan_due", "plan_owner")
"""What events of the pages tell besides the usual."""
PAGES = ("limits.md", "memory.md")
RUN = re.compile(r"run (.+?): (.+)")
EDITED = re.compile(r"edited (\S+) (.+) -> (.+)")
TOLD = re.compile(r"(\w+) ([\w.]+) (\d{4}-\d\d-\d\d) (\d\d:\d\d) ?(.*)")


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


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("page", "number"), runs())
def test_an_example_runs_as_shown(
    page: str, number: int, engine: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    example, answer = docs_pages.blocks(page)[number : number + 2]
    diary = Diary(
        tmp_path / "shop", example.text, {}, engine=engine, home=home(page), columns=COLUMNS
    )
    said = "\n".join(told(diary, example))
    golden(docs_pages.DOCS / page, docs_pages.answered(page, answer, said))


def told(diary: Diary, example: Block) -> list[str]:
    """Run the days of an example; a line for each action, and for each empty day."""
    ran, script = RUN.fullmatch(example.told).groups()  # type: ignore[union-attr]
    diary.staff = (
        {"id": "E1", "name": "Ann", "role": "adviser", "capacity": "1"}
        if "capacity" in example.text
        else {"id": "E1", "name": "Ann", "role": "adviser"},
    )
    entries = [*map(str.strip, script.split(";"))]
    edits = [edit.groups() for each in entries if (edit := EDITED.fullmatch(each))]
    entries = [each for each in entries if not EDITED.fullmatch(each)]
    typed_in = {each: on for each in entries if (on := each.partition(" known ")[2])}
    deleted = {each: on[:10] for each in entries if (on := each.partition(" deleted ")[2])}
    at_once = [each for each in entries if each not in typed_in or each in deleted]
    later = [each for each in at_once if not happens(diary, each.partition(" deleted ")[0])]
    asked: dict[str, Told] = {}
    found: list[str] = []
    for day in days_of(ran):
        for entry in [each for each, on in deleted.items() if on == day]:
            _, type_, on, at, _ = TOLD.fullmatch(entry).groups()  # type: ignore[union-attr]
            gone = (type_, f"{on} {at}")
            diary.happened = [e for e in diary.happened if (e["type"], e["at"]) != gone]
        for entry in [each for each, on in typed_in.items() if on == day]:
            happens(diary, entry.partition(" known ")[0].partition(" deleted ")[0])
        for old, new in ((old, new) for on, old, new in edits if on == day):
            rewrite(diary, old, new)
        actions = diary.whole(day)
        asked |= {each["action_id"]: each for each in actions}
        found += [line(each, asked) for each in actions] or [f"{day}  nothing"]
        by_rule = {each["rule"]: each for each in asked.values()}
        for each in later:
            outcome, name, on, at, until = TOLD.fullmatch(each).groups()  # type: ignore[union-attr]
            if on == day:
                diary.tells(f"{on} {at}", outcome, by_rule[name], until=until)
    return found


def days_of(ran: str) -> list[str]:
    """The days that are run, in that order: from one to another, or one and another."""
    first, to, last = ran.partition(" to ")
    if not to:
        return ran.split(" and ")
    return list(takewhile(lambda day: day <= last, days(first, 800)))


def rewrite(diary: Diary, old: str, new: str) -> None:
    """Write something else, in the playbook or in careplay.yaml."""
    diary.playbook = diary.playbook.replace(old, new)
    diary.home = diary.home.replace(old, new)


def happens(diary: Diary, entry: str) -> bool:
    """Whether the entry is an event of a customer; it may also tell of either."""
    who, type_, on, at, facts = TOLD.fullmatch(entry).groups()  # type: ignore[union-attr]
    if f"action.{who}" in OUTCOMES:
        return False
    known = diary.customers.setdefault(who, {})
    said = dict(each.split("=") for each in facts.split())
    names = (*EVENTS, *diary.columns)
    of_event = {name: said.pop(name) for name in names if name in said}
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


@pytest.mark.parametrize("engine", ENGINES)
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
        diary = Diary(tmp_path / "shop", book, home=home("memory.md"), columns=COLUMNS)
        assert diary.run("2026-06-01") == []


TAKEN_BACK = table(
    "memory.md", "the rule waits for", "before the run of 3 June", "and then"
).rows


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", TAKEN_BACK)
def test_what_is_taken_back_is_as_told(
    row: tuple[str, ...], engine: str, tmp_path: Path
) -> None:
    book = "measures: {bought: {sum: amount, of: purchase}}\n"
    book += "segments: {buyers: {bought: at least 1}}\n"
    diary = Diary(
        tmp_path / "shop",
        book + rules(open_rule(row[0])),
        {"C1": {"service_on": "2026-06-10"}},
        engine=engine,
        home=home("memory.md")
        .replace("  types:\n", "  types:\n    booked: {arrival: date}\n")
        .replace("    owner: staff\n", "    owner: staff\n    service_on: date\n")
        .replace("  from: data/events.csv\n", "  from: data/events.csv\n  key: id\n"),
        columns=(*COLUMNS, "arrival", "id"),
        facts=("service_on",),
    )
    if "anniversary" in row[0]:
        diary.customers["C1"]["service_on"] = "2020-06-10"
    at = "2026-05-23 10:00" if "absent" in row[0] else "2026-06-01 10:00"
    diary.event(at, "visit", id="v1")
    diary.event("2026-06-01 11:00", "purchase", amount="5000", id="p1")
    diary.event("2026-05-20 10:00", "booked", arrival="2026-06-10", id="b1")
    assert [each["status"] for each in diary.run("2026-06-01")] == ["due"]
    become(row[1], diary)
    found = [f"{each['status']}, {each['held_by']}" for each in diary.run("2026-06-03")]
    assert (", ".join(f"`{each}`" for each in found) or "nothing") == row[2]


def open_rule(when: str, **more: str) -> str:
    """A rule whose action is open for days."""
    do = "{task: Look, to: adviser, due: within 9 days}"
    return rule("look", codes(when)[0], do, **more)


def become(told: str, diary: Diary) -> None:
    """What a cell of the table says has become of the shop."""
    names = codes(told)
    if told.endswith("is deleted"):
        diary.happened = [each for each in diary.happened if each["type"] != names[0]]
    elif " of " in told:
        value = names[2] if len(names) > 2 else ""
        (each,) = (each for each in diary.happened if each["type"] == names[1])
        each[names[0]] = value
    elif told.startswith("`") and "`where:`" not in told:
        diary.customers["C1"][names[0]] = names[1]
    elif told.startswith("a new"):
        diary.event("2026-06-02 10:00", names[0], id="new")
    elif told.startswith("the customer"):
        diary.customers = {"C2": {}}
    else:
        when = f"`{diary.playbook.partition('when: ')[2].partition(chr(10))[0]}`"
        diary.playbook = rules(
            {
                "the rule is removed": rule("other", "{event: booked}"),
                "the rule is called otherwise, with `was:`": open_rule(
                    when, was="look"
                ).replace("id: look", "id: see"),
                "the rule asks for more by `where:`": open_rule(
                    when.replace("}", ", where: {amount: at least 9000}}")
                ),
                "the rule is valid until 2 June": open_rule(when, valid="{until: 2026-06-02}"),
            }[told]
        )
