"""What a reader of a day's actions should know; the same from every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.assumed import assumed_years
from careplay.engines.base import AssumedYear, Unowned
from careplay.frozen import dataclass
from careplay.model.business import Business

if TYPE_CHECKING:
    from careplay.engines.base import Outcome


@dataclass(frozen=True, slots=True)
class NoteMessages:
    """The notes in one language."""

    unpublished: str
    unowned: str
    passed_over: str


CHINESE = NoteMessages(
    "{country} {year} 年的调休安排尚未公布，工作日暂按周末和固定节假日推算（{users}）",
    "{count} 项没有负责人：角色“{role}”找不到人；请在员工表里补人，或给这个角色设 fallback",
    "{count} 项没有负责人：角色“{role}”能找的人都被排除（not_to，或退回的事正是他办的）；"
    "请在员工表里补别的人，或给这个角色设别的 fallback",
)
ENGLISH = NoteMessages(
    "working days of {year} in {country} are not published yet; weekends and fixed holidays"
    " were assumed ({users})",
    'nobody was found for role "{role}", so {count} of the actions have no owner; add somebody'
    " to staff, or a fallback to the role",
    'all whom role "{role}" leads to are passed over, by not_to or as what was sent back is'
    " theirs, so {count} of the actions have no owner; add somebody else to staff, or another"
    " fallback to the role",
)


def assumed(business: Business, day: date) -> tuple[AssumedYear, ...]:
    """The years whose working days were assumed, and by whom they were asked for."""
    users: dict[int, dict[str, list[str]]] = {}
    for kind, name, year in assumed_years(business, day):
        users.setdefault(year, {}).setdefault(kind, []).append(name)
    return tuple(
        AssumedYear(year, tuple((kind, tuple(names)) for kind, names in users[year].items()))
        for year in sorted(users)
    )


def sentences(business: Business, outcome: Outcome) -> Iterator[str]:
    """The same in words, in the language of the business."""
    say = CHINESE if business.language == "zh" else ENGLISH
    for each in outcome.assumed:
        users = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in each.users)
        yield say.unpublished.format(year=each.year, country=business.country, users=users)
    yield from of_unowned(business, outcome.unowned)


def of_unowned(business: Business, roles: Iterable[Unowned]) -> Iterator[str]:
    """What is said of actions that nobody does."""
    say = CHINESE if business.language == "zh" else ENGLISH
    for role in roles:
        if lacking := role.count - role.passed_over:
            yield say.unowned.format(count=lacking, role=role.role)
        if role.passed_over:
            yield say.passed_over.format(count=role.passed_over, role=role.role)
