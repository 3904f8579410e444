"""docs/tables.md is true: every example checks, every row of every table is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from careplay.diagnostics import with_source
from careplay.engines.plain.facts import customers_of, facts_of_customers
from careplay.meaning.clock import clock_of
from careplay.model import words
from careplay.model.business import Business
from careplay.model.facts import Gather, Hit, type_of
from careplay.model.types import Scalar, Type
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.rows import rows
from docs_pages import Table, codes

PAGE = "tables.md"
DAY = date(2026, 11, 21)
TABLES = [each for each in docs_pages.tables(PAGE) if each.heading[0] == "a customer with"]
BLOCKS = docs_pages.blocks(PAGE)
SOUND = tuple(
    each.text for each in BLOCKS if each.kind == "yaml" and not each.told.startswith("faulty")
)
SHEET = """tables:
  level:
    inputs: [points, tier]
    from: tables/level.csv
"""


def shop(folder: Path, people: Mapping[str, docs_shop.Given]) -> Business:
    docs_shop.write(folder, docs_shop.data(people))
    return docs_shop.sound(docs_shop.shop(folder, *SOUND))


def test_the_examples_of_the_page_have_no_fault(tmp_path: Path) -> None:
    assert {"vip_level", "welcome", "season"} <= shop(tmp_path, {}).tables.keys()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.heading[-1])
def test_each_row_is_so(table: Table, tmp_path: Path) -> None:
    people = {f"c{n}": docs_shop.given(row[0]) for n, row in enumerate(table.rows)}
    business = shop(tmp_path, people)
    loaded = load_tables(business, customers=None, events=None, connection=connect())
    known = customers_of(*rows(loaded))
    dated = table.heading[1] == "on"
    names = [codes(each)[0] for each in table.heading[1 + dated :]]
    for each, row in zip(known, table.rows, strict=True):
        day = date.fromisoformat(row[1]) if dated else DAY
        (facts,) = facts_of_customers(business, (each,), clock_of(business, day))
        shown = [_shown(facts[name], type_of(business.facts[name])) for name in names]
        assert shown == [*row[1 + dated :]], row


def _shown(value: Scalar | None, kind: Type) -> str:
    return "missing" if value is None else words.plain(value, kind)


def test_every_policy_is_told() -> None:
    (hits,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == "`hit:`")
    assert {codes(row[0])[0] for row in hits.rows} == set(Hit)
    (ways,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == "`gather:`")
    assert [code for row in ways.rows for code in codes(row[0])] == list(Gather)


def test_what_is_said_of_the_faulty_example(
    tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    place = next(n for n, each in enumerate(BLOCKS) if each.told.startswith("faulty"))
    name = BLOCKS[place].told.removeprefix("faulty: ")
    folder = docs_shop.shop(tmp_path)
    docs_shop.write(folder, {name: BLOCKS[place].text})
    found = docs_shop.examined(folder)
    told = (
        with_source(each, found.texts[each.file]).replace(f"{folder}/", "")
        for each in found.diagnostics
    )
    answer = "\n".join(told).rstrip("\n") + "\n"
    block = BLOCKS[place + 1]
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, block, answer))


def test_the_table_of_a_file_is_read(tmp_path: Path) -> None:
    (text,) = (each.text for each in BLOCKS if each.text.startswith("id,"))
    folder = docs_shop.shop(tmp_path, SHEET)
    docs_shop.write(folder, {"tables/level.csv": text})
    table = docs_shop.sound(folder).tables["level"]
    assert [row.id for row in table.decisions[0].rows] == ["best", "good"]
    assert table.has_else


def test_the_fault_of_a_cell_is_told_as_the_page_shows(tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    for row in (
        ("id", "points", "level"),
        ("good", "at least 5", "B"),
        ("best", "1,000", "A"),
        ("else", None, "C"),
    ):
        book.worksheets[0].append(row)
    folder = docs_shop.shop(tmp_path, SHEET.replace(", tier", "").replace(".csv", ".xlsx"))
    (folder / "tables").mkdir()
    book.save(folder / "tables" / "level.xlsx")
    (fault,) = docs_shop.examined(folder).diagnostics
    assert f"`{str(fault).replace(f'{folder}/', '')}`" in docs_pages.page(PAGE)
