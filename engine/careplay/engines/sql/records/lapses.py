"""Pauses that end by themselves, as numbers among those of the events of a case.

The fold looks at codes alone, of which such an end has one of its own: which of the pauses of
the case it ends, counted from 1 behind all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from careplay.calendars.working_time import DeadlineClock
from careplay.engines.sql.records.codes import Code, EventEffect, Numbers
from careplay.engines.sql.records.deadlines import By, Length, QueryChain, scales, shown
from careplay.engines.sql.records.lengths import length_of
from careplay.engines.sql.records.telling import NUMBER
from careplay.engines.sql.records.text import case, column_list, comma_list
from careplay.engines.sql.records.worked import YEAR_1, DayTables, working_days
from careplay.sources.columns import KEY, quoted

STOPPED, OVER = "stopped", "over"


def lapsing(numbers: Numbers, codes: Sequence[Code]) -> Mapping[int, Length]:
    """By the number of a code, how long the pause may last; of those that end by themselves."""
    flow = numbers.flow
    found = {}
    for number, code in enumerate(codes, start=1):
        if code.kind is EventEffect.PAUSE and code.target:
            most = dict(flow.versions[code.target - 1].at_most)[flow.pauses[code.place - 1]]
            length = length_of(most, working=flow.working)
            if length is not None:
                found[number] = length
    return found


def lapses(
    numbers: Numbers, codes: Sequence[Code], day: date, clock: DeadlineClock
) -> Iterator[str]:
    """The queries of which the last, ``lapsed``, has the ends up to the end of a day."""
    lengths, on = lapsing(numbers, codes), DayTables(clock)
    by, every = column_list((KEY, numbers.flow.by)), scales(lengths.values())
    pauses = [n for n, code in enumerate(codes, start=1) if code.kind is EventEffect.PAUSE]
    named = By(OVER)
    scale, amount = (
        case((f'"#code" = {number}', f"CAST({told} AS BIGINT)") for number, told in each)
        for each in (
            [(number, length.scale.value) for number, length in lengths.items()],
            [(number, length.amount) for number, length in lengths.items()],
        )
    )
    yield f""""halted" AS MATERIALIZED (
  SELECT {by}, CAST("#at" AS BIGINT) AS "{STOPPED}", "#code", row_number() OVER (
    PARTITION BY {by} ORDER BY {NUMBER}) AS "#nth", {scale} AS {named.scale},
    {amount} AS {named.amount}
  FROM "placed" WHERE "#code" IN ({comma_list(pauses)})
)"""
    if every - {0}:
        first = shown(f'min("{STOPPED}")', clock.zone)
        since = f'(SELECT CAST(make_timestamp({first} - {YEAR_1}) AS DATE) FROM "halted")'
        tomorrow = day + timedelta(days=1)
        days = working_days(clock, since, f"DATE '{tomorrow}'", tomorrow)
        yield f"{on.days} AS MATERIALIZED ({days})"
        yield f"{on.worked} AS (SELECT * FROM {on.days} WHERE worked > 0)"
    yield f""""halting" AS (
  SELECT * FROM "halted" WHERE "#code" IN ({comma_list(lengths)})
)"""
    chain = QueryChain(stops=False, zone=clock.zone, last="halting", name="lapse")
    chain.place(STOPPED, every, on)
    chain.after(STOPPED, OVER, every, on)
    yield from chain.told
    ends = shown(f"x.{quoted(OVER)}", clock.zone)
    yield f""""lapsed" AS (
  SELECT {by}, CAST("{OVER}" AS HUGEINT) AS "#at", 0 AS "#rank", 0 AS "#tie",
    CAST({len(codes)} + "#nth" AS INTEGER) AS "#code"
  FROM {quoted(chain.last)} AS x
  WHERE make_timestamp({ends} - {YEAR_1}) < TIMESTAMP '{day + timedelta(days=1)}'
)"""
