"""The cases of a flow as records: how far each has come, and by when its step is due.

``folding`` makes a table of a flow's cases; ``relation`` and ``odd`` read it, so that the
events are gone through once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from careplay.engines.sql.pieces import Query, Sql
from careplay.engines.sql.queries import make
from careplay.engines.sql.records import due
from careplay.engines.sql.records.codes import Numbers, numbers_of
from careplay.engines.sql.records.folding import cases_query, moment
from careplay.engines.sql.records.lapses import lapsing
from careplay.engines.sql.records.lengths import flow_lengths
from careplay.engines.sql.records.telling import codes_of
from careplay.engines.sql.records.text import case, comma_list, numbers as list_of, query
from careplay.engines.sql.records.worked import DAY, YEAR_1, made_at
from careplay.model.flows import (
    GOAL_WARN,
    ODD,
    PLANNED,
    SENT_BACK,
    STEP_WARN,
    WAIT_OVER,
    WAITED,
    WAITED_SINCE,
    WAITING_SINCE,
    Flow,
    as_told,
)
from careplay.model.types import Type
from careplay.planning.steps import CaseFold
from careplay.sources.columns import KEY, SQL_TYPES, literal, quoted
from careplay.sources.zones import shown_at

STEP, END = 'f."#fold".step', '-f."#fold".step'


def folding(cases: CaseFold, events: str, name: str) -> Sql:
    """Make the table of a flow's cases as of a date, from the table of events."""
    told = cases_query(numbers_of(cases.flow), cases.day, events, cases.clock)
    return make("TABLE", name, Query(told))


def odd(flow: Flow, name: str, customers: str) -> Query:
    """How many events of known customers were odd: flow, kind and count, in order."""
    return query(f"""SELECT {literal(flow.name)} AS "flow", {_text(ODD, '"kind"')} AS "kind",
  "count" FROM (
    SELECT "kind", count(*) AS "count" FROM (
      SELECT unnest("#fold".odd) AS "kind" FROM {quoted(name)}
      WHERE len("#fold".odd) > 0
        AND {quoted(KEY)} IN (SELECT {quoted(KEY)} FROM {quoted(customers)})
    ) GROUP BY "kind" ORDER BY "kind")""")


def relation(cases: CaseFold, types: Mapping[str, Type], name: str) -> Query:
    """The records of a flow's cases, in those columns of events of which they say anything."""
    flow, day = cases.flow, cases.day
    numbers = numbers_of(flow)
    spans = flow_lengths(numbers, cases.clock, day)
    zone = cases.clock.zone
    days = (*spans.dates, *spans.told_dates)
    moments: tuple[str, ...] = ("step_due", "goal_due")
    if spans.told:
        moments += tuple(map(as_told, moments))
    own = _own(numbers, day, zone)
    own |= {each: _list_after(_moment_of(each, zone), flow) for each in days}
    own |= {each: _moment_of(each, zone) for each in moments}
    own |= {each: _warning(each, cases) for each in spans.warned}
    own[PLANNED] = case([('o."goal_due" IS NOT NULL', _day_of("plan", zone))])
    if spans.told:
        own[as_told(WAITED)] = f"o.{quoted(as_told(WAITED))}"
    said = {name: f"f.{quoted(name)}" for name in (*flow.carried, flow.by)} | own
    told = {
        name: f"CAST({said[name]} AS {SQL_TYPES[kind]})"
        for name, kind in types.items()
        if name in said
    }
    return query(f"""WITH {comma_list(due.queries(spans, name))}
SELECT f.{quoted(KEY)}, {literal(flow.name)} AS "type",
  {_timestamp(moment("opened"), zone)} AS "at", CAST(NULL AS {SQL_TYPES[Type.TEXT]}) AS "key",
  {comma_list(f"{sql} AS {quoted(column)}" for column, sql in told.items())}
FROM {quoted(name)} AS f LEFT JOIN {due.LAST} AS o ON o.id = f."#row"
WHERE f."#fold".opened > 0""")


def _warning(name: str, cases: CaseFold) -> str:
    """The day on whose list somebody is warned of a deadline that none has told as passed."""
    zone, is_step = cases.clock.zone, name == STEP_WARN
    due = _moment_of("step_due" if is_step else "goal_due", zone)
    since = _moment_of("begin", zone) if is_step else _timestamp(moment("opened"), zone)
    told, first = (_list_after(at, cases.flow) for at in (due, since))
    day = f"CAST(make_timestamp(o.{quoted(name)} - {YEAR_1}) AS DATE)"
    has_one = f"o.{quoted(f'{name} in')} IS NOT NULL"
    # A day that is missing lies before all others.
    named = f"greatest(least(coalesce({day}, {first}), {told} - 1), {first} + 1)"
    return case([(f"{told} > DATE '{cases.day}' AND {has_one}", named)])


def _own(numbers: Numbers, day: date, zone: str) -> dict[str, str]:
    names, labels = [name for _, name in numbers.steps], numbers.flow.labels
    steps, ends = (_text(each, sign) for each, sign in ((names, STEP), (numbers.ends, END)))
    titles = _text((labels.get(name, name) for name in names), STEP)
    called = _text((labels.get(name, name) for name in numbers.ends), END)
    pauses = _text(numbers.flow.pauses, 'f."#fold".waiting')
    versions = list_of(code.version for code in codes_of(numbers, day))
    entered = _timestamp(moment("entered"), zone)
    waiting, stopped, before = 'f."#fold".waiting > 0', moment("stops[-1]"), moment("stops[-2]")
    ran_out = _text(numbers.flow.pauses, 'f."#fold".ran')
    may_run_out = bool(lapsing(numbers, codes_of(numbers, day)))
    return {
        "step": case([(f"{STEP} > 0", steps)], ends),
        "step_title": case([(f"{STEP} > 0", titles)], called),
        "entered_at": entered,
        "step_on": _day_of("begin", zone),
        **dict.fromkeys((STEP_WARN, GOAL_WARN), "NULL"),
        "returns": 'f."#fold".returns',
        SENT_BACK: 'f."#fold".sent',
        "told_again": 'f."#fold".again',
        "waiting": case([(waiting, pauses)]),
        WAITING_SINCE: case([(waiting, _timestamp(stopped, zone))]),
        WAITED_SINCE: case([(waiting, _timestamp(stopped, zone))], _timestamp(before, zone)),
        WAIT_OVER: ran_out if may_run_out else "NULL",
        "ended_at": case([('f."#fold".step < 0', entered)]),
        "left_step": case([('f."#fold".left > 0', _text(names, 'f."#fold".left'))]),
        "version": f'{versions}[f."#codes"[f."#fold".opened]]',
    }


def _text(names: Iterable[str], index: str) -> str:
    return f"CAST([{comma_list(map(literal, names))}] AS VARCHAR[])[{index}]"


def _timestamp(microseconds: str, zone: str) -> str:
    """What the clocks show at an instant."""
    return shown_at(f"make_timestamp({microseconds} - {YEAR_1})", zone)


def _moment_of(column: str, zone: str) -> str:
    return _timestamp(f"o.{quoted(column)}", zone)


def _list_after(at: str, flow: Flow) -> str:
    """The day of the first list that is made when the moment has come."""
    made = flow.day_starts
    if made is None:
        return f"CAST({at} AS DATE)"
    # The list of a day is for what came after that of the day before.
    rest = DAY - made_at(made) - 1
    return f"CAST({at} + to_microseconds({rest}) AS DATE)"


def _day_of(column: str, zone: str) -> str:
    return f"CAST({_moment_of(column, zone)} AS DATE)"
