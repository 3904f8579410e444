"""The words of sheets, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.outputs.sheets.sheet import When

if TYPE_CHECKING:
    from datetime import date, datetime

    from careplay.outputs.sheets.sheet import SheetEntry


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Everything a sheet says in one language; gaps are for ``str.format``."""

    language: str
    heading: str
    counts: str
    only: str
    nothing: str
    specials: str
    parts: Mapping[When, str] = field(repr=False)
    several: str
    gap: str
    why: str
    reason: str
    steps: str
    questions: str
    approve: str
    day_late: str
    days_late: str
    business: str
    between: str
    """Between two things of a list that are long."""
    answers: str
    """Of a question and the answers that there are."""
    columns: tuple[str, ...] = field(repr=False)
    """The headings of a table, in the order of its cells (``csv_table``)."""
    result: str
    """Of the column in which is written what became of an action."""
    became: Mapping[str, str] = field(repr=False)
    """What may be written there, by what it means."""
    until: str
    """Of the column of the day to which an action is put off."""
    outcome: str
    """How the outcome of a step is asked for."""
    due: str
    """What is said before the moment by which it is to be done."""
    choices: str
    """What the part of a workbook is called that keeps what may be chosen."""


ENGLISH = SheetWords(
    language="en",
    heading="{person} · {day}",
    counts="open: {actions}, late: {late}",
    only="only as {role}",
    nothing="Nothing is open.",
    specials="Take special care of",
    parts={When.LATE: "Late", When.TODAY: "Today", When.COMING: "Coming"},
    several="customers: {entries}",
    gap="[{label}]",
    why="why now",
    reason="why the customer cares",
    steps="steps",
    questions="to ask",
    approve="to be approved by {role}",
    day_late="1 day late",
    days_late="{days} days late",
    business="the business itself",
    between="; ",
    answers="{label}: ",
    columns=(
        *("part", "code", "due", "days late", "customer", "name", "channel", "reached by"),
        *("take special care", "what", "priority", "title", "text", "why now"),
        *("why the customer cares", "steps", "approved by", "besides"),
    ),
    result="result",
    became={
        "done": "done",
        "refused": "refused",
        "unreached": "unreached",
        "snoozed": "put off",
    },
    until="put off to",
    outcome="outcome",
    due="due",
    choices="choices",
)
CHINESE = SheetWords(
    language="zh",
    heading="{person} · {day}",
    counts="未完成 {actions} 项，逾期 {late} 项",
    only="只含“{role}”的事项",
    nothing="没有未完成的事项。",
    specials="特别留意",
    parts={When.LATE: "逾期", When.TODAY: "今天", When.COMING: "以后几天"},
    several="{entries} 位客户",
    gap="【{label}】",
    why="为何现在",
    reason="客户在意",
    steps="步骤",
    questions="要问的",
    approve="须经{role}批准",
    day_late="逾期 1 天",
    days_late="逾期 {days} 天",
    business="本店事务",
    between="；",
    answers="{label}：",
    columns=(
        *("部分", "编号", "时限", "逾期天数", "客户", "姓名", "渠道", "联系方式"),
        *("特别留意", "做什么", "优先级", "事项", "内容", "为何现在"),
        *("客户在意", "步骤", "须谁批准", "备注"),
    ),
    result="办理",
    became={
        "done": "完成",
        "refused": "拒绝",
        "unreached": "没联系上",
        "snoozed": "改期",
    },
    until="改到哪天",
    outcome="结果",
    due="时限",
    choices="选项",
)


def sheet_words(language: str) -> SheetWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH


def due_in_words(due_at: datetime, day: date) -> str:
    """The hour of what is due today; of another day the date as well, and of another year."""
    if due_at.date() == day:
        return f"{due_at:%H:%M}"
    return f"{due_at:%m-%d %H:%M}" if due_at.year == day.year else f"{due_at:%Y-%m-%d}"


def moment_of(entry: SheetEntry, day: date, say: SheetWords) -> str:
    """When it is to be done, and how late it is; of what was put off the new day."""
    told = due_in_words(entry.due_at, day)
    if entry.due_on > entry.due_at.date() and entry.due_on >= day:
        told = f"{entry.due_on:%m-%d}" if entry.due_on.year == day.year else f"{entry.due_on}"
    if not entry.days_late:
        return told
    late = say.day_late if entry.days_late == 1 else say.days_late
    return f"{told} · {late.format(days=entry.days_late)}"


def called(entry: SheetEntry) -> tuple[str, tuple[str, ...]]:
    """The customer's name, as the text has it where it begins so, and what fills other gaps."""
    with_name = [each for each in entry.fills if entry.name and each.startswith(entry.name)]
    if not with_name:
        return entry.name, entry.fills
    return with_name[0], tuple(each for each in entry.fills if each not in with_name)
