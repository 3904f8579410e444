"""By when the open cases of a flow are due, as queries in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from careplay.engines.sql.records.folding import moment
from careplay.engines.sql.records.lengths import FlowLengths, lasts
from careplay.engines.sql.records.telling import MOMENT
from careplay.engines.sql.records.text import case, comma_list
from careplay.engines.sql.records.worked import DAY, YEAR_1, DayTables, working_days
from careplay.model.flows import WAITED, AsTold, as_told
from careplay.sources.columns import quoted

LAST = '"due"'
"""The last query: ``id`` is a case's row in the table of the fold."""
NONE = "CAST(NULL AS BIGINT)"
EDGES = ("begin", "end")
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
    _add(chain, told, "begin", "step_due")
    _add(chain, told, "opened", "goal")
    chain.add(('coalesce(x."plan", x."goal") AS "goal_due"',))
    if told.told:
        _add_told(chain, told)
    for due, what in (("step_due", "late"), ("goal_due", "goal_late")):
        _add(chain, told, due, *told.late_of(what))
    yield from chain.told
    yield f"{LAST} AS (SELECT * FROM {quoted(chain.last)})"


def _add(chain: QueryChain, told: FlowLengths, moment: str, *names: str) -> None:
    """Add the moments that lengths lead to from another."""
    chain.place(moment, told.scales(*names), told.on)
    for each in names:
        chain.after(moment, each, told.scales(each), told.on)


def _add_told(chain: QueryChain, told: FlowLengths) -> None:
    """Add the deadlines that the last run told, and the days by whichever is the later."""
    begin, due, goal = told.told_names
    on = told.told_on
    placed: dict[str, set[Scale]] = {}
    if on == told.on:  # there these stand already
        placed = {"entered": told.scales("begin"), "opened": told.scales("goal")}
    for since, each in (("entered", begin), (begin, due), ("opened", goal)):
        chain.place(since, told.scales(each) - placed.get(since, set()), on)
        chain.after(since, each, told.scales(each), on)
    agreed = case([(f"x.{quoted(goal)} IS NOT NULL", f'coalesce(x."plan", x.{quoted(goal)})')])
    chain.add((f"{agreed} AS {quoted(as_told('goal_due'))}",))
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
        comma_list((step, *(each for name in told.names for each in _pair(lengths[name]))))
        for step, lengths in told.lengths.items()
    )
    running = 'f."#fold".waiting = 0'
    amounts = [
        f"{case([(running, By(name).amount)])} AS {By(name).amount}" for name in stopped or ()
    ]
    replaced = f" REPLACE ({comma_list(amounts)})" if amounts else ""
    stops = 'LEFT JOIN "stops" AS s ON s.id = f."#row"' if told.flow.pauses else ""
    of_told, by_told = _told(told, running) if told.told else ("", "")
    if told.flow.told is not None:
        of_told += f", {_waited(told, told.flow.told, running)} AS {quoted(as_told(WAITED))}"
    return f"""SELECT f."#row" AS id,
  {moment("entered")} AS "entered", {moment("opened")} AS "opened",
  {case([(running, _plan(told))])} AS "plan"{', s."stops"' if stops else ""},
  l.* EXCLUDE ("step"){replaced}{of_told}
FROM {quoted(cases)} AS f
JOIN (VALUES {comma_list(f"({row})" for row in rows)}) AS l("step", {comma_list(columns)})
  ON l."step" = f."#fold".step {stops}{by_told}"""


def _told(told: FlowLengths, running: str) -> tuple[str, str]:
    """The lengths by which the last run went: their columns, and what they are joined by."""
    names = told.told_names
    columns = [each for name in names for each in (By(name).scale, By(name).amount)]
    rows = (
        comma_list((
            each.step, _midnight(each.first), _midnight(each.end),
            *(part for name in names for part in _pair(each.lengths[name])),
        ))
        for each in told.told
    )  # fmt: skip
    opened = shown(moment("opened"), told.clock.zone)
    began = f'{opened} >= t."first" AND {opened} < t."end"'
    joined = f"""
LEFT JOIN (VALUES {comma_list(f"({row})" for row in rows)})
  AS t("step", "first", "end", {comma_list(columns)})
  ON t."step" = f."#fold".step AND {began}"""
    amounts = [
        f"{case([(running, By(name).amount)])} AS {By(name).amount}"
        for name in (names[1:] if told.flow.pauses else ())
    ]
    replaced = f" REPLACE ({comma_list(amounts)})" if amounts else ""
    return f', t.* EXCLUDE ("step", "first", "end"){replaced}', joined


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
    end = f"epoch_us(CAST({due} AS TIMESTAMP)) + {YEAR_1 + END_OF_DAY}"
    end = instant(end, told.clock.zone)
    return case([('f."#fold".plan > 0', end)])


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
    by_plan = told.agrees and told.late
    begins = until = CENTURY_END if by_plan else told.day
    by = ((told.names, told.on.clock), (told.told_names, told.told_on.clock))
    for name, clock in ((name, clock) for names, clock in by for name in names):
        years = range(told.day.year, until.year + 1)
        each = (lasts(of, clock, years) for of in told.of(name))
        until += timedelta(days=max(each, default=0))
    until += timedelta(days=2)
    more = (until - begins).days
    opened = shown(f"min({moment('opened')})", told.clock.zone)
    opened = f"make_timestamp({opened} - {YEAR_1})"
    oldest = f'SELECT CAST({opened} AS DATE) FROM {quoted(cases)} AS f WHERE f."#fold".step > 0'
    plan = f"SELECT max(make_timestamp({_plan(told)} - {YEAR_1})) FROM {quoted(cases)} AS f"
    newest = (
        f"greatest(DATE '{told.day}', CAST(({plan}) AS DATE))"
        if by_plan
        else f"DATE '{told.day}'"
    )
    return working_days(on.clock, f"({oldest})", f"{newest} + {more}", until)
