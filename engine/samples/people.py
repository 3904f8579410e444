"""Who the made-up customers are: names as common as in life, numbers no one has."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from samples.draws import Draws
from samples.tables import split_words

SURNAMES = {
    "王": 7.1, "李": 7.0, "张": 6.7, "刘": 5.1, "陈": 4.6, "杨": 3.1, "黄": 2.2, "赵": 2.1,
    "吴": 2.0, "周": 1.9, "徐": 1.4, "孙": 1.4, "马": 1.3, "朱": 1.2, "胡": 1.2, "郭": 1.1,
    "何": 1.1, "林": 1.1, "高": 1.0, "罗": 1.0, "郑": 0.9, "梁": 0.8, "谢": 0.8, "宋": 0.7,
    "唐": 0.7, "许": 0.6, "韩": 0.6, "邓": 0.6, "冯": 0.6, "曹": 0.6, "彭": 0.5, "曾": 0.5,
    "肖": 0.5, "田": 0.5, "董": 0.5, "潘": 0.4, "袁": 0.4, "蔡": 0.4, "蒋": 0.4, "余": 0.4,
    "于": 0.4, "杜": 0.4, "叶": 0.4, "程": 0.4, "魏": 0.4, "苏": 0.4, "吕": 0.4, "丁": 0.3,
    "任": 0.3, "卢": 0.3, "姚": 0.3, "沈": 0.3, "钟": 0.3, "姜": 0.3, "崔": 0.3, "谭": 0.3,
    "欧阳": 0.07, "司马": 0.02, "上官": 0.01,
}  # fmt: skip
"""Surnames with their share of the population in percent, rounded."""

WOMEN = split_words(
    "秀英 桂英 秀兰 玉兰 淑珍 桂兰 凤英 丽 娜 敏 静 艳 娟 霞 芳 燕 玲 红 梅 丹 萍 "
    "婷 雪 慧 颖 琳 倩 雯 欣怡 梓涵 诗涵 雨桐 思颖 佳怡 晓燕 海燕 丽娟 丽华 春梅 冬梅 玉梅 "
    "秀芳 淑芬 雅琴 文静 晓红 建华 美玲 小红 月华"
)
MEN = split_words(
    "伟 强 磊 军 勇 杰 涛 明 超 刚 平 辉 鹏 华 飞 鑫 波 斌 宇 浩 凯 健 俊 帆 "
    "建国 建军 志强 志明 国强 海涛 文杰 俊杰 浩然 子轩 宇轩 志伟 永强 德明 金生 大勇 "
    "晓东 建平 小龙 振华 家豪 立新 春生 玉林 少华 学军"
)


class Loyalty(StrEnum):
    """How a customer's two years go."""

    LOYAL = "loyal"
    REGULAR = "regular"
    SINGLE = "single"
    SLIPPING = "slipping"
    DORMANT = "dormant"
    LOST = "lost"
    NEW = "new"
    NEVER = "never"


LOYALTIES = {
    Loyalty.LOYAL: 16,
    Loyalty.REGULAR: 22,
    Loyalty.SINGLE: 20,
    Loyalty.SLIPPING: 6,
    Loyalty.DORMANT: 10,
    Loyalty.LOST: 5,
    Loyalty.NEW: 12,
    Loyalty.NEVER: 9,
}

YEARS = {
    Loyalty.LOYAL: (date(2025, 1, 5), date(2026, 12, 20)),
    Loyalty.REGULAR: (date(2025, 2, 1), date(2026, 11, 30)),
    Loyalty.SINGLE: (date(2025, 4, 1), date(2026, 10, 31)),
    Loyalty.SLIPPING: (date(2025, 1, 10), date(2025, 8, 31)),
    Loyalty.DORMANT: (date(2025, 3, 1), date(2025, 11, 30)),
    Loyalty.LOST: (date(2025, 1, 2), date(2025, 4, 30)),
    Loyalty.NEW: (date(2026, 1, 8), date(2026, 12, 20)),
}
"""Between which days each kind of customer buys; who never buys is not here."""

PURCHASES = {
    Loyalty.LOYAL: (4, 7),
    Loyalty.REGULAR: (2, 3),
    Loyalty.SINGLE: (1, 1),
    Loyalty.SLIPPING: (4, 5),
    Loyalty.DORMANT: (1, 2),
    Loyalty.LOST: (1, 2),
    Loyalty.NEW: (1, 2),
}


def full_name(draws: Draws, *, woman: bool) -> str:
    """A surname by its frequency and a given name that fits."""
    return draws.weighted(SURNAMES) + draws.choice(WOMEN if woman else MEN)


def mobile(draws: Draws) -> str:
    """Eleven digits of a range that no network gives to anyone: none begins with 12."""
    return f"1200{draws.randint(0, 9_999_999):07d}"


def birth(draws: Draws) -> date:
    """A birthday of someone between twenty-two and seventy-eight."""
    return draws.day(date(1948, 1, 1), date(2003, 12, 31))


def bought_on(draws: Draws, loyalty: Loyalty) -> list[date]:
    """The days on which such a customer buys, in order."""
    if loyalty not in YEARS:
        return []
    first, last = YEARS[loyalty]
    return list(draws.days(first, last, draws.randint(*PURCHASES[loyalty])))
