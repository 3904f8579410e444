"""docs/data.md on tables is true: a table of each kind is read."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from careplay.model.business import Business
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from docs_pages import Table, codes

PLAYBOOK = "rules:\n" + docs_shop.rule("all", "{every: day}")


def listed() -> Table:
    """The kinds of the page."""
    (found,) = (each for each in docs_pages.tables("data.md") if each.heading[0] == "`from:`")
    return found


def loaded(business: Business) -> Loaded:
    return load_tables(business, customers=None, events=None, connection=connect())


HEADINGS = ("会员号", "姓名")
PEOPLE = (("1", "Ann"), ("2", "Ben"))
KINDS = """careplay: 1
name: kinds
customers: {{from: {where}, key: 会员号, facts: {{name: {{type: text, column: 姓名}}}}}}
events: {{from: data/none.csv, types: {{visit: {{}}}}}}
roles: {{adviser: {{}}}}
"""


def as_csv(file: Path, sep: str = ",", encoding: str = "utf-8") -> None:
    rows = (HEADINGS, *PEOPLE)
    file.write_text("".join(sep.join(row) + "\n" for row in rows), encoding=encoding)


def as_json_lines(file: Path) -> None:
    rows = (json.dumps(dict(zip(HEADINGS, each, strict=True))) for each in PEOPLE)
    file.write_text("\n".join(rows), encoding="utf-8")


def as_parquet(file: Path) -> None:
    rows = ", ".join(map(str, PEOPLE))
    names = ", ".join(HEADINGS)
    sql = f"COPY (SELECT * FROM (VALUES {rows}) v({names})) TO '{file}' (FORMAT parquet)"
    connect().execute(sql)


def as_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.execute('CREATE TABLE customers ("会员号", "姓名")')
        base.executemany("INSERT INTO customers VALUES (?, ?)", PEOPLE)
        base.commit()


def as_workbook(file: Path, *sheets: str) -> None:
    """A workbook whose last sheet holds the customers; the others hold nothing."""
    names = enumerate(sheets or ("Sheet1",), start=1)
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in names)
    last = max(1, len(sheets))
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "http://schemas.openxmlformats.org"
    office = f"{parts}/officeDocument/2006/relationships"
    rows = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
        + "</row>"
        for row in (HEADINGS, *PEOPLE)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, last + 1)
    )
    relations = f'<Relationships xmlns="{parts}/package/2006/relationships">'
    main = f'xmlns="{parts}/spreadsheetml/2006/main"'
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{parts}/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'{relations}<Relationship Id="r" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        packed.writestr("xl/_rels/workbook.xml.rels", f"{relations}{related}</Relationships>")
        for n in range(1, last + 1):
            held = rows if n == last else ""
            sheet = f"<worksheet {main}><sheetData>{held}</sheetData></worksheet>"
            packed.writestr(f"xl/worksheets/s{n}.xml", sheet)


def in_parts(folder: Path) -> None:
    for number, person in enumerate(PEOPLE):
        part = folder / f"year=202{number}"
        part.mkdir(parents=True)
        (part / "part.csv").write_text(f"会员号,姓名\n{','.join(person)}\n", encoding="utf-8")


def matching(folder: Path) -> None:
    for number, person in enumerate(PEOPLE):
        text = f"会员号,姓名\n{','.join(person)}\n"
        (folder / f"events_{number}.csv").write_text(text, encoding="utf-8")


MADE: dict[str, Callable[[Path], None]] = {
    "data/customers.csv": lambda data: as_csv(data / "customers.csv"),
    "data/customers.xlsx": lambda data: as_workbook(data / "customers.xlsx"),
    "data/book.xlsx#会员": lambda data: as_workbook(data / "book.xlsx", "说明", "会员"),
    "data/events.parquet": lambda data: as_parquet(data / "events.parquet"),
    "data/events.jsonl": lambda data: as_json_lines(data / "events.jsonl"),
    "data/events.ndjson": lambda data: as_json_lines(data / "events.ndjson"),
    "data/customers.tsv": lambda data: as_csv(data / "customers.tsv", "\t"),
    "data/customers.txt": lambda data: as_csv(data / "customers.txt", ";", "gbk"),
    "data/bars.csv": lambda data: as_csv(data / "bars.csv", "|"),
    "sqlite:data/shop.db#customers": lambda data: as_sqlite(data / "shop.db"),
    "data/events_*.csv": matching,
    "data/events": lambda data: in_parts(data / "events"),
}


def test_every_kind_of_the_page_is_tried() -> None:
    written = {codes(row[0])[0] for row in listed().rows}
    written |= {code for row in listed().rows for code in codes(row[1])}
    assert {each for each in written if each.startswith(("data/", "sqlite:"))} <= {*MADE}


@pytest.mark.parametrize("where", MADE)
def test_a_table_of_each_kind_is_read(where: str, tmp_path: Path) -> None:
    home = KINDS.format(where=where)
    files = {
        "careplay.yaml": home,
        "all.yaml": PLAYBOOK,
        "data/none.csv": "customer_id,type,at\n",
    }
    docs_shop.write(tmp_path, files)
    MADE[where](tmp_path / "data")
    found = loaded(docs_shop.sound(tmp_path))
    people = found.connection.execute("SELECT * FROM customers ORDER BY ALL").fetchall()
    assert [(str(key), name) for key, name in people] == [*PEOPLE]


def test_a_folder_name_may_be_a_column(tmp_path: Path) -> None:
    home = KINDS.format(where="data/events").replace("facts: {", "facts: {year: integer, ")
    files = {
        "careplay.yaml": home,
        "all.yaml": PLAYBOOK,
        "data/none.csv": "customer_id,type,at\n",
    }
    docs_shop.write(tmp_path, files)
    in_parts(tmp_path / "data" / "events")
    found = loaded(docs_shop.sound(tmp_path))
    years = found.connection.execute("SELECT year FROM customers ORDER BY ALL").fetchall()
    assert years == [(2020,), (2021,)]
