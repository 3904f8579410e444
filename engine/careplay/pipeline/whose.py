"""Whose something is, by what a person, a role or a store is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careplay.model.business import Business, Person


@dataclass(frozen=True, slots=True)
class CalledPeople:
    """Whom a word names: people by id, and roles."""

    persons: tuple[str, ...]
    roles: tuple[str, ...]


def named(
    business: Business, people: Iterable[Person], word: str, left: Iterable[str] = ()
) -> CalledPeople:
    """The people of that id, name or store, and the role of that name or label.

    ``left``: ids of those who have left, and are known by what they leave behind.
    Raises NothingToRunError where it is nobody.
    """
    people = tuple(people)
    persons = [each.id for each in people if word in (each.id, each.name, each.store)]
    persons += [each for each in left if each == word]
    roles = [each.name for each in business.roles.values() if word in (each.name, each.label)]
    if not persons and not roles:
        known = {each for person in people for each in (person.id, person.name, person.store)}
        near = did_you_mean(word, [*sorted(filter(None, known)), *business.roles], "people")
        raise NothingToRunError(f'nobody is called "{word}" in {business.name}{near}')
    return CalledPeople(tuple(persons), tuple(roles))
