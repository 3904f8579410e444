"""What people record: ``docs/record.md``, with every engine, kind of table and day."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

import careplay
from alike import ENGINES, called
from careplay.errors import RecordingError
from recording_kills import prove
from small_shop import SmallShop, small_shop

HOME = """
careplay: 1
name: Shop
language: en
timezone: Asia/Shanghai
customers: {from: data/customers.csv, key: id, facts: {name: text, phone: text, owner: staff}}
events:
  from: data/events.csv
  types:
    visit: {}
    complaint.opened: {ref: text}
    complaint.ask.done: {ref: text, outcome: text, satisfaction: integer, blamed: staff}
    action.done: {liked: boolean}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}, manager: {}}
channels: {phone: {needs: phone}}
"""
BOOK = """
measures: {liked: {count: action.done, where: {liked: true}}}
rules:
  - {id: look, title: Look, when: {event: visit}, do: [{task: Look, to: adviser, due: within 9 days, channels: [{phone: 2}], ask: [liked, words], approve: manager}]}
  - {id: thank, title: Thank you, when: {crosses: liked, reaches: 1}, do: [{message: Thank you, to: adviser}]}
flows:
  complaint:
    starts: complaint.opened
    owner: adviser
    steps:
      vent: {title: Listen, do: {task: Listen}, done: {evidence: own_words}, within: 2 hours, next: ask}
      ask: {title: Ask, do: {call: Well?, ask: [satisfaction, blamed]}, within: 1 day, next: {good: closed, bad: vent}, unclear: {good: {satisfaction: at most 2}}}
"""  # noqa: E501
EVENTS = """customer_id,type,at,ref
C1,visit,2026-06-01 10:00,
C2,complaint.opened,2026-06-01 11:00,R1
"""
STAFF = "id,name,role\nE1,Eve,adviser\nE2,Max,manager\n"
DAY = "2026-06-01"


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    made = small_shop(tmp_path / "shop", BOOK, home=HOME, events=EVENTS, staff=STAFF)
    made = replace(made, engine=request.param)
    made.run(DAY)
    return made


@pytest.fixture
def one_shop(tmp_path: Path) -> SmallShop:
    """The same for what no engine has part in."""
    made = small_shop(tmp_path / "shop", BOOK, home=HOME, events=EVENTS, staff=STAFF)
    made.run(DAY)
    return made


def home(shop: SmallShop) -> Path:
    return shop.folder / ".careplay" / "actions" / "shop"


def code(shop: SmallShop, rule: str, day: str = DAY) -> str:
    file = shop.kept(day, "actions.parquet")
    query = f"SELECT code FROM '{file}' WHERE rule = '{rule}' AND status = 'due'"
    ((found,),) = duckdb.execute(query).fetchall()
    return str(found)


def record(
    shop: SmallShop, command: str, name: str, *more: str, at: str = f"{DAY} 15:00"
) -> Result:
    return called((command, name, shop.folder, "--at", at, *more))


def refused(shop: SmallShop, command: str, name: str, *more: str) -> str:
    """What is said of something that cannot be recorded, and is not."""
    before = careplay_records(shop)
    found = record(shop, command, name, *more)
    assert found.exit_code == 2, found.output
    assert careplay_records(shop) == before
    return found.stderr.removeprefix("careplay: ").strip()


def careplay_records(shop: SmallShop) -> list[tuple[str, dict[str, str]]]:
    from careplay.store import read_records  # noqa: PLC0415

    return [(each.type, dict(each.told)) for each in read_records(home(shop))]


def open_rules(shop: SmallShop, day: str) -> list[str]:
    lines = called(("open", shop.folder, "--date", day, "--format", "jsonl")).stdout
    return sorted(json.loads(line)["rule"] for line in lines.splitlines())


# --- read with the events, on every engine


def test_what_is_recorded_is_known_to_every_engine_and_list(shop: SmallShop) -> None:
    record(shop, "done", code(shop, "look"), "--answer", "liked=yes")
    record(shop, "done", code(shop, "complaint.vent"), "--answer", "own_words=Loud")
    assert open_rules(shop, DAY) == []
    assert shop.actions("2026-06-02") == [
        ("2026-06-02", "thank"),
        ("2026-06-02", "complaint.ask"),
    ]


def test_a_past_day_knows_what_was_entered_by_its_end(shop: SmallShop) -> None:
    shop.run("2026-06-02")
    kept = shop.kept("2026-06-02", "actions.parquet").read_bytes()
    vent = code(shop, "complaint.vent")
    record(shop, "done", vent, "--answer", "own_words=Loud", at="2026-06-03 09:00")
    shop.run("2026-06-02")
    assert shop.kept("2026-06-02", "actions.parquet").read_bytes() == kept
    assert ("2026-06-03", "complaint.ask") in shop.actions("2026-06-03")
    again = shop.kept("2026-06-03", "actions.parquet").read_bytes()
    shop.run("2026-06-03")
    assert shop.kept("2026-06-03", "actions.parquet").read_bytes() == again


def test_a_correction_stands_for_what_it_corrects_from_its_day_on(shop: SmallShop) -> None:
    look = code(shop, "look")
    record(shop, "done", look)
    shop.run("2026-06-02")
    record(shop, "snooze", look, "--until", "2026-06-04", "--correct", at="2026-06-03 09:00")
    assert "look" not in open_rules(shop, "2026-06-02")
    assert "look" in open_rules(shop, "2026-06-03")
    assert ("2026-06-04", "look") in shop.actions("2026-06-04")


def test_who_was_not_reached_comes_back_and_a_step_may_be_put_off(shop: SmallShop) -> None:
    record(shop, "unreached", code(shop, "look"))
    record(shop, "snooze", code(shop, "complaint.vent"), "--until", "2026-06-03")
    assert open_rules(shop, "2026-06-02") == ["complaint.vent", "look"]
    assert ("2026-06-03", "complaint.vent") in shop.actions("2026-06-03")


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_events_of_any_kind_of_table_are_read_with_records(kind: str, tmp_path: Path) -> None:
    made = small_shop(tmp_path / "shop", BOOK, home=HOME, staff=STAFF)
    row = "7 AS customer_id, 'visit' AS type, TIMESTAMP '2026-06-01 10:00' AS \"at\", '' AS ref"
    form = "PARQUET" if kind == "parquet" else "JSON"
    duckdb.execute(f"COPY (SELECT {row}) TO '{made.folder}/data/e.{kind}' (FORMAT {form})")
    made.write(
        {
            "careplay.yaml": HOME.replace("events.csv", f"e.{kind}"),
            "data/customers.csv": "id,name,phone,owner\n7,Ann,1,E1\n",
        }
    )
    made.run(DAY)
    record(made, "done", code(made, "look"), "--answer", "liked=no")
    assert not any("CP5" in line for line in made.said("2026-06-02"))
    assert open_rules(made, DAY) == []


# --- what is said, held against the action


def test_a_wrong_code_is_told_with_the_nearest(one_shop: SmallShop) -> None:
    look = code(one_shop, "look")
    swapped = look[1] + look[0] + look[2]
    assert f'did you mean "{look}"?' in refused(one_shop, "done", swapped)
    assert record(one_shop, "done", look.lower()).exit_code == 0


def test_what_a_step_lacks_is_said_in_a_sentence(one_shop: SmallShop) -> None:
    vent = code(one_shop, "complaint.vent")
    assert refused(one_shop, "done", vent) == f"{vent} is not done without --answer own_words=…"
    said = refused(one_shop, "refuse", vent)
    assert said.startswith(f"{vent} is a step of a case and cannot be refused")


def test_answers_are_held_against_what_they_answer(one_shop: SmallShop) -> None:
    record(one_shop, "done", code(one_shop, "complaint.vent"), "--answer", "own_words=Loud")
    one_shop.run("2026-06-02")
    ask, late = code(one_shop, "complaint.ask", "2026-06-02"), "2026-06-02 09:00"
    told = {
        ("--outcome=goood",): f'"goood" is no outcome of {ask}; did you mean "good"?',
        ("--answer=satisfaction=4",): f"{ask} is not done without --outcome, which is one of",
        ("--outcome=good", "--answer=satisfaction=1"): f"the answers of {ask} contradict",
        ("--outcome=good", "--answer=satisfaction=x"): 'satisfaction: "x" is not a number',
        ("--outcome=good", "--answer=satisfacton=4"): 'did you mean "satisfaction"?',
        ("--outcome=good", "--answer=blamed=Evy"): 'did you mean "Eve"?',
        ("--outcome=good", "--by=Mex"): 'nobody is called "Mex"; did you mean "Max"?',
    }
    for options, said in told.items():
        found = record(one_shop, "done", ask, *options, at=late)
        assert (found.exit_code, said in found.stderr) == (2, True), found.stderr
    options = ("--outcome", "good", "--answer", "satisfaction=4", "--answer", "blamed=Max")
    assert record(one_shop, "done", ask, *options, at=late).exit_code == 0
    assert careplay_records(one_shop)[-1] == (
        "complaint.ask.done",
        {"ref": "R1", "outcome": "good", "satisfaction": "4", "blamed": "E2"},
    )


def test_recorded_twice_is_recorded_once(one_shop: SmallShop) -> None:
    vent, words = code(one_shop, "complaint.vent"), ("--answer", "own_words=Loud")
    record(one_shop, "done", vent, *words)
    one_shop.run(DAY)  # which tells the step no more
    again = record(one_shop, "done", vent, *words)
    assert (again.exit_code, "was recorded already" in again.stdout) == (0, True)
    assert "is recorded otherwise already" in refused(
        one_shop, "done", vent, "--answer", "own_words=Soft"
    )
    assert len(careplay_records(one_shop)) == 1


def test_an_approval_is_of_whoever_must_give_it(one_shop: SmallShop) -> None:
    look = code(one_shop, "look")
    assert "is for manager to approve" in refused(one_shop, "approve", look, "--by", "Eve")
    assert record(one_shop, "decline", look, "--by", "Max").exit_code == 0
    assert "waits for nobody's approval" in refused(
        one_shop, "approve", code(one_shop, "complaint.vent")
    )
    assert open_rules(one_shop, DAY) == ["complaint.vent", "look"]


def test_what_was_told_later_is_not_known_yet(one_shop: SmallShop) -> None:
    found = record(one_shop, "done", code(one_shop, "look"), at="2026-05-31 10:00")
    assert (found.exit_code, "up to 2026-05-31" in found.stderr) == (2, True)


def test_a_moment_with_an_offset_is_that_of_the_business(one_shop: SmallShop) -> None:
    found = careplay.record_outcome(
        one_shop.folder,
        code(one_shop, "look"),
        "done",
        at=datetime(2026, 6, 1, 20, tzinfo=UTC),
    )
    assert found.record.at == "2026-06-02 04:00:00"
    with pytest.raises(RecordingError):
        careplay.record_outcome(
            one_shop.folder, "22", "done", at=datetime(2026, 6, 1, 12, tzinfo=UTC)
        )


# --- kept


def test_records_are_kept_where_days_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = small_shop(tmp_path / "shop", BOOK, home=HOME, events=EVENTS, staff=STAFF)
    out, before = tmp_path / "out", os.umask(0)
    try:
        made.run(DAY, "--out", out)
        query = f"SELECT code FROM '{out}/shop/date={DAY}/actions.parquet' WHERE rule = 'look'"
        ((look,),) = duckdb.execute(query).fetchall()
        assert record(made, "done", look, "--out", str(out)).exit_code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((out / "shop" / "records.sqlite").stat().st_mode) == 0o600
    assert not (made.folder / ".careplay").exists()
    made.run("2026-06-02", "--out", out)
    report = json.loads((out / "shop" / "date=2026-06-02" / "run.json").read_text("utf-8"))
    assert report["open"]["actions"] == 1


def test_a_record_whose_type_is_gone_is_told_by_its_number(one_shop: SmallShop) -> None:
    record(one_shop, "done", code(one_shop, "complaint.vent"), "--answer", "own_words=Loud")
    book = BOOK[: BOOK.index("flows:")]
    types = "\n".join(line for line in HOME.splitlines() if "complaint.ask" not in line)
    one_shop.write({"careplay.yaml": types, "book.yaml": book})
    assert any("records.sqlite:1: CP513" in line for line in one_shop.said("2026-06-02"))


def test_whoever_is_forgotten_is_taken_out_of_it(one_shop: SmallShop) -> None:
    vent = code(one_shop, "complaint.vent")
    record(one_shop, "done", vent, "--answer", "own_words=Thunderous noise")
    record(one_shop, "done", code(one_shop, "look"))
    told = called(("forget", "C2", one_shop.folder, "--date", DAY, "--yes"))
    assert "done: 1 record of what people recorded taken out" in told.stdout
    assert [kind for kind, _ in careplay_records(one_shop)] == ["action.done"]
    left = b"".join(each.read_bytes() for each in home(one_shop).glob("records.sqlite*"))
    assert b"Thunderous" not in left
    assert "not looked into" not in told.stdout


def test_a_file_that_is_no_store_is_told(one_shop: SmallShop) -> None:
    (home(one_shop) / "records.sqlite").write_bytes(b"nothing of the kind" * 99)
    found = one_shop.call("2026-06-02")
    assert (found.exit_code, "records.sqlite" in found.stderr) == (4, True)


def test_two_who_record_at_once_lose_nothing(one_shop: SmallShop) -> None:
    look, vent = code(one_shop, "look"), code(one_shop, "complaint.vent")
    start = "from careplay.cli import main; main()"
    options = (str(one_shop.folder), "--at", f"{DAY} 15:00")
    both = [
        subprocess.Popen([sys.executable, "-c", start, "done", *told, *options])  # noqa: S603
        for told in ((look,), (vent, "--answer", "own_words=Loud"), (look,))
    ]
    assert [each.wait(timeout=120) for each in both] == [0, 0, 0]
    assert sorted(kind for kind, _ in careplay_records(one_shop)) == [
        "action.done",
        "complaint.vent.done",
    ]


def test_what_was_acknowledged_outlives_a_kill_at_any_moment(tmp_path: Path) -> None:
    seed = random.randrange(10**6)  # noqa: S311
    count, broken = prove(tmp_path / "shop", 12, seed)
    assert (broken, count > 0) == ([], True)


def test_a_day_of_no_calendar_is_no_moment(one_shop: SmallShop) -> None:
    found = record(one_shop, "done", "22", at="3026-01-01 10:00")
    assert found.exit_code == 2


# --- sheets that were filled in


def sheet_of(shop: SmallShop, file: Path, day: str = DAY, /, **filled: dict[str, str]) -> Path:
    """The sheet of E1 with what was filled in by rule, under what a heading begins with."""
    told = called(("sheets", shop.folder, "--date", day, "--for", "E1", "--as", "csv")).stdout
    heading, *rows = csv.reader(io.StringIO(told.removeprefix("\ufeff"), newline=""))
    for rule, cells in filled.items():
        mine = code(shop, rule.replace("__", "."))
        for begins, text in cells.items():
            (place,) = (n for n, each in enumerate(heading) if each.startswith(begins))
            for row in rows:
                if mine in row:
                    row[place] = text
    write_sheet(file, [heading, *rows])
    return file


def workbook_of(shop: SmallShop, file: Path, day: str = DAY, **filled: dict[str, str]) -> Path:
    """The same as careplay's own workbook, whose moments are no words."""
    told = called(("sheets", shop.folder, "--date", day, "--for", "E1", "--as", "xlsx"))
    book = load_workbook(io.BytesIO(told.stdout_bytes))
    heading, *rows = book.worksheets[0].iter_rows()
    for rule, cells in filled.items():
        mine = code(shop, rule.replace("__", "."))
        for begins, text in cells.items():
            (place,) = (
                n for n, each in enumerate(heading) if str(each.value).startswith(begins)
            )
            for row in rows:
                if mine in [each.value for each in row]:
                    row[place].value = text
    book.save(file)
    return file


def write_sheet(file: Path, rows: list[list[str]]) -> None:
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened).writerows(rows)
        return
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)


def read_sheet(shop: SmallShop, file: Path, *more: str, at: str = f"{DAY} 18:00") -> Result:
    return called(("record", shop.folder, file, "--at", at, *more))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_is_read_back_once(kind: str, one_shop: SmallShop, tmp_path: Path) -> None:
    filled = {
        "look": {"result": "put off", "put off to": "2026-06-03"},
        "complaint__vent": {"own_words": "It roars"},
    }
    file = sheet_of(one_shop, tmp_path / f"eve.{kind}", **filled)
    first, *later = (
        read_sheet(one_shop, file, "--by", "Eve", at=f"2026-06-0{n} 18:00") for n in (1, 2, 3)
    )
    assert (first.exit_code, first.stdout) == (0, f"{file}: 2 rows recorded\n"), first.stderr
    assert {each.stdout for each in later} == {
        f"{file}: 0 rows recorded, 2 rows recorded before\n"
    }
    assert careplay_records(one_shop) == [
        ("complaint.vent.done", {"own_words": "It roars", "ref": "R1"}),
        ("action.snoozed", {"until": "2026-06-03"}),
    ]


def test_who_was_not_reached_twice_is_told_twice_and_once_a_sheet(
    one_shop: SmallShop, tmp_path: Path
) -> None:
    unreached = {"result": "unreached"}
    first = sheet_of(one_shop, tmp_path / "sheet.csv", look=unreached)
    read_sheet(one_shop, first)
    one_shop.run("2026-06-02")
    second = sheet_of(one_shop, tmp_path / "second.csv", "2026-06-02", look=unreached)
    for file in (second, first, second):
        read_sheet(one_shop, file, at="2026-06-02 18:00")
    assert careplay_records(one_shop) == [("action.unreached", {})] * 2


def test_two_sheets_that_say_the_same_of_one_attempt_are_one_record(
    one_shop: SmallShop, tmp_path: Path
) -> None:
    """The table, the workbook and the next day's sheet, which was made before any was read."""
    filled = {"result": "unreached"}
    table = sheet_of(one_shop, tmp_path / "sheet.csv", look=filled)
    later = sheet_of(one_shop, tmp_path / "later.csv", "2026-06-02", look=filled)
    book = workbook_of(one_shop, tmp_path / "sheet.xlsx", look=filled)
    by, sheets = ("Eve", "Eve", "Max", "Max"), (table, book, book, later)
    found = [
        read_sheet(one_shop, file, "--by", who, at=f"2026-06-0{day} 09:00").stdout
        for day, (file, who) in enumerate(zip(sheets, by, strict=True), 2)
    ]
    said = [each.rpartition(": ")[2] for each in found]
    new, again = ("1 row recorded", "0 rows recorded, 1 row recorded before")
    assert said == [f"{each}, 1 row not filled in\n" for each in (new, again, again, again)]
    one_shop.run("2026-06-06")
    second = workbook_of(one_shop, tmp_path / "second.xlsx", "2026-06-06", look=filled)
    assert ": 1 row recorded, " in read_sheet(one_shop, second, at="2026-06-06 18:00").stdout
    assert careplay_records(one_shop) == [("action.unreached", {})] * 2


def test_a_sheet_that_an_older_careplay_read_changes_nothing(
    one_shop: SmallShop, tmp_path: Path
) -> None:
    file = sheet_of(one_shop, tmp_path / "sheet.csv", look={"result": "unreached"})
    read_sheet(one_shop, file)
    with sqlite3.connect(home(one_shop) / "records.sqlite") as db:
        (known,) = db.execute("SELECT sheet FROM records").fetchone()
        db.execute("UPDATE records SET sheet = ?", (known.rpartition("#")[0],))
    db.close()
    assert "1 row recorded before" in read_sheet(one_shop, file, at="2026-06-02 18:00").stdout


def test_what_is_wrong_with_a_row_is_told_and_the_rest_goes_in(
    one_shop: SmallShop, tmp_path: Path
) -> None:
    look, vent = code(one_shop, "look"), code(one_shop, "complaint.vent")
    slip = vent[1] + vent[0] + vent[2:]
    heading = ["code", "customer", "result", "put off to", "liked: yes / no", "own_words"]
    rows = [
        [slip, "C2", "done", "", "", "Loud"],
        [vent, "C2", "dune", "", "", "Loud"],
        [vent, "C2", "done", "", "", ""],
        [vent, "C2", "done", "", "yes", "Loud"],
        [look, "C1", "done", "", "perhaps", ""],
        [look, "C1", "put off", "2026-02-30", "", ""],
        [look, "C2", "done", "", "", ""],
        [look, "C1", "", "", "yes", ""],
        [vent, "C2", "", "", "", ""],
    ]
    file = tmp_path / "eve.csv"
    write_sheet(file, [heading, *rows])
    found = read_sheet(one_shop, file)
    assert found.exit_code == 3
    said = [line.removeprefix(f"{file}:") for line in found.stderr.splitlines()]
    assert len(said) == 7
    for line, told in zip(
        said,
        (
            f'2: column "code": "{slip}" is no code of customer "C2"',
            '3: column "result": "dune" is no result; did you mean "done"?',
            f"4: {vent} is not done without --answer own_words=…",
            f'5: column "liked: yes / no": {vent} does not ask for this',
            '6: column "liked: yes / no": "perhaps" is neither true nor false',
            '7: column "put off to": "2026-02-30" is not a date; expected a date such as',
            f'8: column "code": {look} is an action of customer "C1", and not of "C2"',
        ),
        strict=True,
    ):
        assert line.startswith(told), line
    last = f"{file}: 1 row recorded, 7 rows at fault, 1 row not filled in\n"
    assert found.stdout == last
    assert careplay_records(one_shop) == [("action.done", {"liked": "true"})]


def test_a_sheet_in_chinese_is_read_by_its_own_words(
    one_shop: SmallShop, tmp_path: Path
) -> None:
    one_shop.write({"careplay.yaml": HOME.replace("language: en", "language: zh")})
    filled = {"look": {"办理": "没联系上"}, "complaint__vent": {"own_words": "太吵"}}
    file = sheet_of(one_shop, tmp_path / "伊芙.csv", **filled)
    assert read_sheet(one_shop, file).exit_code == 0
    assert [kind for kind, _ in careplay_records(one_shop)] == [
        "complaint.vent.done",
        "action.unreached",
    ]


def test_what_is_no_sheet_is_told(one_shop: SmallShop, tmp_path: Path) -> None:
    file = tmp_path / "eve.csv"
    file.write_text("codes,result\n22,done\n", encoding="utf-8")
    found = read_sheet(one_shop, file)
    assert (found.exit_code, 'did you mean "codes"?' in found.stderr) == (3, True)
    assert read_sheet(one_shop, tmp_path / "gone.csv").exit_code == 4


# --- what happened besides


def record_event(shop: SmallShop, *told: str, at: str = f"{DAY} 18:00") -> Result:
    return called(("record", shop.folder, *told, "--at", at))


def test_an_event_begins_a_case_with_a_reference_of_its_own(shop: SmallShop) -> None:
    told = ("--event", "complaint.opened", "--customer", "C1")
    assert record_event(shop, *told).exit_code == 0
    assert "was recorded already" in record_event(shop, *told).stdout
    assert record_event(shop, *told, "ref=R7", "at=2026-06-01 09:00").exit_code == 0
    assert careplay_records(shop) == [
        ("complaint.opened", {"ref": "20260601-1"}),
        ("complaint.opened", {"ref": "R7"}),
    ]
    found = called(("cases", shop.folder, "--date", DAY, "--format", "jsonl")).stdout
    refs = [json.loads(line)["ref"] for line in found.splitlines()]
    assert sorted(refs) == ["20260601-1", "R1", "R7"]


def test_an_event_that_cannot_be_is_told(one_shop: SmallShop) -> None:
    of_c1 = ("--customer", "C1", "--event")
    told = {
        (*of_c1, "complaint.opend"): 'no event type "complaint.opend"; did you mean',
        (*of_c1, "complaint.opened", "reff=1"): 'has no "reff"; did you mean "ref"?',
        (*of_c1, "action.done"): "say careplay done CODE",
        (*of_c1, "complaint.vent.done", "own_words=x"): "does not say of which ref it is",
        (*of_c1, "visit", "at=2026-06-02"): "is still to come",
        ("--customer", "C11", "--event", "visit"): 'did you mean "C1"?',
        ("--event", "visit"): "--event and --customer go together",
    }
    for options, said in told.items():
        found = record_event(one_shop, *options)
        assert (found.exit_code, said in found.stderr) == (2, True), found.output
    assert careplay_records(one_shop) == []


def test_no_key_is_proposed_that_tells_who_somebody_is(one_shop: SmallShop) -> None:
    home = one_shop.folder / "careplay.yaml"
    whose = "facts: {id: {type: text, personal: true}, "
    home.write_text(home.read_text("utf-8").replace("facts: {", whose), "utf-8")
    found = record_event(one_shop, "--customer", "C11", "--event", "visit")
    assert found.exit_code == 2
    assert "is the key right?" in found.stderr


# --- work that is handed over


def owners(shop: SmallShop, day: str) -> set[str]:
    lines = called(("open", shop.folder, "--date", day, "--format", "jsonl")).stdout
    return {json.loads(line)["owner"] for line in lines.splitlines()}


def test_who_takes_over_has_what_is_open_and_what_comes(shop: SmallShop) -> None:
    options = ("--to", "Max", "--from", "2026-06-02", "--at", f"{DAY} 18:00")
    found = called(("hand-over", "Eve", shop.folder, *options))
    assert found.exit_code == 0, found.output
    assert "was recorded already" in called(("hand-over", "E1", shop.folder, *options)).stdout
    record(shop, "done", code(shop, "complaint.vent"), "--answer", "own_words=Loud")
    told = shop.run("2026-06-02", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["owner"] for line in told} == {"E2"}
    assert [owners(shop, day) for day in (DAY, "2026-06-02")] == [{"E1"}, {"E2"}]
    kept = shop.kept("2026-06-02", "actions.parquet").read_bytes()
    back = ("--to", "Eve", "--from", "2026-06-03", "--at", "2026-06-03 09:00")
    assert called(("hand-over", "Eve", shop.folder, *back)).exit_code == 0
    shop.run("2026-06-02")
    assert shop.kept("2026-06-02", "actions.parquet").read_bytes() == kept
    assert owners(shop, "2026-06-03") == {"E1", "E2"}, "what was told to E2 stays his"


def test_who_cannot_take_over_is_told(one_shop: SmallShop) -> None:
    def tried(person: str, to: str) -> str:
        options = ("--to", to, "--from", "2026-06-02", "--at", f"{DAY} 18:00")
        return called(("hand-over", person, one_shop.folder, *options)).stderr

    assert 'nobody is called "Evee"; did you mean "Eve"?' in tried("Evee", "Max")
    assert tried("Eve", "Max") == ""
    assert "E1 has handed over to E2" in tried("Max", "Eve")


# --- codes in tables


def test_an_outcome_in_a_table_may_name_the_code(shop: SmallShop) -> None:
    look = code(shop, "look")
    swapped = f"{look[1]}{look[0]}{look[2:]}"

    def tells(*rows: str) -> None:
        lines = (f"{line},,," for line in EVENTS.splitlines()[1:])
        head = "customer_id,type,at,ref,action,until,liked"
        shop.write({"data/events.csv": "\n".join((head, *lines, *rows, ""))})

    snoozed = f"C1,action.snoozed,2026-06-01 15:00,,{look.lower()},2026-06-04,"
    tells(snoozed)
    assert not any("CP525" in line for line in shop.said("2026-06-02"))
    assert ("2026-06-04", "look") in shop.actions("2026-06-04")
    tells(snoozed, f"C1,action.done,2026-06-04 15:00,,{swapped},,")
    (said,) = (line for line in shop.said("2026-06-05") if "CP525" in line)
    assert f'did you mean "{look}"?' in said
    assert "look" in open_rules(shop, "2026-06-05")
    tells(snoozed, f"C2,action.done,2026-06-04 15:00,,{look},,")
    assert any("CP525" in line for line in shop.said("2026-06-05")), "another's action"
    tells(snoozed, f"C1,action.done,2026-06-04 15:00,,{look},,")
    assert "look" not in open_rules(shop, "2026-06-05")
