"""The words in which cases are told, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta

from careplay.frozen import dataclass

MINUTE, HOUR, DAY = 1, 60, 1440
MANY = 30
"""From so many days on nobody asks for the hours."""


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Everything that is said of cases, in one language; gaps are for ``str.format``."""

    language: str
    columns: tuple[str, ...]
    wide: tuple[str, ...]
    """Those of the columns that may be broken over lines."""
    heading: str
    flow: str
    nothing: str
    did: Mapping[str, str] = field(repr=False)
    """What an event did, or why it did nothing."""
    why: Mapping[str, str] = field(repr=False)
    """Why a stretch of time counts or not, as working_time tells it."""
    units: Mapping[str, str] = field(repr=False)
    long: Mapping[int, str] = field(repr=False)
    """Days, hours and minutes in short."""
    returned: str
    left: str
    over: str
    paused: str
    begins: str
    due: str
    goal: str
    agreed: str
    due_by_date: str
    due_by_plan: str
    warned: str
    goal_warned: str
    late: str
    goal_late: str
    waiting: str
    ended: str
    no_start: str
    counted: str
    days: str
    not_counted: str
    deadline: str
    line: str
    named: str
    nobody: str
    assumed: str
    counting: str
    """What is said above how a deadline was counted."""


ENGLISH = CaseWords(
    language="en",
    columns=("customer", "case", "step", "since", "due", "", "goal", "who"),
    wide=("step", "", "who"),
    heading="{name} · {day}",
    flow="{flow}: {count} open, {late} late",
    nothing="No case is open on this day.",
    did={
        "opened": "opens the case: {step}",
        "moved": "on to {step}",
        "paused": "the clock stops",
        "resumed": "the clock goes on",
        "ran_out": "the clock goes on by itself: longer it may not stand still",
        "agreed": "a plan stands in for the goal",
        "repeat": "does nothing: it was so already",
        "early": "does nothing: the case has not begun",
        "unproved": "does nothing: what proves it is missing",
        "unclear": "does nothing: outcome or step unknown here, or answered otherwise",
        "ahead": "before its turn, on to {step}",
        "after_end": "does nothing: the case has ended",
    },
    why={},
    units={"minutes": "{} minutes", "hours": "{} hours", "days": "{} days"}
    | {"weeks": "{} weeks", "working_days": "{} working days"},
    long={DAY: "{} d", HOUR: "{} h", MINUTE: "{} min"},
    returned="{step} (back {count})",
    left="{} left",
    over="{} over",
    paused="paused: {}",
    begins="{step} begins {span} after {since}",
    due="{step} is due {span} after {since}",
    goal="the goal is due {span} after {since}",
    agreed="the goal is due {at}, as the plan says",
    due_by_date="{step} is due {at}, as {name} says",
    due_by_plan="{step} is due {at}, as the plan says",
    warned="{step} is warned of on the list of {day}",
    goal_warned="the goal is warned of on the list of {day}",
    late="{step} is told as late {span} after {since}",
    goal_late="the goal is told as late {span} after {since}",
    waiting="the clock stands still since {since}: there is no deadline",
    ended="ended {at}: {step}",
    no_start="the case never began",
    counted="{} counted",
    days="{} working day counted",
    not_counted="not counted",
    deadline="{what}: {at}",
    line="{why}, {counted}",
    named="{why} ({name})",
    nobody="({role})",
    assumed="working days of {year} in {country} are not published yet; weekends and fixed"
    " holidays were assumed",
    counting="how that was counted",
)

CHINESE = CaseWords(
    language="zh",
    columns=("客户", "编号", "步骤", "自", "时限", "", "总时限", "谁"),
    wide=("步骤", "", "谁"),
    heading="{name} · {day}",
    flow="{flow}：未结 {count} 件，逾期 {late} 件",
    nothing="这一天没有未结的事项。",
    did={
        "opened": "立案：{step}",
        "moved": "进入：{step}",
        "paused": "计时暂停",
        "resumed": "计时恢复",
        "ran_out": "等够了，计时自行恢复",
        "agreed": "以约定的计划代替总时限",
        "repeat": "不起作用：先前已如此",
        "early": "不起作用：尚未立案",
        "unproved": "不起作用：缺少凭据",
        "unclear": "不起作用：此版流程没有这个结果或步骤，或结果与所答不符",
        "ahead": "提前完成，进入：{step}",
        "after_end": "不起作用：已经办结",
    },
    why={
        "around the clock": "全天计时",
        "working": "上班时间",
        "make-up day": "调休上班",
        "open by its own word": "自定营业日",
        "closed by its own word": "自定休息日",
        "outside hours": "非上班时间",
        "weekend": "休息日",
        "holiday": "节假日",
        "paused": "暂停",
        "the day counted from": "起算日",
    },
    units={"minutes": "{}分钟", "hours": "{}小时", "days": "{}天"}
    | {"weeks": "{}周", "working_days": "{}个工作日"},
    long={DAY: "{}天", HOUR: "{}小时", MINUTE: "{}分钟"},
    returned="{step}（退回{count}次）",
    left="还剩{}",
    over="已超{}",
    paused="暂停：{}",
    begins="「{step}」在 {since} 之后{span}开始",
    due="「{step}」应在 {since} 之后{span}内完成",
    goal="全案应在 {since} 之后{span}内办结",
    agreed="全案应按约定的计划在 {at} 前办结",
    due_by_date="「{step}」应按 {name} 在 {at} 前完成",
    due_by_plan="「{step}」应按约定的计划在 {at} 前完成",
    warned="「{step}」在 {day} 提醒",
    goal_warned="总时限在 {day} 提醒",
    late="「{step}」在 {since} 之后{span}上报",
    goal_late="全案在 {since} 之后{span}上报",
    waiting="计时自 {since} 起暂停：没有时限",
    ended="{at} 结束：{step}",
    no_start="此事从未立案",
    counted="计 {}",
    days="计 {} 个工作日",
    not_counted="不计",
    deadline="{what}：{at}",
    line="{why}，{counted}",
    named="{why}",
    nobody="（{role}）",
    assumed="{country} {year} 年的调休安排尚未公布，工作日暂按周末和固定节假日推算",
    counting="时限怎么算",
)


def case_words(language: str) -> CaseWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH


def time_in_words(time: timedelta, words: CaseWords) -> str:
    """A length of time in its two largest units, ``2 d 4 h``; many days without hours."""
    minutes = abs(time) // timedelta(minutes=1)
    parts: list[str] = []
    for unit, written in words.long.items():
        amount, minutes = divmod(minutes, unit)
        if amount:
            parts.append(written.format(amount))
    kept = parts[: 1 if abs(time) >= timedelta(days=MANY) else 2]
    joined = "" if words is CHINESE else " "
    return joined.join(kept) or words.long[MINUTE].format(0)
