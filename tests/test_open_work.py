"""What work is open on a day, by the kept days, by what people said, and by the cases."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import careplay
import docs_pages
from alike import DURABLE, ENGINES, called
from docs_pages import codes
from small_shop import HOME, SmallShop, small_shop

OUTCOMES = ", ".join(
    f"action.{each}: {{action: text}}" for each in ("done", "refused", "unreached")
)
ASKED = "asked: {ref: text}, stopped: {ref: text}, on: {ref: text}"
TYPES = f"{{visit: {{}}, {ASKED}, {OUTCOMES}, action.snoozed: {{action: text, until: date}}}}"
SHOP = HOME.replace("{visit: {}}", TYPES) + "channels: {phone: {needs: phone}, letter: {}}\n"
SHOP += "working_hours: {mon-sun: 09:00-18:00}\n"
VISIT = "C1,visit,2026-06-01 10:00,,,"
BOOK = "rules:\n  - {{id: told, title: t, when: {{event: visit}}, do: [{}]}}\n"


def shop_of(folder: Path, book: str, *events: str, engine: str = "duckdb") -> SmallShop:
    """A shop that knows what becomes of actions."""
    shop = SmallShop(small_shop(folder, book, home=SHOP).folder, engine)
    happened(shop, *events)
    return shop


def happened(shop: SmallShop, *events: str) -> None:
    """These events and no others."""
    rows = "".join(f"{event}\n" for event in events)
    shop.write({"data/events.csv": f"customer_id,type,at,action,until,ref\n{rows}"})


def opened(shop: SmallShop, day: str, *options: object) -> list[dict[str, Any]]:
    """The open work of a day."""
    found = called(("open", shop.folder, "--date", day, "--format", "jsonl", *options))
    assert found.exit_code == 0, found.output
    return [*map(json.loads, found.stdout.splitlines())]


def rules(shop: SmallShop, day: str, *options: object) -> list[str]:
    """The rules of the open work of a day."""
    return [row["rule"] for row in opened(shop, day, *options)]


def told_until() -> Iterator[tuple[str, str, str]]:
    """The rows of the page: the action, what people say of it, the last day it is open."""
    heading = ("the action", "what people say of it", "is open until")
    (found,) = (each for each in docs_pages.tables("memory.md") if each.heading == heading)
    for action, said, until in found.rows:
        yield codes(action)[0], said, until


@pytest.mark.parametrize(("action", "said", "until"), [*told_until()])
def test_an_action_of_a_rule_is_open_as_long_as_the_page_says(
    action: str, said: str, until: str, tmp_path: Path
) -> None:
    book = BOOK.format(action.replace("}", ", to: adviser}", 1))
    shop = shop_of(tmp_path, book, VISIT)
    (told,) = map(json.loads, shop.run("2026-06-01", "--format", "jsonl").stdout.splitlines())
    if said:
        what, _, day, *later = said.replace("`", "").split()
        put_off = later[1] if later else ""
        happened(shop, VISIT, f"C1,{what},{day} 12:00,{told['action_id']},{put_off},")
    last = date.fromisoformat(until)
    assert [len(opened(shop, str(day))) for day in (last, last + timedelta(days=1))] == [1, 0]


def test_it_says_on_which_day_it_is_to_be_done_and_how_late_it_is(tmp_path: Path) -> None:
    shop = shop_of(
        tmp_path, BOOK.format("{task: Look, to: adviser, due: within 2 days}"), VISIT
    )
    shop.run("2026-06-01")
    found = [opened(shop, day)[0] for day in ("2026-06-01", "2026-06-03", "2026-06-08")]
    assert {each["due_on"] for each in found} == {"2026-06-03"}
    assert [each["days_late"] for each in found] == [0, 0, 5]
    assert [*found[0]] == [
        *(name for name, _ in careplay.ACTION_COLUMNS),
        "due_on",
        "days_late",
    ]


FLOW = """
flows:
  repair:
    starts: asked
    owner: adviser
    clock: {hours: around the clock, pauses_in: [waiting]}
    steps:
      look: {title: Look at it, do: {task: Look at it}, within: 2 days, next: mend}
      mend: {title: Mend it, do: {task: Mend it}, within: 2 days, next: mended}
    late: [{after: 0 hours, escalate: manager}]
"""
ASKS = "C1,asked,2026-06-01 10:00,,,R1"


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_a_warning_is_open_until_its_step_is_late(engine: str, tmp_path: Path) -> None:
    flow = FLOW.replace("2 days, next: mend}", "3 days, warn: 1 day before, next: mend}")
    shop = shop_of(tmp_path, flow, ASKS, engine=engine)
    warned = {"repair.look", "repair.look.warn"}
    open_on = {"01": {"repair.look"}, "03": warned, "04": {"repair.look", "repair.late.1"}}
    for day, expected in open_on.items():
        shop.run(f"2026-06-{day}")
        assert set(rules(shop, f"2026-06-{day}")) - {"repair.look.warn"} >= {"repair.look"}
        assert set(rules(shop, f"2026-06-{day}")) == expected, day
    assert "repair.look.warn" not in rules(shop, "2026-06-05")


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_a_step_is_open_while_its_case_stands_there(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, FLOW, ASKS, engine=engine)
    for day in ("2026-06-01", "2026-06-03", "2026-06-04"):
        shop.run(day)
    both = ["repair.late.1", "repair.look"]
    assert sorted(rules(shop, "2026-06-04")) == both
    assert sorted(rules(shop, "2026-09-04")) == both
    assert shop.report("2026-06-04")["open"] == {"actions": 2, "late": 2}
    happened(shop, ASKS, "C1,repair.waiting,2026-06-05 09:00,,,R1")
    assert sorted(rules(shop, "2026-06-06")) == both
    happened(shop, ASKS, "C1,repair.look.done,2026-06-05 09:00,,,R1")
    assert sorted(rules(shop, "2026-06-04")) == both
    assert rules(shop, "2026-06-06") == []
    shop.run("2026-06-05")
    assert rules(shop, "2026-06-06") == ["repair.mend"]
    assert shop.report("2026-06-05")["open"] == {"actions": 1, "late": 0}


@pytest.mark.parametrize("outcome", ["done", "refused"])
@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_what_is_said_of_its_action_closes_no_step_and_is_told(
    engine: str, outcome: str, tmp_path: Path
) -> None:
    shop = shop_of(tmp_path, FLOW, ASKS, engine=engine)
    shop.run("2026-06-01")
    (look,) = opened(shop, "2026-06-01")
    said = f"C1,action.{outcome},2026-06-02 09:00,{look['action_id']},,"
    happened(shop, ASKS, said)
    assert rules(shop, "2026-06-02") == ["repair.look"]
    told = [line for line in shop.said("2026-06-02") if "CP535" in line]
    (line,) = told
    assert line.partition(": ")[2] == (
        f'CP535 column "action": "{look["action_id"]}" is the action of a step, whose case'
        " stands there still; expected repair.look.done (the event is kept, and the step is"
        " open)"
    )
    assert shop.report("2026-06-02")["open"] == {"actions": 1, "late": 0}
    happened(shop, ASKS, said, "C1,repair.look.done,2026-06-02 10:00,,,R1")
    assert rules(shop, "2026-06-02") == []
    assert not any("CP535" in line for line in shop.said("2026-06-02"))


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_what_is_said_of_an_escalation_closes_it(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, FLOW, ASKS, engine=engine)
    for day in ("2026-06-01", "2026-06-03", "2026-06-04"):
        shop.run(day)
    late = {row["rule"]: row["action_id"] for row in opened(shop, "2026-06-04")}
    happened(shop, ASKS, f"C1,action.done,2026-06-05 09:00,{late['repair.late.1']},,")
    assert rules(shop, "2026-06-05") == ["repair.look"]


def test_of_who_is_not_in_the_table_a_step_stays_open(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, FLOW, ASKS)
    shop.run("2026-06-01")
    shop.write({"data/customers.csv": "id,name,phone,owner\nC2,Bo,,E1\n"})
    assert rules(shop, "2026-09-01") == ["repair.look"]
    shop.run("2026-09-01")
    assert shop.report("2026-09-01")["open"] == {"actions": 1, "late": 1}
    assert shop.report("2026-09-01")["absent"] == 1


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_the_run_counts_what_the_command_lists(engine: str, tmp_path: Path) -> None:
    book = BOOK.format("{task: Look, to: adviser}, {message: Hi, to: adviser}") + FLOW
    shop = shop_of(tmp_path, book, VISIT, ASKS, "C2,visit,2026-06-03 10:00,,,", engine=engine)
    for number in range(1, 21):
        day = str(date(2026, 6, number))
        if number not in (5, 6, 14):
            shop.run(day)
            found = opened(shop, day)
            late = sum(row["days_late"] > 0 for row in found)
            assert shop.report(day)["open"] == {"actions": len(found), "late": late}, day


def test_a_day_run_without_memory_counts_its_own(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, BOOK.format("{task: Look, to: adviser}"), VISIT)
    shop.run("2026-06-01")
    shop.run("2026-06-02")
    assert shop.report("2026-06-02")["open"] == {"actions": 1, "late": 1}
    shop.run("2026-06-02", "--fresh")
    assert shop.report("2026-06-02")["open"] == {"actions": 0, "late": 0}


def test_the_summary_says_it_in_both_languages(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, BOOK.format("{task: Look, to: adviser}"), VISIT)
    assert "\nopen work: 1, of which from days before: 0\n" in shop.run("2026-06-01").stdout
    shop.write({"careplay.yaml": SHOP.replace("language: en", "language: zh")})
    assert "\n未完成：1 项，其中前几天就该完成的 1 项\n" in shop.run("2026-06-02").stdout


TWO = """
rules:
  - {id: mine, title: t, when: {event: visit}, do: [{task: Look, to: adviser}]}
  - {id: hers, title: t, when: {event: visit}, do: [{task: Look, to: manager}]}
"""
STAFF = "id,name,role,store\nE1,Eve,adviser,north\nE2,Ida,manager,\n"


@pytest.mark.parametrize(
    ("whose", "expected"),
    [
        ("E1", ["mine"]),
        ("Ida", ["hers"]),
        ("manager", ["hers"]),
        ("north", ["mine"]),
    ],
)
def test_only_that_of_a_person_a_role_or_a_store_is_shown(
    whose: str, expected: list[str], tmp_path: Path
) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    shop.write({"data/staff.csv": STAFF})
    shop.run("2026-06-01")
    assert rules(shop, "2026-06-01", "--for", whose) == expected


def test_nobody_of_that_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    found = called(("open", shop.folder, "--date", "2026-06-01", "--for", "Evve"))
    assert found.exit_code == 5
    assert 'nobody is called "Evve" in Shop; did you mean "Eve"?' in found.output


def test_people_read_it_person_by_person_late_first(
    tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    events = ["C1,visit,2026-06-01 10:00,,,", "C2,visit,2026-06-05 10:00,,,"]
    book = TWO.replace("to: adviser}", "to: adviser, due: within 3 days}")
    shop = shop_of(tmp_path, book, *events)
    shop.write({"data/staff.csv": STAFF})
    shop.run("2026-06-01")
    shop.run("2026-06-05")
    said = called(("open", shop.folder, "--date", "2026-06-05")).stdout
    golden(Path(__file__).parent / "cases" / "open" / "by_person.txt", said)


def test_what_was_told_once_does_not_vanish_while_there_is_time(tmp_path: Path) -> None:
    book = BOOK.format("{message: Look at this, to: adviser, due: within 9 days}")
    shop = shop_of(tmp_path, book, VISIT)
    days = [f"2026-06-{number:02}" for number in (1, 2, 3, 10, 11)]
    for day in days:
        shop.run(day)
    assert [rules(shop, day) for day in days] == [["told"]] * 4 + [[]]


def test_nothing_kept_is_nothing_open_and_nothing_is_written(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    found = called(("open", shop.folder, "--date", "2026-06-01"))
    assert found.stdout == "Shop · 2026-06-01\nNo work is open on this day.\n"
    assert not (shop.folder / ".careplay").exists()
    shop.run("2026-06-02")
    later = called(("open", shop.folder, "--date", "2026-06-01"))
    elsewhere = called(("open", shop.folder, "--date", "2026-06-02", "--out", tmp_path / "no"))
    for each in (found, later, elsewhere):
        assert "is kept in " in each.stderr
        assert "so nothing was told to anybody" in each.stderr
    assert called(("open", shop.folder, "--date", "2026-06-02")).stderr == ""


def test_it_is_saved_as_a_file(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    shop.run("2026-06-01")
    file = tmp_path / "open.parquet"
    called(("open", shop.folder, "--date", "2026-06-02", "--save", file))
    work = careplay.open_work(shop.folder, date(2026, 6, 2))
    assert file.is_file()
    assert (len(work.actions), work.count) == (2, careplay.OpenCount(2, 2))


def test_a_business_is_chosen_by_its_id(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    shop.run("2026-06-01")
    shutil.copytree(shop.folder, tmp_path / "other")
    told = ("open", tmp_path, "--date", "2026-06-01", "--format", "csv")
    assert called((*told, "--business", "shop")).exit_code == 0
    assert called(told).exit_code == 2
    assert 'no business "shp"' in called((*told, "--business", "shp")).output


@pytest.mark.parametrize("shape", ["table", "csv", "jsonl"])
def test_what_is_personal_is_masked_whatever_it_is_shown_in(shape: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, BOOK.format('{task: "Look after {name}", to: adviser}'), VISIT)
    personal = SHOP.replace("name: text", "name: {type: text, personal: true}")
    shop.write({"careplay.yaml": personal})
    shop.run("2026-06-01")
    said = called(("open", shop.folder, "--date", "2026-06-02", "--format", shape)).stdout
    assert "Look after A**" in said
    assert "Ann" not in said


def test_a_day_that_is_gone_and_that_another_stands_on_is_told(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    shop.run("2026-06-01")
    shop.run("2026-06-02")
    shutil.rmtree(shop.kept("2026-06-01", "run.json").parent)
    found = called(("open", shop.folder, "--date", "2026-06-02"))
    assert found.exit_code == 4
    assert "2026-06-01" in found.output


def test_who_has_left_is_known_by_the_work_he_leaves(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, TWO, VISIT)
    shop.run("2026-06-01")
    owner = opened(shop, "2026-06-01")[0]["owner"]
    shop.write({"data/staff.csv": "id,name,role\nE9,Kim,adviser\n"})
    found = opened(shop, "2026-06-02", "--for", owner)
    assert {row["owner"] for row in found} == {owner}


@pytest.mark.parametrize("shape", ["table", "csv", "jsonl"])
def test_who_says_why_sees_it_whole_and_that_is_written_down(
    shape: str, tmp_path: Path
) -> None:
    shop = shop_of(tmp_path, BOOK.format('{task: "Look after {name}", to: adviser}'), VISIT)
    personal = SHOP.replace("name: text", "name: {type: text, personal: true}")
    shop.write({"careplay.yaml": personal})
    shop.run("2026-06-01")
    asked = ("open", shop.folder, "--date", "2026-06-02", "--format", shape)
    assert "Look after A**" in called(asked).stdout
    who = ("--unmasked", "--by", "Eve", "--reason", "calls")
    saved = tmp_path / "open.csv"
    assert "Look after Ann" in called((*asked, *who, "--save", saved)).stdout
    assert "Look after Ann" in saved.read_text("utf-8-sig")
    log = shop.folder / ".careplay" / "actions" / shop.folder.name / "audit.jsonl"
    (entry,) = map(json.loads, log.read_text("utf-8").splitlines())
    told = {name: entry[name] for name in ("by", "command", "date", "reason", "customers")}
    assert told == {
        "by": "Eve", "command": "open", "date": "2026-06-02", "reason": "calls", "customers": 1
    }  # fmt: skip
    assert called((*asked, "--unmasked")).exit_code == 2


@pytest.mark.parametrize("shape", ["table", "csv"])
@pytest.mark.parametrize(
    ("whose", "text"),
    [
        ((), "Look after A**"),
        (("--for", "E1"), "Look after Ann"),
        (("--for", "adviser"), "Look after Ann"),
        (("--for", "manager"), "Ask A**"),
        (("--for", "north"), "Look after A**"),
    ],
)
def test_whoever_needs_it_for_his_work_sees_it_in_his_own_list(
    whose: tuple[str, ...], text: str, shape: str, tmp_path: Path
) -> None:
    do = '{task: "Look after {name}", to: adviser}, {task: "Ask {name}", to: manager}'
    shop = shop_of(tmp_path, BOOK.format(do), VISIT)
    name = "name: {type: text, personal: true, visible_to: [adviser]}"
    staff = "id,name,role,store\nE1,Eve,adviser,north\nE2,Ida,manager,\n"
    shop.write({"careplay.yaml": SHOP.replace("name: text", name), "data/staff.csv": staff})
    shop.run("2026-06-01")
    found = called(("open", shop.folder, "--date", "2026-06-01", "--format", shape, *whose))
    assert text in found.stdout
    assert ("Ann" in found.stdout) == ("Ann" in text)


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
@pytest.mark.parametrize(
    ("tells", "matter"), [("", ""), (", plea: text", " It is about: It roars")]
)
def test_an_escalation_names_the_customer_and_the_matter(
    tells: str, matter: str, engine: str, tmp_path: Path
) -> None:
    home = SHOP.replace("asked: {ref: text", f"asked: {{ref: text{tells}")
    shop = SmallShop(small_shop(tmp_path, FLOW, home=home).folder, engine)
    head = "customer_id,type,at,action,until,ref,plea"
    shop.write({"data/events.csv": f"{head}\nC1,asked,2026-06-01 10:00,,,R1,It roars\n"})
    shop.run("2026-06-01")
    found = shop.run("2026-06-04", "--format", "jsonl").stdout.splitlines()
    (late,) = (each["text"] for each in map(json.loads, found) if each["verb"] == "escalate")
    told = "repair R1, Ann: Look at it was due 3 June 2026 10:00 and is not done"
    assert late == (f"{told}.{matter}" if matter else told)


@pytest.mark.parametrize("label", ["F {$price}", "F {x}", "F }", "F {", "F {ref}"])
def test_a_flow_may_be_called_anything(label: str, tmp_path: Path) -> None:
    flow = FLOW.replace("repair:\n", f"repair:\n    label: '{label}'\n", 1)
    shop = shop_of(tmp_path, flow, ASKS)
    shop.run("2026-06-01")
    found = shop.run("2026-06-04", "--format", "jsonl").stdout.splitlines()
    (late,) = (each["text"] for each in map(json.loads, found) if each["verb"] == "escalate")
    assert late.startswith(f"{label} R1, Ann: ")


@pytest.mark.parametrize(
    "when", ["{anniversary: born, before: 3 days}", "{after: born, years: 46}"]
)
def test_a_day_that_a_personal_fact_tells_is_masked_in_texts(when: str, tmp_path: Path) -> None:
    book = BOOK.format('{task: "A card for {occasion}", to: adviser}')
    facts = SHOP.replace("name: text", "name: text, born: {type: date, personal: true}")
    shop = small_shop(tmp_path, book.replace("{event: visit}", when), home=facts)
    happened(shop)
    born = "1980-06-04" if "before" in when else "1980-06-01"
    shop.write({"data/customers.csv": f"id,name,phone,owner,born\nC1,Ann,1,E1,{born}\n"})
    shown = shop.run("2026-06-01", "--format", "jsonl").stdout
    assert json.loads(shown)["text"] == "A card for **"
    assert "1980" not in shown


def test_of_a_damaged_day_only_what_the_command_can_do_is_said(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, BOOK.format("{task: Look, to: adviser}"), VISIT)
    shop.run("2026-06-01")
    shop.kept("2026-06-01", "actions.parquet").write_bytes(b"")
    open_, run = (
        called((command, shop.folder, "--date", "2026-06-02")) for command in ("open", "run")
    )
    assert (open_.exit_code, run.exit_code) == (4, 4)
    assert "bring it back from a copy, or set its day aside" in open_.output
    assert "--fresh" not in open_.output
    assert run.output.endswith(", or leave all earlier days out with --fresh\n")
