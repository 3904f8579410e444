"""The events of a flow as numbers: one whole number tells all that a fold asks of an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from careplay.engines.sql.build import column
from careplay.engines.sql.conditions import ConditionColumns, holds
from careplay.engines.sql.records.codes import (
    UNCLEAR,
    UNPROVED,
    Code,
    EventCodes,
    EventEffect,
    Numbers,
    event_codes,
    folded_under,
)
from careplay.engines.sql.records.text import case, column_list, comma_list
from careplay.engines.sql.records.worked import YEAR_1
from careplay.meaning.events import INSTANT
from careplay.model.conditions import Condition, facts_of
from careplay.model.flows import OUTCOME, PLAN_DUE, Flow, Version
from careplay.model.types import Type
from careplay.sources.columns import KEY, literal, quoted

# Bits of an event's number, from the lowest: 16 its code, 20 its place among equals, 12 its
# rank, then the microseconds since the year 1, so that none is below nought.
CODE, TIE, RANK = 2**16, 2**20, 2**12
MOMENT = CODE * TIE * RANK
NUMBER = f'("#at" * {MOMENT} + "#rank" * {CODE * TIE} + "#tie" * {CODE} + "#code")'
"""The number of an event."""


def codes_of(numbers: Numbers, day: date) -> tuple[Code, ...]:
    """Every code that an event may have as of a date; their numbers count from 1."""
    found = {UNPROVED: None, UNCLEAR: None}
    for version in _versions(numbers.flow, day):
        for each in event_codes(version, numbers):
            others = (code for _, code in each.outcomes)
            found.update(dict.fromkeys((each.plain, *others)))
    return tuple(found)


def _versions(flow: Flow, day: date) -> tuple[Version, ...]:
    """The versions under which some case may be folded as of a date."""
    under = (version for _, version in folded_under(flow, day))
    return tuple({version.since: version for version in under}.values())


def told_events(numbers: Numbers, day: date, events: str, zone: str) -> str:
    """The events of the flow's types up to the end of the date, with rank and code."""
    flow, codes = numbers.flow, codes_of(numbers, day)
    each = {
        numbers.versions[version.since]: tuple(event_codes(version, numbers))
        for version in _versions(flow, day)
    }
    rank = _by_version({n: _ranks(types) for n, types in each.items()})
    code = _by_version({n: _codes(types, codes) for n, types in each.items()})
    by = column_list((KEY, flow.by))
    hashed = f"hash({by}, {quoted(INSTANT if zone else 'at')}, {rank})"
    passing = INSTANT if zone else "at"
    source = f"""SELECT {_attributes(flow, passing)} FROM {quoted(events)}
  WHERE "type" IN ({comma_list(literal(kind) for kind in flow.types())})
    AND "at" < TIMESTAMP '{day + timedelta(days=1)}' AND {quoted(flow.by)} IS NOT NULL"""
    if len(each) > 1:
        source = f"""SELECT *, {_under(numbers, day)} AS "#version" FROM ({source})"""
    return f""""told" AS MATERIALIZED (
  SELECT * EXCLUDE ({column_list(dict.fromkeys(("type", "at", passing)))}),
    CAST(epoch_us({quoted(passing)}) + {YEAR_1} AS HUGEINT) AS "#at",
    {rank} AS "#rank", {code} AS "#code", {hashed} AS "#hash"
  FROM ({source})
)"""


def _attributes(flow: Flow, passing: str) -> str:
    return column_list(dict.fromkeys((KEY, "type", "at", passing, flow.by, *flow.carried)))


def _under(numbers: Numbers, day: date) -> str:
    """The place of the version that an event's case is folded under."""
    flow = numbers.flow
    start = f"""min("at") FILTER ("type" = {literal(flow.starts)}) OVER (
    PARTITION BY {column_list((KEY, flow.by))})"""
    (_, first), *later = (
        (since, str(numbers.versions[under.since])) for since, under in folded_under(flow, day)
    )
    return case(
        ((f"{start} >= TIMESTAMP '{since}'", place) for since, place in reversed(later)), first
    )


def _by_version(told_of: dict[int, str]) -> str:
    """What an event is by the place of its case's version."""
    if len(told_of) == 1:
        (only,) = told_of.values()
        return only
    return case((f'"#version" = {number}', each) for number, each in told_of.items())


def _ranks(types: Sequence[EventCodes]) -> str:
    return _by_type((each.type, str(each.rank)) for each in types)


def _codes(types: Sequence[EventCodes], codes: Sequence[Code]) -> str:
    number = {code: str(place) for place, code in enumerate(codes, start=1)}
    return _by_type((each.type, _code(each, number)) for each in types)


def _code(told: EventCodes, number: Mapping[Code, str]) -> str:
    """The number of what an event of the type says."""
    missing = (f"{quoted(name)} IS NULL" for name in told.needs)
    lacks = " OR ".join((*missing, *map(_holds, told.lacks)))
    unclear = [(_contradicted(*each), number[UNCLEAR]) for each in told.unclear]
    outcomes = [(_is(outcome), number[code]) for outcome, code in told.outcomes]
    unproved = [(lacks, number[UNPROVED])] if lacks else []
    return case([*unproved, *unclear, *outcomes], number[told.plain])


def _is(outcome: str) -> str:
    return f"{quoted(OUTCOME)} = {literal(outcome)}"


def _contradicted(outcome: str, answers: Condition) -> str:
    """Whether the event tells the outcome and answers that it does not go with."""
    asked = _holds(answers)
    return f"{_is(outcome)} AND {asked}" if outcome else asked


def _holds(answers: Condition) -> str:
    """Whether the event tells such answers."""
    # Of moments nothing is asked here, so that all types are as good as text.
    types = dict.fromkeys(facts_of(answers), Type.TEXT)
    return f"({holds(answers, ConditionColumns(types, column))})"


def _by_type(each: Iterable[tuple[str, str]]) -> str:
    return case((f'"type" = {literal(kind)}', then) for kind, then in each)


def equals(flow: Flow) -> str:
    """The order of events of one moment and rank."""
    return comma_list(f"{quoted(name)} ASC NULLS LAST" for name in flow.carried)


def plans(flow: Flow, codes: Sequence[Code]) -> Iterator[str]:
    """The agreed days, each with the number of its event; in flows that have such."""
    agreed = [place for place, code in enumerate(codes, 1) if code.kind is EventEffect.AGREE]
    if agreed:
        pair = f"struct_pack(number := {NUMBER}, due := {quoted(PLAN_DUE)})"
        yield f'list({pair}) FILTER ("#code" IN ({comma_list(agreed)})) AS "#plans"'
