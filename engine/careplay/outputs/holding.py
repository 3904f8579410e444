"""Why an action is not to be done now, or not as before: the limit and the winner, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from careplay.outputs.naming import Naming


def remarks(
    row: Mapping[str, Any], titles: Mapping[str, str], today: date, names: Naming
) -> str:
    """What is to be said of an action besides its text; nothing of one that is simply due."""
    say, joined = names.say, list(_remarks(row, titles, today, names))
    return f"{say.comma.join(joined)}" if joined else ""


def _remarks(
    row: Mapping[str, Any], titles: Mapping[str, str], today: date, names: Naming
) -> Iterator[str]:
    say = names.say
    if row["status"] == "deferred" and row["deferred_to"] is not None:
        yield say.deferred.format(day=_day(row["deferred_to"], today))
    elif row["status"] != "due":
        yield say.statuses.get(row["status"], row["status"])
    if row["held_by"]:
        yield limit_in_words(row["held_by"], names)
    if row["winner"] in titles:
        yield say.instead.format(winner=titles[row["winner"]])
    if row["attempt"] and row["attempt"] > 1:
        yield say.again.format(attempt=row["attempt"])
    if row["supersedes"]:
        yield say.replaces


def limit_in_words(limit: str, names: Naming) -> str:
    """The limit in words; one that the business no longer has is told as it is kept."""
    return names.limits.get(limit, limit)


def _day(day: date, today: date) -> str:
    """Month and day; the whole date in another year."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()
