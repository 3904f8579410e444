"""The relation found: the events and records that give occasions, each once for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from careplay.engines.sql.build import (
    STAR,
    Query,
    Sql,
    among,
    array,
    both,
    call,
    called,
    case,
    cast,
    column,
    either,
    infix,
    is_not_null,
    nested,
    over,
    select,
    table,
    union,
    value,
)
from careplay.engines.sql.conditions import Names, holds
from careplay.engines.sql.days import falls_on, since, until
from careplay.engines.sql.event_keys import key_of_event, key_of_record
from careplay.engines.sql.measures import KEY, of_events
from careplay.engines.sql.recorded import RECORDS, held_in, is_recorded
from careplay.model.conditions import ALWAYS
from careplay.model.types import Type
from careplay.planning.probes import ByEvent, Happened, Listed, Standing, by_event
from careplay.planning.steps import Plan

FOUND, ROW, EVENT, DAY = "#event", "#row", "#key", "#day"
"""The occasion an event gives, its number among the customer's, its key and its date.

Columns of our own begin with #: no fact does.
"""

Way: TypeAlias = tuple[str, str | None, tuple[str, ...]]
"""A scan: the table, the attribute that tells the date, and what makes up the key."""


def found(plan: Plan, events: str) -> Query:
    """The events that give occasions; of those with one key, the least."""
    told = [column(name) for name in ("event.at", *attributes(plan))]
    key = [column(KEY), column(FOUND), column(EVENT)]
    number = over(call("row_number"), partition_by=key, order_by=in_order(plan))
    hits = nested(every_hit(plan, events), "hits")
    once = select(
        STAR,
        source=hits,
        where=is_not_null(column(FOUND)),
        qualify=infix(number, "=", value(1)),
    )
    row = over(call("row_number"), partition_by=[column(KEY)])
    kept = [column(KEY), column(FOUND), column(EVENT), *told]
    return select(
        *kept, called(day_of(plan), DAY), called(row, ROW), source=nested(once, "once")
    )


def events_probed(plan: Plan) -> dict[int, ByEvent]:
    """The occasions that events give, by number."""
    return {
        number: occasion.probe
        for number, occasion in enumerate(plan.occasions)
        if isinstance(occasion.probe, Happened | Standing)
    }


def is_found(occasion: int, plan: Plan) -> bool:
    """Whether an event gives the occasion."""
    return by_event(plan.occasions[occasion].probe)


def attributes(plan: Plan) -> tuple[str, ...]:
    """The attributes of the events that give occasions, in order of name."""
    types = {probe.event for probe in events_probed(plan).values()}
    known = plan.business.event_types
    names = {name for event in types for name in known[event].attributes}
    return tuple(f"event.{name}" for name in sorted(names))


def in_order(plan: Plan) -> list[Sql]:
    """By what events are least or greatest: their moments, then each attribute."""
    told = ("event.at", *attributes(plan))
    return [column(name) for name in told]


def every_hit(plan: Plan, events: str) -> Query:
    """Each event once for each occasion it gives, and perhaps once for none.

    Those looked for by their moment and by an attribute are in a scan of their own each.
    Together they would be bounded by neither. Records of one kind of key have a scan too.
    """
    ways: dict[Way, dict[int, ByEvent]] = {}
    for number, probe in events_probed(plan).items():
        ways.setdefault(_way(probe, plan, events), {})[number] = probe
    told = {source: list(_renamed(source, plan)) for source, *_ in ways}
    return union(*(_hits_of(plan, way, probes, told[way[0]]) for way, probes in ways.items()))


def _way(probe: ByEvent, plan: Plan, events: str) -> Way:
    match probe:
        case Happened():
            return events, probe.attribute, ()
        case Standing():
            source = RECORDS if is_recorded(probe.event, plan.business) else events
            return source, None, (probe.begins, *probe.key)


def _renamed(source: str, plan: Plan) -> Iterator[Sql]:
    """What an event tells, under the names by which conditions ask for it."""
    names = [name.removeprefix("event.") for name in ("event.at", *attributes(plan))]
    for name, each in held_in(source, names, plan):
        yield called(each, f"event.{name}")


def _hits_of(plan: Plan, way: Way, probes: Mapping[int, ByEvent], told: Sequence[Sql]) -> Query:
    source, _, parts = way
    names = of_events(plan)
    asked = {number: _asked(probe, names, plan) for number, probe in probes.items()}
    found = array(case([(condition, value(number))]) for number, condition in asked.items())
    return select(
        column(KEY),
        called(key_of_record(parts, plan) if parts else key_of_event(), EVENT),
        *told,
        called(call("unnest", found), FOUND),
        source=table(source),
        where=both(until(column("at"), Type.MOMENT, plan.day), *_bounds(probes, names, plan)),
    )


def _bounds(probes: Mapping[int, ByEvent], names: Names, plan: Plan) -> Iterator[Sql]:
    """What a scan can skip by: types alone, dates alone, then which type goes with which."""
    yield among(column("type"), sorted({probe.event for probe in probes.values()}))
    happened = [probe for probe in probes.values() if isinstance(probe, Happened)]
    if not happened:
        yield either(*(_asked(probe, names, plan) for probe in probes.values()))
        return
    listed = [probe.days for probe in happened if isinstance(probe.days, Listed)]
    dates = sorted({day for days in listed for day in days.dates})
    if len(listed) == len(happened) and dates:
        told = happened[0].attribute or "at"
        kind = plan.types[f"event.{told}"]
        yield since(column(told), kind, dates[0])
        yield until(column(told), kind, dates[-1])
    slices = dict.fromkeys((probe.event, probe.attribute, probe.days) for probe in happened)
    yield either(
        *(
            _asked(Happened(event, told, days, ALWAYS), names, plan)
            for event, told, days in slices
        )
    )


def _asked(probe: ByEvent, names: Names, plan: Plan) -> Sql:
    """Whether an event gives the occasion."""
    parts = [among(column("type"), (probe.event,))]
    if isinstance(probe, Happened):
        told = probe.attribute or "at"
        parts.append(falls_on(column(told), plan.types[f"event.{told}"], probe.days))
    if probe.where != ALWAYS:
        parts.append(holds(probe.where, names))
    return both(*parts)


def day_of(plan: Plan) -> Sql:
    """The date by which an event was found."""
    by_attribute: dict[str, list[int]] = {}
    for number, probe in events_probed(plan).items():
        if isinstance(probe, Happened) and probe.attribute is not None:
            by_attribute.setdefault(probe.attribute, []).append(number)
    whens = [
        (among(column(FOUND), numbers), cast(column(f"event.{told}"), "DATE"))
        for told, numbers in by_attribute.items()
    ]
    return case(whens, cast(column("event.at"), "DATE"))
