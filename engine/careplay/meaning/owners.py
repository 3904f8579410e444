"""Who does an action: the docstring of Role, carried out for one customer.

``planning/roles.py`` works the pools and stand-ins out beforehand: one proves the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from hashlib import sha256

from careplay.frozen import dataclass
from careplay.meaning.truth import Row
from careplay.model.business import Person, Role
from careplay.model.rules import Action, Doer


@dataclass(frozen=True, slots=True)
class Staff:
    """The people and their roles, as of a date."""

    roles: Mapping[str, Role]
    people: Sequence[Person]
    day: date


@dataclass(frozen=True, slots=True)
class _Asking:
    """What owners of an occasion are found by."""

    customer: str
    facts: Row
    told: Row
    staff: Staff


def owner_of(action: Action, customer: str, facts: Row, told: Row, staff: Staff) -> str | None:
    """The id of whoever does the action for a customer.

    ``told`` names who is asked first, and who is not asked.
    """
    asking = _Asking(customer, facts, told, staff)
    failed = (_of_doer(each, asking) for each in action.failed)
    barred = frozenset(who for who in failed if who is not None)
    asked = Doer(action.to, action.who, action.not_to, action.instead)
    return _of_doer(asked, asking, barred)


def _of_doer(doer: Doer, asking: _Asking, besides: Collection[str] = frozenset()) -> str | None:
    """Whoever it is; never one of those that it names itself, nor of those ``besides``."""
    told, staff = asking.told, asking.staff
    named = (told.get(name) for name in doer.not_to)
    barred = frozenset((*besides, *(str(who) for who in named if who is not None)))
    first = told.get(doer.who) if doer.who else None
    own = None if first is None else _present(str(first), staff)
    if own is not None and own not in barred:
        return own
    roles = (doer.to, *doer.instead)
    asked = (owner(role, asking.customer, asking.facts, staff, barred) for role in roles)
    return next((who for who in asked if who is not None), None)


def owner(
    role: str, customer: str, facts: Row, staff: Staff, not_to: Collection[str] = ()
) -> str | None:
    """The id of whoever does what falls to the role for a customer; None where nobody does.

    A role that leads back to one already asked has nobody. Those of ``not_to`` are never asked:
    where it would be one of them, nobody is found; of a pool, they have no part.
    """
    asked: set[str] = set()
    while role not in asked:
        asked.add(role)
        hat = staff.roles[role]
        own = facts.get(hat.fact) if hat.fact else None
        who = (
            _of_the_pool(role, customer, facts, staff, not_to)
            if own is None
            else _present(str(own), staff)
        )
        if who is not None and who not in not_to:
            return who
        if hat.fallback is None:
            return None
        role = hat.fallback
    return None


def bucket(customer: str) -> int:
    """A number that spreads customers evenly, the same on every engine and every day."""
    return int(sha256(customer.encode()).hexdigest()[:8], 16)


def _of_the_pool(
    role: str, customer: str, facts: Row, staff: Staff, not_to: Collection[str]
) -> str | None:
    """The customer's own of all the people of the role: those of its store, if any.

    Each place is held by the person or whoever stands in; the places of ``not_to`` are none.
    """
    people = [person for person in staff.people if person.role == role]
    store = facts.get("store")
    local = {person.id for person in people if store is not None and person.store == str(store)}
    listed = sorted(local or {person.id for person in people if person.store is None})
    places = [_present(each, staff) for each in listed]
    pool = [who for who in places if who is None or who not in not_to]
    return pool[bucket(customer) % len(pool)] if pool else None


def _present(who: str, staff: Staff) -> str | None:
    """The person, or whoever stands in; None where the chain ends or turns in a circle.

    An id that staff does not list stands as it is: nothing says its owner is away.
    """
    seen: set[str] = set()
    while who not in seen:
        seen.add(who)
        person = next((person for person in staff.people if person.id == who), None)
        if person is None or not is_away(person, staff.day):
            return who
        if person.successor is None:
            return None
        who = person.successor
    return None


def is_away(person: Person, day: date) -> bool:
    """Whether the person is away on the day."""
    since, until = person.absent_from, person.absent_to
    told = since is not None or until is not None
    return told and (since or date.min) <= day <= (until or date.max)
