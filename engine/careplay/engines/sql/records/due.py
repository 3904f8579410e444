"""By when the open cases of a flow are due, as queries in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from careplay.engines.sql.records.deadlines import (
    By,
    Length,
    QueryChain,
    Scale,
    at,
    edge_at,
    instant,
    shown,
)
from careplay.engines.sql.records.folding import moment, named
from careplay.engines.sql.records.lengths import FlowLengths, NamedDay, lasts
from careplay.engines.sql.records.telling import MOMENT
from careplay.engines.sql.records.text import case, comma_list
from careplay.engines.sql.records.worked import DAY, YEAR_1, DayTables, working_days
from careplay.model.flows import GOAL_WARN, STEP_WARN, WAITED, AsTold, as_told
from careplay.sources.columns import quoted

LAST = '"due"'
"""The last query: ``id`` is a case's row in the table of the fold."""
NONE = "CAST(NULL AS BIGINT)"
EDGES = ("begin", "end")
_NAMING = ('"by plan"', '"by date"')
"""The columns that say what names the day of a step: a plan, and the place of an attribute."""
END_OF_DAY = (24 * 60 - 1) * 60_000_000
CENTURY_END = date(2100, 1, 1)
"""Data speak of no later day."""


def queries(told: FlowLengths, cases: str) -> Iterator[str]:
    """The queries of which ``due`` is the last."""
    counted = [on for on in dict.fromkeys((told.on, told.told_on)) if told.counts(on)]
    for on in counted:
        yield f"{on.days} AS MATERIALIZED ({_days(told, cases, on)})"
        yield f"{on.worked} AS (SELECT * FROM {on.days} WHERE worked > 0)"
    if told.flow.pauses:
        yield from _stops(told, cases, counted)
    yield f'"open" AS ({_open(told, cases)})'
    zone = told.clock.zone
    chain = QueryChain(stops=bool(told.flow.pauses), zone=zone, last="open")
    _add(chain, told, "entered", "begin")
    own, of_start = told.counted[0], told.counted[1:]
    _add(chain, told, "begin", own)
    _add(chain, told, "opened", *of_start, "goal")
    chain.add((*_step_due(told, str), _goal_due(str)))
    if told.told:
        _add_told(chain, told)
    for due, what, warning in (
        ("step_due", "late", STEP_WARN),
        ("goal_due", "goal_late", GOAL_WARN),
    ):
        warned = [warning] if warning in told.warned else []
        chain.place(due, told.scales(*told.late_of(what), *warned), told.on)
        for each in told.late_of(what):
            chain.after(due, each, told.scales(each), told.on)
        for each in warned:
            chain.before(due, each, told.scales(each), told.on)
    yield from chain.told
    yield f"{LAST} AS (SELECT * FROM {quoted(chain.last)})"


def _add(chain: QueryChain, told: FlowLengths, moment: str, *names: str) -> None:
    """Add the moments that lengths lead to from another."""
    chain.place(moment, told.scales(*names), told.on)
    for each in names:
        chain.after(moment, each, told.scales(each), told.on)


def _step_due(told: FlowLengths, called: Callable[[str], str]) -> Iterator[str]:
    """The deadline of a step, where it may be another than the one that is counted."""
    names = ("named", *told.counted) if told.names_days else told.counted
    if names != ("step_due",):
        columns = comma_list(f"x.{quoted(called(each))}" for each in names)
        yield f"coalesce({columns}) AS {quoted(called('step_due'))}"


def _goal_due(called: Callable[[str], str]) -> str:
    goal = f"x.{quoted(called('goal'))}"
    agreed = case([(f"{goal} IS NOT NULL", f'coalesce(x."plan", {goal})')])
    return f"{agreed} AS {quoted(called('goal_due'))}"


def _add_told(chain: QueryChain, told: FlowLengths) -> None:
    """Add the deadlines that the last run told, and the days by whichever is the later."""
    begin, own, *of_start, goal = told.told_names
    on = told.told_on
    placed: dict[str, set[Scale]] = {}
    if on == told.on:  # there these stand already
        of_opened = told.scales(*told.counted[1:], "goal")
        placed = {"entered": told.scales("begin"), "opened": of_opened}
    for since, each in (("entered", (begin,)), (begin, (own,)), ("opened", (*of_start, goal))):
        chain.place(since, told.scales(*each) - placed.get(since, set()), on)
        for name in each:
            chain.after(since, name, told.scales(name), on)
    chain.add((*_step_due(told, as_told), _goal_due(as_told)))
    for name, what in (("step_due", "late"), ("goal_due", "goal_late")):
        then, now = f"x.{quoted(as_told(name))}", f"x.{quoted(name)}"
        by_clock = (shown(each, told.clock.zone) for each in (then, now))
        later = " >= ".join(by_clock)
        both = f"{then} IS NOT NULL AND {now} IS NOT NULL"
        counts = f"later {name}"
        chain.add((f"{case([(both, case([(later, then)], now))])} AS {quoted(counts)}",))
        _add(chain, told, counts, *map(as_told, told.late_of(what)))


def _open(told: FlowLengths, cases: str) -> str:
    """The cases that have not ended, with the lengths of their steps."""
    columns = [each for name in told.names for each in (By(name).scale, By(name).amount)]
    stopped = told.flow.pauses and told.names[1:]
    rows = (
        comma_list((
            step, *_names(told, told.named[step]),
            *(each for name in told.names for each in _pair(lengths[name])),
        ))
        for step, lengths in told.lengths.items()
    )  # fmt: skip
    naming = _NAMING if told.names_days else ()
    kept = ['"step"', *naming]
    running = 'f."#fold".waiting = 0'
    amounts = [
        f"{case([(running, By(name).amount)])} AS {By(name).amount}" for name in stopped or ()
    ]
    replaced = f" REPLACE ({comma_list(amounts)})" if amounts else ""
    stops = 'LEFT JOIN "stops" AS s ON s.id = f."#row"' if told.flow.pauses else ""
    of_told, by_told = _told(told, running) if told.told else ("", "")
    of_named = f', {_named(told, "l", running)} AS "named"' if naming else ""
    if told.flow.told is not None:
        of_told += f", {_waited(told, told.flow.told, running)} AS {quoted(as_told(WAITED))}"
    return f"""SELECT f."#row" AS id,
  {moment("entered")} AS "entered", {moment("opened")} AS "opened",
  {case([(running, _plan(told))])} AS "plan"{', s."stops"' if stops else ""},
  l.* EXCLUDE ({comma_list(kept)}){replaced}{of_named}{of_told}
FROM {quoted(cases)} AS f
JOIN (VALUES {comma_list(f"({row})" for row in rows)}) AS l({comma_list(kept + columns)})
  ON l."step" = f."#fold".step {stops}{by_told}"""


def _told(told: FlowLengths, running: str) -> tuple[str, str]:
    """The lengths by which the last run went: their columns, and what they are joined by."""
    names = told.told_names
    columns = [each for name in names for each in (By(name).scale, By(name).amount)]
    rows = (
        comma_list((
            each.step, _midnight(each.first), _midnight(each.end), *_names(told, each.named),
            *(part for name in names for part in _pair(each.lengths[name])),
        ))
        for each in told.told
    )  # fmt: skip
    naming = _NAMING if told.names_days else ()
    kept = ('"step"', '"first"', '"end"', *naming)
    opened = shown(moment("opened"), told.clock.zone)
    began = f'{opened} >= t."first" AND {opened} < t."end"'
    joined = f"""
LEFT JOIN (VALUES {comma_list(f"({row})" for row in rows)})
  AS t({comma_list((*kept, *columns))})
  ON t."step" = f."#fold".step AND {began}"""
    amounts = [
        f"{case([(running, By(name).amount)])} AS {By(name).amount}"
        for name in (names[1:] if told.flow.pauses else ())
    ]
    replaced = f" REPLACE ({comma_list(amounts)})" if amounts else ""
    named = f", {_named(told, 't', running)} AS {quoted(as_told('named'))}" if naming else ""
    return f", t.* EXCLUDE ({comma_list(kept)}){replaced}{named}", joined


def _names(told: FlowLengths, named: NamedDay) -> tuple[str, ...]:
    """What may name the day of a step, in the columns of that; none where nothing names any."""
    if not told.names_days:
        return ()
    places = {each: str(place) for place, each in enumerate(told.flow.due_attributes, start=1)}
    return str(named.plan).upper(), places.get(named.attribute, "0")


def _named(told: FlowLengths, row: str, running: str) -> str:
    """The end of the day that is named for the step a case stands at, by a row of names."""
    plan, attribute = (f"{row}.{each}" for each in _NAMING)
    here = f'{plan} AND f."#fold".plan > f."#fold".entered'
    dates = (
        (f"{attribute} = {place}", _end_of(f"f.{quoted(named(name))}", told.clock.zone))
        for place, name in enumerate(told.flow.due_attributes, start=1)
    )
    whens = [(here, _plan(told))] if told.agrees else []
    return case([(running, case([*whens, *dates]))])


def _waited(told: FlowLengths, before: AsTold, running: str) -> str:
    """Whether no run has met the case going on since others count; true or missing."""
    if not told.flow.pauses:
        return "CAST(NULL AS BOOLEAN)"
    begin, end = (shown(f"p.{edge}_{Scale.ALL.value}", told.clock.zone) for edge in EDGES)
    first, last = (_midnight(each + timedelta(days=1)) for each in (before.since, before.last))
    over = f'list_filter(s."stops", lambda p: {begin} < {first} AND {end} >= {last})'
    return case([(f"{running} AND len({over}) > 0", "true")])


def _midnight(day: date) -> str:
    """When a day begins, in microseconds from the year 1 on."""
    return f"CAST({(day.toordinal() - 1) * DAY} AS BIGINT)"


def _pair(length: Length | None) -> tuple[str, str]:
    if length is None:
        return NONE, NONE
    return tuple(f"CAST({n} AS BIGINT)" for n in (length.scale.value, length.amount))  # type: ignore[return-value]


def _plan(told: FlowLengths) -> str:
    """The end of the day that was agreed on."""
    if not told.agrees:
        return NONE
    number = 'f."#events"[f."#fold".plan]'
    due = f'list_filter(f."#plans", lambda p: p.number = {number})[1].due'
    return case([('f."#fold".plan > 0', _end_of(due, told.clock.zone))])


def _end_of(day: str, zone: str) -> str:
    """The instant at which a date ends, from the year 1 on."""
    return instant(f"epoch_us(CAST({day} AS TIMESTAMP)) + {YEAR_1 + END_OF_DAY}", zone)


def _stops(told: FlowLengths, cases: str, counted: Sequence[DayTables]) -> Iterator[str]:
    """The times in which the clocks of open cases stood still, as places on each scale."""
    yield f""""halts" AS (
  SELECT f."#row" AS id, f."#events", f."#fold".stops AS stops,
    unnest(range(1, len(f."#fold".stops), 2)) AS n
  FROM {quoted(cases)} AS f WHERE f."#fold".step > 0 AND len(f."#fold".stops) > 1
)"""
    ends = (f'{_nth(n)} AS "{edge}"' for edge, n in (("begin", "n"), ("end", "n + 1")))
    yield f'"edges" AS (SELECT id, n, {comma_list(ends)} FROM "halts")'
    zone = told.clock.zone
    chain = QueryChain(stops=False, zone=zone, last="edges", name="edges")
    places = {edge_at(edge, Scale.ALL, told.on): f"x.{quoted(edge)}" for edge in EDGES}
    for edge, on in product(EDGES, counted):
        chain.place(edge, told.counts(on), on)
        for scale in told.counts(on):
            places[edge_at(edge, scale, on)] = f"x.{at(edge, scale, on)}"
    yield from chain.told
    told_of = comma_list(f"{key} := {sql}" for key, sql in places.items())
    yield f""""stops" AS (
  SELECT id, list(struct_pack({told_of}) ORDER BY n) AS "stops"
  FROM {quoted(chain.last)} AS x GROUP BY id
)"""


def _nth(n: str) -> str:
    return f'CAST("#events"[stops[{n}]] // {MOMENT} AS BIGINT)'


def _days(told: FlowLengths, cases: str, on: DayTables) -> str:
    """The days from the start of the oldest open case to the last possible deadline."""
    if not any(on.clock.hours):
        raise ValueError("a business without working hours has no working time")
    named = tuple(_named_dates(told)) if told.late or told.warned else ()
    begins = until = CENTURY_END if named else told.day
    by = ((told.names, told.on.clock), (told.told_names, told.told_on.clock))
    for name, clock in ((name, clock) for names, clock in by for name in names):
        years = range(told.day.year, until.year + 1)
        each = (lasts(of, clock, years) for of in told.of(name))
        until += timedelta(days=max(each, default=0))
    until += timedelta(days=2)
    today = f"DATE '{told.day}'"
    more = (until - begins).days
    opened = f"make_timestamp({shown(moment('opened'), told.clock.zone)} - {YEAR_1})"
    begun = f'min(CAST({opened} AS DATE)) FILTER (f."#fold".step > 0)'
    first = f"least({comma_list((begun, *(f'min({each})' for each in named)))})"
    last = f"greatest({comma_list((today, *(f'max({each})' for each in named)))})"
    first, last = (f"(SELECT {each} FROM {quoted(cases)} AS f)" for each in (first, last))
    return working_days(on.clock, first, f"{last if named else today} + {more}", until)


def _named_dates(told: FlowLengths) -> Iterator[str]:
    """The dates of a case that a deadline may be, however early or late."""
    if told.agrees:
        yield f"CAST(make_timestamp({_plan(told)} - {YEAR_1}) AS DATE)"
    yield from (f"f.{quoted(named(each))}" for each in told.flow.due_attributes)
