"""`careplay new --from` of lists that say little: who is in them, and whose an event is."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import careplay as public
from careplay import errors


def proposed(tmp_path: Path, file: Path) -> tuple[public.Proposed, public.Business]:
    """What is made of the file, which is read without a fault."""
    made = public.propose(tmp_path / "shop", [file])
    assert not made.found
    business = public.load(tmp_path / "shop")
    day = public.run(business, date(2026, 11, 21))
    assert day.counts.faults == 0
    return made, business


def written(tmp_path: Path, name: str, *lines: str) -> Path:
    file = tmp_path / name
    file.write_text("".join(f"{each}\n" for each in lines), encoding="utf-8")
    return file


def test_a_list_with_everybody_once_is_of_customers_whatever_its_columns_are_called(
    tmp_path: Path,
) -> None:
    rows = [f"vip,Berlin,Name {n},2026-0{n % 9 + 1}-11,{n}" for n in range(1, 31)]
    made, business = proposed(
        tmp_path, written(tmp_path, "people.csv", "type,at,name,date,id", *rows)
    )
    assert (made.counts.customers, made.counts.events) == (30, 0)
    assert business.key == "id"


def test_objects_within_rows_are_no_columns_and_end_nothing(tmp_path: Path) -> None:
    rows = [
        {"id": n, "profile": {"name": f"n{n}"}, "created_at": f"2025-0{n % 9 + 1}-12T10:00:00"}
        for n in range(30)
    ]
    made, _ = proposed(tmp_path, written(tmp_path, "users.jsonl", *map(json.dumps, rows)))
    assert made.counts.customers == 30


def test_a_log_that_tells_nothing_but_who_and_when_is_of_events(tmp_path: Path) -> None:
    rows = [f"K{n % 7},2026-11-{n % 20 + 1:02} 10:00" for n in range(40)]
    made, business = proposed(
        tmp_path, written(tmp_path, "visits.csv", "customer id,time", *rows)
    )
    assert (made.counts.customers, made.counts.events) == (7, 40)
    assert not business.declared


def test_a_key_and_two_hundred_numbers_are_customers(tmp_path: Path) -> None:
    heading = ",".join(["客户编号", *(f"字段{n}" for n in range(199))])
    rows = [",".join([f"C{n}", *(str(n % 10) for _ in range(199))]) for n in range(60)]
    made, _ = proposed(tmp_path, written(tmp_path, "宽表.csv", heading, *rows))
    assert made.counts.customers == 60


def test_months_as_columns_are_numbers_of_customers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["会员", "2026-09", "2026-10", "2026-11"])
    for n in range(20):
        sheet.append([f"M{n}", n % 3, n % 5, n % 4])
    book.save(tmp_path / "透视.xlsx")
    made, business = proposed(tmp_path, tmp_path / "透视.xlsx")
    assert made.counts.customers == 20
    assert len(business.declared) == 3


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Sales with an id of their own, whose numbers are those of members, too; and a view."""
    with sqlite3.connect(tmp_path / "shop.db") as db:
        db.executescript("""
            CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT, mobile TEXT, birth TEXT);
            CREATE TABLE sales (id INTEGER, member_id INTEGER, sold_at TEXT, amount REAL);
            CREATE VIEW top AS SELECT * FROM members LIMIT 5;
        """)
        members = [
            (n, f"Name {n}", f"1370000{n:04}", f"19{60 + n}-0{n % 9 + 1}-11") for n in range(30)
        ]
        db.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", members)
        sales = [
            (n, n * 7 % 30, f"2026-11-{n % 20 + 1:02} 12:00:00", n / 7) for n in range(100)
        ]
        db.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", sales)
    return tmp_path / "shop.db"


def test_an_event_is_of_whom_its_column_names_and_not_of_its_own_number(
    database: Path, tmp_path: Path
) -> None:
    made, business = proposed(tmp_path, database)
    assert (made.counts.customers, made.counts.events) == (30, 100)
    assert made.counts.events_left_out == 0
    assert [each.table.location for each in business.events.parts] == [
        "sqlite:data/shop.db#sales"
    ]
    text = (tmp_path / "shop" / "careplay.yaml").read_text("utf-8")
    assert "customer: member_id" in text
    assert "shop.db top" in text, "what nothing is made of is told"
    assert "text for now" in text, "an amount with too many digits does not cost its event"


def test_a_table_without_rows_is_told_as_that(tmp_path: Path) -> None:
    file = written(tmp_path, "客户.csv", "客户编号,姓名,电话")
    with pytest.raises(errors.NothingToRunError, match="客户 has a heading and no rows"):
        public.propose(tmp_path / "shop", [file])
