"""What is said of two versions of a business, in both languages, for ``str.format``."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.outputs.compared import ToldKind, WrittenKind


@dataclass(frozen=True, slots=True)
class CompareWords:
    """Everything that is said, in one language."""

    heading: str
    written: str
    nothing_written: str
    became: Mapping[str, str]
    told: str
    nothing_told: str
    counts: str
    what: Mapping[str, str]
    rule: str
    total: str
    people: str
    load: str
    over: str
    more: str
    nobody: str
    examples: str
    business: str
    due: str
    held: str
    columns: Mapping[str, str]


ENGLISH = CompareWords(
    heading="{name}: what is otherwise",
    written="What is written",
    nothing_written="Nothing is written otherwise.",
    became={
        WrittenKind.ADDED: "new",
        WrittenKind.REMOVED: "gone",
        WrittenKind.CHANGED: "changed",
        WrittenKind.REWORDED: "reworded",
        WrittenKind.RENAMED: "renamed",
        WrittenKind.MOVED: "moved",
    },
    told="What is told, {days}",
    nothing_told="The same is told.",
    counts="{before} due before, {after} now",
    what={
        ToldKind.GAINED: "gained",
        ToldKind.LOST: "lost",
        ToldKind.CHANGED: "changed",
        ToldKind.UNDECIDED: "undecided",
    },
    rule="rule",
    total="all",
    people="Who does more or less",
    load="{date}  {person}: {before} before, {after} now",
    over=", and may be given {capacity}",
    more="and {count} more",
    nobody="nobody",
    examples="For example",
    business="-",
    due="due {due}",
    held="held by {held}",
    columns={
        "date": "told",
        "owner": "who",
        "due_at": "due",
        "verb": "what",
        "channel": "channel",
        "priority": "priority",
        "title": "title",
        "text": "text",
        "checklist": "checklist",
        "ask": "questions",
        "reason": "reason",
        "approve": "approval",
    },
)
CHINESE = CompareWords(
    heading="{name}：有哪些不同",
    written="写法上的不同",
    nothing_written="写法没有不同。",
    became={
        WrittenKind.ADDED: "新增",
        WrittenKind.REMOVED: "删去",
        WrittenKind.CHANGED: "改动",
        WrittenKind.REWORDED: "改词",
        WrittenKind.RENAMED: "改名",
        WrittenKind.MOVED: "移动",
    },
    told="执行上的不同，{days}",
    nothing_told="要做的事没有不同。",
    counts="原来 {before} 项，现在 {after} 项",
    what={
        ToldKind.GAINED: "多出",
        ToldKind.LOST: "减少",
        ToldKind.CHANGED: "改变",
        ToldKind.UNDECIDED: "无法判定",
    },
    rule="规则",
    total="合计",
    people="谁的事多了或少了",
    load="{date}  {person}：原来 {before} 项，现在 {after} 项",
    over="，上限 {capacity} 项",
    more="还有 {count} 条",
    nobody="无人",
    examples="例如",
    business="-",
    due="时限 {due}",
    held="被挡下：{held}",
    columns={
        "date": "告知",
        "owner": "谁",
        "due_at": "时限",
        "verb": "做什么",
        "channel": "渠道",
        "priority": "优先",
        "title": "标题",
        "text": "内容",
        "checklist": "清单",
        "ask": "要问的",
        "reason": "理由",
        "approve": "批准",
    },
)


def words(language: str) -> CompareWords:
    """What is said in the language of a business."""
    return CHINESE if language == "zh" else ENGLISH
