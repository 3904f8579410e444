"""How a business's own things are called in what people read: by label or name, not by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from careplay.calendars import festivals, terms
from careplay.frozen import dataclass
from careplay.model.business import Business, Person
from careplay.outputs.words import TableMessages, words

REASONS = 3
"""So many reasons are told; the file has them all."""
EVENT = "event."


class RecordedReason(TypedDict):
    """One entry of ``because``."""

    fact: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one business, looked up once for all rows."""

    say: TableMessages
    country: str
    language: str
    labels: Mapping[str, str]
    """Facts, event types, ``type.attribute`` and the words of occasions without a name."""
    roles: Mapping[str, str]
    people: Mapping[str, str]
    held: Mapping[str, str]
    """Channels, modes and flows by name: what a limit or an odd event speaks of."""


def naming(business: Business, people: Iterable[Person]) -> Naming:
    """Look the names of a business and its people up."""
    events = business.event_types.values()
    labels = {
        f"{event.name}.{attribute}": f"{event.label}.{attribute}"
        for event in events
        for attribute in event.attributes
        if event.label
    }
    labels |= {event.name: event.label for event in events if event.label}
    labels |= {fact.name: fact.label for fact in business.facts.values() if fact.label}
    say = words(business.language)
    roles = {role.name: role.label or role.name for role in business.roles.values()}
    names = {person.id: person.name for person in people}
    held = {flow.name: flow.label or flow.name for flow in business.flows.values()}
    held |= {mode.name: mode.label or mode.name for mode in business.limits.modes}
    held |= {each.name: each.label or each.name for each in business.channels.values()}
    return Naming(say, business.country, business.language, labels, roles, names, held)


def owner(person: str | None, role: str, names: Naming) -> str:
    """The name of who does it; the role in brackets, or nobody, where no one was found."""
    if person is not None:
        return names.people.get(person, person)
    return (
        names.say.vacant.format(role=names.roles.get(role, role)) if role else names.say.nobody
    )


def why(because: Sequence[RecordedReason], names: Naming) -> tuple[str, ...]:
    """The first few reasons in the business's words: ``delivery 2026-11-14``, ``tier A``.

    What an event does not say explains nothing to people, so it is left to the file.
    """
    worth = [each for each in because if each["value"] is not None or not _of_event(each)]
    told = tuple(_reason(each, names) for each in worth[:REASONS])
    return told if len(worth) <= REASONS else (*told[:-1], f"{told[-1]} …")


def _of_event(reason: RecordedReason) -> bool:
    return reason["fact"].startswith(EVENT)


def _reason(reason: RecordedReason, names: Naming) -> str:
    value = reason["value"]
    spoken = {None: names.say.missing, "true": names.say.yes, "false": names.say.no}
    match reason["fact"], value:
        case "holiday", str(festival):
            return festivals.label(festival, names.country, names.language)
        case "solar_term", str(term):
            return terms.TERMS[term][0 if names.language == "zh" else 1]
        case "every", str(period):
            return names.say.periods.get(period, period)
        case fact, _:
            label = names.labels.get(fact, fact.removeprefix(EVENT))
            return f"{label} {spoken.get(value, value)}"
