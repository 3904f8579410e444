"""The words in which an action is traced back, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TracingWords:
    """Everything such an answer says, in one language; gaps are filled with ``str.format``."""

    language: str
    """In which a page is."""
    heading: str
    customer: str
    nobody: str
    text: str
    reason: str
    gone_rule: str
    became: str
    told: str
    again: str
    put_off: str
    dropped: str
    withdrawn: str
    kinds: Mapping[str, str] = field(repr=False)
    until: str
    knew: str
    now: str
    asked: str
    rows: str
    more: str
    own: str
    record: str
    same: str
    differs: str
    gone: str
    not_compared: str


CHINESE = TracingWords(
    language="zh",
    heading="{name} · 行动 {code} · {id} · 截至 {day}",
    customer="客户 {customer} · {verb}",
    nobody="为本店或门店 · {verb}",
    text="内容：{text}",
    reason="缘由：{reason}",
    gone_rule="现在已没有这条规则",
    became="经过：",
    told="告知 {owner}，时限 {due}",
    again="再次告知 {owner}（第 {attempt} 次），时限 {due}",
    put_off="延后到 {day}：{held}",
    dropped="不做：{held}",
    withdrawn="撤回：{held}",
    kinds={
        "done": "已完成",
        "refused": "客户不要",
        "unreached": "没有联系上",
        "snoozed": "推后",
    },
    until="，到 {day}",
    knew="{day} 当天知道的：",
    now="  （按现在的数据：{value}）",
    asked="条件，按当天留下的数，没有留下的按现在的数据：",
    rows="数据来自哪里：",
    more="还有更早的 {count} 行",
    own="客户自己的行",
    record="这件事的记录",
    same="现在的数据说的和当天一样。",
    differs="现在的数据和当天不一样，不同处标在上面。",
    gone="按现在的数据，那天没有这个时机。",
    not_compared="流程、接待和为本店的规则，不与现在的数据比较。",
)

ENGLISH = TracingWords(
    language="en",
    heading="{name} · action {code} · {id} · up to {day}",
    customer="customer {customer} · {verb}",
    nobody="for the business or a store · {verb}",
    text="says: {text}",
    reason="reason: {reason}",
    gone_rule="there is no such rule any more",
    became="What became of it:",
    told="told to {owner}, due {due}",
    again="told to {owner} again, for the {attempt}. time, due {due}",
    put_off="put off to {day}: {held}",
    dropped="not to be done: {held}",
    withdrawn="taken back: {held}",
    kinds={
        "done": "done",
        "refused": "not wanted",
        "unreached": "not reached",
        "snoozed": "put off",
    },
    until=" to {day}",
    knew="What {day} knew:",
    now="  (by today's data: {value})",
    asked="Its condition, of what that day kept, and of today's data where it kept nothing:",
    rows="Where that comes from:",
    more="and {count} earlier rows",
    own="the customer's own row",
    record="what happened of it",
    same="Today's data say the same of that day.",
    differs="Today's data say otherwise of that day, where it is marked.",
    gone="By today's data there is no such occasion on that day.",
    not_compared="Steps, items and what is for the business are not held against today's data.",
)


def tracing_words(language: str) -> TracingWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH
