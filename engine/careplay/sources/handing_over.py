"""Who has handed his work over to whom, as of a day: he is away, and the other stands in.

So everything that goes by people finds the other: roles, pools, facts of type staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from careplay.frozen import dataclass
from careplay.model.business import Person


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One person's work is another's from a day on, as it was entered on a day."""

    person: str
    to: str
    since: date
    entered: date


def in_force(given: Iterable[HandedOver], day: date) -> Mapping[str, str]:
    """By person, who has his work on the day; of several the last one that was entered."""
    found = {each.person: each.to for each in given if each.entered <= day >= each.since}
    return {person: to for person, to in found.items() if person != to}


def with_successors(
    people: Sequence[Person], given: Iterable[HandedOver], day: date
) -> tuple[Person, ...]:
    """The people as of the day: who has handed over is away, and his successor has his work."""
    over = in_force(given, day)
    return tuple(
        replace(each, absent_from=day, absent_to=day, successor=over[each.id])
        if each.id in over
        else each
        for each in people
    )


def last_of(person: str, over: Mapping[str, str]) -> str:
    """Who has the person's work by now, whoever handed it on; in a circle he himself."""
    seen = {person}
    who = person
    while who in over:
        who = over[who]
        if who in seen:
            return person
        seen.add(who)
    return who
