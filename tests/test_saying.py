"""What a run has to say is said whatever the format, and kept for programs in ``run.json``."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from careplay.reading.shipped import schema
from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-01"
FORMATS = ("jsonl", "csv", "parquet")
GREETING = """
rules:
  - {id: hello, title: t, when: {every: day}, if: {phone: contains "3" or missing}, do: [{task: Look, to: adviser}]}
"""  # noqa: E501
CASES = """
flows:
  promise:
    starts: promise.made
    owner: adviser
    steps:
      keep: {title: Keep it, do: {task: Keep, to: manager}, within: 1 day, next: kept}
rules:
  - {id: call, title: t, when: {every: day}, if: {phone: "13"}, do: [{call: x, to: adviser, reason: x}]}
"""  # noqa: E501
TYPES = HOME.replace("{visit: {}}", "{visit: {}, promise.made: {ref: text}}")
EVENTS = """customer_id,type,at,ref
C1,promise.made,2026-06-01 10:00,P1
C1,promise.keep.done,2026-06-01 11:00,P9
"""
NOBODY = (
    'nobody was found for role "manager", so 1 of the actions have no owner; add somebody to'
    " staff, or a fallback to the role"
)
SAID = [
    "Shop · 2026-06-01",
    "call: 1 could not be decided for want of phone",
    "promise: events that did not go by the flow: before the start 1",
    NOBODY,
]


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    """A shop with a case that nobody manages, an event of no case, and a phone nobody knows."""
    return small_shop(tmp_path, CASES, home=TYPES, events=EVENTS)


@pytest.mark.parametrize("shape", FORMATS)
def test_every_machine_format_says_it_on_standard_error(shape: str, shop: SmallShop) -> None:
    found = shop.run(DAY, "--format", shape)
    assert found.stderr.splitlines() == SAID
    assert not any(line in found.stdout for line in SAID)


def test_the_table_says_it_below_the_actions_and_nowhere_else(shop: SmallShop) -> None:
    found = shop.run(DAY)
    assert found.stderr == ""
    assert (
        "data: 2 rows of customers read, 2 used; 2 rows of events read, 2 used" in found.stdout
    )
    assert all(line.split(";")[0][:60] in found.stdout for line in SAID)


def test_a_day_about_which_there_is_nothing_to_say_says_nothing(tmp_path: Path) -> None:
    book = "rules: [{id: a, title: t, when: {event: visit}, do: [{task: x, to: adviser}]}]"
    events = "customer_id,type,at\nC1,visit,2026-06-01 10:00\n"
    found = small_shop(tmp_path, book, events=events).run(DAY, "--format", "jsonl")
    assert (found.stderr, len(found.stdout.splitlines())) == ("", 1)


def test_each_of_several_days_says_its_own(shop: SmallShop) -> None:
    said = shop.said(DAY, "--until", "2026-06-02")
    headings = [line for line in said if line.startswith("Shop · ")]
    assert headings == ["Shop · 2026-06-01", "Shop · 2026-06-02"]
    assert said[: len(SAID)] == SAID


def test_a_dry_run_says_it_and_keeps_nothing(shop: SmallShop) -> None:
    assert shop.said(DAY, "--dry-run") == SAID
    assert not (shop.folder / ".careplay").exists()


def test_it_is_kept_beside_the_actions_as_its_schema_says(shop: SmallShop) -> None:
    found = shop.report_after(DAY)
    jsonschema.Draft202012Validator(schema("run")).validate(found)
    del found["ran_with"]
    assert found == {
        "business": "shop",
        "date": DAY,
        "changed": {"since": None, "what": []},
        "forgotten": [],
        "read": {
            "customers": 2,
            "customers_left_out": 0,
            "events": 2,
            "events_left_out": 0,
            "staff": 1,
        },
        "faults": [],
        "not_read": [],
        "empty": [],
        "stand_in_circles": [],
        "ends": [],
        "undecided": [{"rule": "call", "count": 1, "wanting": [{"fact": "phone", "count": 1}]}],
        "irregular": [{"flow": "promise", "kind": "early", "count": 1}],
        "late": {"asked": 0, "too_old": 0},
        "without_owner": [{"role": "manager", "count": 1}],
        "open": {"actions": 1, "late": 0},
        "absent": 0,
        "moved": 0,
        "assumed_years": [],
    }


def test_its_fields_are_those_of_the_schema_in_that_order(shop: SmallShop) -> None:
    shop.run(DAY)
    known = schema("run")
    assert [*shop.report(DAY)] == [*known["properties"]] == known["required"]


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_it_is_the_same_bytes_from_every_engine_and_from_days_in_a_row(
    engine: str, shop: SmallShop
) -> None:
    days = (DAY, "2026-06-02")
    shop.run(days[0])
    shop.run(days[1])
    singly = [shop.kept(day, "run.json").read_bytes() for day in days]
    shop.forget()
    shop.run(days[0], "--until", days[1], "--engine", engine)
    assert [shop.kept(day, "run.json").read_bytes() for day in days] == singly


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_of_one_customer_it_says_what_of_his_could_not_be_decided(
    engine: str, tmp_path: Path
) -> None:
    day = "when: {every: day}, if: {phone: '13'}, do: [{task: x, to: adviser}]"
    event = "when: {event: visit}, if: {phone: '13'}, do: [{task: x, to: adviser}]"
    book = f"rules: [{{id: a, title: t, {day}}}, {{id: b, title: t, {event}}}]"
    customers = "id,name,phone,owner\nC1,Ann,1,E1\nC2,Bo,,E1\nC3,Cy,,E1\n"
    visits = ("C1,visit,2026-06-01", "C2,visit,2026-06-01", "C2,visit,2026-06-01 10:00")
    events = "\n".join(("customer_id,type,at", *visits, ""))
    shop = small_shop(tmp_path, book, customers=customers, events=events)
    said = {
        who: shop.said(DAY, "--customer", who, "--engine", engine) for who in ("C1", "C2", "C3")
    }
    want = "could not be decided for want of phone"
    assert said == {
        "C1": [],
        "C2": [f"Shop · {DAY}", f"a: 1 {want}", f"b: 2 {want}"],
        "C3": [f"Shop · {DAY}", f"a: 1 {want}"],
    }
    assert f"a: 2 {want}" in shop.said(DAY)


def test_it_has_no_word_of_a_language(shop: SmallShop) -> None:
    english = shop.report_after(DAY)
    shop.write({"careplay.yaml": TYPES.replace("language: en", "language: zh")})
    chinese = shop.report_after(DAY)
    # What it ran with is another business: its texts are in another language.
    del english["ran_with"], chinese["ran_with"]
    assert chinese == english


def test_years_that_are_not_published_are_told_with_what_counts_them(tmp_path: Path) -> None:
    do = "do: [{task: x, to: manager, due: within 3 working days}]"
    book = f"rules: [{{id: late, title: t, when: {{every: day}}, {do}}}]"
    shop = small_shop(tmp_path, book)
    assert any("working days of 2050 in CN" in line for line in shop.said("2050-06-01"))
    shop.run("2050-06-01")
    assert shop.report("2050-06-01")["assumed_years"] == [
        {"year": 2050, "users": [{"kind": "rules", "names": ["late"]}]}
    ]


def test_faults_of_the_data_are_told_by_kind(tmp_path: Path) -> None:
    rows = "".join(f"C1,vist,2026-06-0{day}\n" for day in range(1, 6))
    shop = small_shop(tmp_path, GREETING, events=f"customer_id,type,at\n{rows}")
    said = shop.said(DAY)
    assert said[0].startswith('data/events.csv:2: CP513 column "type": "vist" is not')
    assert "data: 2 rows of customers read, 2 used; 5 rows of events read, 0 used" in said
    assert any("5 faults in the data" in each for each in said)
    found = shop.report(DAY)
    assert found["read"]["events_left_out"] == 5
    assert found["faults"] == [
        {"code": "CP513", "table": "events", "column": "type", "word": "vist", "count": 5}
    ]


@pytest.mark.parametrize(("count", "line"), [(1, "1 fault in"), (2, "2 faults in")])
def test_one_fault_is_one(tmp_path: Path, count: int, line: str) -> None:
    rows = "".join(f"C1,vist,2026-06-0{day}\n" for day in range(1, count + 1))
    shop = small_shop(tmp_path, GREETING, events=f"customer_id,type,at\n{rows}")
    assert any(said.startswith(f"{line} the data") for said in shop.said(DAY))


UNDECLARED = {
    "customers": "id,name,phone,owner,colour\nC1,Ann,3,E1,red\n",
    "events": "customer_id,type,at,shade\nC1,visit,2026-06-01,dark\n",
    "staff": "id,name,role,capcity,sucessor\nE1,Eve,adviser,5,E2\n",
}


@pytest.mark.parametrize("shape", [*FORMATS, "table"])
def test_columns_that_nobody_declared_are_told(shape: str, tmp_path: Path) -> None:
    shop = small_shop(tmp_path, GREETING, **UNDECLARED)
    found = shop.run(DAY, "--format", shape).stderr.replace(f"{shop.folder}/", "")
    assert found.splitlines()[:3] == [
        'data/staff.csv: not declared and so not read: "capcity", "sucessor"',
        'data/customers.csv: not declared and so not read: "colour"',
        'data/events.csv: not declared and so not read: "shade"',
    ]
    assert shop.report(DAY)["not_read"] == [
        {"table": "staff", "columns": ["capcity", "sucessor"]},
        {"table": "customers", "columns": ["colour"]},
        {"table": "events", "columns": ["shade"]},
    ]


def test_columns_of_several_files_are_told_of_each_and_kept_of_the_table(
    tmp_path: Path,
) -> None:
    home = HOME.replace("data/events.csv", "data/events_*.csv")
    shop = small_shop(tmp_path, GREETING, home=home)
    row = "C1,visit,2026-06-01,a,b\n"
    shop.write(
        {
            "data/events_1.csv": f"customer_id,type,at,shade,shape\n{row}",
            "data/events_2.csv": f"customer_id,type,at,shape,size\n{row}",
        }
    )
    said = shop.said(DAY)
    assert 'data/events_1.csv: not declared and so not read: "shade", "shape"' in said
    assert 'data/events_2.csv: not declared and so not read: "shape", "size"' in said
    columns = ["shade", "shape", "size"]
    assert shop.report(DAY)["not_read"] == [{"table": "events", "columns": columns}]


def test_columns_of_json_lines_are_told(tmp_path: Path) -> None:
    home = HOME.replace("data/events.csv", "data/events.jsonl")
    shop = small_shop(tmp_path, GREETING, home=home)
    line = {"customer_id": "C1", "type": "visit", "at": "2026-06-01", "mood": "fine"}
    shop.write({"data/events.jsonl": json.dumps(line) + "\n"})
    assert 'data/events.jsonl: not declared and so not read: "mood"' in shop.said(DAY)


CIRCLE = "id,name,role,successor\nE1,Eve,adviser,E2\nE2,Flo,adviser,{}\nE3,Gil,adviser,E1\n"


@pytest.mark.parametrize(
    ("last", "people"), [("E1", ["E1", "E2"]), ("E3", ["E1", "E2", "E3"]), ("", None)]
)
def test_stand_ins_in_a_circle_are_told(
    last: str, people: list[str] | None, tmp_path: Path
) -> None:
    shop = small_shop(tmp_path, GREETING, staff=CIRCLE.format(last))
    said = [line for line in shop.said(DAY) if "stand in for each other" in line]
    named = ", ".join(f'"{one}"' for one in people or ())
    assert [line.split(" stand in")[0] for line in said] == (
        [f"data/staff.csv: {named}"] if people else []
    )
    assert shop.report(DAY)["stand_in_circles"] == ([people] if people else [])


def test_empty_tables_are_told_and_one_that_is_not_there_is_not(tmp_path: Path) -> None:
    empty = {"customers": "id,name,phone,owner\n", "events": "customer_id,type,at\n"}
    shop = small_shop(tmp_path, GREETING, **empty)
    assert shop.said(DAY) == [
        "data/customers.csv holds no customers",
        "data/events.csv holds no events",
    ]
    assert shop.report(DAY)["empty"] == ["customers", "events"]
    home = HOME.replace("events:\n  from: data/events.csv\n  types: {visit: {}}\n", "")
    shop.write({"careplay.yaml": home})
    assert shop.said(DAY) == ["data/customers.csv holds no customers"]
