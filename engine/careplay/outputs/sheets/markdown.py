"""A sheet as Markdown (CommonMark with task lists), for whatever reads that: a chat, a wiki.

Whatever comes from data is read as it is (``outputs/markdown_text.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.outputs.markdown_text import plain
from careplay.outputs.sheets.sheet import TextGap
from careplay.outputs.sheets.sheet_words import SheetWords, called, moment_of, sheet_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careplay.outputs.sheets.sheet import (
        SheetBlock,
        SheetEntry,
        SheetQuestion,
        TaskSheet,
    )

BLANK = "____________"
BOX = "☐"


def write(sheet: TaskSheet) -> bytes:
    """The text in UTF-8."""
    return "".join(f"{line}\n" for line in _lines(sheet)).encode()


def _lines(sheet: TaskSheet) -> Iterator[str]:
    say = sheet_words(sheet.language)
    yield f"# {plain(say.heading.format(person=sheet.person, day=sheet.date))}"
    yield ""
    told = [sheet.business, say.counts.format(actions=sheet.actions, late=sheet.late)]
    if sheet.only:
        told.append(say.only.format(role=sheet.only))
    yield _dotted(*told)
    if sheet.specials:
        yield from ("", f"## ★ {say.specials}", "")
    for each in sheet.specials:
        yield f"- **{plain(each.customer)}** {_dotted(each.name, *each.marks)}"
    if not sheet.parts:
        yield from ("", say.nothing)
    for part in sheet.parts:
        yield from ("", f"## {say.parts[part.when]} ({part.count})")
        for block in part.blocks:
            yield from _block(block, sheet, say)


def _block(block: SheetBlock, sheet: TaskSheet, say: SheetWords) -> Iterator[str]:
    several = len(block.entries) > 1
    count = say.several.format(entries=len(block.entries)) if several else ""
    yield from ("", f"### {_dotted(block.verb, block.priority, block.title, count)}", "")
    texts = (
        say.gap.format(label=each.label) if isinstance(each, TextGap) else each
        for each in block.text
    )
    yield f"> {plain(''.join(texts))}"
    yield ""
    approve = say.approve.format(role=block.approve) if block.approve else ""
    for told in (_told(say.why, block.why, say), _told(say.reason, (block.reason,), say)):
        yield from (f"- {told}",) if told else ()
    if approve:
        yield f"- {plain(approve)}"
    for number, step in enumerate(block.steps, start=1):
        yield f"{number}. {'' if several else f'{BOX} '}{plain(step)}"
    if block.why or block.reason or approve or block.steps:
        yield ""
    for entry in block.entries:
        yield from _entry(entry, block, sheet, say)


def _entry(
    entry: SheetEntry, block: SheetBlock, sheet: TaskSheet, say: SheetWords
) -> Iterator[str]:
    who = f"**{plain(entry.customer or say.business)}**"
    reach = f"{entry.by} {entry.address}".strip()
    name, fills = called(entry)
    rest = _dotted(name, reach, moment_of(entry, sheet.date, say), entry.code)
    yield f"- [ ] {who} · {rest}"
    told = [
        plain(f"★ {say.between.join(entry.marks)}") if entry.marks else "",
        plain(say.between.join(fills)),
        _told(say.why, entry.why, say),
        _told(say.reason, (entry.reason,), say),
        plain(entry.remarks),
    ]
    if len(block.entries) > 1 and block.steps:
        ticks = " ".join(f"{BOX} {n}" for n, _ in enumerate(block.steps, start=1))
        told.append(f"{say.steps} {ticks}")
    told += [_question(each, say) for each in block.questions]
    for each in filter(None, told):
        yield f"  - {each}"


def _question(asked: SheetQuestion, say: SheetWords) -> str:
    answers = " ".join(f"{BOX} {plain(each)}" for each in asked.choices) or BLANK
    return f"{say.answers.format(label=plain(asked.label))}{answers}"


def _told(label: str, values: tuple[str, ...], say: SheetWords) -> str:
    """What is told of something; "" of nothing."""
    text = say.between.join(filter(None, values))
    return f"{say.answers.format(label=label)}{plain(text)}" if text else ""


def _dotted(*told: str) -> str:
    return " · ".join(plain(each) for each in told if each)
