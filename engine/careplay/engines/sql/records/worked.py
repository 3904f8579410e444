"""The working time of a business as a small table: a row a day, with what was worked before.

A moment's place on a clock is a whole number: the microseconds gone by, those worked, or the
working days up to its date. What a deadline asks is then an addition on that scale.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from careplay.calendars.stretches import WorkingSpans
from careplay.calendars.working_time import DeadlineClock
from careplay.engines.sql.records.text import case, comma_list
from careplay.frozen import dataclass
from careplay.planning.clock import EARLIEST
from careplay.sources.columns import quoted

YEAR_1 = 62_135_596_800_000_000
"""Microseconds from the year 1 to 1970. Moments count from the year 1, so none is below 0."""
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1) // MICROSECOND
_NO_DAY = -1


@dataclass(frozen=True, slots=True)
class DayTables:
    """The names under which the days of a clock are told, and the most spans of one.

    Columns: ``day`` (its midnight), ``before`` (worked before it), ``worked`` (on it), ``nth``
    (working days up to its end) and, by span, ``begin_i`` and ``long_i``; then ``closes``.
    """

    clock: DeadlineClock
    prefix: str = ""

    @property
    def days(self) -> str:
        """Every day."""
        return quoted(f"{self.prefix}days")

    @property
    def worked(self) -> str:
        """Those that are worked."""
        return quoted(f"{self.prefix}worked days")

    @property
    def spans(self) -> int:
        """The most spans of a day."""
        return max(len(spans) for spans in self.clock.hours)


def working_days(clock: DeadlineClock, first: str, last: str, until: date) -> str:
    """The query of the days between two dates in SQL, none of them after a third."""
    kinds = comma_list(_kinds(clock.hours))
    return f"""SELECT epoch_us(CAST("day" AS TIMESTAMP)) + {YEAR_1} AS "day", {kinds},
  CAST(sum("worked") OVER "up to it" - "worked" AS BIGINT) AS "before",
  CAST(sum(CAST("worked" > 0 AS INTEGER)) OVER "up to it" AS BIGINT) AS "nth"
FROM (SELECT *, {_worked(clock.hours)} AS "worked" FROM (
  SELECT "day", {_kind(clock)} AS "kind" FROM (
    SELECT CAST(unnest(range({first}, {last}, INTERVAL 1 DAY)) AS DATE) AS "day"
  ) LEFT JOIN ({_dates(clock, until)}) AS "special" USING ("day")
))
WINDOW "up to it" AS (ORDER BY "day" ROWS UNBOUNDED PRECEDING)"""


def span_of(opens: time, closes: time) -> tuple[int, int]:
    """When a span begins and how long it is, in microseconds; 24:00 is the whole day."""
    begin = made_at(opens)
    end = DAY if closes == time.max else made_at(closes)
    return begin, end - begin


def worked_on(spans: WorkingSpans) -> int:
    """How much is worked on a day of these hours, in microseconds."""
    return sum(span_of(*span)[1] for span in spans)


def made_at(at: time) -> int:
    """A time of day in microseconds."""
    whole = timedelta(
        hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond
    )
    return whole // MICROSECOND


def _kinds(hours: tuple[WorkingSpans, ...]) -> list[str]:
    """What is known of a day by the weekday it is worked like."""
    spans = {day: [span_of(*span) for span in told] for day, told in enumerate(hours)}
    found = []
    for place in range(max(map(len, spans.values()))):
        each = {day: told[place] for day, told in spans.items() if place < len(told)}
        found += [
            f'{_by_kind({day: begin for day, (begin, _) in each.items()})} AS "begin_{place}"',
            f'{_by_kind({day: long for day, (_, long) in each.items()})} AS "long_{place}"',
        ]
    closes = {day: sum(told[-1]) for day, told in spans.items() if told}
    return [*found, f'{_by_kind(closes)} AS "closes"', '"worked"']


def _worked(hours: tuple[WorkingSpans, ...]) -> str:
    return _by_kind({day: worked_on(spans) for day, spans in enumerate(hours)})


def _by_kind(values: dict[int, int]) -> str:
    whens = ((f'"kind" = {day}', str(value)) for day, value in values.items())
    return f"CAST({case(whens, '0')} AS BIGINT)"


def _kind(clock: DeadlineClock) -> str:
    """The weekday whose hours a day has; none where it is not worked."""
    weekday = 'isodow("day") - 1'
    worked = [day for day in range(7) if clock.hours[day]]
    usual = f"{weekday} IN ({comma_list(worked)})"
    whens = (
        (f'{usual} AND "on" IS NOT FALSE', weekday),
        (f'NOT {usual} AND "on"', str(worked[0])),
    )
    return case(whens, str(_NO_DAY))


def _dates(clock: DeadlineClock, last: date) -> str:
    """The days that do not go by their weekday, and whether they are worked."""
    years = range(EARLIEST.year, last.year + 1)
    told = {day: is_on for year in years for day, is_on in clock.days.special(year).items()}
    return " UNION ALL ".join(
        f"""SELECT unnest(CAST('{days}' AS DATE[])) AS "day", {answer} AS "on\""""
        for is_answer, answer in ((False, "FALSE"), (True, "TRUE"))
        for days in [
            f"[{comma_list(sorted(day for day, on in told.items() if on == is_answer))}]"
        ]
    )
