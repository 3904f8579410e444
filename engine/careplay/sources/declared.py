"""The columns a business declares: what each is called in the data, and what it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from careplay.meaning.step_events import events_of_steps
from careplay.model.actions import ACTION, OUTCOMES
from careplay.model.business import NO_EVENT, RECORDED, Business, EventFile, Person
from careplay.model.facts import Calendar, Declared
from careplay.model.personal import is_key_personal
from careplay.model.types import Type
from careplay.model.written import WrittenForms
from careplay.sources.columns import KEY, attributes, in_data
from careplay.sources.raw import SourceColumn


def customer_columns(
    business: Business, people: Sequence[Person] | None
) -> tuple[SourceColumn, ...]:
    """The key and every declared fact; staff ids are known where there is a staff table."""
    key = SourceColumn(
        KEY,
        business.key,
        Type.TEXT,
        required=True,
        personal=is_key_personal(business),
        key=True,
        line="key: %s",
        form=business.customers.written,
    )
    usual = business.customers.written
    return (key, *(_fact(fact, people, usual) for fact in business.declared.values()))


def event_columns(
    business: Business, people: Sequence[Person] | None
) -> tuple[SourceColumn, ...]:
    """Customer, type, moment, perhaps the event's own key, and every attribute."""
    named = business.events.columns
    types = tuple(each.name for each in in_data(business))
    seldom = tuple(each.name for each in in_data(business) if each.undeclared)
    usual = tuple(each for each in types if each not in seldom)
    kind = SourceColumn("type", named.get("type", "type"), Type.CHOICE, usual, seldom)
    fixed = [
        SourceColumn(
            KEY,
            named.get(KEY, KEY),
            Type.TEXT,
            required=True,
            personal=is_key_personal(business),
            key=True,
        ),
        replace(kind, required=True),
        SourceColumn("at", named.get("at", "at"), Type.MOMENT, required=True),
    ]
    if "key" in named:
        fixed.append(SourceColumn("key", named["key"], Type.TEXT, key=True))
    if RECORDED in named:
        fixed.append(SourceColumn(RECORDED, named[RECORDED], Type.MOMENT))
    needed, own = references(business), recorded_types(business)
    for name, attribute in attributes(business).items():
        having = tuple(each.name for each in in_data(business) if name in each.attributes)
        words = _words(attribute.type, attribute.choices, people)
        heading, must = named.get(name, name), needed.get(name, frozenset())
        told = SourceColumn(
            name,
            heading,
            attribute.type,
            words,
            events=having if len(having) < len(types) else (),
            needed=tuple(each for each in having if each in must),
            optional=having if attribute.undeclared else (),
            spare=own.issuperset(having),
            personal=attribute.personal,
            key=name in needed,
        )
        fixed.append(told)
    form = business.events.written
    return tuple(replace(each, form=form, line=_event_line(each.name)) for each in fixed)


def _event_line(name: str) -> str:
    """What is written where the column of events is called otherwise."""
    own = {"key": "key: %s", RECORDED: "recorded: %s"}
    return own.get(name, f"columns: {{{name}: %s}}")


def _type_told(kind: Type) -> str:
    return f"{kind}, of: […]" if kind is Type.CHOICE else str(kind)


def columns_of_part(
    part: EventFile, business: Business, people: Sequence[Person] | None
) -> tuple[SourceColumn, ...]:
    """The columns of one of several files of events; a type that all rows have is none."""
    told = {*part.kinds.values(), part.type} - {"", NO_EVENT}
    named, form = part.table.columns, part.table.written
    found = tuple(
        replace(each, form=form)
        for each in event_columns(_called(business, named), people)
        if each.name in FIXED_COLUMNS or not told or told & _having(each.name, business)
    )
    kind = next(each for each in found if each.name == "type")
    others = tuple(each for each in found if each.name != "type")
    if part.type:
        return others
    if part.kind:
        kind = replace(kind, heading=part.kind, form=replace(form, values=part.kinds))
    return (*others, kind)


def _having(name: str, business: Business) -> set[str]:
    """The event types that have the attribute."""
    return {each.name for each in in_data(business) if name in each.attributes}


def _called(business: Business, named: Mapping[str, str]) -> Business:
    """The business with other headings of its events."""
    return replace(business, events=replace(business.events, columns=named))


FIXED_COLUMNS = frozenset({KEY, "type", "at", "key", RECORDED})


def references(business: Business) -> Mapping[str, frozenset[str]]:
    """By attribute, the event types that tell by it of which case, stay or action they are."""
    found = defaultdict[str, set[str]](set)
    for flow in business.flows.values():
        found[flow.by].update(flow.types())
    for stay in business.receptions.values():
        found[stay.by].update(stay.types())
    found[ACTION].update(OUTCOMES)
    return {name: frozenset(types) for name, types in found.items()}


def recorded_types(business: Business) -> frozenset[str]:
    """The event types that people record by naming an action, and nobody has to type."""
    return frozenset({*events_of_steps(business).values(), *OUTCOMES})


def _fact(fact: Declared, people: Sequence[Person] | None, usual: WrittenForms) -> SourceColumn:
    lunar = ""
    if fact.written is Calendar.LUNAR:
        lunar = "lunar" if isinstance(fact.calendar, Calendar) else fact.calendar
    words = _words(fact.type, fact.choices, people)
    heading = fact.column or fact.name
    return SourceColumn(
        fact.name,
        heading,
        fact.type,
        words,
        lunar=lunar,
        personal=fact.personal,
        line=f"{fact.name}: {{type: {_type_told(fact.type)}, column: %s}}",
        form=fact.form.over(usual),
    )


def _words(
    kind: Type, choices: tuple[str, ...], people: Sequence[Person] | None
) -> tuple[str, ...] | None:
    if kind is Type.STAFF:
        return None if people is None else tuple(person.id for person in people)
    return choices if kind is Type.CHOICE else None
