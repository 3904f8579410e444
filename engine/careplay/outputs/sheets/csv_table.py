"""A sheet as a table for spreadsheets: an action a row, in words, with a column a question.

Cells are made safe as those of actions are (``outputs/csv_text.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.outputs.csv_text import BYTE_ORDER_MARK, lines, safe
from careplay.outputs.sheets.sheet import SheetQuestion, TextGap
from careplay.outputs.sheets.sheet_words import SheetWords, sheet_words

if TYPE_CHECKING:
    from careplay.outputs.sheets.sheet import SheetBlock, SheetEntry, TaskSheet

NOT_ASKED = "/"
"""What stands below a question in the row of an action that does not ask it."""
TO_FILL_IN = ("", "")
"""The cells below ``filled_in``."""


def write(sheet: TaskSheet) -> bytes:
    """The table in UTF-8, with the mark by which Excel knows that."""
    say = sheet_words(sheet.language)
    blocks = [block for part in sheet.parts for block in part.blocks]
    asked = dict.fromkeys(each for block in blocks for each in block.questions)
    headings = (*say.columns, *filled_in(say), *(heading_of(each, say) for each in asked))
    rows = [headings, *_rows(sheet, tuple(asked), say)]
    return BYTE_ORDER_MARK + lines([map(safe, row) for row in rows])


def filled_in(say: SheetWords) -> tuple[str, str]:
    """The headings of the columns for what became of it, and to which day it is put off."""
    return heading_of(SheetQuestion(say.result, tuple(say.became.values())), say), say.until


def heading_of(asked: SheetQuestion, say: SheetWords) -> str:
    """The question, and the answers that there are."""
    if not asked.choices:
        return asked.label
    return f"{say.answers.format(label=asked.label)}{' / '.join(asked.choices)}"


def _rows(
    sheet: TaskSheet, asked: tuple[SheetQuestion, ...], say: SheetWords
) -> Iterator[tuple[str, ...]]:
    for part in sheet.parts:
        for block in part.blocks:
            behind = tuple("" if each in block.questions else NOT_ASKED for each in asked)
            for entry in block.entries:
                cells = cells_of(block, entry, say)
                yield (say.parts[part.when], *cells, *TO_FILL_IN, *behind)


def cells_of(block: SheetBlock, entry: SheetEntry, say: SheetWords) -> tuple[str, ...]:
    """The cells behind the first, in the order of ``SheetWords.columns``."""
    return (
        entry.code,
        f"{entry.due_at:%Y-%m-%d %H:%M}",
        str(entry.days_late),
        entry.customer or say.business,
        entry.name,
        entry.by,
        entry.address,
        say.between.join(entry.marks),
        block.verb,
        block.priority,
        block.title,
        text_of(block, entry),
        say.between.join((*block.why, *entry.why)),
        entry.reason or block.reason,
        say.between.join(block.steps),
        block.approve,
        entry.remarks,
    )


def text_of(block: SheetBlock, entry: SheetEntry) -> str:
    """The text as it is said to this customer."""
    fills = iter(entry.fills)
    return "".join(next(fills) if isinstance(each, TextGap) else each for each in block.text)
