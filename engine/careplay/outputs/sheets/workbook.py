"""A sheet as a workbook for Excel: the table of ``csv_table``, to fill in and to print.

What became of an action is chosen from what may become of it, and so are answers. All columns
fit on A4 as long as they can be read so. The bytes are the same however often it is written:
the workbook was made when its day began.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from math import ceil
from typing import TYPE_CHECKING

from wcwidth import wcwidth
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from careplay.frozen import dataclass
from careplay.model.types import NUMERIC, Type
from careplay.outputs.csv_text import safe
from careplay.outputs.sheets.csv_table import NOT_ASKED, cells_of, heading_of
from careplay.outputs.sheets.sheet_words import sheet_words
from careplay.visible import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from careplay.outputs.sheets.sheet import (
        SheetBlock,
        SheetEntry,
        TaskSheet,
    )
    from careplay.outputs.sheets.sheet_words import SheetWords

WIDTHS = (6, 6, 11, 5, 8, 8, 6, 12, 12, 6, 6, 12, 32, 18, 14, 24, 8, 12)
"""How wide each printed column is, in digits, in the order of ``SheetWords.columns``."""
CODE, DUE, LATE, CUSTOMER = 1, 2, 3, 4
SHOWN_ALWAYS = frozenset({0, CODE, DUE, CUSTOMER, 9, 11, 12})
"""Columns that are there even if nothing stands in them."""
RESULT, ANSWER = 10, 11
"""How wide the columns to fill in are."""
ROOM = 240
"""So many digits beside each other can be read on A4 across; more take another page."""
MOST = 32_767
"""Signs that Excel lets a cell have."""
HEADER = 250
"""Signs that it lets the head of a page have, of which ``&C`` and the like are some."""
A4 = 9
LINE, HIGHEST = 13.0, 409.0
"""How high a line is, and the highest row that Excel knows, in points."""
DAY, MOMENT, HOUR = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "mm-dd hh:mm"
AS_TYPED = "@"
FORMS = {Type.DATE: DAY, Type.MOMENT: MOMENT, **dict.fromkeys(NUMERIC, "General")}
"""How what is filled in is shown: of what is none of these as it was typed, "007" as well."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: what it is of, and what is printed in it."""

    block: SheetBlock
    entry: SheetEntry
    cells: tuple[str, ...]


def write(sheet: TaskSheet) -> bytes:
    """The workbook."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime.combine(sheet.date, time())})
    _Table(book, sheet).fill()
    book.close()
    return file.getvalue()


def _lines(sheet: TaskSheet, say: SheetWords) -> Iterator[_Line]:
    for part in sheet.parts:
        for block in part.blocks:
            for entry in block.entries:
                cells = (say.parts[part.when], *cells_of(block, entry, say))
                yield _Line(block, entry, cells)


class _Table:
    """The first sheet of a workbook, and the choices that a second one keeps."""

    def __init__(self, book: Workbook, sheet: TaskSheet) -> None:
        self._sheet = sheet
        self._say = sheet_words(sheet.language)
        self._lines = [*_lines(sheet, self._say)]
        blocks = dict.fromkeys(line.block for line in self._lines)
        asked = dict.fromkeys(each for block in blocks for each in block.questions)
        self._asked = [each for each in asked if not each.is_outcome]
        self._printed = [n for n in range(len(WIDTHS)) if n in SHOWN_ALWAYS or self._is_told(n)]
        self._page = book.add_worksheet(sheet.date.isoformat())
        self._choices = _Choices(book, self._say.choices)
        years = {line.entry.due_at.year for line in self._lines}
        self._forms = _Forms(book, HOUR if years <= {sheet.date.year} else DAY)

    def fill(self) -> None:
        """Write all of it."""
        self._head()
        for number, line in enumerate(self._lines, start=1):
            for place, column in enumerate(self._printed):
                self._cell(number, place, column, line)
            self._blanks(number, line)
            told = zip((line.cells[n] for n in self._printed), self._widths, strict=False)
            self._page.set_row(number, _height(told))
        self._restrict()
        self._print()

    def _is_told(self, column: int) -> bool:
        return any(line.cells[column] not in {"", "0"} for line in self._lines)

    @property
    def _behind(self) -> int:
        """Where the columns to fill in begin."""
        return len(self._printed)

    def _head(self) -> None:
        say, page = self._say, self._page
        told = [(say.columns[n], WIDTHS[n]) for n in self._printed]
        told += [(say.result, RESULT), (say.until, RESULT)]
        told += [(heading_of(each, say), ANSWER) for each in self._asked]
        page.set_row(0, _height(told))
        for column, (heading, width) in enumerate(told):
            page.set_column(column, column, width)
            page.write_string(0, column, _text(heading), self._forms.head)
        self._widths = [width for _, width in told]

    def _cell(self, row: int, place: int, column: int, line: _Line) -> None:
        entry, forms = line.entry, self._forms
        if column == DUE:
            form = forms.late_moment if entry.days_late else forms.moment
            self._page.write_datetime(row, place, entry.due_at, form)
        elif column == LATE:
            self._page.write_number(row, place, entry.days_late, forms.late)
        else:
            # What is read back is written as it is taken back (``sources/sheet_rows.py``).
            text = line.cells[column]
            text = safe(text) if column in {CODE, CUSTOMER} else text
            self._page.write_string(row, place, _text(text), forms.told)

    def _blanks(self, row: int, line: _Line) -> None:
        forms = self._forms
        self._page.write_blank(row, self._behind, None, forms.blank(AS_TYPED))
        self._page.write_blank(row, self._behind + 1, None, forms.blank(DAY))
        for column, each in enumerate(self._asked, start=self._behind + 2):
            if each in line.block.questions:
                form = forms.blank(FORMS.get(each.type, AS_TYPED) if each.type else AS_TYPED)
                self._page.write_blank(row, column, None, form)
            else:
                self._page.write_string(row, column, NOT_ASKED, forms.not_asked)

    def _restrict(self) -> None:
        """Let what is filled in be chosen, where it is known what may be."""
        first = 1
        while first <= len(self._lines):
            block = self._lines[first - 1].block
            last = first + len(block.entries) - 1
            self._choose(first, last, self._behind, block.results)
            since = {"validate": "date", "criteria": ">=", "value": self._sheet.date}
            self._page.data_validation(first, self._behind + 1, last, self._behind + 1, since)
            for column, each in enumerate(self._asked, start=self._behind + 2):
                if each in block.questions:
                    self._choose(first, last, column, each.choices)
            first = last + 1

    def _choose(self, first: int, last: int, column: int, choices: Sequence[str]) -> None:
        if choices:
            said = {"validate": "list", "source": self._choices.where(choices)}
            self._page.data_validation(first, column, last, column, said)

    def _print(self) -> None:
        sheet, say, page = self._sheet, self._say, self._page
        told = [sheet.business, say.counts.format(actions=sheet.actions, late=sheet.late)]
        told += [say.only.format(role=sheet.only)] if sheet.only else []
        heading = say.heading.format(person=sheet.person, day=sheet.date)
        page.set_header(f"&L{_in_header(heading)}&R{_in_header(' · '.join(told))}")
        page.set_footer("&R&P / &N")
        page.set_paper(A4)
        page.set_landscape()
        page.set_margins(left=0.25, right=0.25, top=0.7, bottom=0.6)
        pages = ceil(sum(self._widths) / ROOM)
        page.fit_to_pages(pages, 0)
        page.print_area(0, 0, len(self._lines), len(self._widths) - 1)
        page.repeat_rows(0)
        if pages > 1:
            page.repeat_columns(self._printed.index(CODE), self._printed.index(CUSTOMER))
        page.freeze_panes(1, self._printed.index(CODE) + 1)
        if self._lines:
            page.autofilter(0, 0, len(self._lines), len(self._widths) - 1)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


class _Choices:
    """Lists of what may be chosen, on a sheet that nobody sees.

    In place, Excel takes a list of no more than 255 signs, and none with a comma in it.
    """

    def __init__(self, book: Workbook, name: str) -> None:
        self._page: Worksheet = book.add_worksheet(name)
        self._page.hide()
        self._name = name
        self._known: dict[tuple[str, ...], str] = {}

    def where(self, choices: Sequence[str]) -> str:
        """The place of the list."""
        key = tuple(choices)
        if key not in self._known:
            row = len(self._known)
            for column, each in enumerate(key):
                self._page.write_string(row, column, _text(each))
            last = xl_col_to_name(len(key) - 1)
            self._known[key] = f"='{self._name}'!$A${row + 1}:${last}${row + 1}"
        return self._known[key]


class _Forms:
    """How cells look, each form made once."""

    def __init__(self, book: Workbook, due: str) -> None:
        self._book = book
        self._blanks: dict[str, Format] = {}
        self.head = self._made(bold=True, bg_color="#EEEEEE")
        self.told = self._made()
        self.late = self._made(font_color="#A3001B", bold=True, align="left")
        self.moment = self._made(num_format=due, align="left")
        self.late_moment = self._made(num_format=due, align="left", font_color="#A3001B")
        self.not_asked = self._made(font_color="#767676", align="center")

    def blank(self, num_format: str) -> Format:
        """A cell to fill in."""
        if num_format not in self._blanks:
            made = self._made(num_format=num_format, bg_color="#FFFBE6", align="left")
            self._blanks[num_format] = made
        return self._blanks[num_format]

    def _made(self, **told: object) -> Format:
        common = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BBBBBB"}
        made: Format = self._book.add_format({"font_size": 10, **common, **told})
        return made


def _text(text: str) -> str:
    """The text as a cell may have it, with what nobody can see spelt out."""
    told = visible(text)
    return told if len(told) <= MOST else f"{told[: MOST - 1]}…"


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """How high a row is whose cells are as wide: of itself no row grows by what is in it."""
    lines = max(sum(_count(each, width) for each in text.split("\n")) for text, width in cells)
    return min(LINE * lines + 3, HIGHEST)


def _count(text: str, width: int) -> int:
    """So many lines, with a tenth more for words that go to the next one."""
    return max(ceil(1.1 * sum(map(_columns, text)) / width), 1)


def _columns(sign: str) -> int:
    return max(wcwidth(sign), 0)


def _in_header(text: str) -> str:
    """The text as the head of a page shows it, half of which it may take."""
    told = visible(text)[: HEADER // 4]
    return told.replace("&", "&&")
