"""The workbook that ``careplay sheets --as xlsx`` writes: opened, filled in and read back."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from alike import called
from careplay.outputs.sheets.sheet import (
    SheetBlock,
    SheetEntry,
    SheetPart,
    TaskSheet,
    When,
)
from careplay.outputs.sheets.workbook import MOST
from careplay.store import read_records
from small_shop import HOME, SmallShop, small_shop
from test_sheets import sheet, shop_of

DAY = "2026-06-01"
TYPES = """
  types:
    visit: {}
    complaint.opened: {ref: text}
    complaint.ask.done: {ref: text, outcome: text, satisfaction: integer}
    action.done: {liked: boolean, size: integer, since: date, back_at: moment, member: text, mood: {type: choice, of: ["fine, thanks", so so]}}
"""  # noqa: E501
OWN = HOME.replace("\n  types: {visit: {}}\n", TYPES) + "channels: {phone: {needs: phone}}\n"
ASKED = "liked, size, since, back_at, member, mood, words"
BOOK = f"""
rules:
  - {{id: look, title: Look, when: {{event: visit}}, do: [{{task: Look & see, to: adviser, due: within 9 days, channels: [{{phone: 2}}], ask: [{ASKED}]}}]}}
flows:
  complaint:
    starts: complaint.opened
    owner: adviser
    steps:
      vent: {{title: Listen, do: {{task: Listen}}, done: {{evidence: own_words}}, within: 2 hours, next: ask}}
      ask: {{title: Ask, do: {{call: "Well?", ask: [satisfaction]}}, within: 1 day, next: {{refused: closed, good: closed, bad: vent}}}}
"""  # noqa: E501
EVENTS = """customer_id,type,at,ref
C1,visit,2026-06-01 10:00,
C2,visit,2026-06-01 10:00,
C3,visit,2026-06-01 10:00,
C4,visit,2026-06-01 10:00,
C2,complaint.opened,2026-06-01 11:00,R1
"""
PEOPLE = "id,name,phone,owner\nC1,Ann,1,E1\nC2,Bo,2,E1\nC3,Cy,3,E1\nC4,Di,=4,E1\n"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    made = small_shop(tmp_path / "shop", BOOK, home=OWN, events=EVENTS, customers=PEOPLE)
    made.run(DAY)
    return made


def book_of(shop: SmallShop, day: str = DAY) -> Workbook:
    told = called(("sheets", shop.folder, "--date", day, "--for", "E1", "--as", "xlsx"))
    assert told.exit_code == 0, told.output
    return load_workbook(io.BytesIO(told.stdout_bytes))


def rows_of(page: Worksheet) -> list[dict[str, object]]:
    heading, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def fill(page: Worksheet, customer: str, title: str, told: Mapping[str, object]) -> None:
    """Write into the row of the customer, below what a heading begins with."""
    headings = [str(cell.value) for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        values = {cell.value for cell in row}
        if {customer, title} <= values:
            for begins, value in told.items():
                (place,) = (n for n, each in enumerate(headings) if each.startswith(begins))
                row[place].value = value


def validated(page: Worksheet) -> dict[str, list[str]]:
    """By the place of the first cell what may be chosen there."""
    book = page.parent
    assert book is not None
    found = {}
    for each in page.data_validations.dataValidation:
        if each.type == "list":
            name, _, cells = each.formula1.partition("!")
            ((*row,),) = book[name.strip("'")][cells]
            found[str(each.sqref)] = [cell.value for cell in row]
    return found


def test_a_workbook_is_filled_in_and_read_back_whole(shop: SmallShop, tmp_path: Path) -> None:
    book = book_of(shop)
    page = book.worksheets[0]
    answers = {
        "liked": "yes", "size": 42, "since": date(2026, 5, 30), "member": "007",
        "back_at": datetime.fromisoformat("2026-06-03 09:30"), "mood": "fine, thanks",
        "words": "It's nice",
    }  # fmt: skip
    fill(page, "C1", "Look", answers)
    fill(page, "C2", "Look", {"result": "put off", "put off to": date(2026, 6, 4)})
    fill(page, "C3", "Look", {"result": "unreached"})
    fill(page, "C4", "Look", {"result": "refused"})
    fill(page, "C2", "Listen", {"own_words": "It roars"})
    file = tmp_path / "eve.xlsx"
    book.save(file)
    read = ("record", shop.folder, file, "--by", "Eve", "--at")
    first, again = called((*read, f"{DAY} 18:00")), called((*read, "2026-06-02 09:00"))
    assert (first.exit_code, first.stdout) == (0, f"{file}: 5 rows recorded\n"), first.output
    assert again.stdout == f"{file}: 0 rows recorded, 5 rows recorded before\n"
    records = read_records(shop.folder / ".careplay" / "actions" / "shop")
    told = {(each.customer, each.type): {**each.told, **each.besides} for each in records}
    assert told == {
        ("C1", "action.done"): {
            "liked": "true", "size": "42", "since": "2026-05-30", "member": "007",
            "back_at": "2026-06-03 09:30:00", "mood": "fine, thanks", "words": "It's nice",
        },
        ("C2", "action.snoozed"): {"until": "2026-06-04"},
        ("C3", "action.unreached"): {},
        ("C4", "action.refused"): {},
        ("C2", "complaint.vent.done"): {"ref": "R1", "own_words": "It roars"},
    }  # fmt: skip


def test_an_outcome_is_chosen_from_those_that_there_are(
    shop: SmallShop, tmp_path: Path
) -> None:
    page = book_of(shop).worksheets[0]
    (place,) = (cell.column_letter for cell in page[1] if cell.value == "result")
    rows = {row["title"]: n for n, row in enumerate(rows_of(page), start=2)}
    choices = validated(page)
    assert choices[f"{place}{rows['Listen']}"] == ["done", "unreached", "put off"]
    (of_look,) = (each for at, each in choices.items() if at.startswith(place) and ":" in at)
    assert of_look == ["done", "refused", "unreached", "put off"]
    assert ["yes", "no"] in choices.values()
    assert ["fine, thanks", "so so"] in choices.values()

    fill(page, "C2", "Listen", {"own_words": "Loud"})
    file = tmp_path / "eve.xlsx"
    page.parent.save(file)
    called(("record", shop.folder, file, "--at", f"{DAY} 12:00"))
    shop.run(DAY)
    page = book_of(shop).worksheets[0]
    rows = {row["title"]: n for n, row in enumerate(rows_of(page), start=2)}
    ways = ["refused", "good", "bad", "unreached", "put off"]
    assert validated(page)[f"{place}{rows['Ask']}"] == ways
    assert not any(str(cell.value).startswith("outcome") for cell in page[1])
    fill(page, "C2", "Ask", {"result": "refused", "satisfaction": 3})
    page.parent.save(file)
    found = called(("record", shop.folder, file, "--at", f"{DAY} 19:00"))
    assert found.exit_code == 0, found.output
    last = read_records(shop.folder / ".careplay" / "actions" / "shop")[-1]
    assert (last.type, dict(last.told)) == (
        "complaint.ask.done",
        {"ref": "R1", "outcome": "refused", "satisfaction": "3"},
    )


def test_it_prints_on_paper_with_its_headings_on_every_page(shop: SmallShop) -> None:
    book = book_of(shop)
    page, choices = book.worksheets
    setup = page.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "landscape")
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.freeze_panes == "C2"
    assert page.oddHeader.left.text == "Eve · 2026-06-01"
    assert page.oddHeader.right.text == "Shop · open: 5, late: 0"
    assert page.title == DAY
    assert choices.sheet_state == "hidden"


def test_what_nobody_has_is_no_column_and_what_is_not_asked_is_crossed_out(
    shop: SmallShop,
) -> None:
    rows = rows_of(book_of(shop).worksheets[0])
    assert [*rows[0]][:2] == ["part", "code"]
    assert not {"days late", "priority", "approved by", "take special care"} & {*rows[0]}
    crossed = {row["title"]: (row["words"], row["own_words"]) for row in rows}
    assert crossed == {"Look": (None, "/"), "Listen": ("/", None)}
    late = rows_of(book_of(shop, "2026-06-03").worksheets[0])
    assert {row["title"]: row["days late"] for row in late} == {"Listen": 2, "Look": 0}


def test_many_questions_take_pages_beside_each_other(tmp_path: Path) -> None:
    asked = ", ".join(f"q{n}" for n in range(20))
    book = BOOK.replace(ASKED, asked)
    many = small_shop(tmp_path / "shop", book, home=OWN, events=EVENTS, customers=PEOPLE)
    many.run(DAY)
    page = book_of(many).worksheets[0]
    assert (page.page_setup.fitToWidth, page.print_title_cols) == (2, "$B:$D")


def test_the_bytes_of_a_day_are_the_same_each_time(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("sheets", shop.folder, "--date", DAY, "--for", "E1", "--as", "xlsx")
    first = called(asked).stdout_bytes
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert called(asked).stdout_bytes == first
    properties = load_workbook(io.BytesIO(first)).properties
    assert {str(properties.created), str(properties.modified)} == {"2026-06-01 00:00:00"}
    assert {each.date_time[:3] for each in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {
        (1980, 1, 1)
    }


def test_nothing_in_it_is_worked_out_and_nothing_leads_out(tmp_path: Path) -> None:
    home = OWN.replace("name: text", "name: text, taboo: {type: text, mark: true}")
    people = "id,name,phone,owner,taboo\nC1,=1+1,http://a.b,E1,\u202e{b}\n"
    made = small_shop(
        tmp_path / "shop", BOOK.replace("Look & see", '"{name}, come"'), home=home,
        events=EVENTS, customers=people,
    )  # fmt: skip
    made.call(DAY, "--allow", "CP516")
    page = book_of(made).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert not any(cell.hyperlink for cell in cells)
    (row,) = (each for each in rows_of(page) if each["title"] == "Look")
    assert (row["name"], row["take special care"]) == ("=1+1", "taboo: \\u202e{b}")


def test_what_is_personal_is_masked_in_it(tmp_path: Path) -> None:
    page = book_of(shop_of(tmp_path)).worksheets[0]
    assert {(row["name"], row["reached by"]) for row in rows_of(page)} == {("N**", "5**")}


def test_it_is_in_the_language_of_the_business(tmp_path: Path) -> None:
    home = OWN.replace("language: en", "language: zh")
    made = small_shop(tmp_path / "shop", BOOK, home=home, events=EVENTS, customers=PEOPLE)
    made.run(DAY)
    book = book_of(made)
    page = book.worksheets[0]
    fill(page, "C2", "Listen", {"own_words": "太吵"})
    fill(page, "C1", "Look", {"办理": "没联系上"})
    file = tmp_path / "伊芙.xlsx"
    book.save(file)
    found = called(("record", made.folder, file, "--at", f"{DAY} 18:00"))
    assert (found.exit_code, found.stdout) == (
        0,
        f"{file}: 2 rows recorded, 3 rows not filled in\n",
    )
    assert book.worksheets[1].title == "选项"
    (place,) = (cell.column_letter for cell in page[1] if cell.value == "办理")
    told = (each for at, each in validated(page).items() if at.startswith(place))
    assert ["完成", "拒绝", "没联系上", "改期"] in told


def test_who_has_nothing_to_do_has_a_workbook_of_headings_alone(shop: SmallShop) -> None:
    page = book_of(shop, "2026-05-31").worksheets[0]
    assert [cell.value for cell in page["B"]] == ["code"]


def test_a_text_without_end_is_cut_where_a_cell_ends() -> None:
    entry = SheetEntry("C1", "n" * 40_000, "", "", datetime(2026, 6, 1, 9), date(2026, 6, 1), 0)  # noqa: DTZ001
    block = SheetBlock("Look", "call", "", False, ("Look",), (), (), (), "", (), "", (entry,))  # noqa: FBT003
    parts = (SheetPart(When.TODAY, (block,)),)
    told = TaskSheet("shop", "Shop", "en", date(2026, 6, 1), "E1", "Eve", parts=parts)
    page = load_workbook(io.BytesIO(told.written("xlsx"))).worksheets[0]
    ((name,),) = ([str(row["name"])] for row in rows_of(page))
    assert (len(name), name[-2:]) == (MOST, "n…")
    assert page.row_dimensions[2].height > 408


def test_what_is_no_text_is_not_shown_on_a_screen(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = import_module("careplay.commands.sheets")
    monkeypatch.setattr(command, "_is_screen", lambda: True)
    found = called(("sheets", shop.folder, "--date", DAY, "--for", "E1", "--as", "xlsx"))
    assert found.exit_code == 2
    assert "a workbook is no text; write it into a folder by --to" in found.output
    assert sheet(shop, "--for", "E1", "--as", "csv")
