"""The words of cards, in Chinese and in English."""

from __future__ import annotations

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CardWords:
    """Everything that cards say in one language; gaps are for ``str.format``."""

    language: str
    heading: str
    counts: str
    nothing: str
    contacts: str
    tasks: str
    cases: str
    none: str
    late: str
    between: str
    answers: str


ENGLISH = CardWords(
    language="en",
    heading="{person} · customers on {day}",
    counts="customers: {count}",
    nothing="Nobody is looked after by this person.",
    contacts="Last contacts",
    tasks="To do",
    cases="Complaints, orders, promises",
    none="nothing",
    late="late",
    between="; ",
    answers="{label}: ",
)
CHINESE = CardWords(
    language="zh",
    heading="{person} · {day} 客户卡",
    counts="客户 {count} 位",
    nothing="名下没有客户。",
    contacts="最近往来",
    tasks="要做的",
    cases="投诉、订单与承诺",
    none="没有",
    late="逾期",
    between="；",
    answers="{label}：",
)


def card_words(language: str) -> CardWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH
