"""The relation occasions: each customer, once for itself and once for every event found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from sqlglot import exp

from careplay.engines.sql.build import (
    Sql,
    among,
    array,
    both,
    call,
    called,
    case,
    cast,
    coalesce,
    column,
    either,
    is_not_null,
    joined,
    nested,
    select,
    table,
    value,
)
from careplay.engines.sql.conditions import holds
from careplay.engines.sql.days import falls_on, since, until
from careplay.engines.sql.facts import Relation, of_day
from careplay.engines.sql.measures import KEY, of_events
from careplay.model.conditions import ALWAYS
from careplay.model.rules import Audience
from careplay.model.triggers import Direction
from careplay.model.types import Type
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Listed,
    Passed,
    Probe,
    Turned,
)
from careplay.planning.steps import Match, Plan

FOUND, ROW, EVENT, DAY, FIRST = "#event", "#row", "#key", "#day", "#first"
"""The occasion an event gives, its number among the customer's, its key and its date.

``#first`` is true in one row of each customer, which stands for the customer itself.

Columns of our own begin with #: no fact does.
"""


def relations(plan: Plan, events: str) -> list[Relation]:
    """The relations up to ``occasions``."""
    happened = events_probed(plan)
    asked = sorted({match.occasion for match in of_customers(plan)})
    probes = [
        called(exp.Paren(this=probe_of(plan.occasions[number].probe, plan)), column_of(number))
        for number in asked
        if is_probed(number, plan)
    ]
    if not happened:
        return [("occasions", select(exp.Star(), *probes, source=table("facts")))]
    on = exp.EQ(this=column(KEY, "f"), expression=column(KEY, "e"))
    first = exp.EQ(this=coalesce(column(ROW), value(1)), expression=value(1))
    query = select(
        _all_of("f"), _all_of("e", but=KEY), called(first, FIRST), *probes,
        source=table("facts", "f"),
    )  # fmt: skip
    side = "inner" if set(asked) <= set(happened) else "left"
    query = query.join(table("found", "e"), on=on, join_type=side, copy=False)
    return [("found", _found(plan, happened, events)), ("occasions", query)]


def column_of(occasion: int) -> str:
    """The column that says whether a customer has the occasion."""
    return f"#occasion {occasion + 1}"


def is_probed(occasion: int, plan: Plan) -> bool:
    """Whether a customer's row must be asked for the occasion."""
    return not isinstance(plan.occasions[occasion].probe, Always | Happened)


def _all_of(alias: str, but: str = "") -> Sql:
    star = exp.Star(except_=[column(but)]) if but else exp.Star()
    return exp.Column(this=star, table=exp.to_identifier(alias, quoted=True))


def of_customers(plan: Plan) -> list[Match]:
    """The matches that are asked of customers."""
    return [match for match in plan.matches if match.audience is Audience.CUSTOMERS]


def events_probed(plan: Plan) -> dict[int, Happened]:
    """The occasions that events give, by number."""
    return {
        number: occasion.probe
        for number, occasion in enumerate(plan.occasions)
        if isinstance(occasion.probe, Happened)
    }


def attributes(plan: Plan) -> tuple[str, ...]:
    """The attributes of the events that give occasions, in order of name."""
    types = {probe.event for probe in events_probed(plan).values()}
    known = plan.business.event_types
    names = {name for event in types for name in known[event].attributes}
    return tuple(f"event.{name}" for name in sorted(names))


def probe_of(probe: Probe, plan: Plan) -> Sql:
    """Whether a customer's row gives the occasion."""
    names = of_day(plan)
    match probe:
        case Always():
            return exp.true()
        case Dated(told, days):
            kind = plan.types.get(told.fact, Type.MOMENT)
            return falls_on(column(str(told)), kind, days)
        case Kept(told, calendar, solar, lunar):
            kind = plan.types[told.fact]
            return either(
                both(
                    _may_be(names.column(calendar), "lunar"),
                    falls_on(column(str(told)), kind, solar),
                ),
                # Lazy, unlike AND: a lunar date is looked for in a long list.
                case(
                    [
                        (
                            _may_be(names.column(calendar), "solar"),
                            falls_on(column(str(told)), kind, lunar),
                        )
                    ],
                    exp.false(),
                ),
            )
        case Turned(fact, to):
            now, then = column(fact), column(str(Column(fact, 1)))
            return both(now, _not_true(then)) if to else both(then, _not_true(now))
        case Passed(fact, level, direction):
            return _passed(fact, value(level), direction)
        case Happened():
            raise AssertionError("asked of events")
        case _:
            assert_never(probe)


def _may_be(calendar: Sql, other: str) -> Sql:
    """Whether the calendar is not told to be the other one."""
    return exp.NullSafeNEQ(this=calendar, expression=value(other))


def _not_true(condition: Sql) -> Sql:
    return exp.Not(this=coalesce(condition, exp.false()))


def _passed(fact: str, level: Sql, direction: Direction) -> Sql:
    now, then = column(fact), column(str(Column(fact, 1)))
    above = exp.GTE(this=now, expression=level)
    was_above = exp.GTE(this=then, expression=level.copy())
    if direction is Direction.REACHES:
        return both(above, _not_true(was_above))
    return both(exp.Not(this=exp.Paren(this=above)), was_above)


def _found(plan: Plan, happened: Mapping[int, Happened], events: str) -> exp.Query:
    """The events that give occasions; of those with one key, the least."""
    told = [column(name) for name in ("event.at", *attributes(plan))]
    hits = _hits(plan, happened, events)
    key = [column(KEY), column(FOUND), column(EVENT)]
    order = [_first(column(name)) for name in ("event.at", *attributes(plan))]
    number = exp.Window(
        this=call("row_number"), partition_by=key, order=exp.Order(expressions=order)
    )
    once = select(exp.Star(), source=nested(hits, "hits"), where=is_not_null(column(FOUND)))
    once.set("qualify", exp.Qualify(this=exp.EQ(this=number, expression=value(1))))
    row = exp.Window(this=call("row_number"), partition_by=[column(KEY)])
    kept = [column(KEY), column(FOUND), column(EVENT), *told]
    return select(
        *kept, called(_day(happened), DAY), called(row, ROW), source=nested(once, "once")
    )


def _first(told: Sql) -> Sql:
    return exp.Ordered(this=told, nulls_first=False)


def _hits(plan: Plan, happened: Mapping[int, Happened], events: str) -> exp.Query:
    """Events looked for by their moment and by an attribute, each in a scan of its own.

    Together they would be bounded by neither.
    """
    dated: dict[str | None, dict[int, Happened]] = {}
    for number, probe in happened.items():
        dated.setdefault(probe.attribute, {})[number] = probe
    first, *others = (
        _hits_of(plan, probes, attributes(plan), events) for probes in dated.values()
    )
    hits: exp.Query = first
    for other in others:
        hits = exp.Union(this=hits, expression=other, distinct=False)
    return hits


def _hits_of(
    plan: Plan, probes: Mapping[int, Happened], told: Iterable[str], events: str
) -> exp.Select:
    asked = {number: _asked(probe, plan) for number, probe in probes.items()}
    found = array(case([(condition, value(number))]) for number, condition in asked.items())
    renamed = (
        called(column(name.removeprefix("event.")), name) for name in ("event.at", *told)
    )
    own = cast(call("strftime", column("at"), value("%Y-%m-%d %H:%M:%S")), "TEXT")
    key = joined(column("type"), value(":"), coalesce(column("key"), own))
    return select(
        column(KEY),
        called(key, EVENT),
        *renamed,
        called(exp.Explode(this=found), FOUND),
        source=table(events),
        where=both(until(column("at"), Type.MOMENT, plan.day), *_bounds(probes, plan)),
    )


def _bounds(happened: Mapping[int, Happened], plan: Plan) -> Iterator[Sql]:
    """What a scan can skip by: types alone, dates alone, then which type goes with which."""
    probes = tuple(happened.values())
    yield among(column("type"), sorted({probe.event for probe in probes}))
    listed = [probe.days for probe in probes if isinstance(probe.days, Listed)]
    dates = sorted({day for days in listed for day in days.dates})
    if len(listed) == len(probes) and dates:
        told = probes[0].attribute or "at"
        kind = plan.types[f"event.{told}"]
        yield since(column(told), kind, dates[0])
        yield until(column(told), kind, dates[-1])
    slices = dict.fromkeys((probe.event, probe.attribute, probe.days) for probe in probes)
    yield either(
        *(_asked(Happened(event, told, days, ALWAYS), plan) for event, told, days in slices)
    )


def _asked(probe: Happened, plan: Plan) -> Sql:
    """Whether an event gives the occasion."""
    told = probe.attribute or "at"
    due = falls_on(column(told), plan.types[f"event.{told}"], probe.days)
    parts = [among(column("type"), (probe.event,)), due]
    if probe.where != ALWAYS:
        parts.append(holds(probe.where, of_events(plan)))
    return both(*parts)


def _day(happened: Mapping[int, Happened]) -> Sql:
    """The date by which an event was found."""
    by_attribute: dict[str | None, list[int]] = {}
    for number, probe in happened.items():
        by_attribute.setdefault(probe.attribute, []).append(number)
    whens = [
        (among(column(FOUND), numbers), cast(column(f"event.{told}"), "DATE"))
        for told, numbers in by_attribute.items()
        if told is not None
    ]
    return case(whens, cast(column("event.at"), "DATE"))
