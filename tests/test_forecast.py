"""``careplay forecast``: it is the runs of its days, with what is assumed entered meanwhile."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, strategies as st

import careplay
import docs_shop
from alike import DURABLE
from examples import examples
from shop_folder import ROOT, careplay as called

FIRST = date(2026, 6, 1)
HOME = """
careplay: 1
id: shop
name: Red Star
language: en
customers:
  from: data/customers.csv
  key: customer_id
  facts: {name: text, owner: staff}
events:
  from: data/events.csv
  types:
    purchase: {}
    complaint.opened: {ref: text}
    complaint.hear.done: {ref: text, own_words: text, severity: {type: choice, of: [low, high]}}
    complaint.answer.done: {ref: text, outcome: text}
    action.done: {action: text}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}, manager: {}}
"""
BOOK = """
flows:
  complaint:
    starts: complaint.opened
    steps:
      hear:
        title: Hear
        do: {task: "Listen to {name}", to: adviser}
        done: {evidence: [own_words, severity]}
        within: 24 hours
        next: answer
      answer:
        title: Answer
        do: {task: "Answer {name}", to: adviser}
        within: 2 days
        warn: 3 hours before
        next: {satisfied: settled, dissatisfied: hear}
    late: [{after: 0 hours, escalate: manager}]
rules:
  - id: use
    title: First use
    when: {days: 1, after: purchase}
    do: [{task: "Ask {name}", to: adviser, due: within 2 days}]
  - id: again
    title: A mug
    when: {enters: busy}
    do: [{gift: "Something for {name}", to: manager}]
  - {id: never, title: Never, when: {days: 300, after: purchase}, do: [{task: Y, to: adviser}]}
measures: {reached: {count: action.done, within: 5 days}}
segments: {busy: {reached: at least 1}}
limits: {per_staff: {tasks: capacity}}
"""
STAFF = "id,name,role,capacity\nE1,Lee,adviser,1\nE2,Kim,adviser,\nM1,May,manager,9\n"
CUSTOMERS = "customer_id,name,owner\nC1,Ann,E1\nC2,Bob,E1\nC3,Cy,E2\nC4,Di,E1\n"
HEADINGS = ("customer_id", "type", "at", "ref", "own_words", "severity", "outcome", "action")
EVENTS = (
    ("C1", "purchase", "2026-05-31 10:00"),
    ("C2", "purchase", "2026-06-01 11:00"),
    ("C4", "purchase", "2026-06-01 12:00"),
    ("C3", "complaint.opened", "2026-06-01 12:00", "R1"),
    ("C2", "complaint.opened", "2026-06-02 09:00", "R2"),
)


def rows(events: tuple[tuple[str, ...], ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows((*each, *[""] * (len(HEADINGS) - len(each))) for each in events)
    return out.getvalue()


def shop(folder: Path, events: tuple[tuple[str, ...], ...] = EVENTS, home: str = HOME) -> Path:
    files = {"careplay.yaml": home, "book.yaml": BOOK, "data/events.csv": rows(events)}
    files |= {"data/customers.csv": CUSTOMERS, "data/staff.csv": STAFF}
    return docs_shop.write(folder, files)


def days(count: int, first: date = FIRST) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def told(day: careplay.Day) -> Counter[tuple[Any, ...]]:
    return Counter((day.date, row["owner"]) for row in day.actions if row["status"] == "due")


def of(found: careplay.Forecast) -> Counter[tuple[Any, ...]]:
    return Counter({(each.date, each.person): each.told for each in found.loads})


def as_runs(folder: Path, count: int, events: tuple[tuple[str, ...], ...]) -> Counter[Any]:
    """What runs of the days tell, where people enter what they did after each."""
    found, known = Counter[Any](), [*events]
    out = folder / "kept"
    for day in days(count):
        shop(folder / "shop", tuple(known))
        ran = careplay.run(folder / "shop", day, out=out)
        found += told(ran)
        known += [entered(row) for row in ran.actions if is_to_be_done(row)]
    return found


def is_to_be_done(row: dict[str, Any]) -> bool:
    return row["status"] == "due" and row["customer_id"] is not None


def entered(row: dict[str, Any]) -> tuple[str, ...]:
    """What is entered of an action that was done when it was due."""
    at = f"{row['due_at']:%Y-%m-%d %H:%M}"
    ref = "R1" if row["customer_id"] == "C3" else "R2"
    match row["rule"]:
        case "complaint.hear":
            return row["customer_id"], "complaint.hear.done", at, ref, "assumed", "low"
        case "complaint.answer":
            return row["customer_id"], "complaint.answer.done", at, ref, "", "", "satisfied"
        case _:
            return row["customer_id"], "action.done", at, "", "", "", "", row["action_id"]


def test_it_is_what_runs_tell_where_all_is_done(tmp_path: Path) -> None:
    found = careplay.forecast(shop(tmp_path / "it"), FIRST, FIRST + timedelta(days=7))
    assert of(found) == as_runs(tmp_path, 8, EVENTS)
    told = {each.rule: each.told for each in found.rules}
    assert told["complaint.hear"] == told["complaint.answer"] == 2
    assert told["again"] > 0
    assert found.gifts == (("A mug", told["again"]),)
    assert "never" in found.quiet
    (use,) = (each for each in found.rules if each.rule == "use")
    assert use.told + use.dropped == 3
    assert use.longest > 0
    assert [limit for limit, _ in use.held] == ["capacity"]


EVENT = st.one_of(
    st.tuples(
        st.sampled_from(["C1", "C2", "C3", "C4"]), st.just("purchase"), st.integers(0, 4)
    ),
    st.tuples(st.sampled_from(["C2", "C3"]), st.just("complaint.opened"), st.integers(0, 2)),
)


@given(told=st.lists(EVENT, max_size=6, unique=True))
@examples(6)
def test_so_it_is_of_whatever_happened(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, str, int]]
) -> None:
    folder, seen = tmp_path_factory.mktemp("forecast"), set[str]()
    events = list[tuple[str, ...]]()
    for customer, kind, after in told:
        if kind == "purchase" or customer not in seen:
            seen |= {customer} if kind != "purchase" else set()
            ref = ("R1" if customer == "C3" else "R2",) if kind != "purchase" else ()
            at = f"{FIRST + timedelta(days=after - 1)} 10:00"
            events.append((customer, kind, at, *ref))
    found = careplay.forecast(shop(folder / "it", tuple(events)), FIRST, days(4)[-1])
    assert of(found) == as_runs(folder, 4, tuple(events))


@pytest.mark.parametrize("engine", ["duckdb", "plain", DURABLE])
def test_where_nothing_is_done_it_is_the_days_one_after_the_other(
    engine: str, tmp_path: Path
) -> None:
    folder, last = shop(tmp_path / "shop"), days(5)[-1]
    found = careplay.forecast(folder, FIRST, last, none_done=True, engine=engine)
    ran = [told(day) for day in careplay.run_days(folder, days(5))]
    assert of(found) == sum(ran, Counter())
    assert "complaint.late.1" in {each.rule for each in found.rules}


def test_what_was_kept_is_remembered_and_stays_as_it_is(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    out = careplay.kept_in(folder)
    careplay.run(folder, FIRST, out=out)
    kept = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}
    second, last = FIRST + timedelta(days=1), FIRST + timedelta(days=3)
    remembering = careplay.forecast(folder, second, last)
    forgetting = careplay.forecast(folder, second, last, fresh=True)
    use = [
        [each.told for each in f.rules if each.rule == "use"] for f in (remembering, forgetting)
    ]
    assert of(remembering) != of(forgetting), use
    assert kept == {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}


def test_each_form_tells_the_same(tmp_path: Path) -> None:
    folder, file = shop(tmp_path / "shop"), tmp_path / "loads.csv"
    asked = ("forecast", folder, "--from", FIRST, "--until", days(5)[-1])
    schema = json.loads((ROOT / "schemas" / "forecast.schema.json").read_text("utf-8"))
    in_json = called(*asked, "--format", "json", "--save", file)
    jsonschema.validate(json.loads(in_json.stdout), schema)
    loads = json.loads(in_json.stdout)["loads"]
    table = [*csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))]
    assert [(row["date"], row["person"], int(row["told"])) for row in table] == [
        (each["date"], each["person"], each["told"]) for each in loads
    ]
    assert called(*asked).stdout == called(*asked).stdout
    in_csv = called(*asked, "--format", "csv").stdout_bytes
    assert file.read_bytes() == b"\xef\xbb\xbf" + in_csv


def test_what_is_asked_wrongly_is_told(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    asked = ("forecast", folder, "--from", FIRST)
    assert called(*asked).exit_code == 2
    assert "lies before" in called(*asked, "--until", "2026-05-01").stderr
    assert called(*asked, "--until", FIRST, "--save", "x.txt").exit_code == 2
    save = ("--until", FIRST, "--save", tmp_path / "x.csv")
    assert called("forecast", ROOT / "playbooks", "--from", FIRST, *save).exit_code == 2
    (folder / "book.yaml").write_text(BOOK.replace("to: adviser", "to: advisor"), "utf-8")
    found = called(*asked, "--until", FIRST)
    assert (found.exit_code, "^~~" in found.stderr) == (1, True)


def test_of_many_people_those_who_have_most_are_shown(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    people = "".join(f"X{n},Person {n},adviser,\n" for n in range(60))
    given = "".join(f"D{n},Di,X{n}\n" for n in range(60))
    came = tuple((f"D{n}", "purchase", "2026-05-31 10:00") for n in range(60))
    (folder / "data" / "staff.csv").write_text(STAFF + people, "utf-8")
    (folder / "data" / "customers.csv").write_text(CUSTOMERS + given, "utf-8")
    (folder / "data" / "events.csv").write_text(rows((*EVENTS, *came)), "utf-8")
    found = careplay.forecast(folder, FIRST, FIRST)
    lines = found.report().splitlines()
    assert "  and 22 more" in lines
    assert len({each.person for each in found.loads}) == 62
    assert sum("Person" in line for line in lines) == 2 * 38


DIGITS = """rules:
  - id: after
    title: After
    when: {after: action.done, days: 1}
    do: [{task: Look, to: manager}]
  - id: month
    title: Month
    for: business
    when: {every: month, on: 21}
    do: [{task: Count, to: manager}]
"""


def test_what_is_done_for_the_business_is_of_no_customer(tmp_path: Path) -> None:
    careplay.new(tmp_path / "shop", language="en")  # whose customers have numbers as keys
    (tmp_path / "shop" / "x.yaml").write_text(DIGITS, encoding="utf-8")
    found = careplay.forecast(tmp_path / "shop", date(2026, 11, 21), date(2026, 11, 23))
    told = {each.rule: each.told for each in found.rules}
    assert told["month"] == 1
    assert told["after"] > 1


@pytest.mark.parametrize("none_done", [True, False])
def test_what_is_done_is_not_let_go(tmp_path: Path, none_done: bool) -> None:  # noqa: FBT001
    careplay.new(tmp_path / "shop", language="en")  # where nothing speaks of what is done
    first = date(2026, 11, 21)
    last = first + timedelta(days=20)
    found = careplay.forecast(tmp_path / "shop", first, last, none_done=none_done)
    let_go = {each.rule for each in found.rules if dict(each.held).get("undone")}
    assert bool(let_go) is none_done
