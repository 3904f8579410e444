"""The words that nobody may say, language by language; a business adds its own.

Which words count as such is common usage, and a list is never complete. What sells is known by
patterns (``selling``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from careplay.model.business import Words

NOWHERE = "(?!)"
"""A pattern that nothing is like."""
USUAL: Mapping[str, Words] = {
    "zh": Words(
        forbidden=(
            "我不知道", "不归我管", "这是公司规定", "你自己看", "不可能", "你听我说",
            "你弄错了", "您弄错了",
            "找领导去", "没办法", "随便你", "爱买不买", "不关我事",
        ),
        promise=(
            "保证收益", "保证回报", "保证赚", "承诺收益", "承诺回报", "稳赚", "包赚",
            "只赚不赔", "零风险",
            "没有风险", "没有任何风险", "无风险", "保本保",
            "保底收益", "一定会涨", "肯定会涨", "不会亏",
        ),
        allowed=(
            "不保证收益", "不承诺收益", "不承诺回报", "不保证回报", "没有不可能",
            "不是没有风险", "并非没有风险", "不是零风险", "并非零风险",
            "不是无风险", "并非无风险",
        ),
    ),
    "en": Words(
        forbidden=(
            "not my job", "company policy", "calm down", "you are wrong", "you're wrong",
            "i don't know", "there is nothing i can do", "take it or leave it",
        ),
        promise=(
            "guaranteed return", "guaranteed returns", "guaranteed profit", "risk-free",
            "risk free", "no risk", "without risk", "cannot lose", "can't lose", "sure profit",
        ),
        allowed=("no guaranteed return", "no guaranteed returns", "not risk-free"),
    ),
}  # fmt: skip


APOLOGIES: Mapping[str, tuple[str, ...]] = {
    "zh": (
        "带来不便", "带来的不便", "造成不便", "造成的不便", "带来了不便", "不便之处",
        "敬请谅解", "敬请见谅", "敬请理解", "敬请原谅", "请您谅解", "深表歉意",
        "深表抱歉", "深表遗憾", "致以诚挚的歉意", "致以最诚挚的歉意", "深感抱歉", "如有不周",
    ),
    "en": (
        "any inconvenience", "the inconvenience", "we regret that",
        "please accept our apologies",
        "your feedback is important to us", "your call is important to us",
    ),
}  # fmt: skip
"""Apologies that everybody has heard, and nobody means."""


@lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Where one of them stands; of none, nowhere.

    A word of letters stands by itself; Chinese words stand wherever their signs do.
    """
    plain = (rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)
    return re.compile("|".join(plain) or NOWHERE, re.IGNORECASE)


def words_for(language: str, own: Words) -> Words:
    """The usual words of the language and the business's own."""
    usual = USUAL.get(language, Words())
    return Words(
        usual.promotion + own.promotion,
        usual.arrival + own.arrival,
        usual.forbidden + own.forbidden,
        usual.promise + own.promise,
        usual.allowed + own.allowed,
        own.sms_units,
    )
