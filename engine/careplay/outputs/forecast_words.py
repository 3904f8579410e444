"""What is said of a forecast, in both languages, for ``str.format``."""

from __future__ import annotations

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ForecastWords:
    """Everything that is said, in one language."""

    heading: str
    done: str
    undone: str
    people: str
    person: tuple[str, ...]
    """Who, how much, on a day, at most, when, how much may be, on how many days it is full."""
    each_day: str
    sum: str
    more: str
    nothing: str
    rules: str
    rule: tuple[str, ...]
    """Which, told, put off, at most, dropped, held by."""
    quiet: str
    gifts: str


ENGLISH = ForecastWords(
    heading="{name}: forecast from {first} to {last}",
    done="Assumed: all is done when it is due, and a step by the first of its outcomes.",
    undone="Assumed: nothing is done.",
    people="Who has how much to do",
    person=("who", "told", "a day", "most", "on", "capacity", "full days"),
    each_day="Day by day",
    sum="all",
    more="and {count} more",
    nothing="Nothing is told.",
    rules="What becomes of it",
    rule=("rule", "told", "deferred", "longest", "dropped", "held by"),
    quiet="Rules that tell nothing",
    gifts="Gifts",
)
CHINESE = ForecastWords(
    heading="{name}：{first} 至 {last} 的预测",
    done="假定：每件事都在时限时做好，每一步取第一种结果。",
    undone="假定：什么都没有做。",
    people="谁有多少事",
    person=("谁", "合计", "每天", "最多", "哪天", "上限", "满的天数"),
    each_day="逐日",
    sum="合计",
    more="另外 {count} 人",
    nothing="没有要做的事。",
    rules="各条规则",
    rule=("规则", "要做", "推迟", "最多推迟", "取消", "原因"),
    quiet="没有动静的规则",
    gifts="礼物",
)


def words(language: str) -> ForecastWords:
    """What is said in the language of a business."""
    return CHINESE if language == "zh" else ENGLISH
