"""The relation found: the events and records that give occasions, each once for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from careplay.engines.base import LATE
from careplay.engines.sql.build import (
    FALSE,
    STAR,
    TRUE,
    Query,
    Sql,
    among,
    array,
    both,
    call,
    called,
    case,
    coalesce,
    column,
    either,
    infix,
    is_null,
    nested,
    over,
    select,
    star,
    table,
    union,
    value,
)
from careplay.engines.sql.conditions import ConditionColumns, holds
from careplay.engines.sql.days import falls_on, since, until
from careplay.engines.sql.event_keys import key_of_event, key_of_record
from careplay.engines.sql.measures import attribute_columns
from careplay.engines.sql.probed import (
    BY_RULE,
    DAY,
    EVENT,
    FOUND,
    KEPT_DAY,
    KEPT_KEY,
    KEPT_VALUE,
    NEW,
    ORDER,
    RETURNED,
    ROW,
    day_of,
    event_order,
    event_value_names,
    events_probed,
    news_of,
    returned,
    returned_names,
)
from careplay.engines.sql.recorded import RECORDS, is_held_in, is_recorded
from careplay.meaning.days import Late
from careplay.model.business import EventType
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.types import Type
from careplay.planning.probes import ByEvent, Happened, Listed, Returned, Standing, Stepped
from careplay.planning.steps import Gap, Plan
from careplay.sources.columns import KEY

RELATION, SCANNED = "found", "scanned"
WHY_NOT = "#why not"
"""Why it may not be asked for, as far as that does not hang on the rule's condition."""
AHEAD = "#ahead"
"""Whether what was taken back of it waits, for the rule's own day is to come."""

Scan: TypeAlias = tuple[str, str | None]
"""A scan: the table, and the attribute that tells the date."""


def found(plan: Plan, places: Sequence[int] = ()) -> Query:
    """The events that give occasions, of those that were scanned; with one key, the least.

    Of a narrowed plan, ``places`` are those by which its occasions were looked for.
    """
    key = [column(KEY), column(FOUND), column(EVENT), *_apart(plan)]
    new = [column(NEW)] if news_of(plan) else []
    placed = [column(ORDER)] if plan.former_keys else []
    order = [*(Sql(f"{each} DESC NULLS LAST") for each in new), *event_order(plan)]
    number = over(call("row_number"), partition_by=key, order_by=order)
    hits = nested(_told(plan, _by_places(places)), "hits")
    once = select(STAR, source=hits, qualify=infix(number, "=", value(1)))
    row = over(call("row_number"), partition_by=[column(KEY)])
    kept = [
        column(KEY),
        column(FOUND),
        column(EVENT),
        *new,
        *placed,
        *(column(name) for name in returned_names(plan)),
        *map(column, event_value_names(plan)),
    ]
    return select(
        *kept, called(day_of(plan), DAY), called(row, ROW), source=nested(once, "once")
    )


def _by_places(places: Sequence[int]) -> Sql:
    """What was scanned, by the numbers that the plan has its occasions by."""
    if not places:
        return table(SCANNED)
    anew = {old: new for new, old in enumerate(places)}
    numbers = array(value(anew.get(each)) for each in range(max(places) + 1))
    number = call("list_extract", numbers, infix(column(FOUND), "+", value(1)))
    told = select(star(instead=[called(number, FOUND)]), source=table(SCANNED))
    return nested(told, SCANNED)


def occasions_found() -> Query:
    """The numbers of the occasions that were found, each once."""
    return select(column(FOUND), source=table(SCANNED), group_by=[column(FOUND)])


def every_hit(plan: Plan, events: str) -> Query:
    """Each event once for each occasion it gives, with its key."""
    return _told(plan, nested(scanned(plan, events), SCANNED))


def scanned(plan: Plan, events: str) -> Query:
    """Each event as it stands, once for each occasion it gives.

    Those looked for by their moment and by an attribute are in a scan of their own each.
    Together they would be bounded by neither. Records have a scan too.
    """
    scans: dict[Scan, dict[int, ByEvent]] = {}
    for number, probe in events_probed(plan).items():
        for scan, asked in _scans(probe, plan, events):
            scans.setdefault(scan, {})[number] = asked
    return union(
        *(_hits_of(plan, source, probes) for (source, _), probes in scans.items()),
        by_name=True,
    )


def _told(plan: Plan, hits: Sql) -> Query:
    """The same, each with its key, and by the names by which conditions ask for it."""
    new = [called(_new(plan), NEW)] if news_of(plan) else []
    placed = [column(ORDER)] if plan.former_keys else []
    return select(
        column(KEY),
        called(_key(plan), EVENT),
        *(
            called(column(name.removeprefix("event.")), name)
            for name in event_value_names(plan)
        ),
        column(FOUND),
        *new,
        *placed,
        *(column(name) for name in returned_names(plan)),
        source=hits,
    )


def _scans(probe: ByEvent, plan: Plan, events: str) -> Iterator[tuple[Scan, ByEvent]]:
    """Where to look for it, and for what there."""
    match probe:
        case Standing():
            yield (RECORDS if is_recorded(probe.event, plan) else events, None), probe
        case Happened(attribute=attribute, late=Late.ONLY):
            yield (LATE, attribute), probe
        case Happened(attribute=attribute, late=late):
            yield (events, attribute), probe
            if late is Late.TOO:
                whenever = Stepped(plan.day, every=1)
                yield (LATE, attribute), replace(probe, days=whenever)
        case Returned():
            yield (RETURNED, None), probe
        case _:
            assert_never(probe)


def _hits_of(plan: Plan, source: str, probes: Mapping[int, ByEvent]) -> Query:
    """The rows of a table as they are, each once for each occasion it gives."""
    names = attribute_columns(plan)
    asked = {number: _asked(probe, names, plan) for number, probe in probes.items()}
    every = array(case([(condition, value(number))]) for number, condition in asked.items())
    # Filtered before it is opened, for most rows give one of many occasions.
    found = Sql(f"[x FOR x IN {every} IF x IS NOT NULL]")
    raw = ("type", "key", *(name.removeprefix("event.") for name in event_value_names(plan)))
    kept = (KEPT_KEY, KEPT_DAY, KEPT_VALUE) if source == RETURNED else ()
    return select(
        column(KEY),
        *(column(name) for name in dict.fromkeys(raw) if is_held_in(source, name, plan)),
        *map(column, kept),
        *_placed(plan, source),
        called(call("unnest", found), FOUND),
        source=table(source),
        where=_where(source, probes, names, plan),
    )


def _placed(plan: Plan, source: str) -> Iterator[Sql]:
    """By what events are in order that may go by a former key; NULL of all others."""
    if not plan.former_keys:
        return
    may_be = source not in {RETURNED, RECORDS} and (source != LATE or plan.late_told)
    names = (name.removeprefix("event.") for name in event_value_names(plan))
    told = [column(name) for name in names if is_held_in(source, name, plan)]
    keyless = case([(is_null(column("key")), call("row", *told))])
    yield called(keyless if may_be else value(None), ORDER)


def _where(
    source: str, probes: Mapping[int, ByEvent], names: ConditionColumns, plan: Plan
) -> Sql:
    """What a scan can leave out."""
    if source == RETURNED:
        return is_null(column(WHY_NOT))
    return both(until(column("at"), Type.MOMENT, plan.day), *_bounds(probes, names, plan))


def _key(plan: Plan) -> Sql:
    """What an event is called; records of one kind are called alike."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for number, probe in events_probed(plan).items():
        if not isinstance(probe, Returned):
            parts = (probe.begins, *probe.key) if isinstance(probe, Standing) else ()
            alike.setdefault(parts, []).append(number)
    whens = [(among(column(FOUND), kept), column(KEPT_KEY))] if (kept := returned(plan)) else []
    whens += [
        (
            among(column(FOUND), numbers),
            key_of_record(parts, plan) if parts else key_of_event(_happened(plan)),
        )
        for parts, numbers in alike.items()
    ]
    return whens[0][1] if len(whens) == 1 else case(whens)


def _happened(plan: Plan) -> list[EventType]:
    """The types of the events that give occasions by themselves, in order of name."""
    probes = events_probed(plan).values()
    names = {probe.event for probe in probes if isinstance(probe, Happened)}
    return [plan.event_types[name] for name in sorted(names)]


def _new(plan: Plan) -> Sql:
    """Whether no earlier run can have told the occasion; what is alike is asked together."""
    alike: dict[Condition, list[int]] = {}
    for number, new in news_of(plan).items():
        alike.setdefault(new, []).append(number)
    names = attribute_columns(plan)
    whens = [
        (among(column(FOUND), numbers), coalesce(holds(new, names), FALSE))
        for new, numbers in alike.items()
    ]
    return case(whens, TRUE)


def _apart(plan: Plan) -> list[Sql]:
    """The date by which an event was found, where each date asks for itself."""
    several = {match.occasion for match in plan.matches if match.several}
    dated = {n for n, each in enumerate(plan.occasions) if Gap.DAY in each.key}
    numbers = sorted(several | (dated & set(events_probed(plan))))
    if not numbers:
        return []
    return [case([(among(column(FOUND), numbers), day_of(plan))])]


def _bounds(
    probes: Mapping[int, ByEvent], names: ConditionColumns, plan: Plan
) -> Iterator[Sql]:
    """What a scan can skip by: types alone, dates alone, then which type goes with which."""
    yield among(column("type"), sorted({probe.event for probe in probes.values()}))
    happened = [probe for probe in probes.values() if isinstance(probe, Happened)]
    if not happened:
        return
    listed = [probe.days for probe in happened if isinstance(probe.days, Listed)]
    dates = sorted({day for days in listed for day in days.dates})
    if len(listed) == len(happened) and dates:
        dated = happened[0].attribute or "at"
        kind = plan.types[f"event.{dated}"]
        yield since(column(dated), kind, dates[0])
        yield until(column(dated), kind, dates[-1])
    slices = dict.fromkeys((probe.event, probe.attribute, probe.days) for probe in happened)
    yield either(
        *(
            _asked(Happened(event, dated, days, ALWAYS), names, plan)
            for event, dated, days in slices
        )
    )


def _asked(probe: ByEvent, names: ConditionColumns, plan: Plan) -> Sql:
    """Whether a row gives the occasion."""
    if isinstance(probe, Returned):
        return _comes_back(probe)
    parts = [among(column("type"), (probe.event,))]
    if isinstance(probe, Happened):
        told = probe.attribute or "at"
        parts.append(falls_on(column(told), plan.types[f"event.{told}"], probe.days))
    if probe.where != ALWAYS:
        parts.append(holds(probe.where, names))
    return both(*parts)


def _comes_back(probe: Returned) -> Sql:
    of_rule = among(column(BY_RULE), (probe.rule,))
    if not probe.name:
        return of_rule
    named = call("starts_with", column(KEPT_KEY), value(f"{probe.name}:"))
    return both(of_rule, named)
