"""Events out of several files: what each file's rows are, and what is told of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import docs_shop
from careplay.faults import DataFaultError
from careplay.language.codes import BAD_WRITTEN, UNKNOWN_COLUMN, UNKNOWN_EVENT_TYPE
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.faults import fault_lines
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from shop_folder import careplay

HOME = """careplay: 1
name: Shop
language: en
customers: {from: c.csv, key: id, facts: {name: text}}
events:
  types:
    sale: {amount: money, no: text}
    visit: {}
    fault.opened: {no: text}
    fault.done: {no: text}
  from:
    FILES
staff: {from: s.csv}
roles: {adviser: {}}
"""
USUAL = {
    "all.yaml": "rules:\n  - {id: sold, title: row, when: {event: sale},"
    " do: [{task: 'sold {event.amount}', to: adviser}]}\n",
    "c.csv": "id,name\n1,Ann\n2,Ben\n",
    "s.csv": "id,name,role\nE1,Ann,adviser\n",
}
SALES = "- {file: sales.csv, type: sale, customer: who, at: sold, columns: {no: order}}"
LOG = "- {file: log.csv, changes: state, values: {work: fault.opened, done: fault.done}}"


def written(folder: Path, listed: str, files: Mapping[str, str]) -> Path:
    home = HOME.replace("FILES", listed.replace("\n", "\n    "))
    return docs_shop.write(folder, {"careplay.yaml": home, **USUAL, **files})


def shop(folder: Path, listed: str, files: Mapping[str, str]) -> Business:
    return docs_shop.sound(written(folder, listed, files))


def read(business: Business) -> Loaded:
    return load_tables(business, customers=None, events=None, connection=connect())


def events(loaded: Loaded) -> list[str]:
    found = loaded.connection.execute(
        "SELECT customer_id, type, strftime(\"at\", '%m-%d %H:%M'), amount, no FROM events"
        ' ORDER BY "at", type'
    )
    return [
        " ".join("-" if cell is None else str(cell) for cell in r) for r in found.fetchall()
    ]


def test_each_file_has_its_own_columns_and_forms(tmp_path: Path) -> None:
    listed = (
        SALES.replace("order}", "order}, written: {dates: 31.12.2026, decimal: comma}")
        + "\n- {file: visits.csv, type: visit}"
    )
    files = {
        "sales.csv": 'who,order,sold,amount\n1,A,21.11.2026 10:00,"1.200,50"\n',
        "visits.csv": "customer_id,at\n2,2026-11-20\n2,21.11.2026\n",
    }
    loaded = read(shop(tmp_path, listed, files))
    assert events(loaded) == ["2 visit 11-20 00:00 - -", "1 sale 11-21 10:00 1200.50 A"]
    (told,) = fault_lines(loaded.faults)
    assert 'visits.csv:3: CP504 column "at": "21.11.2026"' in told, "a form of another file"


def test_faults_tell_the_heading_of_their_own_file(tmp_path: Path) -> None:
    listed = SALES + "\n- {file: visits.csv, type: visit, customer: guest}"
    files = {
        "sales.csv": "who,order,sold,amount\n9,A,2026-11-21,1\n1,B,,x\n",
        "visits.csv": "guest,at\n8,2026-11-20\n",
    }
    told = "\n".join(fault_lines(read(shop(tmp_path, listed, files)).faults))
    assert re.findall(r'(\w+.csv:\d): (CP\d+) column "(\w+)"', told) == [
        ("sales.csv:3", "CP502", "sold"),
        ("sales.csv:3", "CP505", "amount"),
        ("visits.csv:2", "CP514", "guest"),
        ("sales.csv:2", "CP514", "who"),
    ]


def test_what_all_files_lack_is_told_at_once(tmp_path: Path) -> None:
    listed = SALES + "\n- {file: visits.csv, type: visit}"
    files = {"sales.csv": "who,order,sold,amounts\n", "visits.csv": "customer_id,when\n"}
    with pytest.raises(DataFaultError) as told:
        read(shop(tmp_path, listed, files))
    assert 'sales.csv has no column "amount" of sale; did you mean "amounts"?' in str(
        told.value
    )
    assert 'visits.csv has no column "at"' in str(told.value)


def test_workbooks_and_parquet_stand_beside_text(tmp_path: Path) -> None:
    listed = (
        SALES.replace("sales.csv", "sales.parquet")
        + "\n- {file: visits.xlsx, sheet: 2026, heading: 2, until: all, type: visit}"
    )
    business = written(tmp_path, listed, {})
    columns = {"who": [1, 2], "order": ["A", "B"], "sold": ["2026-11-21"] * 2}
    pq.write_table(
        pa.table({**columns, "amount": [1.5, float("nan")]}), tmp_path / "sales.parquet"
    )
    book = openpyxl.Workbook()
    book.active.title = "2026"
    for row in (("visits",), ("customer_id", "at"), (1, "2026-11-20"), ("all", 1)):
        book.active.append(row)
    book.save(tmp_path / "visits.xlsx")
    loaded = read(docs_shop.sound(business))
    assert events(loaded) == [
        "1 visit 11-20 00:00 - -",
        "1 sale 11-21 00:00 1.50 A",
        "2 sale 11-21 00:00 - B",
    ]
    assert list(fault_lines(loaded.faults)) == []


def test_a_word_means_a_type_none_or_is_told(tmp_path: Path) -> None:
    listed = "- {file: v.csv, type: {column: why, values: {come: visit, lost: none}}}"
    rows = "customer_id,at,why\n1,2026-11-20,come\n1,2026-11-20,lost\n1,2026-11-20,cone\n"
    loaded = read(shop(tmp_path, listed, {"v.csv": rows}))
    assert events(loaded) == ["1 visit 11-20 00:00 - -"]
    (told,) = fault_lines(loaded.faults)
    assert 'v.csv:4: CP513 column "why": "cone" is not among' in told
    assert 'did you mean "come"?' in told


def test_a_state_that_stands_there_again_is_no_change(tmp_path: Path) -> None:
    rows = (
        "customer_id,at,state,no\n"
        "1,2026-11-20 12:00,done,A\n"
        "1,2026-11-20 10:00,work,A\n"
        "1,2026-11-20 11:00,work,A\n"
        "1,2026-11-20 11:30,work,B\n"
        "1,2026-11-20 13:00,back,A\n"
        "1,2026-11-20 14:00,done,A\n"
    )
    listed = LOG.replace("done: fault.done", "done: fault.done, back: none")
    loaded = read(shop(tmp_path, listed + "\n" + SALES, {"log.csv": rows, **NO_SALES}))
    assert [each[2:] for each in events(loaded)] == [
        "fault.opened 11-20 10:00 - A",
        "fault.done 11-20 12:00 - A",
        "fault.done 11-20 14:00 - A",
    ], "without a flow the customer is the reference: B is his, and stands there"


NO_SALES = {"sales.csv": "who,order,sold,amount\n"}


def test_how_things_stood_at_one_moment_is_refused(tmp_path: Path) -> None:
    rows = "customer_id,at,state,no\n1,2026-11-20,work,A\n2,2026-11-20,done,B\n"
    with pytest.raises(DataFaultError, match="how 2 things stood at one moment"):
        read(shop(tmp_path, LOG, {"log.csv": rows}))


@pytest.mark.parametrize(
    ("listed", "code", "said"),
    [
        ("- {file: a.csv, type: sales}", UNKNOWN_EVENT_TYPE, 'did you mean "sale"?'),
        (
            "- {file: a.csv, type: {column: t, values: {x: vist}}}",
            UNKNOWN_EVENT_TYPE,
            '"visit"',
        ),
        ("- {file: a.csv, type: sale, columns: {amuont: x}}", UNKNOWN_COLUMN, '"amount"'),
        (
            "- {file: a.csv, type: visit, columns: {amount: x}}",
            UNKNOWN_COLUMN,
            "unknown column",
        ),
        ("- {file: a.csv, changes: state}", BAD_WRITTEN, "what its states mean"),
        (LOG.replace("changes", "type: sale, changes"), BAD_WRITTEN, "leave type: out"),
        ("- {file: a.csv, type: sale, values: {x: sale}}", BAD_WRITTEN, "beside changes"),
    ],
)
def test_what_is_said_wrongly_of_a_file_is_told(
    listed: str, code: str, said: str, tmp_path: Path
) -> None:
    (examined,) = examine_all([written(tmp_path, listed, {})])
    assert [each.code for each in examined.diagnostics] == [code]
    assert said in examined.diagnostics[0].message
    assert examined.diagnostics[0].position.line == 12


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_every_engine_reads_them(engine: str, tmp_path: Path) -> None:
    rows = "who,order,sold,amount\n1,A,2026-11-21,12.50\n"
    business = written(tmp_path, SALES, {"sales.csv": rows})
    told = careplay(
        "run",
        business,
        "--date",
        "2026-11-21",
        "--dry-run",
        "--format",
        "csv",
        "--engine",
        engine,
    )
    assert told.exit_code == 0, told.output
    assert "sold 12.50" in told.stdout
