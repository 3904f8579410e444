"""``at:`` of an item: what each form means, and what is said of one that is none."""

from __future__ import annotations

from datetime import time

import pytest

from careplay.language.receptions.times import Anchor, Time, item_time
from careplay.language.wrong import Wrong
from careplay.model.types import Parameter, Span, Unit

ARRIVAL, DEPARTURE = Anchor.ARRIVAL, Anchor.DEPARTURE
WEEK = Span(7, negative=True)
FORMS = {
    "7 days before arrival": Time(ARRIVAL, WEEK),
    "抵店前7天": Time(ARRIVAL, WEEK),
    "到店前 7 天": Time(ARRIVAL, WEEK),
    "1 week before arrival": Time(ARRIVAL, Span(1, Unit.WEEKS, negative=True)),
    "2 hours before arrival": Time(ARRIVAL, Span(2, Unit.HOURS, negative=True)),
    "抵店前2小时": Time(ARRIVAL, Span(2, Unit.HOURS, negative=True)),
    "$n days before arrival": Time(ARRIVAL, Span(Parameter("n"), negative=True)),
    "on arrival": Time(ARRIVAL),
    "抵店当天": Time(ARRIVAL),
    "入住当天 15:00前": Time(ARRIVAL, by=time(15)),
    "on departure by 10:00": Time(DEPARTURE, by=time(10)),
    "离店当天": Time(DEPARTURE),
    "1 day after departure": Time(DEPARTURE, Span(1)),
    "退房后1天": Time(DEPARTURE, Span(1)),
    "1 day after departure by 24:00": Time(DEPARTURE, Span(1), by=time(23, 59)),
    "every night 18:00-21:00": Time(Anchor.NIGHT, by=time(21), since=time(18)),
    "每晚18:00-21:00": Time(Anchor.NIGHT, by=time(21), since=time(18)),
    "every night 20:00 - 24:00": Time(Anchor.NIGHT, by=time(23, 59), since=time(20)),
}


@pytest.mark.parametrize("written", FORMS)
def test_a_time_is_read_as_it_is_said(written: str) -> None:
    assert item_time(written) == FORMS[written]


@pytest.mark.parametrize(
    "written",
    [
        "7 days before", "before arrival", "7d before arrival", "on the arrival",
        "every night", "every night 21:00-18:00", "every night 18:00-18:00",
        "2 months before arrival", "3 working days before arrival", "3 minutes before arrival",
        "2 hours before arrival by 18:00", "$n hours before arrival", "on arrival by 25:00",
        "抵店前", "抵店7天", "",
    ],
)  # fmt: skip
def test_what_is_no_time_of_a_stay_is_told(written: str) -> None:
    assert isinstance(item_time(written), Wrong)
