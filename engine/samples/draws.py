"""Chance, always from a seed: the same draws give the same people and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2026, 12, 31)

T = TypeVar("T")


class Draws(Random):
    """A seeded source of chance that speaks of days, prices and likelihoods."""

    def chance(self, likelihood: float) -> bool:
        """True about as often as told."""
        return self.random() < likelihood

    def maybe(self, likelihood: float, value: str) -> str:
        """The value as often as told, otherwise nothing."""
        return value if self.chance(likelihood) else ""

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def day(self, first: date, last: date) -> date:
        """A day between the two, both included."""
        return first + timedelta(self.randint(0, (last - first).days))

    def days(self, first: date, last: date, count: int) -> Sequence[date]:
        """So many days between the two, in order."""
        return sorted(self.day(first, last) for _ in range(count))

    def later(self, day: date, least: int, most: int) -> date:
        """A day some days later."""
        return day + timedelta(self.randint(least, most))

    def moment(self, day: date) -> datetime:
        """A minute of that day on which a shop is open."""
        return datetime.combine(day, time(self.randint(9, 19), self.randint(0, 59)))

    def price(self, low: int, high: int) -> str:
        """A price that ends in nine, lower ones more often."""
        return f"{int(self.triangular(low, high, low + (high - low) / 4)) // 10 * 10 + 9}.00"
