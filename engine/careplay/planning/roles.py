"""Who is asked for an action: roles, pools and stand-ins as they are on the date.

``meaning/owners.py`` asks role after role for one customer instead: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.owners import bucket, is_away
from careplay.model.business import Business, Person, Role
from careplay.planning.action_steps import Turn

STORE = "store"
"""The fact that tells which store is a customer's."""


@dataclass(frozen=True, slots=True)
class Team:
    """The people on a date, and the roles they are asked by."""

    roles: Mapping[str, Role]
    people: tuple[Person, ...]
    acting: Mapping[str, str | None]
    """Who is absent, and who stands in for them, if anybody does."""
    by_store: bool
    """Whether it is known of customers which store is theirs."""


def team_on(business: Business, people: Iterable[Person], day: date) -> Team:
    """The team of the date; of two people with one id the first is meant."""
    listed = tuple(people)
    by_id = {person.id: person for person in reversed(listed)}
    away = (person for person in listed if is_away(by_id[person.id], day))
    acting = {person.id: _stand_in(person.id, by_id, day) for person in away}
    return Team(business.roles, listed, acting, STORE in business.facts)


def turns(role: str, team: Team, instead: Iterable[str] = ()) -> tuple[Turn, ...]:
    """The roles to ask, one after the other, each once; last those that are asked instead."""
    asked: dict[str, Turn] = {}
    for first in (role, *instead):
        name: str | None = first
        while name is not None and name not in asked:
            asked[name] = _turn(team.roles[name], team)
            name = team.roles[name].fallback
    return tuple(asked.values())


def named(column: str, team: Team) -> Turn:
    """The turn of whoever the column names, or stands in; of nobody else."""
    return Turn("", column, "", (), (), tuple(team.acting.items()))


def share_of(pool: Sequence[str | None], customer: str) -> str | None:
    """The one of the pool who is asked for the customer; None where nobody is there."""
    return pool[bucket(customer) % len(pool)] if pool else None


def of_store(asked: Sequence[Turn], store: str | None) -> str | None:
    """Who is asked for a store, or for the business as one."""
    for turn in asked:
        pool = dict(turn.stores).get(store, turn.elsewhere) if store else turn.elsewhere
        if found := share_of(pool, ""):
            return found
    return None


def stores_of(people: Iterable[Person]) -> tuple[str, ...]:
    """The stores that staff name, in order."""
    return tuple(sorted({person.store for person in people if person.store is not None}))


def _turn(role: Role, team: Team) -> Turn:
    mine = [person for person in team.people if person.role == role.name]
    stores = stores_of(mine)
    return Turn(
        role.name,
        role.fact,
        STORE if team.by_store else "",
        tuple((store, _pool(mine, store, team)) for store in stores),
        _pool(mine, None, team),
        tuple(team.acting.items()) if role.fact else (),
    )


def _pool(people: Iterable[Person], store: str | None, team: Team) -> tuple[str | None, ...]:
    ids = sorted({person.id for person in people if person.store == store})
    return tuple(team.acting.get(each, each) for each in ids)


def _stand_in(who: str, by_id: Mapping[str, Person], day: date) -> str | None:
    seen: set[str] = set()
    name: str | None = who
    while name is not None and name not in seen:
        seen.add(name)
        person = by_id.get(name)
        if person is None or not is_away(person, day):
            return name
        name = person.successor
    return None
