"""How a business's own things are called in what people read: by label or name, not by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict

from careplay.calendars import festivals, terms
from careplay.frozen import dataclass
from careplay.model.business import Business, EventType, Person
from careplay.model.limits import lacking
from careplay.outputs.words import TableMessages, table_messages

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
    """Facts, event types, attributes and the words of occasions without a name."""
    roles: Mapping[str, str]
    people: Mapping[str, str]
    flows: Mapping[str, str]
    limits: Mapping[str, str]
    """Each limit in words, by what ``held_by`` says of it."""


def _attributes(events: Iterable[EventType]) -> Iterator[tuple[str, str]]:
    """Each attribute by its name, alone and as the occasion's event or a type has it."""
    for event in events:
        for name, attribute in event.attributes.items():
            label = attribute.label or name
            if event.label or attribute.label:
                yield f"{event.name}.{name}", f"{event.label or event.name}.{label}"
            if attribute.label:
                yield name, label
                yield f"{EVENT}{name}", label


def naming(business: Business, people: Iterable[Person]) -> Naming:
    """Look the names of a business and its people up."""
    events = business.event_types.values()
    labels = dict(_attributes(events))
    labels |= {flow.name: flow.label for flow in business.flows.values() if flow.label}
    labels |= {event.name: event.label for event in events if event.label}
    labels |= {fact.name: fact.label for fact in business.facts.values() if fact.label}
    say = table_messages(business.language)
    roles = {role.name: role.label or role.name for role in business.roles.values()}
    names = {person.id: person.name for person in people}
    flows = {flow.name: flow.label or flow.name for flow in business.flows.values()}
    limits = {**say.held, **dict(_limits(business, labels, say))}
    return Naming(say, business.country, business.language, labels, roles, names, flows, limits)


def _limits(
    business: Business, labels: Mapping[str, str], say: TableMessages
) -> Iterator[tuple[str, str]]:
    """What ``held_by`` says of each limit, and the limit in words."""
    limits = business.limits
    asked = [each.consent for each in business.channels.values() if each.consent]
    for fact in (*asked, *(each.fact for each in limits.consents)):
        yield lacking(fact), say.consent.format(fact=labels.get(fact, fact))
    for never in limits.never:
        fact = labels.get(never.fact, never.fact)
        yield never.held_by, say.never.format(fact=fact, cell=never.cell)
    for mode in limits.modes:
        yield mode.held_by, say.mode.format(mode=mode.label or mode.name)
    for group in limits.exclusive:
        yield group.held_by, say.exclusive.format(group=group.name)
    for window in limits.windows:
        told = business.channels.get(window.of)
        of = say.counted_as.get(window.of) or (told.label if told else "") or window.of
        words = say.daily if window.days == 1 else say.window
        yield window.held_by, words.format(of=of, days=window.days, most=window.most)


def owner_name(person: str | None, role: str, names: Naming) -> str:
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
