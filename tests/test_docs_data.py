"""docs/data.md is true: its shop is read, its tables of cells and kinds are tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

import docs_pages
import docs_shop
from careplay.faults import DataFaultError
from careplay.model import words
from careplay.model.business import Business
from careplay.model.types import Scalar, Type
from careplay.sources.connecting import connect
from careplay.sources.faults import fault_lines
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from careplay.sources.recording import recorded_by
from docs_pages import Table, codes
from shop_folder import careplay

PAGE = "data.md"
TABLES = docs_pages.tables(PAGE)
PLAYBOOK = (
    "rules:\n  - {id: all, title: row, when: {every: day}, do: [{task: done, to: adviser}]}\n"
)
HEADING = "会员号,姓名,phone,birthday,points,spent,consent,tier,last_call,rate,owner"
EVENTS = "会员号,kind,happened_at,amount\n"
STAFF = "工号,name,role\nE1,Ann,adviser\n"


def table(*heading: str) -> Table:
    (found,) = (each for each in TABLES if each.heading == heading)
    return found


def example(name: str) -> str:
    (found,) = (each for each in docs_pages.blocks(PAGE) if each.told == f"example: {name}")
    return found.text


def corner_shop(folder: Path, home: str = "") -> Business:
    """The business of the page, with the faulty data of the page."""
    files = {
        f"data/{name}.csv": example(f"{name}.csv") for name in ("customers", "events", "staff")
    }
    written = {"careplay.yaml": home or example("careplay.yaml"), "all.yaml": PLAYBOOK, **files}
    return docs_shop.sound(docs_shop.write(folder, written))


def loaded(business: Business) -> Loaded:
    return load_tables(business, customers=None, events=None, connection=connect())


Shown: TypeAlias = Callable[[str, Callable[[], str]], None]


@pytest.fixture
def shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> Shown:
    """Hold what is said in the corner shop against the block of the page that is told so."""

    def held(told: str, said: Callable[[], str]) -> None:
        corner_shop(tmp_path)
        monkeypatch.chdir(tmp_path)
        (block,) = (each for each in docs_pages.blocks(PAGE) if each.told == told)
        golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, block, said()))

    return held


def test_the_report_is_as_shown(shown: Shown) -> None:
    shown("report", lambda: "\n".join(fault_lines(loaded(docs_shop.sound(Path())).faults)))


def test_what_was_read_is_shown_so(shown: Shown) -> None:
    shown("survey", lambda: careplay("data", ".").stdout)


def test_the_data_are_checked_as_shown(shown: Shown) -> None:
    shown("checked", lambda: careplay("check", ".", "--data", "--profile", "start").stdout)


def test_what_is_left_out_is_what_the_table_says(tmp_path: Path) -> None:
    found = loaded(corner_shop(tmp_path))
    count = found.counts
    assert (count.customers, count.customers_left_out) == (4, 2)
    assert (count.events, count.events_left_out) == (4, 3)
    assert count.faults == len(found.faults)
    sql = "SELECT name, birthday FROM customers ORDER BY customer_id"
    kept = found.connection.execute(sql).fetchall()
    assert [(name, birthday is None) for name, birthday in kept] == [
        ("Ann", True),
        ("Ben", False),
    ]


def test_every_fenced_block_and_table_is_a_tested_one() -> None:
    assert {each.told.split(":")[0] for each in docs_pages.blocks(PAGE)} == {
        "checked",
        "example",
        "report",
        "survey",
    }
    known = {
        ("`from:`", "reads"),
        ("type", "is written as", "is read as"),
        STATED,
        FILE_KEYS,
        EFFECTS,
    }
    assert {each.heading for each in TABLES} == known


STATED = ("type", "`written:`", "is written as", "is read as")
FILE_KEYS = ("key of a file", "says")
EFFECTS = ("where", "what is done")
FACT_OF = {
    "integer": "points", "number": "rate", "money": "spent", "boolean": "consent",
    "date": "birthday", "moment": "last_call", "choice": "tier", "staff": "owner",
}  # fmt: skip


@pytest.mark.parametrize(
    "row",
    table("type", "is written as", "is read as").rows,
    ids=lambda row: f"{row[0]} {row[2]}",
)
def test_cells_are_read_as_shown(row: tuple[str, ...], tmp_path: Path) -> None:
    kind = codes(row[0])[0]
    fact, written = FACT_OF[kind], codes(row[1])
    place = HEADING.split(",").index(fact)
    lines_ = [",".join([str(n), *[""] * 10]) for n, _ in enumerate(written)]
    for n, text in enumerate(written):
        cells = lines_[n].split(",")
        cells[place] = text
        lines_[n] = ",".join(cells)
    found = values(tmp_path, HEADING + "\n" + "\n".join(lines_) + "\n", fact)
    assert [words.plain(value, Type(kind)) for value in found] == [row[2]] * len(written)


@pytest.mark.parametrize(
    "row", table(*STATED).rows, ids=lambda row: f"{row[0]} {codes(row[1])[0]}"
)
def test_stated_forms_are_read_as_shown(row: tuple[str, ...], tmp_path: Path) -> None:
    kind, stated = codes(row[0])[0], codes(row[1])[0]
    texts = codes(row[2])
    files = {
        "careplay.yaml": "careplay: 1\nname: x\nlanguage: en\n"
        "customers:\n  from: c.csv\n  key: id\n"
        f"  written: {{{stated}}}\n  facts: {{told: {kind}}}\n"
        "events: {from: e.csv, types: {visit: {}}}\n"
        "staff: {from: s.csv}\nroles: {adviser: {}}\n",
        "all.yaml": PLAYBOOK,
        "c.csv": "id,told\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(texts)),
        "e.csv": "customer_id,type,at\n",
        "s.csv": "id,name,role\n",
    }
    found = loaded(docs_shop.sound(docs_shop.write(tmp_path, files)))
    assert [str(fault) for fault in found.faults] == []
    read = found.connection.execute("SELECT told FROM customers ORDER BY customer_id")
    told = [words.plain(each[0], Type(kind)) for each in read.fetchall()]
    assert told == [row[3]] * len(texts)


def test_an_export_is_read_as_it_is(tmp_path: Path) -> None:
    files = {
        "careplay.yaml": example("exported.yaml"),
        "all.yaml": PLAYBOOK,
        "data/会员.csv": example("会员.csv"),
        "data/events.csv": "customer_id,type,at\n1001,visit,2026-11-20\n",
        "data/staff.csv": "id,name,role\nE1,Ann,adviser\n",
    }
    found = loaded(docs_shop.sound(docs_shop.write(tmp_path, files)))
    assert [str(fault) for fault in found.faults] == []
    (note,) = found.notes
    assert str(note).endswith('data/会员.csv: read as far as row 7, which begins with "合计"')
    read = found.connection.execute("SELECT * FROM customers ORDER BY customer_id").fetchall()
    assert [tuple(map(str, each)) for each in read] == [
        ("1001", "张三", "1985-12-31", "classic", "True", "1200.50"),
        ("1002", "李四", "None", "gold", "False", "12.00"),
        ("1003", "王五", "1990-06-04", "gold", "True", "3.00"),
    ]
    assert found.counts.events_left_out == 0


def test_events_in_several_files_are_read_as_they_are(tmp_path: Path) -> None:
    files = {
        "careplay.yaml": example("files.yaml"),
        "all.yaml": PLAYBOOK,
        "data/订单.csv": example("订单.csv"),
        "data/visits/1.csv": example("visits.csv"),
        "data/状态.csv": example("状态.csv"),
        "data/customers.csv": "会员号,name\n1,张三\n",
        "data/staff.csv": "id,name,role\n",
    }
    found = loaded(docs_shop.sound(docs_shop.write(tmp_path, files)))
    (told,) = fault_lines(found.faults)
    assert told.endswith(
        'data/visits/1.csv:5: CP513 column "事由": "看看" is not among the values: of the file;'
        " say what it means, or none (the event is left out)"
    )
    read = found.connection.execute('SELECT "at", type, amount, ref FROM events ORDER BY "at"')
    assert [" ".join(str(cell) for cell in row) for row in read.fetchall()] == [
        "2026-11-19 10:00:00 visit None None",
        "2026-11-19 10:20:00 complaint.opened None T1",
        "2026-11-20 09:00:00 complaint.begun None T1",
        "2026-11-21 09:00:00 complaint.closed None T1",
        "2026-11-21 10:00:00 purchase 12.50 A1",
    ]


def test_customers_without_a_table_are_known_by_their_events(tmp_path: Path) -> None:
    rows = (
        "1,purchase,2026-11-20,1,张三,138\n1,purchase,2026-11-21,1,,139\n2,visit,2026-11-21,,,"
    )
    files = {
        "careplay.yaml": example("known.yaml"),
        "all.yaml": PLAYBOOK,
        "data/events.csv": "customer_id,type,at,amount,buyer,phone\n" + rows + "\n",
        "data/staff.csv": "id,name,role\n",
    }
    found = loaded(docs_shop.sound(docs_shop.write(tmp_path, files)))
    (told,) = fault_lines(found.faults)
    assert 'events.csv:4: CP514 column "customer_id": "2" is no customer' in told
    known = recorded_by(found, date(2026, 11, 21))
    asked = f'SELECT * FROM "{known.customers}"'
    assert found.connection.execute(asked).fetchall() == [(1, "张三", "139")]


def values(folder: Path, customers: str, fact: str) -> list[Scalar]:
    """The fact's values, read from this customer table, which must have no fault."""
    business = corner_shop(folder)
    files = {"customers": customers, "events": EVENTS, "staff": STAFF}
    docs_shop.write(folder, {f"data/{name}.csv": text for name, text in files.items()})
    found = loaded(business)
    assert [str(fault) for fault in found.faults] == []
    sql = f'SELECT "{fact}" FROM customers ORDER BY customer_id'
    return [row[0] for row in found.connection.execute(sql).fetchall()]


def test_a_lacking_column_stops_the_run_and_names_the_nearest(tmp_path: Path) -> None:
    business = corner_shop(tmp_path)
    file = tmp_path / "data" / "customers.csv"
    docs_shop.write(
        tmp_path, {"data/customers.csv": file.read_text("utf-8").replace("phone", "phones")}
    )
    with pytest.raises(
        DataFaultError, match='has no column "phone"; did you mean "phones"'
    ) as told:
        loaded(business)
    assert told.value.exit_code == 3


def test_the_nearest_heading_is_told_with_the_line_to_write(tmp_path: Path) -> None:
    business = corner_shop(tmp_path)
    heading = HEADING.replace("birthday", "birthday(solar)").replace("会员号", "会员编号")
    events = EVENTS.replace("amount", "amounts")
    docs_shop.write(tmp_path, {"data/customers.csv": heading + "\n", "data/events.csv": events})
    with pytest.raises(DataFaultError) as told:
        loaded(business)
    for line in (
        '"birthday" (did you mean "birthday(solar)"? then write birthday: {type: date,',
        'did you mean "会员编号"? then write key: 会员编号',
        'did you mean "amounts"? then write columns: {amount: amounts}',
    ):
        assert line in str(told.value)


def test_an_undeclared_column_is_said(tmp_path: Path) -> None:
    business = corner_shop(tmp_path)
    docs_shop.write(tmp_path, {"data/staff.csv": "工号,name,role,hobby\nE1,Ann,adviser,tea\n"})
    assert any("hobby" in str(note) for note in loaded(business).notes)


def test_the_key_007_is_not_the_key_7(tmp_path: Path) -> None:
    people = "\n".join((HEADING, "007" + "," * 10, "7" + "," * 10))
    assert len(values(tmp_path, people + "\n", "name")) == 2


def test_a_moment_with_an_offset_is_turned_into_the_timezone(tmp_path: Path) -> None:
    row = "1,,,,,,,,2026-11-21T00:00:00Z,,"
    (found,) = values(tmp_path, f"{HEADING}\n{row}\n", "last_call")
    assert str(found) == "2026-11-21 08:00:00"
