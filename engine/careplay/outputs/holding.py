"""Why an action is not to be done now, or not as before: the limit and the winner, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from careplay.outputs.naming import Naming

WINDOW = re.compile(r"(.+) (\d+) days?: (\d+)")


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
        yield held(row["held_by"], names)
    if row["winner"] in titles:
        yield say.instead.format(winner=titles[row["winner"]])
    if row["attempt"] and row["attempt"] > 1:
        yield say.again.format(attempt=row["attempt"])
    if row["supersedes"]:
        yield say.replaces


def held(limit: str, names: Naming) -> str:
    """The limit in words: ``contacts 7 days: 3`` is at most 3 contacts in 7 days."""
    say = names.say
    if limit in say.held:
        return say.held[limit]
    if window := WINDOW.fullmatch(limit):
        of = say.counted_as.get(window[1]) or names.held.get(window[1], window[1])
        words = say.daily if window[2] == "1" else say.window
        return words.format(of=of, days=window[2], most=window[3])
    kind, _, name = limit.partition(" ")
    match kind:
        case "consent":
            return say.consent.format(fact=names.labels.get(name, name))
        case "mode":
            return say.mode.format(mode=names.held.get(name, name))
        case "exclusive":
            return say.exclusive.format(group=name)
        case _:
            return limit


def _day(day: date, today: date) -> str:
    """Month and day; the whole date in another year."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()
