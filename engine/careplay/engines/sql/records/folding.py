"""The fold of a flow in SQL: a row for each case, with what its events come to.

Every event of a case becomes one whole number: its moment, its rank, its place among equals
and what it says (``codes.py``). The numbers of a case, sorted, are its history. Cases are
many, but few go differently: the fold itself runs once for each sequence of codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from careplay.calendars.working_time import DeadlineClock
from careplay.engines.sql.records.codes import UNPROVED, Code, EventEffect, Numbers
from careplay.engines.sql.records.lapses import lapses, lapsing
from careplay.engines.sql.records.telling import (
    CODE,
    MOMENT,
    NUMBER,
    codes_of,
    equals,
    plans,
    told_events,
)
from careplay.engines.sql.records.text import case, column_list, comma_list, numbers as list_of
from careplay.model.flows import ODD
from careplay.sources.columns import KEY, quoted

STATE = {
    "n": "INTEGER",
    "step": "INTEGER",
    "opened": "INTEGER",
    "entered": "INTEGER",
    "returns": "BIGINT",
    "sent": "BIGINT",
    "again": "BIGINT",
    "waiting": "INTEGER",
    "stops": "INTEGER[]",
    "plan": "INTEGER",
    "left": "INTEGER",
    "odd": "INTEGER[]",
}
"""What is known of a case: events count from 1, ``stops`` are those at which its clock stopped
and went on by turns; ``sent`` is how often it was sent back to an earlier step, ``again`` how
often it was started while it was open; a step of 0 is not opened yet, one below it is an end;
``left`` is the step it stood at when an event ended it at once."""
LAPSING = {"halts": "INTEGER", "since": "INTEGER", "ran": "INTEGER"}
"""What is known besides where pauses may end by themselves: how many were told, which of them
it is that the clock stands still in, and which pause ended so before the case went on."""


def cases_query(numbers: Numbers, day: date, events: str, clock: DeadlineClock) -> str:
    """The query of the cases of a flow as of a date."""
    flow, codes, zone = numbers.flow, codes_of(numbers, day), clock.zone
    ends, placed = bool(lapsing(numbers, codes)), '"placed"'
    ending = comma_list((*lapses(numbers, codes, day, clock), "")) if ends else ""
    if ends:
        placed = f'(SELECT * FROM {placed} UNION ALL BY NAME SELECT * FROM "lapsed")'
    by = column_list((KEY, flow.by))
    last = [
        f"arg_max({quoted(name)}, {NUMBER}) AS {quoted(name)}"
        for name in flow.carried
        if name != flow.by
    ]
    proved = f'"#code" <> {codes.index(UNPROVED) + 1}'
    last += [
        f"arg_max({quoted(name)}, {NUMBER}) FILTER ({proved}) AS {quoted(named(name))}"
        for name in flow.due_attributes
    ]
    return f"""WITH {told_events(numbers, day, events, zone)},
"twice" AS (SELECT "#hash" FROM "told" GROUP BY "#hash" HAVING count(*) > 1),
"placed" AS (
  SELECT *, 0 AS "#tie" FROM "told" ANTI JOIN "twice" USING ("#hash")
  UNION ALL
  SELECT *, row_number() OVER (
    PARTITION BY "#hash" ORDER BY {equals(flow)}
  ) AS "#tie" FROM "told" SEMI JOIN "twice" USING ("#hash")
),
{ending}"cases" AS (
  SELECT {comma_list((by, *last, *plans(flow, codes)))},
    list_sort(list({NUMBER})) AS "#events"
  FROM {placed} GROUP BY {by}
),
"coded" AS (
  SELECT *, list_transform("#events", lambda x: CAST(x & {CODE - 1} AS INTEGER)) AS "#codes"
  FROM "cases"
),
"ways" AS (
  SELECT "#codes", {_fold(codes, ends=ends)} AS "#fold"
  FROM (SELECT DISTINCT "#codes" FROM "coded")
)
SELECT "coded".*, "ways"."#fold", row_number() OVER () AS "#row"
FROM "coded" JOIN "ways" USING ("#codes")"""


def named(attribute: str) -> str:
    """The column with the date that a step is due by, if it is by this attribute."""
    return f"#due {attribute}"


def moment(place: str) -> str:
    """The instant of the event that a case's state names, from the year 1 on."""
    return f'CAST(f."#events"[f."#fold".{place}] // {MOMENT} AS BIGINT)'


def _fold(codes: Sequence[Code], *, ends: bool) -> str:
    """The state that a sequence of codes leads to."""
    lookup = {
        "kind": [code.kind.value for code in codes],
        "place": [code.place for code in codes],
        "target": [code.target for code in codes],
    }
    told = {key: f"{list_of(values)}[c]" for key, values in lookup.items()}
    if ends:  # behind all other codes stand those of pauses that end by themselves
        behind = {"kind": str(EventEffect.LAPSE.value), "place": f"c - {len(codes)}"}
        told |= {key: f"coalesce({told[key]}, {other})" for key, other in behind.items()}
    said = comma_list(f"{key} := {sql}" for key, sql in told.items())
    state = STATE | (LAPSING if ends else {})
    start = {"stops": "[]", "odd": "[]"}
    first = comma_list(f"{key} := {_typed(start.get(key, '0'), key)}" for key in state)
    known = _after(ends=ends)
    after = comma_list(f"{key} := {_typed(known[key], key)}" for key in state)
    return f"""list_reduce(
    list_transform("#codes", lambda c: struct_pack({said})),
    lambda x, y: struct_pack({after}),
    struct_pack({first})
  )"""


def _typed(sql: str, key: str) -> str:
    return f"CAST({sql} AS {(STATE | LAPSING)[key]})"


def _after(*, ends: bool) -> dict[str, str]:
    """The state after an event: x is the state before it, y what the event says."""
    is_a = {kind: f"y.kind = {kind.value}" for kind in EventEffect}
    opens = f"(x.step = 0 AND {is_a[EventEffect.START]})"
    moves = f"""(x.step > 0 AND
      ({is_a[EventEffect.END]} OR ({is_a[EventEffect.DONE]} AND y.place >= x.step)))"""
    halts = f"(x.step > 0 AND {is_a[EventEffect.PAUSE]} AND x.waiting = 0)"
    goes_on = f"(x.waiting > 0 AND (x.step > 0 AND {is_a[EventEffect.RESUME]} OR {moves}))"
    comes = f"{opens} OR {moves}"
    lapses = f"(x.waiting > 0 AND {is_a[EventEffect.LAPSE]} AND x.since = y.place)"
    goes_on = f"({goes_on} OR {lapses})" if ends else goes_on
    agrees = f"x.step > 0 AND {is_a[EventEffect.AGREE]}"
    back = f"{moves} AND y.target > 0 AND y.target"
    return {
        "n": "x.n + 1",
        "step": case([(comes, "y.target")], "x.step"),
        "opened": case([(opens, "x.n + 1")], "x.opened"),
        "entered": case([(comes, "x.n + 1")], "x.entered"),
        "again": case(
            [(f"x.step > 0 AND {is_a[EventEffect.START]}", "x.again + 1")], "x.again"
        ),
        "returns": case([(f"{back} <= y.place", "x.returns + 1")], "x.returns"),
        "sent": case([(f"{back} < y.place", "x.sent + 1")], "x.sent"),
        "waiting": case([(halts, "y.place"), (goes_on, "0")], "x.waiting"),
        "stops": case([(f"{halts} OR {goes_on}", "list_append(x.stops, x.n + 1)")], "x.stops"),
        "plan": case([(agrees, "x.n + 1")], "x.plan"),
        "left": case([(f"x.step > 0 AND {is_a[EventEffect.END]}", "x.step")], "x.left"),
        "halts": case([(is_a[EventEffect.PAUSE], "x.halts + 1")], "x.halts"),
        "since": case([(halts, "x.halts + 1")], "x.since"),
        "ran": case([(lapses, "x.waiting"), (f"{halts} OR {comes}", "0")], "x.ran"),
        "odd": _odd(is_a),
    }


def _odd(is_a: Mapping[EventEffect, str]) -> str:
    """The kinds of the odd events so far, this one's included: numbers from 1 as in ODD."""
    number = {kind: place for place, kind in enumerate(ODD, start=1)}
    kinds = (
        (is_a[EventEffect.LAPSE], ""),
        ("x.step < 0", "after_end"),
        (f"x.step = 0 AND NOT {is_a[EventEffect.START]}", "early"),
        (f"x.step > 0 AND {is_a[EventEffect.START]}", "repeat"),
        (is_a[EventEffect.UNPROVED], "unproved"),
        (is_a[EventEffect.UNCLEAR], "unclear"),
        (f"{is_a[EventEffect.DONE]} AND y.place < x.step", "repeat"),
        (f"{is_a[EventEffect.DONE]} AND y.place > x.step", "ahead"),
        (f"{is_a[EventEffect.PAUSE]} AND x.waiting > 0", "repeat"),
        (f"{is_a[EventEffect.RESUME]} AND x.waiting = 0", "repeat"),
    )
    whens = (
        (when, f"list_append(x.odd, {number[kind]})" if kind else "x.odd")
        for when, kind in kinds
    )
    return case(whens, "x.odd")
