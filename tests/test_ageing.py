"""``keep:`` lets days go for their age, and nothing is told twice for that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

import careplay
from alike import DURABLE, called
from careplay.faults import OutputError
from careplay.outputs.aged import AGED, LISTED
from careplay.pipeline import ageing, running
from careplay.pipeline.ageing import let_older_days_go
from examples import is_whole
from killing import killed_at, watched
from small_shop import SmallShop, small_shop

HOME = """
careplay: 1
name: Shop
language: en
customers:
  from: data/customers.csv
  key: id
  facts: {name: text, owner: staff, tier: {type: choice, of: [A, B]}}
events:
  from: data/events.csv
  types:
    visit: {note: text}
    asked: {ref: text}
    booked: {ref: text, arrival: date, departure: date}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}}
"""
BOOK = """
rules:
  - id: once
    title: Hello
    when: {event: visit}
    once: ever
    do: [{message: "Hello {name}", to: adviser}]
  - {id: each, title: Note, when: {event: visit}, do: [{task: "{event.note}", to: adviser}]}
  - id: later
    title: Look
    when: {event: asked}
    do: [{task: "Look after {name}", to: adviser}]
  - id: far
    title: Far
    when: {event: asked}
    do: [{task: "Do it for {name}", to: adviser, due: within 700 days}]
flows:
  repair:
    starts: asked
    owner: adviser
    steps:
      mend: {title: "Mend it", do: {task: "Mend it for {name}"}, within: 2 days, next: mended}
    late: [{after: 0 hours, escalate: adviser}]
receptions:
  stay:
    of: booked
    level: tier
    items:
      - {id: room, title: Room, to: adviser, at: on arrival, do: {task: "Room for {name}"}}
"""
KEEP = "keep: 15 months\n"
DAYS = ("2024-01-10", "2024-01-11", "2024-01-12", "2024-02-20")
LATER = ("2025-06-10", "2025-06-11", "2025-07-01")
EVENTS = """customer_id,type,at,note,ref,arrival,departure,action,until
C1,visit,2024-01-10 10:00,zachnote,,,,,
C1,asked,2024-01-11 10:00,,R1,,,,
C2,asked,2024-01-11 10:00,,R2,,,,
C2,repair.mend.done,2024-02-01 10:00,,R2,,,,
C1,booked,2024-01-05 10:00,,B1,2024-01-12,2024-01-14,,
C1,visit,2025-06-10 10:00,again,,,,,
C2,visit,2025-06-10 11:00,first,,,,,
"""
CUSTOMERS = "id,name,owner,tier\nC1,Ann,E1,A\nC2,Bo,E1,B\n"
ENGINES = ("duckdb", "plain", DURABLE)
Told = list[tuple[Any, ...]]


def asked(shop: SmallShop, day: str, what: str, where: str = "true") -> Told:
    file = shop.kept(day, "actions.parquet")
    query = f"SELECT {what} FROM read_parquet('{file}', hive_partitioning = false)"
    return duckdb.connect().execute(f"{query} WHERE {where} ORDER BY ALL").fetchall()


def home_of(shop: SmallShop) -> Path:
    return shop.folder / ".careplay" / "actions" / shop.folder.name


def days_in(shop: SmallShop) -> list[str]:
    return sorted(each.name.removeprefix("date=") for each in home_of(shop).glob("date=*"))


def tree(home: Path) -> dict[str, bytes]:
    files = sorted(each for each in home.rglob("*") if each.is_file())
    return {str(each.relative_to(home)): each.read_bytes() for each in files}


def kept_by(shop: SmallShop) -> Iterator[tuple[str, Any]]:
    """Every kept file, and what it comes to; of what lives on the rows."""
    for name, held in tree(home_of(shop)).items():
        if not name.startswith(f"{AGED}/"):
            yield name, held
    yield AGED, lived_on(shop)


def lived_on(shop: SmallShop) -> list[dict[str, Any]]:
    (file,) = (home_of(shop) / AGED).glob("*.parquet")
    read = f"SELECT to_json(t) FROM read_parquet('{file}') AS t"
    return [json.loads(row) for (row,) in duckdb.connect().execute(read).fetchall()]


def open_in(shop: SmallShop, day: str) -> list[str]:
    found = called(("open", shop.folder, "--date", day, "--format", "jsonl"))
    assert found.exit_code == 0, found.output
    return sorted(json.loads(line)["text"] for line in found.stdout.splitlines())


def copied(shop: SmallShop, into: Path, engine: str = "duckdb") -> SmallShop:
    return SmallShop(Path(shutil.copytree(shop.folder, into / "shop")), engine)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """A shop that was run in two months of 2024."""
    folder = tmp_path_factory.mktemp("before")
    shop = small_shop(folder, BOOK, home=HOME + KEEP, events=EVENTS, customers=CUSTOMERS)
    for day in DAYS:
        shop.run(day)
    ((later,),) = asked(shop, DAYS[1], "action_id", "rule = 'later' AND customer_id = 'C1'")
    snoozed = f"C1,action.snoozed,2024-01-11 12:00,,,,,{later},2025-07-01\n"
    shop.write({"data/events.csv": EVENTS + snoozed})
    return shop


@pytest.fixture(scope="module")
def let_go(before: SmallShop, tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """The same, of which a day of 2025 let all those go; nothing is written there."""
    shop = copied(before, tmp_path_factory.mktemp("let_go"))
    for day in LATER[:2]:
        shop.run(day)
    return shop


@pytest.fixture(scope="module")
def whole(before: SmallShop, tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """The same shop, which keeps all."""
    shop = copied(before, tmp_path_factory.mktemp("whole"))
    shop.write({"careplay.yaml": HOME})
    for day in LATER:
        shop.run(day)
    return shop


@pytest.fixture
def shop(let_go: SmallShop, tmp_path: Path) -> SmallShop:
    return copied(let_go, tmp_path)


@pytest.mark.parametrize("engine", ENGINES)
def test_later_days_are_what_they_would_have_been(
    engine: str, before: SmallShop, whole: SmallShop, tmp_path: Path
) -> None:
    aged = copied(before, tmp_path, engine)
    for day in LATER:
        aged.run(day)
        assert asked(aged, day, "*") == asked(whole, day, "*")
    assert days_in(aged) == [*LATER]
    assert days_in(whole) == [*DAYS, *LATER]
    told = [rule for day in LATER for (rule,) in asked(aged, day, "rule", "status = 'due'")]
    assert sorted(told) == ["each", "each", "later", "once"]


def test_a_case_that_had_ended_and_by_now_has_not_is_told_no_step_again(
    shop: SmallShop, whole: SmallShop, tmp_path: Path
) -> None:
    others = copied(whole, tmp_path / "whole")
    events = (shop.folder / "data/events.csv").read_text("utf-8")
    ended = "C2,repair.mend.done,2024-02-01 10:00,,R2,,,,\n"
    assert ended in events
    for each in (shop, others):
        each.write({"data/events.csv": events.replace(ended, "")})
        each.run(LATER[2])
    assert asked(shop, LATER[2], "*") == asked(others, LATER[2], "*")
    due = "customer_id = 'C2' AND status = 'due'"
    assert asked(shop, LATER[2], "rule", due) == [("repair.late.1",)]


def test_what_lives_on_is_bare_but_for_what_is_still_to_be_done(let_go: SmallShop) -> None:
    found, late = lived_on(let_go), "Mend it was due 13 January 2024 10:00 and is not done"
    texts = {f"{each['customer_id']} {each['rule']}": each["text"] for each in found}
    assert texts == {
        "C1 once": None,
        "C1 repair.mend": "Mend it for Ann",
        "C1 repair.late.1": f"repair R1, Ann: {late}",
        "C2 repair.mend": None,
        "C1 stay.room": None,
        "C1 later": "Look after Ann",
        "C1 far": "Do it for Ann",
        "C2 far": "Do it for Bo",
    }
    bare = next(each for each in found if each["rule"] == "once")
    assert {name for name, value in bare.items() if value is not None} == {
        *("action_id", "date", "status", "customer_id", "business", "playbook", "rule"),
        *("occasion", "channels", "due_at", "attempt", "index"),
    }


def test_a_word_of_a_day_that_was_let_go_is_in_no_file(let_go: SmallShop) -> None:
    for file in (each for each in home_of(let_go).rglob("*") if each.is_file()):
        text = file.read_bytes()
        if file.suffix == ".parquet":
            text = str(duckdb.connect().execute(f"FROM '{file}'").fetchall()).encode()
        assert b"zachnote" not in text
    assert not [*(home_of(let_go) / "months").glob("2024-*")]


def test_open_work_is_that_of_who_keeps_all_but_for_items_of_stays_long_past(
    let_go: SmallShop, whole: SmallShop
) -> None:
    assert "Room for Ann" in open_in(whole, LATER[-1])
    expected = [each for each in open_in(whole, LATER[-1]) if each != "Room for Ann"]
    assert open_in(let_go, LATER[-1]) == expected
    assert "Mend it for Ann" in expected


def test_the_days_after_stand_and_verify(let_go: SmallShop) -> None:
    found = called(("history", let_go.folder, "--verify"))
    assert found.exit_code == 0, found.output
    assert "let go for their age: the days up to 2024-02-29, of which 10 rows live on" in (
        found.output
    )
    assert "stands on 2024-02-20, which was let go" in found.output
    assert "all as it was kept" in found.output
    assert called(("history", let_go.folder, "--repair")).output == "nothing to repair\n"


def test_a_day_that_would_go_by_them_is_not_run_again(shop: SmallShop) -> None:
    let_go = "the days up to 2024-02-29 were let go for their age (keep:), and"
    way = "would have to go by them; --fresh leaves all earlier days out"
    for day, why in (
        ("2024-01-11", "2024-01-11 is one of them"),
        ("2024-03-01", f"2024-03-01 {way}"),
        ("2025-06-09", f"2025-06-09 {way}"),
    ):
        found = shop.call(day)
        assert found.exit_code == 4
        assert f"{let_go} {why}\n" in found.output
    assert shop.call("2024-01-11", "--fresh").exit_code == 4
    assert shop.call("2024-03-01", "--fresh").exit_code == 0


def test_how_many_days_went_is_told_once(before: SmallShop, tmp_path: Path) -> None:
    shop = copied(before, tmp_path)
    first, second, third = (shop.call(day, "--format", "jsonl").stderr for day in LATER)
    went = f"Shop: let go for their age (keep:): {len(DAYS)} kept days up to {DAYS[-1]}\n"
    assert went in second  # the run before may go by what is older on the first
    assert "for their age" not in first + third


def test_what_was_open_on_a_day_that_was_let_go_is_not_told(let_go: SmallShop) -> None:
    found = called(("open", let_go.folder, "--date", "2024-01-11"))
    assert found.exit_code == 4
    assert "were let go for their age (keep:), and 2024-01-11 is one of them" in found.output


def test_a_day_that_let_days_go_is_the_same_when_it_is_run_again(shop: SmallShop) -> None:
    kept = dict(kept_by(shop))
    shop.run(LATER[1])
    assert dict(kept_by(shop)) == kept


def test_a_day_after_a_long_break_is_the_same_when_it_is_run_again(
    before: SmallShop, tmp_path: Path
) -> None:
    shop = copied(before, tmp_path)
    shop.run(LATER[0])
    kept = tree(home_of(shop))
    shop.run(LATER[0])
    assert tree(home_of(shop)) == kept


def test_the_last_day_is_run_whatever_is_asked_by_now(shop: SmallShop) -> None:
    more = "limits: {per_customer: {contacts: {1000 days: 1}}}\n"
    shop.write({"book.yaml": BOOK + more})
    shop.run(LATER[1])
    shop.run(LATER[2])


def test_what_is_known_late_is_not_told_twice_however_far_a_rule_looks_back(
    tmp_path: Path,
) -> None:
    book = """
rules:
  - {id: each, title: Note, when: {event: visit}, do: [{task: Note it, to: adviser}]}
  - id: far
    title: Far
    when: {after: visit, days: 600}
    catch_up: all
    do: [{task: Look, to: adviser}]
"""
    shop = small_shop(tmp_path, book, home=HOME + KEEP, events=EVENTS, customers=CUSTOMERS)
    told = [shop.actions(day) for day in (DAYS[0], *LATER[:2])]
    assert told == [[(DAYS[0], "each")], [(LATER[0], "each")] * 2, []]
    assert days_in(shop) == [DAYS[0], *LATER[:2]]


def test_a_shop_of_which_nothing_has_to_live_on_keeps_no_row(tmp_path: Path) -> None:
    book = (
        "rules: [{id: each, title: Note, when: {event: visit}, do: [{task: N, to: adviser}]}]\n"
    )
    shop = small_shop(tmp_path, book, home=HOME + KEEP, events=EVENTS, customers=CUSTOMERS)
    for day in (DAYS[0], *LATER[:2]):
        shop.run(day)
    assert (days_in(shop), lived_on(shop)) == ([*LATER[:2]], [])


def test_days_go_month_by_month_and_not_before_the_run_that_followed_them_is_old(
    before: SmallShop, tmp_path: Path
) -> None:
    shop = copied(before, tmp_path)
    shop.run("2025-04-30")
    assert days_in(shop) == [*DAYS, "2025-04-30"]
    shop.run("2025-05-01")
    assert days_in(shop) == ["2024-02-20", "2025-04-30", "2025-05-01"]
    shop.run("2025-06-10")
    shop.run("2025-06-11")
    assert days_in(shop) == ["2025-04-30", "2025-05-01", "2025-06-10", "2025-06-11"]
    assert {each["rule"] for each in lived_on(shop)} >= {"once", "later"}


def test_outcomes_of_actions_that_were_let_go_are_no_fault(
    before: SmallShop, tmp_path: Path
) -> None:
    shop = copied(before, tmp_path)
    ((note,),) = asked(shop, DAYS[0], "action_id", "rule = 'each'")
    more = f"C1,action.done,2024-02-20 12:00,,,,,{note},\n"
    events = (shop.folder / "data/events.csv").read_text("utf-8")
    shop.write({"data/events.csv": events + more})
    for day in LATER:
        shop.run(day)
        assert not shop.kept(day, "rejects.csv").exists()


def test_damage_to_what_lives_on_is_told_and_runs_go_on_without_it(shop: SmallShop) -> None:
    (file,) = (home_of(shop) / AGED).glob("*.parquet")
    for each in (file, home_of(shop) / AGED / LISTED):
        whole = each.read_bytes()
        each.write_bytes(whole[:-9])
        look = [("history", shop.folder, f"--{what}") for what in ("verify", "repair")]
        for found in (shop.call(LATER[2]), *map(called, look)):
            assert found.exit_code == 4
            assert f'cannot remember "{each}": it is damaged; bring the folder' in found.output
        each.write_bytes(whole)
    shutil.rmtree(home_of(shop) / AGED)
    assert "2024-02-20: it is gone, and 2025-06-10 stands on it" in shop.call(LATER[2]).output
    assert called(("history", shop.folder, "--repair", "--yes")).exit_code == 0
    shop.run(LATER[2])


def test_who_is_forgotten_lives_on_nowhere(shop: SmallShop) -> None:
    assert {each["customer_id"] for each in lived_on(shop)} == {"C1", "C2"}
    assert called(("forget", "C1", shop.folder, "--yes")).exit_code == 0
    assert {each["customer_id"] for each in lived_on(shop)} == {"C2"}
    assert called(("history", shop.folder, "--verify")).exit_code == 0
    shop.run(LATER[2])


def test_a_day_that_is_damaged_is_not_let_go(before: SmallShop, tmp_path: Path) -> None:
    shop = copied(before, tmp_path)
    shutil.rmtree(home_of(shop) / "months")
    file = shop.kept(DAYS[1], "actions.parquet")
    file.write_bytes(file.read_bytes()[:-9])
    assert shop.call(LATER[0]).exit_code == 4
    for day in LATER[:2]:
        shop.run(day, "--fresh")
    assert days_in(shop) == [*DAYS, *LATER[:2]]


def test_where_the_disk_is_full_the_day_is_kept_and_the_next_one_lets_go(
    before: SmallShop, tmp_path: Path
) -> None:
    shop = copied(before, tmp_path)
    shop.run(LATER[0])
    with patch.object(ageing, "_write", side_effect=OutputError("no room")):
        shop.run(LATER[1])
    assert days_in(shop) == [*DAYS, *LATER[:2]]
    shop.run(LATER[2])
    assert days_in(shop) == [*LATER]


def run_of(shop: SmallShop, day: str) -> None:
    careplay.run(shop.folder, date.fromisoformat(day), out=home_of(shop).parent)


def moments_of_letting_go(shop: SmallShop, day: str) -> Sequence[int]:
    """The numbers of the writes, of all those of a run, by which it lets days go."""
    writes: list[str] = []
    begun: list[int] = []

    def noted(*of: Any) -> None:
        begun.append(len(writes))
        let_older_days_go(*of)

    with (
        patch.object(running, "let_older_days_go", noted),
        watched(home_of(shop), lambda: writes.append("")),
    ):
        run_of(shop, day)
    return range(begun[0], len(writes))


def test_killed_while_days_are_let_go_the_next_run_ends_it(
    before: SmallShop, tmp_path: Path
) -> None:
    begun = copied(before, tmp_path / "begun")
    begun.run(LATER[0])
    undisturbed = copied(begun, tmp_path / "undisturbed")
    moments = moments_of_letting_go(undisturbed, LATER[1])
    for moment in moments if is_whole() else moments[1 :: len(moments) // 3]:
        place = copied(begun, tmp_path / str(moment))
        killed_at(moment, home_of(place), lambda place=place: run_of(place, LATER[1]))  # type: ignore[misc]
        place.run(LATER[1])
        assert days_in(place) == [*LATER[:2]]
        assert [*kept_by(place)] == [*kept_by(undisturbed)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("3 months", '"3 months" is too short a time to keep days; runs look 400 days back: '),
        ("1 year", '"1 year" is too short a time to keep days'),
        ("90 days", '"90 days" cannot be counted here'),
        ("$long months", "days are kept by no parameter"),
        ("long", '"long" is not a span of time'),
    ],
)
def test_too_short_or_no_span_is_a_fault(written: str, said: str, tmp_path: Path) -> None:
    home = f"{HOME}keep: {written}\n"
    shop = small_shop(tmp_path, BOOK, home=home, customers=CUSTOMERS)
    found = called(("check", shop.folder))
    assert found.exit_code == 1
    assert "CP208" in found.output
    assert said in found.output


def test_what_others_put_beside_what_lives_on_stays_and_stops_nothing(shop: SmallShop) -> None:
    home = shop.folder / ".careplay" / "actions" / shop.folder.name / AGED
    (home / "@eaDir").mkdir()
    (home / "a note.txt").write_text("mine")
    shop.run("2025-06-20")
    assert (home / "a note.txt").read_text() == "mine"
    assert called(("history", shop.folder, "--verify")).exit_code == 0
