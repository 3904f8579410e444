from __future__ import annotations

import io
import random
import zipfile
from cProfile import Profile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import careplay
import docs_shop
from careplay import engines
from careplay.checks import check
from careplay.checks.proving.boxes import TooMuchError, Work, hole, holes, widest
from careplay.checks.proving.findings import gaps
from careplay.checks.proving.proof import proof
from careplay.checks.proving.slices import slices
from careplay.cli import main
from careplay.diagnostics import NOWHERE
from careplay.language.tables.sheets import as_document
from careplay.model.business import Business, DatedParameter
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Operator,
    TextOperator,
    Today,
    facts_of,
)
from careplay.model.facts import Decision, DecisionRow, Declared, Gather, Hit
from careplay.model.tables import DecisionTable
from careplay.model.types import Parameter, Span, Type, Unit
from careplay.reading.sheets import Sheet, read_sheet
from careplay.reading.shipped import schema
from strategies.world import BUSINESS

DAY = date(2026, 6, 1)
CSV = "id,points,tier,level\nbest,at least 5,A|B,gold\n\nelse,,-,none\n"


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_file_is_read_in_any_encoding_of_excel(encoding: str) -> None:
    sheet = read_sheet("等级,备注\n金卡,您好\n".encode(encoding), "t.csv")
    assert (sheet.headings, sheet.rows) == (("等级", "备注"), ((2, ("金卡", "您好")),))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_file_is_cut_by_its_own_sign(sign: str) -> None:
    sheet = read_sheet(sign.join(("a", "b")).encode() + b"\n" + f"1{sign}2".encode(), "t.csv")
    assert sheet.rows == ((2, ("1", "2")),)


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    sheet = read_sheet(CSV.encode(), "t.csv")
    assert [number for number, _ in sheet.rows] == [2, 4]


def test_a_cell_stands_at_its_row_and_column() -> None:
    document = as_document(read_sheet(CSV.encode(), "t.csv"))
    at = document.value_at((0, "tier"))
    assert (at.line, at.column) == (2, 3)
    heading = document.key_at((0, "tier"))
    assert (heading.line, heading.column) == (1, 3)


def test_a_blank_cell_and_a_dash_are_not_there() -> None:
    document = as_document(read_sheet(CSV.encode(), "t.csv"))
    assert document.value == [
        {"id": "best", "points": "at least 5", "tier": "A|B", "level": "gold"},
        {"id": "else", "level": "none"},
    ]


@pytest.mark.parametrize(
    ("data", "file", "problem"),
    [
        (b"", "t.csv", "is empty"),
        (b"\n\n", "t.csv", "is empty"),
        (b"a,b,a\n", "t.csv", 'has two columns "a"'),
        (b"a\n\xff\xff\xff\n", "t.csv", "is neither UTF-8 nor GBK"),
        ("a,b\n".encode("utf-16"), "t.csv", "is text in UTF-16"),
        (b"PK\x03\x04rest", "t.csv", "is an Excel workbook"),
        (b"no workbook", "t.xlsx", "cannot be read as an Excel workbook"),
        (b"x" * 6_000_000, "t.csv", "is larger than any table"),
    ],
)
def test_a_file_that_is_no_table_is_told(data: bytes, file: str, problem: str) -> None:
    assert read_sheet(data, file).problem.startswith(problem)


def test_a_workbook_gives_the_text_that_excel_shows() -> None:
    rows: list[list[object]] = [
        ["text", "whole", "number", "day", "truth", "none"],
        ["金", 5.0, 2.5, date(2026, 6, 1), True, None],
    ]
    sheet = read_sheet(book(("s", rows)), "t.xlsx")
    assert sheet.rows == ((2, ("金", "5", "2.5", "2026-06-01", "true")),)


def test_a_workbook_keeps_its_row_numbers_above_an_empty_row() -> None:
    sheet = read_sheet(book(("s", [[None], ["a"], [None], ["1"]])), "t.xlsx")
    assert (sheet.heading_row, sheet.rows) == (2, ((4, ("1",)),))


def test_a_sheet_is_read_by_its_name() -> None:
    data = book(("one", [["a"], ["1"]]), ("two", [["a"], ["2"]]))
    assert read_sheet(data, "t.xlsx").rows == ((2, ("1",)),)
    assert read_sheet(data, "t.xlsx", "two").rows == ((2, ("2",)),)
    assert read_sheet(data, "t.xlsx", "three").way == "its sheets are one, two"


def test_a_formula_that_failed_is_no_empty_cell() -> None:
    data = book(("s", [["a", "b"], ["1", "#N/A"]]))
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b't="e"' in content
            new.writestr(name, content)
    assert read_sheet(changed.getvalue(), "t.xlsx").rows == ((2, ("1", "#N/A")),)


def test_a_sheet_with_a_problem_has_no_rows() -> None:
    assert Sheet("t.csv", problem="is empty").rows == ()


FULL = (0b111, 0b111)


def test_a_hole_is_a_part_that_no_box_meets() -> None:
    found = hole(FULL, [(0b011, 0b111), (0b100, 0b001)], Work())
    assert found == (0b100, 0b110)


def test_what_is_covered_has_no_hole() -> None:
    boxes = [(0b001, 0b111), (0b110, 0b011), (0b110, 0b100)]
    assert hole(FULL, boxes, Work()) is None


def test_a_hole_is_made_as_large_as_it_goes() -> None:
    assert widest((0b001, 0b001), FULL, [(0b110, 0b110)]) == (0b111, 0b001)


def test_all_holes_together_leave_nothing_uncovered() -> None:
    found, whole = holes(FULL, [(0b010, 0b010)], 9, Work())
    assert whole
    assert hole(FULL, [*found, (0b010, 0b010)], Work()) is None


def test_a_search_without_end_is_given_up() -> None:
    with pytest.raises(TooMuchError):
        hole(FULL, [(0b011, 0b111), (0b100, 0b001)], Work(1))


NAMES = tuple(f"n{place}" for place in range(6))


def table(rows: list[Condition], hit: Hit = Hit.FIRST) -> Business:
    """A business with a table of these rows about six numbers and a date."""
    declared = {name: Declared(name, Type.INTEGER) for name in NAMES}
    declared["on"] = Declared("on", Type.DATE)
    made = tuple(DecisionRow(f"r{place}", asked, place) for place, asked in enumerate(rows))
    decision = Decision("t", "t", Type.INTEGER, hit, made)
    inputs = tuple(dict.fromkeys(name for asked in rows for name in facts_of(asked)))
    cells = {(row.id, name): NOWHERE for row in made for name in facts_of(row.condition)}
    whole = DecisionTable("t", hit, inputs, (decision,), cells=cells)
    return replace(BUSINESS, declared=declared, derived=(decision,), tables={"t": whole})


def between(name: str, low: int, high: int) -> Condition:
    return AllOf((Compare(name, Operator.AT_LEAST, low), Compare(name, Operator.LESS, high)))


@pytest.mark.parametrize("asked", [1, 2, 3, 6])
@pytest.mark.parametrize("width", [20, 300])
def test_forty_rows_with_six_inputs_are_proved_in_few_steps(asked: int, width: int) -> None:
    """Calls of functions, not seconds: a million of them is about a third of one."""
    drawn = random.Random(asked * width)  # noqa: S311
    rows: list[Condition] = []
    for _ in range(40):
        names = drawn.sample(NAMES, asked)
        lows = [drawn.randrange(100) for _ in names]
        rows.append(
            AllOf(
                tuple(
                    between(name, low, low + drawn.randrange(1, width))
                    for name, low in zip(names, lows, strict=True)
                )
            )
        )
    business = table(rows)
    with Profile(builtins=False) as profile:
        tuple(check(business))
    assert sum(each.callcount for each in profile.getstats()) < 5_000_000


def on(operator: Operator, *moved: int, unit: Unit = Unit.DAYS) -> Condition:
    (days,) = moved
    return AllOf((Compare("on", operator, Today(Span(abs(days), unit, days < 0))),))


def test_dates_that_move_together_are_looked_at_once() -> None:
    business = table([on(Operator.LESS, -30), on(Operator.MORE, -7)])
    made = proof(business.tables["t"], business)
    assert made is not None
    assert len(made.samples) == 1


def test_months_and_days_are_looked_at_in_every_order() -> None:
    business = table([on(Operator.AT_LEAST, -30), on(Operator.LESS, -1, unit=Unit.MONTHS)])
    made = proof(business.tables["t"], business)
    assert made is not None
    told = {hole.described.where for hole in gaps(made)[0]}
    assert told == {"where on is missing", "where on is 1 month ago or missing"}


@pytest.mark.parametrize("year", [2026, 2040])
def test_a_fixed_date_is_looked_at_before_and_after_a_moving_one_passes_it(year: int) -> None:
    fixed = Compare("on", Operator.LESS, date(year, 1, 1))
    business = table([AllOf((fixed,)), on(Operator.AT_LEAST, -30)])
    made = proof(business.tables["t"], business)
    assert made is not None
    days = [sample.at.clock.day for sample in made.samples]
    assert min(days) < date(year, 1, 31) < max(days)
    told = {hole.described.where: hole.sample.at.clock.day for hole in gaps(made)[0]}
    assert told[f"where on is {year}-01-01 or missing"] == date(year, 2, 1)
    wide = f"where on is (on or after {year}-01-01 and before 30 days ago) or missing"
    assert told[wide] == date(year, 2, 2)


def test_a_table_is_looked_at_for_each_value_of_a_parameter() -> None:
    rows = [AllOf((Compare("n0", Operator.AT_LEAST, Parameter("p")),))]
    values = ((date(2025, 1, 1), 1), (date(2026, 4, 1), 5))
    business = replace(table(list(rows)), parameters={"p": DatedParameter("p", values)})
    found = slices(business.tables["t"].decisions[0], [], business)
    assert [each.clock.day for each in found.days] == [date(2025, 1, 1), date(2026, 4, 1)]


def test_of_too_many_words_nothing_is_said_to_be_never() -> None:
    from careplay.checks.proving.words import of_words  # noqa: PLC0415

    tests = [(TextOperator.CONTAINS, letter) for letter in "abcdefghi"]
    few, whole = of_words((), tests[:-1])
    assert (len(few), whole) == (256, True)
    some, all_of_them = of_words((), tests)
    assert (len(some), all_of_them) == (46, False)


def test_a_word_within_another_is_contained_with_it() -> None:
    from careplay.checks.proving.words import of_words  # noqa: PLC0415

    tests = [(TextOperator.CONTAINS, word) for word in ("王", "王先生")]
    assert dict(of_words(("王",), tests)[0]).keys() == {
        "other",
        "王 ",
        "王 王先生",
    }


LEVELS = """tables:
  level:
    inputs: [points]
    rows:
      - {id: many, points: at least 500, level: A}
      - {id: some, points: at least 100, level: B}
"""


SOUND = LEVELS + "    else: {level: none}\n"


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["tables", *arguments])
    assert result.exception is None
    return result.output


def test_the_customers_of_each_row_and_hole_are_counted(tmp_path: Path) -> None:
    folder = docs_shop.shop(tmp_path, LEVELS)
    people = {f"c{n}": docs_shop.Given({"points": str(n * 100)}, ()) for n in range(1, 8)}
    people["c8"] = docs_shop.Given({}, ())
    people["c9"] = docs_shop.Given({"points": "99"}, ())
    docs_shop.write(folder, docs_shop.data(people))
    told = shown(str(folder), "--date", str(DAY))
    assert "9 customers" in told.splitlines()[0]
    part = told[told.index("level: points -> level") :].splitlines()[:6]
    assert [line.split() for line in part[1:4]] == [
        ["holds", "decides"],
        ["many", "3", "3"],
        ["some", "7", "4"],
    ]
    assert part[4] == "  hole where points is under 100 or missing: 2 customers"
    assert part[5].startswith("  ! no row holds where points is under 100 or missing")


def test_a_row_that_is_called_else_is_not_the_else_of_its_table(tmp_path: Path) -> None:
    rows = (
        'tables: {level: {inputs: [points], rows: [{id: "else", points: at least 200, level: A}'
        ", {id: few, points: at least 150, level: B}], else: {level: C}}}\n"
    )
    folder = docs_shop.shop(tmp_path, rows)
    people = {f"c{n}": docs_shop.Given({"points": str(n * 100)}, ()) for n in range(1, 9)}
    docs_shop.write(folder, docs_shop.data(people))
    (found,) = careplay.tables(folder, DAY).tables
    assert [(each.name, each.holds, each.decides) for each in found.rows] == [
        ("else", 7, 7),
        ("few", 7, 0),
        ("else", None, 1),
    ]


@pytest.mark.parametrize("name", ["duckdb", "plain"])
def test_every_engine_counts_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = docs_shop.shop(tmp_path, SOUND)
    people = {f"c{n}": docs_shop.Given({"points": str(n * 100)}, ()) for n in range(8)}
    docs_shop.write(folder, docs_shop.data(people))
    business, chosen = careplay.load(folder), engines.engine(name)
    monkeypatch.setattr(engines, "engine", lambda *_: chosen)
    assert careplay.tables(business, DAY).tables[0].rows[0] == careplay.Hits("many", 3, 3)


def test_why_nobody_could_be_asked_is_told(tmp_path: Path) -> None:
    folder = docs_shop.shop(tmp_path, SOUND)
    assert "there is no" in careplay.tables(folder, DAY).why
    docs_shop.write(folder, docs_shop.data({}) | {"data/customers.csv": "customer_id\n1\n"})
    assert 'has none of the columns "name", ' in careplay.tables(folder, DAY).why
    later = SOUND.replace("at least 500", "at least $many") + (
        "parameters: {many: {2027-01-01: 500}}\n"
    )
    folder = docs_shop.shop(tmp_path / "later", later)
    docs_shop.write(folder, docs_shop.data({}))
    found = careplay.tables(folder, DAY)
    assert 'parameter "many" has no value on 2026-06-01' in found.why
    assert (found.customers, found.tables[0].rows[0].decides) == (None, None)


def test_without_customers_only_the_proof_is_shown(tmp_path: Path) -> None:
    told = shown(str(docs_shop.shop(tmp_path, LEVELS)), "--date", str(DAY))
    assert "  hole where points is under 100 or missing\n" in told
    assert "decides" not in told


def test_a_business_with_other_faults_is_told_and_not_counted(tmp_path: Path) -> None:
    folder = docs_shop.shop(tmp_path, LEVELS.replace("[points]", "[pionts]"))
    result = CliRunner().invoke(main, ["tables", str(folder), "--date", str(DAY)])
    assert result.exit_code == 1
    assert "CP101" in result.output


def test_the_schema_knows_every_policy() -> None:
    keys = schema("playbook")["$defs"]["table"]["properties"]
    assert set(keys["hit"]["enum"]) == set(Hit)
    assert set(keys["gather"]["enum"]) == set(Gather)
