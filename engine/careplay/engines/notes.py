"""What a reader of a day's actions should know; the same words from every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.assumed import assumed_years
from careplay.engines.base import RELATION
from careplay.frozen import dataclass
from careplay.model.business import Business

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class NoteMessages:
    """The notes in one language."""

    unpublished: str
    unowned: str


CHINESE = NoteMessages(
    "{country} {year} 年的调休安排尚未公布，工作日暂按周末和固定节假日推算（{users}）",
    "{count} 项没有负责人：角色“{role}”找不到人；请在员工表里补人，或给这个角色设 fallback",
)
ENGLISH = NoteMessages(
    "working days of {year} in {country} are not published yet; weekends and fixed holidays"
    " were assumed ({users})",
    'nobody was found for role "{role}", so {count} of the actions have no owner; add somebody'
    " to staff, or a fallback to the role",
)


def notes(
    business: Business, day: date, connection: duckdb.DuckDBPyConnection
) -> tuple[str, ...]:
    """Every note on the view ``actions`` that an engine has just made."""
    return (*working_day_notes(business, day), *owner_notes(business, connection))


def working_day_notes(business: Business, day: date) -> tuple[str, ...]:
    """The years whose working days were assumed, and by whom they were asked for."""
    users: dict[int, dict[str, list[str]]] = {}
    for kind, name, year in assumed_years(business, day):
        users.setdefault(year, {}).setdefault(kind, []).append(name)
    say = _words(business).unpublished
    return tuple(
        say.format(year=year, country=business.country, users=_listed(users[year]))
        for year in sorted(users)
    )


def owner_notes(business: Business, connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """How many actions nobody does, role by role."""
    found = connection.execute(
        f"SELECT role, count(*) FROM {RELATION} WHERE owner IS NULL AND status = 'due'"  # noqa: S608
        " GROUP BY role ORDER BY role"
    ).fetchall()
    say = _words(business).unowned
    return tuple(say.format(count=count, role=role) for role, count in found)


def _words(business: Business) -> NoteMessages:
    return CHINESE if business.language == "zh" else ENGLISH


def _listed(users: dict[str, list[str]]) -> str:
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in users.items())
