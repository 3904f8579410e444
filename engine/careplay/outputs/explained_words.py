"""The words in which a customer's day is explained, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass
from careplay.outputs.explained import Fate, Joining, Shift, Waited


@dataclass(frozen=True, slots=True)
class ExplainingWords:
    """Everything an explanation says, in one language; gaps are filled with ``str.format``."""

    language: str
    """In which a page is."""
    heading: str
    truths: Mapping[bool | None, str] = field(repr=False)
    joinings: Mapping[Joining, str] = field(repr=False)
    shifts: Mapping[Shift, str] = field(repr=False)
    fates: Mapping[Fate, str] = field(repr=False)
    waits: Mapping[Waited, str] = field(repr=False)
    lacks: Mapping[Waited, str] = field(repr=False)
    """The same where nothing is known to wait for it by: a date is missing, no such event."""
    periods: Mapping[str, str] = field(repr=False)
    missing: str
    spoken: Mapping[str, str] = field(repr=False)
    saw: str
    """A cell in the list: its name and what it saw."""
    asks: str
    """What is written there."""
    needed: str
    """That a text or a channel needs it."""
    within: str
    """What it would have taken, beside a cell."""
    short: str
    """A cell in a sentence."""
    short_needed: str
    barred: str
    """A cell of ``unless`` in a sentence."""
    both: str
    """What joins them."""
    comma: str
    unsure: str
    last: str
    next: str
    hidden: str
    occasion: str
    action: str
    nobody: str
    winner: str
    as_of_day: str
    told_on: str
    when: str
    not_explained: str
    of_business: str
    colon: str


CHINESE = ExplainingWords(
    language="zh",
    heading="{name} · 客户 {customer} · {day}",
    truths={True: "是", False: "否", None: "未知"},
    joinings={
        Joining.ALL: "以下全部成立：",
        Joining.ANY: "以下至少一项成立：",
        Joining.NONE: "以下都不成立：",
        Joining.NOT: "以下不成立：",
    },
    shifts={
        Shift.MORE: "还差 {amount}",
        Shift.LESS: "多出 {amount}",
        Shift.LATER: "早了 {amount} 天",
        Shift.EARLIER: "晚了 {amount} 天",
        Shift.OTHER: "应为“{value}”",
        Shift.MISSING: "应为空",
        Shift.TOLD: "没有填",
        Shift.WAITS: "再过 {amount} 天",
        Shift.HIDDEN: "差多少不显示，因为是个人信息",
    },
    fates={
        Fate.DUE: "要做：{actions}。",
        Fate.DEFERRED: "延后：{actions}。",
        Fate.DROPPED: "不做：{actions}。",
        Fate.WITHDRAWN: "撤回：{actions}。",
        Fate.UNDECIDED: "无法判断，因为缺少{facts}。",
        Fate.REMEMBERED: "条件都满足，但{once}，所以没有再做。",
        Fate.BARRED: "没有做，因为{why}。",
        Fate.NO_OCCASION: "没有做，因为没有到时候：{why}。",
        Fate.NOT_VALID: "没有做，因为规则的有效期是 {valid}。",
        Fate.NOT_OF_CUSTOMERS: "这条规则是为本店或门店的，不针对某位客户。",
        Fate.NOT_EXPLAINED: "流程和接待里的规则目前还不能解释；今天没有给这位客户安排。",
    },
    waits={
        Waited.CALENDAR: "今天不是规则里的日子",
        Waited.DATE: "{label}是 {value}，今天不到日子",
        Waited.EVENT: "今天没有“{label}”，上一次在 {value}",
        Waited.EVENT_DATE: "上一次“{label}”在 {value}，今天不到日子",
        Waited.ABSENCE: "上一次“{label}”在 {value}，今天不到提醒的日子",
        Waited.ENTERS: "今天没有刚进入“{label}”（现在：{value}）",
        Waited.LEAVES: "今天没有刚离开“{label}”（现在：{value}）",
        Waited.LEVEL: "{label}是 {value}，今天没有越过规则里的数",
    },
    lacks={
        Waited.DATE: "没有填{label}",
        Waited.EVENT: "没有过这样的“{label}”",
        Waited.EVENT_DATE: "没有过这样的“{label}”",
        Waited.ABSENCE: "从来没有过“{label}”",
        Waited.ENTERS: "现在无法判断是否属于“{label}”",
        Waited.LEAVES: "现在无法判断是否属于“{label}”",
        Waited.LEVEL: "没有{label}",
    },
    periods={
        "event": "每件事只做一次",
        "year": "一年只做一次",
        "days": "要隔一段时间才再做",
        "ever": "只做一次",
        "": "这件事已经告知过",
    },
    missing="（无）",
    spoken={"true": "是", "false": "否"},
    saw="{label}：{value}",
    asks="要求 {cell}",
    needed="文字或渠道需要它",
    within="（{need}）",
    short="{label}是 {value}，而要求是“{cell}”（{need}）",
    short_needed="缺少{label}",
    barred="{label}是 {value}，而规则排除“{cell}”（{need}）",
    both="；而且",
    comma="，",
    unsure="（至少这些）",
    last="上次到时候是 {day}",
    next="下次到时候是 {day}（{days} 天后）",
    hidden="日期不显示，因为是个人信息",
    occasion="时机：{about}",
    action="{verb}，{owner}，时限 {due}",
    nobody="（无人）",
    winner="先做“{winner}”",
    as_of_day="条件，按今天看：",
    told_on="上一次告知在 {day}",
    when="规则等的是：{cell}",
    not_explained="流程和接待目前还不解释：{names}",
    of_business="为本店或门店、不针对客户的规则：{names}",
    colon="：",
)

ENGLISH = ExplainingWords(
    language="en",
    heading="{name} · customer {customer} · {day}",
    truths={True: "yes", False: "no", None: "unknown"},
    joinings={
        Joining.ALL: "all of these hold:",
        Joining.ANY: "at least one of these holds:",
        Joining.NONE: "none of these holds:",
        Joining.NOT: "this does not hold:",
    },
    shifts={
        Shift.MORE: "short by {amount}",
        Shift.LESS: "over by {amount}",
        Shift.LATER: "{amount} days too early",
        Shift.EARLIER: "{amount} days too late",
        Shift.OTHER: 'it would have to be "{value}"',
        Shift.MISSING: "it would have to be missing",
        Shift.TOLD: "it is missing",
        Shift.WAITS: "in {amount} days",
        Shift.HIDDEN: "by how much is not shown, for it is personal",
    },
    fates={
        Fate.DUE: "To be done: {actions}.",
        Fate.DEFERRED: "Put off: {actions}.",
        Fate.DROPPED: "Not to be done: {actions}.",
        Fate.WITHDRAWN: "Taken back: {actions}.",
        Fate.UNDECIDED: "It cannot be decided, for {facts} is missing.",
        Fate.REMEMBERED: "All of its condition holds, but {once}, so it was not told again.",
        Fate.BARRED: "It was not told, for {why}.",
        Fate.NO_OCCASION: "It was not told, for it was not its turn: {why}.",
        Fate.NOT_VALID: "It was not told, for the rule is valid {valid}.",
        Fate.NOT_OF_CUSTOMERS: "It is for the business or its stores, not for a customer.",
        Fate.NOT_EXPLAINED: "Rules of flows and receptions are not explained yet;"
        " nothing of it was told of this customer.",
    },
    waits={
        Waited.CALENDAR: "today is not one of its days",
        Waited.DATE: "{label} is {value}, and today is not the day",
        Waited.EVENT: 'there was no "{label}" today, the last one was on {value}',
        Waited.EVENT_DATE: 'the last "{label}" was on {value}, and today is not the day',
        Waited.ABSENCE: 'the last "{label}" was on {value}, and today is not the day',
        Waited.ENTERS: 'the customer did not come into "{label}" today (now: {value})',
        Waited.LEAVES: 'the customer did not leave "{label}" today (now: {value})',
        Waited.LEVEL: "{label} is {value}, and passed no level of the rule today",
    },
    lacks={
        Waited.DATE: "{label} is missing",
        Waited.EVENT: 'there never was such a "{label}"',
        Waited.EVENT_DATE: 'there never was such a "{label}"',
        Waited.ABSENCE: 'there never was a "{label}"',
        Waited.ENTERS: 'it cannot be told whether the customer is in "{label}"',
        Waited.LEAVES: 'it cannot be told whether the customer is in "{label}"',
        Waited.LEVEL: "{label} is missing",
    },
    periods={
        "event": "it comes once for each event",
        "year": "it comes once a year",
        "days": "it does not come again for some days",
        "ever": "it comes only once",
        "": "it was told before",
    },
    missing="missing",
    spoken={"true": "yes", "false": "no"},
    saw="{label}: {value}",
    asks="asked: {cell}",
    needed="a text or channel needs it",
    within=" ({need})",
    short='"{label}" is {value}, and asked is "{cell}" ({need})',
    short_needed='"{label}" is missing',
    barred='"{label}" is {value}, and "{cell}" is ruled out ({need})',
    both="; and ",
    comma=", ",
    unsure=" (at least)",
    last="its last day was {day}",
    next="its next day is {day}, in {days} days",
    hidden="days are not shown, for they are personal",
    occasion="occasion: {about}",
    action="{verb}, {owner}, due {due}",
    nobody="(nobody)",
    winner='first comes "{winner}"',
    as_of_day="its condition, as of today:",
    told_on="it was last told on {day}",
    when="it waits for: {cell}",
    not_explained="flows and receptions are not explained yet: {names}",
    of_business="for the business or its stores, and for no customer: {names}",
    colon=": ",
)


def explaining_words(language: str) -> ExplainingWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH
