"""Deadlines: published worked examples, and a count minute by minute."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from careplay.calendars.stretches import DAY, MINUTE, Stop, Why, WorkingSpans
from careplay.calendars.working_time import DeadlineClock, deadline_clock
from examples import examples

CASES = Path(__file__).parents[1] / "cases" / "deadlines" / "worked_examples.csv"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

with CASES.open(encoding="utf-8", newline="") as lines:
    EXAMPLES = tuple(csv.DictReader(lines))


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["what"] for each in EXAMPLES])
def test_a_worked_example_comes_out(example: Mapping[str, str]) -> None:
    working = example["clock"] == "working"
    clock = deadline_clock(example["country"], hours_of(example["hours"]), working=working)
    start, stops = moment(example["start"]), stops_of(example["pauses"])
    found = clock.deadline(start, int(example["amount"]), example["unit"], stops)
    assert found.at == moment(example["deadline"])


DERIVED = """\
2026-09-30 16:00 to 2026-09-30 17:00  60 min  working
2026-09-30 17:00 to 2026-09-30 17:30  0 min  paused
2026-09-30 17:30 to 2026-09-30 18:00  30 min  working
2026-09-30 18:00 to 2026-10-01 00:00  0 min  outside hours
2026-10-01 00:00 to 2026-10-04 00:00  0 min  holiday National Day
2026-10-04 00:00 to 2026-10-05 00:00  0 min  weekend
2026-10-05 00:00 to 2026-10-06 00:00  0 min  holiday National Day (observed)
2026-10-06 00:00 to 2026-10-07 00:00  0 min  holiday Day off (substituted from 09/20/2026)
2026-10-07 00:00 to 2026-10-08 00:00  0 min  holiday Day off (substituted from 10/10/2026)
2026-10-08 00:00 to 2026-10-08 09:00  0 min  outside hours
2026-10-08 09:00 to 2026-10-08 11:30  150 min  working"""


def test_a_derivation_is_printed_line_by_line() -> None:
    clock = deadline_clock("CN", hours_of("mon-fri 09:00-18:00"), working=True)
    stops = ((moment("2026-09-30 17:00"), moment("2026-09-30 17:30")),)
    found = clock.deadline(moment("2026-09-30 16:00"), 4, "hours", stops)
    assert "\n".join(map(str, found.lines)) == DERIVED


def test_a_derivation_in_working_days_counts_days() -> None:
    clock = deadline_clock("CN", hours_of("mon-fri 09:00-18:00"), working=True)
    stops = ((moment("2026-10-08 09:00"), moment("2026-10-09 09:00")),)
    found = clock.deadline(moment("2026-10-08 10:00"), 2, "working_days", stops)
    assert [(line.begin.date(), line.days, line.why) for line in found.lines] == [
        (date(2026, 10, 8), 0, Why.FIRST_DAY),
        (date(2026, 10, 9), 0, Why.PAUSED),
        (date(2026, 10, 10), 1, Why.MADE_UP),
        (date(2026, 10, 11), 0, Why.WEEKEND),
        (date(2026, 10, 12), 1, Why.WORKING),
    ]


def test_a_business_that_never_works_has_no_deadline() -> None:
    with pytest.raises(ValueError, match="no working time"):
        deadline_clock("CN", {}, working=True).deadline(
            moment("2026-03-02 00:00"), 1, "working_days"
        )


SPANS = st.sampled_from(
    [
        (),
        ((time(9), time(18)),),
        ((time(9), time(12)), (time(13, 30), time(18))),
        ((time(0), time.max),),
        ((time(22), time.max),),
        ((time(0), time(6)), (time(22), time.max)),
    ]
)
HOURS = st.lists(SPANS, min_size=7, max_size=7).filter(any)
AROUND_HOLIDAYS = st.sampled_from([date(2026, 2, 10), date(2026, 9, 28), date(2026, 4, 30)])


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    start = datetime.combine(draw(AROUND_HOLIDAYS), time.min)
    return start + MINUTE * draw(st.integers(0, 6 * 1440))


@st.composite
def pauses(draw: st.DrawFn, start: datetime) -> tuple[Stop, ...]:
    cuts = sorted(draw(st.lists(st.integers(-300, 4000), max_size=6)))
    at = [start + MINUTE * cut for cut in cuts[: len(cuts) // 2 * 2]]
    return tuple(zip(at[::2], at[1::2], strict=True))


@examples(120)
@given(data=st.data(), hours=HOURS, start=moments(), working=st.booleans())
def test_hours_are_as_counted_minute_by_minute(
    data: st.DataObject, hours: list[WorkingSpans], start: datetime, *, working: bool
) -> None:
    clock = deadline_clock("CN", dict(enumerate(hours)), working=working)
    amount, stops = data.draw(st.integers(0, 1500)), data.draw(pauses(start))
    found = clock.deadline(start, amount, "minutes", stops)
    assert found.at == by_the_minute(clock, start, amount, stops)
    assert sum((line.counted for line in found.lines), timedelta(0)) == MINUTE * amount
    ends = [start, *(line.end for line in found.lines)]
    assert ends == [*(line.begin for line in found.lines), found.at]


@examples(120)
@given(data=st.data(), hours=HOURS, start=moments(), count=st.integers(1, 8))
def test_working_days_are_as_counted_day_by_day(
    data: st.DataObject, hours: list[WorkingSpans], start: datetime, count: int
) -> None:
    clock = deadline_clock("CN", dict(enumerate(hours)), working=data.draw(st.booleans()))
    stops = data.draw(pauses(start))
    still = {
        stopped.date() + timedelta(days=n)
        for stopped, went_on in stops
        for n in range(1, (went_on.date() - stopped.date()).days + 1)
    }
    day, left = start.date(), count
    while left:
        day += timedelta(days=1)
        left -= clock.days.is_working(day) and day not in still
    closes = clock.spans(day)[-1][1]
    expected = datetime.combine(day, time.min) + whole(closes)
    assert clock.deadline(start, count, "working_days", stops).at == expected


def by_the_minute(
    clock: DeadlineClock, start: datetime, amount: int, stops: tuple[Stop, ...]
) -> datetime:
    """Go on minute by minute until so many counted."""
    at, left = start, amount
    while left:
        spans = clock.spans(at.date()) if clock.working else ((time.min, time.max),)
        now = timedelta(hours=at.hour, minutes=at.minute)
        goes = any(whole(opens) <= now < whole(closes) for opens, closes in spans)
        left -= goes and not any(stopped <= at < on for stopped, on in stops)
        at += MINUTE
    return at


def whole(at: time) -> timedelta:
    """How far into its day a time is; 24:00 is the whole day."""
    if at == time.max:
        return DAY
    return timedelta(hours=at.hour, minutes=at.minute)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - naive on purpose


def hours_of(text: str) -> dict[int, WorkingSpans]:
    """``mon-fri 09:00-12:00,13:00-18:00; sat 10:00-16:00``."""
    found: dict[int, WorkingSpans] = {}
    for part in text.split("; "):
        days, told = part.split(" ")
        first, _, last = days.partition("-")
        spans = tuple(_span(each) for each in told.split(","))
        for day in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            found[day] = spans
    return found


def _span(text: str) -> tuple[time, time]:
    opens, closes = text.split("-")
    return time.fromisoformat(opens), time.max if closes == "24:00" else time.fromisoformat(
        closes
    )


def stops_of(text: str) -> tuple[Stop, ...]:
    """``2026-03-03 10:00/2026-03-04 12:00 2026-03-08 00:00/2026-03-08 01:00``."""
    words = text.replace("/", " ").split()
    at = [moment(f"{day} {clock}") for day, clock in zip(words[::2], words[1::2], strict=True)]
    return tuple(zip(at[::2], at[1::2], strict=True))
