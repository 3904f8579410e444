"""The same table says the same, whatever kind of file it lies in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from careplay.faults import DataFaultError, SourceError
from careplay.model.business import Person
from careplay.sources.connecting import connect
from careplay.sources.faults import fault_lines
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from careplay.sources.rows import rows
from careplay.sources.staff import load_staff
from data_business import business


def moment(*told: int, zone: timezone | None = None) -> datetime:
    """A moment as the tables hold it: of no timezone, unless a test gives one."""
    return datetime(*told, tzinfo=zone)  # type: ignore[misc, arg-type]


FACTS: Mapping[str, Any] = {
    "name": "text",
    "phone": "text",
    "birthday": "date",
    "spend": "money",
    "score": "number",
    "visits": "integer",
    "consent": "boolean",
    "tier": {"type": "choice", "of": ["gold", "silver"]},
    "seen": "moment",
}
TYPES = {"purchase": {"amount": "money", "arrival": "date"}, "visit": {}}
ONE = {
    "customer_id": "C1",
    "name": "张伟",
    "phone": "13800000000",
    "birthday": date(1985, 2, 28),
    "spend": Decimal("139.12"),
    "score": Decimal("0.5"),
    "visits": 3,
    "consent": True,
    "tier": "gold",
    "seen": moment(2026, 3, 1, 10, 30),
}
TWO = {**dict.fromkeys(ONE), "customer_id": "C2"}
EVENT = {
    "customer_id": "C1",
    "type": "purchase",
    "at": moment(2026, 3, 1, 10, 30),
    "amount": Decimal("12.50"),
    "arrival": date(2026, 3, 8),
}
NO_EVENTS = "customer_id,type,at,amount,arrival\n"


def loaded(folder: Path, customers: str, events: str = "events.csv", **told: Any) -> Loaded:
    if not (folder / "events.csv").exists():
        (folder / "events.csv").write_text(NO_EVENTS, encoding="utf-8")
    document = {
        "customers": {"from": customers, "facts": FACTS},
        "events": {"from": events, "types": TYPES},
        **told,
    }
    return load_tables(
        business(document, folder), customers=None, events=None, connection=connect()
    )


def said(found: Loaded) -> list[str]:
    return [line.split(": ", 1)[1] for line in fault_lines(found.faults)]


def workbook(file: Path, rows_: list[list[Any]], sheet: str = "Sheet1") -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows_:
        page.append(row)
    book.save(file)


def test_csv(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "customer_id,name,phone,birthday,spend,score,visits,consent,tier,seen\n"
        "C1,张伟,13800000000,1985-02-28,139.12,0.5,3,true,gold,2026-03-01 10:30\n"
        "C2,,,,,,,,,\n",
        encoding="utf-8",
    )
    assert rows(loaded(tmp_path, "c.csv"))[0] == [ONE, TWO]


def test_a_workbook(tmp_path: Path) -> None:
    first = {**ONE, "phone": 13800000000, "spend": 139.12, "score": 0.5}
    workbook(tmp_path / "c.xlsx", [list(ONE), list(first.values()), list(TWO.values())])
    assert rows(loaded(tmp_path, "c.xlsx"))[0] == [ONE, TWO]


def test_events_of_a_workbook(tmp_path: Path) -> None:
    workbook(
        tmp_path / "c.xlsx", [list(ONE), list({**ONE, "spend": 139.12, "score": 0.5}.values())]
    )
    workbook(tmp_path / "e.xlsx", [list(EVENT), list({**EVENT, "amount": 12.5}.values())])
    found = rows(loaded(tmp_path, "c.xlsx", "e.xlsx"))[1]
    assert found == [{**EVENT, "key": None}]


def test_json_lines(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(
        '{"customer_id": "C1", "name": "张伟", "phone": 13800000000, "birthday": "1985-02-28", '
        '"spend": 139.12, "score": 0.5, "visits": 3, "consent": true, "tier": "gold", '
        '"seen": "2026-03-01T10:30:00"}\n{"customer_id": "C2"}\n',
        encoding="utf-8",
    )
    assert rows(loaded(tmp_path, "c.jsonl"))[0] == [ONE, TWO]


def test_sqlite(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        db.execute(f"CREATE TABLE people ({', '.join(ONE)})")
        first = {**ONE, "spend": 139.12, "score": 0.5, "birthday": "1985-02-28"}
        first["seen"] = "2026-03-01 10:30:00"
        for row in (first, TWO):
            db.execute(f"INSERT INTO people VALUES ({', '.join('?' * 10)})", [*row.values()])
        db.commit()
    assert rows(loaded(tmp_path, "sqlite:shop.db#people"))[0] == [ONE, TWO]


def parquet(file: Path, row: Mapping[str, Any], **types: pa.DataType) -> None:
    columns = {name: pa.array([value, None], types.get(name)) for name, value in row.items()}
    columns["customer_id"] = pa.array([row["customer_id"], "C2"], types.get("customer_id"))
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), file)


def test_parquet_of_the_declared_types(tmp_path: Path) -> None:
    parquet(tmp_path / "c.parquet", ONE)
    assert rows(loaded(tmp_path, "c.parquet"))[0] == [ONE, TWO]


def test_parquet_of_near_types(tmp_path: Path) -> None:
    first = {
        **ONE,
        "phone": 13800000000.0,
        "birthday": moment(1985, 2, 28),
        "spend": 139.12,
        "score": 0.5,
        "visits": 3.0,
        "consent": 1,
        "seen": moment(2026, 3, 1, 2, 30, zone=timezone(timedelta(0))),
    }
    parquet(tmp_path / "c.parquet", first)
    found = loaded(tmp_path, "c.parquet")
    assert (rows(found)[0], found.faults) == ([ONE, TWO], ())


def test_parquet_of_texts(tmp_path: Path) -> None:
    first = {name: "" if value is None else str(value) for name, value in ONE.items()}
    parquet(tmp_path / "c.parquet", {**first, "name": " 张伟"})
    assert rows(loaded(tmp_path, "c.parquet"))[0] == [{**ONE, "name": "张伟"}, TWO]


def test_parquet_with_faults_is_told_by_row(tmp_path: Path) -> None:
    first = {
        **ONE,
        "phone": "13800000000.0",
        "birthday": moment(1985, 2, 28, 10),
        "spend": 1.005,
        "visits": 2.5,
        "tier": "glod",
        "seen": moment(1066, 10, 14),
    }
    parquet(tmp_path / "c.parquet", first)
    found = loaded(tmp_path, "c.parquet")
    codes = [(fault.code, fault.row, fault.column) for fault in found.faults]
    assert codes == [
        ("CP503", 1, "birthday"),
        ("CP506", 1, "spend"),
        ("CP506", 1, "visits"),
        ("CP508", 1, "tier"),
        ("CP510", 1, "phone"),
        ("CP511", 1, "seen"),
    ]


def test_bad_cells_of_parquet_count_as_missing(tmp_path: Path) -> None:
    parquet(tmp_path / "c.parquet", {**ONE, "spend": 1.005, "tier": "glod"})
    assert rows(loaded(tmp_path, "c.parquet"))[0] == [{**ONE, "spend": None, "tier": None}, TWO]


def test_a_gap_of_pandas_is_no_fault(tmp_path: Path) -> None:
    gaps = dict.fromkeys(("spend", "score", "visits"), float("nan"))
    parquet(tmp_path / "c.parquet", {**ONE, **gaps})
    found = loaded(tmp_path, "c.parquet")
    assert (found.faults, rows(found)[0][0]["visits"]) == ((), None)


def test_rows_left_out_of_several_parquet_files_are_named(tmp_path: Path) -> None:
    parquet(tmp_path / "c" / "a.parquet", ONE)
    parquet(tmp_path / "c" / "b.parquet", {**ONE, "customer_id": "C3"})
    found = loaded(tmp_path, "c/*.parquet")
    (fault,) = found.faults
    assert (fault.code, Path(fault.file).name, fault.row, len(rows(found)[0])) == (
        "CP512",
        "b.parquet",
        2,
        3,
    )


def test_partitioned_parquet_tells_its_folders_columns(tmp_path: Path) -> None:
    less = {name: value for name, value in ONE.items() if name != "tier"}
    parquet(tmp_path / "c" / "tier=gold" / "a.parquet", less)
    assert [row["tier"] for row in rows(loaded(tmp_path, "c"))[0]] == ["gold", "gold"]


def test_events_of_parquet_are_left_out_where_faulty(tmp_path: Path) -> None:
    parquet(tmp_path / "c.parquet", ONE)
    told = {
        "customer_id": ["C1", "C9", "C1", "C1", None, "C1", ""],
        "type": ["purchase", "purchase", "purchse", "purchase", "visit", "visit", "visit"],
        "at": [moment(2026, 3, 1)] * 3 + [None] + [moment(2026, 3, 1)] * 3,
        "amount": [12.5, 1.0, 1.0, 1.0, 1.0, 1.005, 1.0],
        "arrival": [date(2026, 3, 8)] * 7,
    }
    pq.write_table(pa.table(told), tmp_path / "e.parquet")
    found = loaded(tmp_path, "c.parquet", "e.parquet")
    codes = {(fault.code, fault.row) for fault in found.faults}
    assert codes == {("CP514", 2), ("CP513", 3), ("CP502", 4), ("CP502", 5), ("CP502", 7)}
    assert [row["amount"] for row in rows(found)[1]] == [Decimal("12.50"), None]


def test_keys_are_integers_only_where_both_tables_have_them(tmp_path: Path) -> None:
    head = ",".join(ONE)
    (tmp_path / "c.csv").write_text(f"{head}\n7,,,,,,,,,\n8,,,,,,,,,\n", encoding="utf-8")
    (tmp_path / "e.csv").write_text(f"{NO_EVENTS}7,visit,2026-03-01,,\n", encoding="utf-8")
    (tmp_path / "f.csv").write_text(f"{NO_EVENTS}007,visit,2026-03-01,,\n", encoding="utf-8")
    kinds = [
        rows(loaded(tmp_path, "c.csv", name))[0][0]["customer_id"]
        for name in ("e.csv", "f.csv")
    ]
    assert kinds == [7, "7"]


@pytest.mark.parametrize("wide", [1, 10**12])
def test_integer_keys_are_checked_close_together_or_far_apart(
    tmp_path: Path, wide: int
) -> None:
    head = ",".join(ONE)
    keys = "".join(f"{wide * n},,,,,,,,,\n" for n in (1, 2, 3, 3))
    (tmp_path / "c.csv").write_text(f"{head}\n{keys}", encoding="utf-8")
    events = "".join(f"{wide * n},visit,2026-03-01,,\n" for n in (1, 4))
    (tmp_path / "e.csv").write_text(NO_EVENTS + events, encoding="utf-8")
    found = loaded(tmp_path, "c.csv", "e.csv")
    assert [(fault.code, fault.row) for fault in found.faults] == [("CP512", 5), ("CP514", 3)]


def test_a_failed_formula_is_told(tmp_path: Path) -> None:
    workbook(
        tmp_path / "c.xlsx", [list(ONE), list({**ONE, "spend": "#N/A", "score": 1}.values())]
    )
    (line,) = said(loaded(tmp_path, "c.xlsx"))
    assert line.startswith('CP505 column "spend": "#N/A" is not a number; expected a number')


def test_a_sheet_that_starts_further_down_keeps_its_row_numbers(tmp_path: Path) -> None:
    row = list({**ONE, "spend": "x", "score": 1}.values())
    workbook(
        tmp_path / "c.xlsx", [[], [], [None, *ONE], [None, *row], [], [None, *TWO.values()]]
    )
    (fault,) = loaded(tmp_path, "c.xlsx").faults
    assert fault.row == 4


def test_a_sheet_is_named_after_a_hash(tmp_path: Path) -> None:
    workbook(tmp_path / "c.xlsx", [list(ONE), list(TWO.values())], sheet="客户")
    assert rows(loaded(tmp_path, "c.xlsx#客户"))[0] == [TWO]
    with pytest.raises(SourceError, match='has no sheet "客户表"; did you mean "客户"'):
        loaded(tmp_path, "c.xlsx#客户表")


def test_a_table_that_sqlite_lacks_is_told_with_the_nearest(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        db.execute("CREATE TABLE customers (a)")
    with pytest.raises(SourceError, match='no table "customer"; did you mean "customers"'):
        loaded(tmp_path, "sqlite:shop.db#customer")


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "c.csv").write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="Permission denied; may this user read it"):
        load_tables(
            business(
                {
                    "customers": {"from": "c.csv", "facts": {}},
                    "events": {"from": "c.csv", "types": {}},
                },
                tmp_path,
            ),
            customers=None,
            events=None,
            connection=connect(),
        )


def test_files_of_several_kinds_are_told(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    for name in ("a.csv", "b.jsonl"):
        (tmp_path / "d" / name).write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match="files of several kinds"):
        loaded(tmp_path, "d")


def test_damaged_parquet_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "c.parquet").write_bytes(b"PAR1" + b"\0" * 40 + b"PAR1")
    with pytest.raises(DataFaultError, match="cannot be read as Parquet"):
        loaded(tmp_path, "c.parquet")


def test_locations_given_by_hand_stand_for_the_business_s(tmp_path: Path) -> None:
    parquet(tmp_path / "other.parquet", ONE)
    (tmp_path / "events.csv").write_text(NO_EVENTS, encoding="utf-8")
    document = {
        "customers": {"from": "absent.csv", "facts": FACTS},
        "events": {"from": "events.csv", "types": TYPES},
    }
    found = load_tables(
        business(document, tmp_path),
        customers=str(tmp_path / "other.parquet"),
        events=None,
        connection=connect(),
    )
    assert rows(found)[0] == [ONE, TWO]


def test_staff_alone_are_read_for_a_plan(tmp_path: Path) -> None:
    text = "id,name,role,successor\na,陈静,adviser,zz\n"
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    document = {
        "customers": {"from": "c.csv", "facts": {}},
        "events": {"from": "e.csv", "types": {}},
        "staff": {"from": "s.csv"},
    }
    staff = load_staff(connect(), business(document, tmp_path))
    assert staff is not None
    assert staff.people == (Person("a", "陈静", "adviser"),)
