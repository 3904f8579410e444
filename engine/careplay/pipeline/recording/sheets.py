"""A sheet that was filled in is read back: each row that says something is one record.

What is wrong with a row is told with its place, and the rest goes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean, quoted
from careplay.faults import RecordingError
from careplay.frozen import dataclass
from careplay.model.actions import UNTIL
from careplay.model.flows import OUTCOME
from careplay.outputs.naming import Naming, naming
from careplay.outputs.sheets.asking import questions_of
from careplay.outputs.sheets.csv_table import NOT_ASKED, filled_in, heading_of
from careplay.outputs.sheets.sheet_words import CHINESE, ENGLISH, SheetWords, sheet_words
from careplay.pipeline.recording.outcomes import (
    RecordedOutcome,
    desk_reading,
    recorded_of,
    told_actions,
)
from careplay.pipeline.recording.said import Became, Said
from careplay.sources.sheet_rows import SheetRow

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.pipeline.recording.drafting import Desk
    from careplay.pipeline.recording.said import Entered
    from careplay.pipeline.recording.told import NamedAction, ToldActions

CODE, DUE, CUSTOMER, BESIDES = 1, 2, 4, -1
"""Which of the columns of a sheet hold the code, by when, the customer, which attempt it is."""


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong with a row of a sheet, and where; ``str`` is the sentence."""

    file: str
    row: int
    column: str
    """The heading; empty where the row as a whole is at fault."""
    value: str
    message: str

    def __str__(self) -> str:
        """Return where it stands, and what is wrong."""
        of = f' column "{self.column}":' if self.column else ""
        return f"{self.file}:{self.row}:{of} {self.message}"


@dataclass(frozen=True, slots=True)
class RecordedSheet:
    """What came of a sheet."""

    recorded: tuple[RecordedOutcome, ...] = ()
    """Of each row that says something what stands in the store, whether or not anew."""
    faults: tuple[SheetFault, ...] = field(default=())
    empty: int = 0
    """How many rows say nothing yet."""

    @property
    def new(self) -> int:
        """How much was written."""
        return sum(not each.again for each in self.recorded)


def record_sheet(business: Business, out: Path, sheet: str, entered: Entered) -> RecordedSheet:
    """What a sheet says, recorded row by row, and what is wrong with it."""
    known = [each.columns[CODE] for each in _languages(business)]
    desk, rows = desk_reading(business, out, entered, sheet, known)
    desk.person(entered.by)
    reader = _Reader(desk, rows)
    filled = [each for each in rows if reader.says(each)]
    actions = told_actions(desk, out, [reader.code(each) for each in filled])
    done: list[RecordedOutcome] = []
    faults: list[SheetFault] = []
    for row in filled:
        try:
            done.append(_recorded(reader, row, actions, out))
        except RecordingError as fault:
            faults.append(reader.fault(row, fault))
    return RecordedSheet(tuple(done), tuple(faults), len(rows) - len(filled))


def _recorded(
    reader: _Reader, row: SheetRow, actions: ToldActions, out: Path
) -> RecordedOutcome:
    desk = reader.desk
    by = desk.person(desk.entered.by)
    action = actions.named(reader.code(row), desk.people, reader.customer(row), by)
    own = replace(desk.entered, sheet=reader.sheet(row))
    return recorded_of(replace(desk, entered=own), out, action, reader.said(row, action))


def _languages(business: Business) -> tuple[SheetWords, ...]:
    """The words of the business's language, then the others."""
    own = sheet_words(business.language)
    return (own, CHINESE if own is ENGLISH else ENGLISH)


class _Reader:
    """What the cells of a sheet mean, by its headings."""

    def __init__(self, desk: Desk, rows: Sequence[SheetRow]) -> None:
        self.desk = desk
        self._names: Naming = naming(desk.business, desk.people)
        there = rows[0].cells if rows else {}
        words = [each for each in _languages(desk.business) if each.columns[CODE] in there]
        self._say = words[0] if words else sheet_words(desk.business.language)
        result, until = filled_in(self._say)
        self._result, self._until = _like(result, there), until
        printed = {*self._say.columns}
        self._answers = [
            each for each in there if each not in {*printed, self._result, self._until}
        ]
        self._printed = [each for each in there if each in printed]

    def says(self, row: SheetRow) -> bool:
        """Whether anything was filled in."""
        return any(self._filled(row))

    def _filled(self, row: SheetRow) -> Iterator[str]:
        yield from (row.cells.get(each, "") for each in (self._result, self._until))
        yield from self._given(row).values()

    def _given(self, row: SheetRow) -> Mapping[str, str]:
        """What was answered, by heading."""
        cells = ((each, row.cells[each]) for each in self._answers)
        return {each: text for each, text in cells if text not in {"", NOT_ASKED}}

    def code(self, row: SheetRow) -> str:
        """The code of the action."""
        return row.cells[self._say.columns[CODE]]

    def customer(self, row: SheetRow) -> str | None:
        """The key that stands beside it; "" of the business itself, None where no column is."""
        told = row.cells.get(self._say.columns[CUSTOMER])
        return "" if told == self._say.business else told

    def sheet(self, row: SheetRow) -> str:
        """The sheet's name, and what tells this row from one of another day's sheet.

        Two marks: the row as it is printed, and of which attempt it is, which a table and a
        workbook, or the sheets of two days, print alike whatever columns they leave out.
        """
        marks = [_mark(row.cells[each] for each in self._printed)]
        if due := row.cells.get(self._say.columns[DUE]):
            besides = row.cells.get(self._say.columns[BESIDES], "")
            marks.append(_mark((_to_the_minute(due), besides)))
        return "#".join((Path(row.file).name, *marks))

    def said(self, row: SheetRow, action: NamedAction) -> Said:
        """What became of the action; RecordingError where it is nothing that may be said."""
        headings = self._headings(action)
        answers: dict[str, str] = {}
        for heading, text in self._given(row).items():
            if heading not in headings:
                raise RecordingError(f"{action.name} does not ask for this", f"#{heading}")
            answers[headings[heading]] = text
        outcome = answers.pop(OUTCOME, "") if OUTCOME in headings.values() else ""
        until = row.cells.get(self._until, "")
        became = self._became(row.cells.get(self._result, ""), until, action)
        if became is None:
            return Said(Became.DONE, row.cells[self._result], answers)
        if until and became is not Became.SNOOZED:
            message = f"what is {self._say.became[became]} is not put off to a day"
            raise RecordingError(message, UNTIL)
        return Said(became, outcome, answers, until)

    def _became(self, word: str, until: str, action: NamedAction) -> Became | None:
        """What the word means; None where it is an outcome of the step."""
        if not word:
            return Became.SNOOZED if until else Became.DONE
        meanings = {
            text.casefold(): Became(each)
            for say in (ENGLISH, CHINESE)
            for each, text in (*say.became.items(), *((each, each) for each in say.became))
        }
        asked = questions_of(action.rule, action.ask, self.desk.business, self._names)
        outcomes = [choice for _, each in asked if each.is_outcome for choice in each.choices]
        if word in outcomes:  # an outcome may be called as what is said of other actions
            return None
        if word.casefold() in meanings:
            return meanings[word.casefold()]
        known = (*self._say.became.values(), *outcomes)
        raise RecordingError(
            f"{quoted(word)} is no result{did_you_mean(word, known, 'results')}", "result"
        )

    def _headings(self, action: NamedAction) -> Mapping[str, str]:
        """By the heading of a column the answer that it holds, of what the action asks."""
        asked = questions_of(action.rule, action.ask, self.desk.business, self._names)
        return {heading_of(each, self._say): name for name, each in asked}

    def fault(self, row: SheetRow, wrong: RecordingError) -> SheetFault:
        """What is wrong, with the column that it is about."""
        about, message = wrong.about, str(wrong)
        columns = {
            "code": self._say.columns[CODE],
            "result": self._result,
            UNTIL: self._until,
        }
        column = about.removeprefix("#") if about.startswith("#") else columns.get(about, "")
        for heading in self._answers:
            if not column and heading.startswith(self._label(about)) and about:
                column = heading
        message = message.removeprefix(f"{about}: ")
        return SheetFault(row.file, row.number, column, row.cells.get(column, ""), message)

    def _label(self, name: str) -> str:
        """How the heading of an answer begins."""
        return self._say.outcome if name == OUTCOME else self._names.labels.get(name, name)


def _mark(cells: Iterable[str]) -> str:
    return sha256("\x1f".join(cells).encode()).hexdigest()[:12]


def _to_the_minute(cell: str) -> str:
    """A moment as tables show it: a workbook has the seconds, too; other words as they are."""
    try:
        return f"{datetime.fromisoformat(cell):%Y-%m-%d %H:%M}"
    except ValueError:
        return cell


def _like(heading: str, there: Mapping[str, str]) -> str:
    """The heading, or that of the sheet which begins as it does: the words behind may go."""
    word = heading.partition(":")[0].partition("：")[0]
    near = (each for each in there if each.partition(":")[0].partition("：")[0] == word)
    return next(near, heading)
