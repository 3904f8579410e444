"""Exports as shops have them are read as they are, with what differs stated beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

import docs_shop
from careplay.faults import DataFaultError
from careplay.language.codes import BAD_WRITTEN
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.faults import fault_lines
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables

HOME = """careplay: 1
name: Shop
language: en
customers: {customers}
events: {from: e.csv, types: {visit: {}}}
staff: {from: s.csv}
roles: {adviser: {}}
"""
PLAYBOOK = (
    "rules:\n  - {id: all, title: row, when: {every: day}, do: [{task: done, to: adviser}]}\n"
)
FACTS = "facts: {name: text, born: date}"
USUAL = {
    "all.yaml": PLAYBOOK,
    "e.csv": "customer_id,type,at\n",
    "s.csv": "id,name,role\nE1,Ann,adviser\n",
}
ANN = ("1", "Ann", "1985-12-31")


def home(customers: str) -> str:
    return HOME.replace("{customers}", customers)


def shop(folder: Path, customers: str, files: Mapping[str, str | bytes]) -> Business:
    """A business whose customers are stated so; files as text or bytes."""
    for name, content in {"careplay.yaml": home(customers), **USUAL, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return docs_shop.sound(folder)


def read(business: Business) -> Loaded:
    return load_tables(business, customers=None, events=None, connection=connect())


def rows(loaded: Loaded) -> list[tuple[str, ...]]:
    found = loaded.connection.execute("SELECT * FROM customers ORDER BY customer_id::VARCHAR")
    return [tuple(str(cell) for cell in row) for row in found.fetchall()]


def test_rows_above_and_totals_below_are_none_of_the_table(tmp_path: Path) -> None:
    table = "My shop\n\nid,name,born\n1,Ann,1985-12-31\n2,Ben,1985-13-01\nTotal,2\nby hand\n"
    loaded = read(
        shop(
            tmp_path,
            f"{{from: {{file: c.csv, heading: 3, until: Total}}, key: id, {FACTS}}}",
            {"c.csv": table},
        )
    )
    assert rows(loaded) == [ANN, ("2", "Ben", "None")]
    (line,) = fault_lines(loaded.faults)
    assert "c.csv:5: CP503" in line, "as the file counts"
    assert "read as far as row 6" in str(loaded.notes[0])


def test_a_broken_row_below_a_late_heading_is_told_by_its_own_number(tmp_path: Path) -> None:
    table = "My shop\nid,name,born\n1,Ann,1985-12-31\n2,Ben\n"
    loaded = read(
        shop(
            tmp_path,
            f"{{from: {{file: c.csv, heading: 2}}, key: id, {FACTS}}}",
            {"c.csv": table},
        )
    )
    assert rows(loaded) == [ANN]
    (line,) = fault_lines(loaded.faults)
    assert "c.csv:4: CP501" in line


def test_a_cell_that_begins_so_ends_nothing_where_another_stands_before(tmp_path: Path) -> None:
    table = "id,name,born\n1,Total,1985-12-31\n2,Ben,\n"
    source = f"{{from: {{file: c.csv, until: Total}}, key: id, {FACTS}}}"
    loaded = read(shop(tmp_path, source, {"c.csv": table}))
    assert len(rows(loaded)) == 2
    assert 'no row begins with "Total"' in str(loaded.notes[0])


def test_a_sheet_is_read_from_its_heading_to_its_totals(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "other"
    sheet = book.create_sheet("会员")
    for row in (
        ("Members",),
        ("id", "person", None),
        (None, "name", "born"),
        ("1", "Ann", "1985-12-31"),
        ("合计", 1, None),
        ("by hand", None, None),
    ):
        sheet.append(row)
    sheet.merge_cells("B2:C2")
    folder = tmp_path
    book.save(folder / "c.xlsx")
    source = (
        "{from: {file: c.xlsx, sheet: 会员, heading: [2, 3], until: 合计}, key: id,"
        " facts: {name: {type: text, column: person name},"
        " born: {type: date, column: person born}}}"
    )
    loaded = read(shop(folder, source, {}))
    assert rows(loaded) == [ANN]
    assert list(fault_lines(loaded.faults)) == []


def test_headings_in_two_rows_are_joined(tmp_path: Path) -> None:
    table = "id,person,\n,name,born\n1,Ann,1985-12-31\n"
    source = (
        "{from: {file: c.csv, heading: [1, 2]}, key: id,"
        " facts: {name: {type: text, column: person name},"
        " born: {type: date, column: person born}}}"
    )
    assert rows(read(shop(tmp_path, source, {"c.csv": table}))) == [ANN]


def test_of_two_columns_of_one_heading_the_second_is_named(tmp_path: Path) -> None:
    table = "id,name,born,name\n1,A.,1985-12-31,Ann\n"
    facts = "facts: {name: {type: text, column: name (2)}, born: date}"
    source = f"{{from: c.csv, key: id, {facts}}}"
    assert rows(read(shop(tmp_path, source, {"c.csv": table}))) == [ANN]


def test_excels_own_line_names_the_separator(tmp_path: Path) -> None:
    table = "sep=;\nid;name;born\n1;Ann;1985-12-31\n2;Ben;1985-13-01\n"
    loaded = read(shop(tmp_path, f"{{from: c.csv, key: id, {FACTS}}}", {"c.csv": table}))
    assert rows(loaded)[0] == ANN
    (line,) = fault_lines(loaded.faults)
    assert "c.csv:3: CP503" in line, "the line is no row to a spreadsheet"


@pytest.mark.parametrize(
    ("encoding", "codec", "name"),
    [
        ("UTF-16", "utf-16", "张伟"),
        ("Big5", "cp950", "張偉"),
        ("Shift-JIS", "cp932", "佐藤さくら"),
        ("Windows-1252", "cp1252", "Björn Ångström"),
        ("GBK", "gbk", "张伟"),
    ],
)
def test_an_encoding_is_named(encoding: str, codec: str, name: str, tmp_path: Path) -> None:
    table = f"id,name,born\n1,{name},1985-12-31\n".encode(codec)
    source = f"{{from: {{file: c.csv, encoding: {encoding}}}, key: id, {FACTS}}}"
    assert rows(read(shop(tmp_path, source, {"c.csv": table}))) == [("1", name, "1985-12-31")]


def test_an_encoding_that_is_named_wrongly_is_told(tmp_path: Path) -> None:
    table = "id,name,born\n1,张伟,1985-12-31\n".encode("gbk")
    source = f"{{from: {{file: c.csv, encoding: UTF-8}}, key: id, {FACTS}}}"
    with pytest.raises(DataFaultError, match="is encoding: right"):
        read(shop(tmp_path, source, {"c.csv": table}))


@pytest.mark.parametrize("codec", ["utf-16", "cp950", "cp932"])
def test_an_encoding_that_is_not_named_is_told_with_the_line(
    codec: str, tmp_path: Path
) -> None:
    names = {"utf-16": "张伟", "cp950": "張偉歐陽娜娜", "cp932": "佐藤さくら鈴木ユキ"}
    called = {"utf-16": "UTF-16", "cp950": "Big5", "cp932": "Shift-JIS"}
    table = f"id,name,born\n1,{names[codec]},1985-12-31\n".encode(codec)
    business = shop(tmp_path, f"{{from: c.csv, key: id, {FACTS}}}", {"c.csv": table})
    with pytest.raises(DataFaultError, match=f"encoding: {called[codec]}}}"):
        read(business)


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("31.12.1985", "{dates: 31.12.2026}"),
        ("12/31/1985", "{dates: 12/31/2026}"),
        ("03/04/1985", "{dates: 31/12/2026} or {dates: 12/31/2026}, whichever it is"),
        ("31412", "{dates: 46387}"),
        ("12月31日", "{dates: 12月31日, year: 2026}"),
    ],
)
def test_a_date_in_another_form_is_told_with_the_line_to_write(
    cell: str, line: str, tmp_path: Path
) -> None:
    table = f"id,name,born\n1,Ann,{cell}\n"
    loaded = read(shop(tmp_path, f"{{from: c.csv, key: id, {FACTS}}}", {"c.csv": table}))
    (told,) = fault_lines(loaded.faults)
    assert f"add written: {line} (" in told


def test_one_column_is_written_otherwise_than_the_others(tmp_path: Path) -> None:
    table = "id,name,born\n1,Ann,31/12/1985\n2,-,\n"
    facts = "facts: {name: text, born: {type: date, written: {dates: 31/12/2026}}}"
    source = f"{{from: c.csv, key: id, written: {{missing: ['-']}}, {facts}}}"
    loaded = read(shop(tmp_path, source, {"c.csv": table}))
    assert rows(loaded) == [ANN, ("2", "None", "None")]
    assert list(fault_lines(loaded.faults)) == []


@pytest.mark.parametrize("key", ["'0001", '"=""0001"""'])
def test_a_key_that_excel_was_told_to_keep_is_the_key(key: str, tmp_path: Path) -> None:
    files = {
        "c.csv": f"id,name,born\n{key},Ann,1985-12-31\n",
        "e.csv": f"customer_id,type,at\n0001,visit,2026-01-01\n{key},visit,2026-01-02\n",
    }
    loaded = read(shop(tmp_path, f"{{from: c.csv, key: id, {FACTS}}}", files))
    assert rows(loaded) == [("0001", *ANN[1:])]
    assert (loaded.counts.events_left_out, loaded.counts.faults) == (0, 0)


def test_a_formula_that_failed_is_no_name(tmp_path: Path) -> None:
    table = "id,name,born\n1,#N/A,1985-12-31\n"
    loaded = read(shop(tmp_path, f"{{from: c.csv, key: id, {FACTS}}}", {"c.csv": table}))
    assert rows(loaded) == [("1", "None", "1985-12-31")]
    (told,) = fault_lines(loaded.faults)
    assert "CP532" in told


def test_a_word_of_the_data_means_a_choice_and_others_are_told(tmp_path: Path) -> None:
    table = "id,tier\n1,G\n2,gold\n3,X\n"
    facts = "facts: {tier: {type: choice, of: [classic, gold], values: {G: gold}}}"
    loaded = read(shop(tmp_path, f"{{from: c.csv, key: id, {facts}}}", {"c.csv": table}))
    assert rows(loaded) == [("1", "gold"), ("2", "gold"), ("3", "None")]
    (told,) = fault_lines(loaded.faults)
    assert 'CP508 column "tier": "X" is not declared' in told


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("written: {dates: 03.04.2026}", "can be read two ways"),
        ("written: {dates: 31.12.26}", "has two digits"),
        ("written: {dates: tomorrow}", "is no date"),
        ("written: {dates: 12月31日}", "the dates tell no year"),
        ("written: {means_yes: [Y], means_no: [y]}", "means both yes and no"),
        ("from: {file: c.parquet, heading: 3}", "says nothing of this file"),
        ("from: {file: c.csv, sheet: 会员}", "says nothing of this file"),
        ("from: {file: c.xlsx, encoding: GBK}", "says nothing of this file"),
        ("from: {file: c.csv, heading: [3, 5]}", "follow each other"),
        ("facts: {tier: {type: choice, of: [a], values: {C: b}}}", 'unknown choice "b"'),
        ("facts: {born: {type: date, values: {C: b}}}", "values: is for words"),
        ("facts: {n: {type: text, written: {dates: 31.12.2026}}}", "dates: is for dates"),
    ],
)
def test_what_is_stated_wrongly_is_told_at_its_place(
    stated: str, said: str, tmp_path: Path
) -> None:
    usual = {"from": "from: c.csv", "key": "key: id", "facts": "facts: {name: text}"}
    told = usual | {stated.partition(":")[0]: stated}
    files = {**USUAL, "careplay.yaml": home(f"{{{', '.join(told.values())}}}")}
    (examined,) = examine_all([docs_shop.write(tmp_path, files)])
    assert len(examined.diagnostics) == 1, list(map(str, examined.diagnostics))
    (fault,) = examined.diagnostics
    assert fault.code == BAD_WRITTEN
    assert said in fault.message
    assert fault.position.line == 4
