"""What a reader of a day's actions should know; the same words from every engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from careplay.calendars.working import WorkingDays
from careplay.engines.base import RELATION
from careplay.frozen import compared_fields, dataclass
from careplay.meaning.clock import working_days
from careplay.model.business import Business
from careplay.model.facts import Derived, Measure
from careplay.model.parameters import at_work, value_or_first
from careplay.model.rules import Rule
from careplay.model.triggers import Absent, After
from careplay.model.types import Parameter, Span, Unit

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
    working = working_days(business)
    users: dict[int, dict[str, list[str]]] = {}
    for user in (*business.derived, *at_work(business, day)):
        kind, name = ("rules", user.id) if isinstance(user, Rule) else ("facts", user.name)
        for year in sorted(set(_years(business, user, day, working))):
            if not working.published(year):
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


def _years(
    business: Business, user: Rule | Derived, day: date, working: WorkingDays
) -> Iterator[int]:
    """The years between the date and the days that the user's working-day spans lead to."""
    for span, backward in _spans(user, backward=isinstance(user, Measure)):
        amount = _amount(business, span, day)
        reached = working.add(day, -amount if backward else amount)
        yield from range(min(day, reached).year, max(day, reached).year + 1)


def _amount(business: Business, span: Span, day: date) -> int:
    amount = span.amount
    if isinstance(amount, Parameter):
        amount = int(str(value_or_first(business.parameters[amount.name], day)))
    return -amount if span.negative else amount


def _spans(value: object, *, backward: bool) -> Iterator[tuple[Span, bool]]:
    """Every span in working days; backward where it leads to the date and not from it."""
    if isinstance(value, Span):
        if value.unit is Unit.WORKING_DAYS:
            yield value, backward
    elif isinstance(value, tuple):
        for part in value:
            yield from _spans(part, backward=backward)
    else:
        for name in compared_fields(type(value)):
            leads_here = isinstance(value, After | Absent) and name in {"span", "again"}
            yield from _spans(getattr(value, name), backward=backward or leads_here)
