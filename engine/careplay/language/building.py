"""A folder's documents to a Business: the one module that knows the order of the language."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.diagnostics import Diagnostic
from careplay.frozen import dataclass
from careplay.language.business import people
from careplay.language.business.event_files import event_files
from careplay.language.business.hours import day_starts, working_hours
from careplay.language.business.keeping import kept_for
from careplay.language.business.known_by import customers_of
from careplay.language.business.outcomes import outcomes
from careplay.language.business.own_days import own_days
from careplay.language.business.word_lists import words_of
from careplay.language.codes import UNKNOWN_TIMEZONE
from careplay.language.facts import columns
from careplay.language.facts.derived import DerivedFacts, facts
from careplay.language.flows.contradicted import with_contradictions
from careplay.language.flows.events import with_events
from careplay.language.flows.flow import flow
from careplay.language.limits.section import Limited, limits
from careplay.language.lowering.flows.ground import Ground
from careplay.language.lowering.flows.rules import flow_rules
from careplay.language.names import Definitions, collect
from careplay.language.nodes import Node
from careplay.language.rules.actions import Means, template
from careplay.language.rules.ending import ending_measures
from careplay.language.rules.memory import former_ids
from careplay.language.rules.people import NamedPeople
from careplay.language.rules.rule import rule
from careplay.language.rules.texts import Gaps
from careplay.language.rules.undone import let_go_by_category
from careplay.language.rules.unfilled import tell_unfilled
from careplay.language.suggestions import way_out
from careplay.language.tables.sheets import NO_SHEETS, Sheets
from careplay.language.triggers.sources import World
from careplay.language.values.parameters import parameter
from careplay.model.business import RECORDED, STAFF_COLUMNS, Business, EventType, Table
from careplay.model.outcomes import agreeing
from careplay.model.rules import Rule
from careplay.reading.document import Document
from careplay.severity import CheckProfile

if TYPE_CHECKING:
    from careplay.language.receptions.stays import ReceptionStays
    from careplay.model.receptions import Reception

TIMEZONE, COUNTRY, LANGUAGE = "Asia/Shanghai", "CN", "zh"
KEY = "customer_id"


@dataclass(frozen=True, slots=True)
class Built:
    """The business, as far as it could be made out, and everything wrong with it.

    With faults the business is what is left without the faulty parts: fit to be checked
    further, so that all faults are told at once, and not to be run.
    """

    business: Business | None
    diagnostics: tuple[Diagnostic, ...] = ()


def build(
    folder: Path,
    business_document: Document,
    playbook_documents: Sequence[Document],
    included: Collection[str] = (),
    sheets: Sheets = NO_SHEETS,
) -> Built:
    """What the documents of a business mean; every fault of every document is told.

    Of the playbooks, those of the files ``included`` are shared with other businesses;
    ``sheets`` are those that decision tables are read from.
    """
    faults: list[Diagnostic] = []
    home = Node(business_document, (), business_document.value, faults)
    books = [Node(each, (), each.value, faults) for each in playbook_documents]
    names = collect(home, books, included)
    tell_unfilled(home, books, sheets)
    business = _business(folder, home, names, (home, *books), sheets)
    order = [business_document.file, *(each.file for each in playbook_documents)]
    order += sorted({fault.file for fault in faults} - {*order})
    told = sorted(set(faults), key=lambda fault: (order.index(fault.file), fault))
    return Built(business, tuple(told))


def _business(
    folder: Path, home: Node, names: Definitions, documents: Sequence[Node], sheets: Sheets
) -> Business:
    customers, told_events, staff = home.get("customers"), home.get("events"), home.get("staff")
    declared = columns.declared(customers, people.role_names(home))
    event_types = columns.event_types(told_events, people.role_names(home))
    booked = _stays(names, event_types)
    event_types |= {name: stay.record for name, stay in booked.items()}
    parameters = {n: parameter(n, each.node) for n, each in names.parameters.items()}
    told = (flow(each, parameters) for each in names.flows.values())
    flows, event_types = with_events(told, event_types)
    event_types = columns.labelled(told_events, agreeing(event_types))
    flows = with_contradictions(flows, event_types, parameters, home.get("roles"))
    known = facts(names.facts, declared, event_types, parameters, sheets)
    starts = day_starts(home)
    business = Business(
        id=home.text("id", folder.resolve().name),
        folder=folder,
        name=home.text("name"),
        language=_spoken(home),
        timezone=_timezone(home),
        country=home.text("country", COUNTRY),
        key=KEY if customers is None else customers.text("key", KEY),
        customers=replace(
            people.table_of(customers, (), "customers"),
            of=customers_of(customers, declared, event_types),
        ),
        events=_events(told_events, event_types),
        staff=None if staff is None else people.table_of(staff, tuple(STAFF_COLUMNS), "staff"),
        working_hours=working_hours(home.get("working_hours")),
        declared=declared,
        derived=(*known.derived, *ending_measures(names.rules, event_types, _spoken(home))),
        event_types=event_types,
        roles=people.roles(home, known.vocabulary),
        channels=people.channels(home, known.vocabulary),
        parameters=parameters,
        rules=(),
        file=home.document.file,
        words=words_of(home.get("words")),
        tables=known.tables,
        flows={each.flow.name: replace(each.flow, day_starts=starts) for each in flows},
        own_days=own_days(home, home.text("country", COUNTRY)),
        day_starts=starts,
        let_go=let_go_by_category(home),
        keep=kept_for(home),
        profile=CheckProfile(home.text("profile", CheckProfile.STANDARD)),
    )
    means = _means(business, names, known)
    receptions, served = _served(booked, business, names, known, means)
    written = tuple(_rules(business, names, known, means))
    ids = tuple(each.id for each in (*written, *served))
    ground = Ground(means, known.vocabulary, event_types, business.language, ids)
    followed = tuple(each for one in flows for each in flow_rules(one, ground))
    business = replace(business, rules=(*written, *followed, *served), receptions=receptions)
    outcomes(told_events, event_types)
    # A rule whose trigger is at fault is known by its name all the same.
    given = (*(each.name for each in names.rules), *(rule.id for rule in business.rules))
    ids = tuple(dict.fromkeys(given))
    former_ids(names.rules, ids)
    limited = Limited(known.vocabulary, tuple(business.channels), ids, staff is not None)
    return replace(business, limits=limits(documents, limited))


def _stays(
    names: Definitions, event_types: Mapping[str, EventType]
) -> dict[str, ReceptionStays]:
    """The stays of each reception; most businesses have none, and import nothing for them."""
    if not names.receptions:
        return {}
    from careplay.language.receptions.stays import reception_stays  # noqa: PLC0415 - seldom needed

    return reception_stays(names.receptions, event_types)


def _served(
    booked: Mapping[str, ReceptionStays],
    business: Business,
    names: Definitions,
    known: DerivedFacts,
    means: Means,
) -> tuple[dict[str, Reception], tuple[Rule, ...]]:
    """The receptions with their levels, and the rules of their items."""
    if not booked:
        return {}, ()
    from careplay.language.lowering.receptions.standards import (  # noqa: PLC0415 - likewise
        Hotel,
        standards,
    )
    from careplay.language.receptions.lists import Lists  # noqa: PLC0415 - likewise

    written = frozenset(each.name for each in names.rules)
    lists, language = Lists(names.lists), business.language
    hotel = Hotel(known.vocabulary, business.declared, means, lists, language, written)
    return standards(booked, hotel)


def _means(business: Business, names: Definitions, known: DerivedFacts) -> Means:
    told = (a for event in business.event_types.values() for a in event.attributes.values())
    # The business's own first, for of many the last are not listed.
    attributes = dict.fromkeys(
        a.name for a in sorted(told, key=lambda a: (a.undeclared, a.name))
    )
    gaps = Gaps(tuple(known.vocabulary.kinds), tuple(attributes), tuple(business.parameters))
    templates = {n: template(each, gaps) for n, each in names.templates.items()}
    return Means(
        templates,
        business.roles,
        business.channels,
        business.parameters,
        gaps,
        business.language,
        NamedPeople(kinds=known.vocabulary.kinds),
        business.event_types,
    )


def _rules(
    business: Business, names: Definitions, known: DerivedFacts, means: Means
) -> Iterator[Rule]:
    segments = tuple(n for n, each in names.facts.items() if each.noun == "segment")
    world = World(business.event_types, known.vocabulary, segments, business.country)
    for definition in names.rules:
        found = rule(definition, world, means)
        if found is not None:
            yield found


def _events(node: Node | None, event_types: Mapping[str, EventType]) -> Table:
    """The events table; optional columns are the events' own key, and when each was entered."""
    attributes = dict.fromkeys(a for event in event_types.values() for a in event.attributes)
    found = people.table_of(node, (*people.EVENT_COLUMNS, *attributes), "events")
    if node is None:
        return found
    optional = {"key": node.text("key"), RECORDED: node.text("recorded")}
    told = {name: heading for name, heading in optional.items() if heading}
    found = replace(found, columns={**found.columns, **told}) if told else found
    source = node.get("from")
    if source is None or not isinstance(source.value, list):
        return found
    parts = event_files(node, found.columns, event_types)
    own = {"key": "key", RECORDED: "recorded"}
    # Elsewhere it is asked whether events have such a column, and not what it is called.
    own = {
        name: word for name, word in own.items() if any(name in p.table.columns for p in parts)
    }
    return replace(found, location="", columns=own, parts=parts)


def _spoken(home: Node) -> str:
    return home.text("language", LANGUAGE)


def _timezone(home: Node) -> str:
    name, told = home.text("timezone", TIMEZONE), home.get("timezone")
    if name == TIMEZONE:
        return name
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415 - heavy

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # what zoneinfo raises for a name that is no zone
        way = way_out(name, sorted(available_timezones()), "timezones")
        (told or home).say(UNKNOWN_TIMEZONE, f'unknown timezone "{name}"', way)
    return name
