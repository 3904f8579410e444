"""Rules by formula: what the engines are compared on.

A rule is a value here. ``made_business.py`` writes it down for careplay, ``manual_rival.py``
as durable_rules' own manual would. It asks of one customer's told facts alone: no measures,
no occasions, no events, so that what is compared is the deciding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

Value: TypeAlias = int | str | bool


@dataclass(frozen=True, slots=True)
class Test:
    """A fact held against a value; ``missing`` and ``present`` have none."""

    fact: str
    asks: str
    value: Value = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which customers it is about: all of these hold, and one of those."""

    all: tuple[Test, ...]
    any: tuple[Test, ...] = ()
    id: str = ""


TIERS = ("A", "B", "C", "D")
CITIES = ("上海", "北京", "广州", "深圳", "杭州", "成都", "武汉", "南京", "重庆", "西安")


def rules(count: int) -> tuple[Rule, ...]:
    """So many rules, in ten forms; fewer are the first of more."""
    return tuple(
        replace(_FORMS[k % len(_FORMS)](k, k // len(_FORMS)), id=f"r{k:03}")
        for k in range(count)
    )


def _tier(n: int) -> str:
    return TIERS[n % len(TIERS)]


def _city(n: int) -> str:
    return CITIES[n % len(CITIES)]


def _day(k: int) -> str:
    """A day of the years in which people joined."""
    return f"20{18 + k % 8}-{1 + k * 5 % 12:02}-{1 + k * 7 % 28:02}"


def _best(k: int, n: int) -> Rule:
    return Rule((Test("tier", "is", _tier(n)), Test("points", "at least", 500 + k)))


def _two_cities(k: int, n: int) -> Rule:
    cities = (Test("city", "is", _city(n)), Test("city", "is", _city(n * 3 + 1)))
    return Rule((Test("spend", "over", 9000 + 37 * k),), cities)


def _old_friend(k: int, n: int) -> Rule:
    tests = (Test("joined_on", "before", _day(k)), Test("tier", "is not", _tier(n)))
    return Rule((*tests, Test("consent", "is", value=True)))


def _between(k: int, n: int) -> Rule:
    least, most = 100 + 17 * n, 260 + 19 * n
    tests = (Test("points", "at least", least), Test("points", "at most", most))
    return Rule((*tests, Test("visits", "over", k % 30)))


def _no_phone(k: int, n: int) -> Rule:
    return Rule((Test("phone", "missing"), Test("spend", "at least", 1000 + 83 * (k + n))))


def _long_gone(k: int, n: int) -> Rule:
    gone = f"2026-{1 + n % 10:02}-{1 + k % 28:02}"
    return Rule((Test("last_visit", "before", gone), Test("visits", "at least", 10 + n % 20)))


def _one_of_three(k: int, n: int) -> Rule:
    much = (Test("points", "over", 940 + n), Test("spend", "over", 19000 + k))
    return Rule((Test("consent", "is", value=True),), (*much, Test("visits", "over", 37)))


def _elsewhere(k: int, n: int) -> Rule:
    return Rule((Test("city", "is not", _city(n)), Test("visits", "under", 1 + k % 9)))


def _by_wechat(k: int, n: int) -> Rule:
    tests = (Test("wechat", "present"), Test("consent", "is", value=False))
    return Rule((*tests, Test("visits", "at least", (k + n) % 35)))


def _this_city(k: int, n: int) -> Rule:
    tests = (Test("city", "is", _city(n)), Test("tier", "is", _tier(k)))
    return Rule((*tests, Test("last_visit", "after", f"2026-{1 + k % 10:02}-01")))


_FORMS = (
    _best, _two_cities, _old_friend, _between, _no_phone,
    _long_gone, _one_of_three, _elsewhere, _by_wechat, _this_city,
)  # fmt: skip
