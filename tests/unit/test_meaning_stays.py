"""The fold of a stay, sentence by sentence of ``careplay.model.receptions``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from careplay.meaning.clock import clock_of
from careplay.meaning.stays import stays
from careplay.model.receptions import Reception
from strategies.stays import ATTRIBUTES, business_of

RECEPTION = Reception(
    "vip",
    "reservation",
    changes=("reservation.changed", "reservation.moved"),
    cancels=("reservation.cancelled",),
    attributes=tuple(sorted(ATTRIBUTES)),
    raised="raised_to",
    approver="approved_by",
    until="raised_until",
)
DATES: dict[str, Any] = {"arrival": date(2026, 6, 10), "departure": date(2026, 6, 13)}


def event(day: int, type_: str = "reservation", hour: int = 9, **told: Any) -> dict[str, Any]:
    at = datetime.fromisoformat(f"2026-06-{day:02} {hour:02}:00")
    return {"customer_id": "c1", "type": type_, "at": at, "key": None, "ref": "r1", **told}


def changed(day: int, hour: int = 9, **told: Any) -> dict[str, Any]:
    return event(day, "reservation.changed", hour, **told)


def folded(*events: dict[str, Any], day: int = 9) -> tuple[Any, ...]:
    clock = clock_of(business_of(RECEPTION), date(2026, 6, day))
    return stays(RECEPTION, events, clock)


def stay(*events: dict[str, Any], day: int = 9) -> Any:
    (found,) = folded(*events, day=day)
    return found


def test_a_stay_is_what_was_said_of_one_ref() -> None:
    found = folded(event(1, room="1"), event(2, ref="r2"), changed(3, room="2"))
    assert [(each["ref"], each["room"]) for each in found] == [("r1", "2"), ("r2", None)]


def test_it_is_an_event_of_the_receptions_name_at_the_first_reservation() -> None:
    found = stay(changed(1), event(2), event(3))
    assert (found["type"], found["at"].day, found["key"]) == ("vip", 2, None)


def test_there_is_none_where_nothing_was_reserved() -> None:
    assert folded(changed(1), event(2, "reservation.cancelled")) == ()


def test_an_event_without_the_ref_belongs_to_none() -> None:
    assert folded(event(1, ref=None)) == ()


def test_events_of_other_types_and_of_later_days_are_not_looked_at() -> None:
    found = stay(event(1, room="1"), event(2, "visit", room="2"), changed(10, room="3"), day=9)
    assert (found["room"], found["known_on"]) == ("1", date(2026, 6, 1))


def test_an_event_late_on_the_day_itself_counts() -> None:
    assert stay(event(1), changed(9, 23, room="3"), day=9)["room"] == "3"


def test_the_latest_known_value_counts_whatever_event_told_it() -> None:
    found = stay(event(1, room="1", guests=2), changed(2, room="2"), changed(3, room=None))
    assert (found["room"], found["guests"]) == ("2", 2)


def test_the_order_of_the_rows_makes_no_difference() -> None:
    events = (event(1, room="1"), changed(2, room="2"), changed(3, room="3"))
    assert stay(*events) == stay(*reversed(events))


def test_at_one_moment_the_reservation_comes_first_then_changes_then_cancels() -> None:
    cancel = event(1, "reservation.cancelled", room="4")
    moved, change = event(1, "reservation.moved", room="3"), changed(1, room="2")
    assert stay(cancel, moved, change, event(1, room="1"))["room"] == "4"
    assert stay(moved, change, event(1, room="1"))["room"] == "3"


def test_of_equal_rank_the_attributes_decide_and_a_missing_one_comes_last() -> None:
    plain, full = (
        changed(2, agreed_items=None, room="1"),
        changed(2, agreed_items="a", room="2"),
    )
    assert stay(event(1), full, plain)["room"] == "1"
    assert stay(event(1), changed(2, room="1"), changed(2, room="2"))["room"] == "2"


def test_known_on_is_the_day_of_the_latest_event() -> None:
    assert stay(event(1), changed(5))["known_on"] == date(2026, 6, 5)


def test_it_is_cancelled_while_the_latest_event_says_so() -> None:
    cancel = event(2, "reservation.cancelled")
    assert stay(event(1), cancel)["cancelled"] is True
    assert stay(event(1), cancel, changed(3))["cancelled"] is False


def test_nights_are_counted_by_date() -> None:
    assert stay(event(1, **DATES))["nights"] == 3
    assert stay(event(1, arrival=DATES["arrival"]))["nights"] is None
    moments: dict[str, Any] = {
        "arrival": datetime.fromisoformat("2026-06-10 23:00"),
        "departure": datetime.fromisoformat("2026-06-11 01:00"),
    }
    assert stay(event(1, **moments))["nights"] == 1


def test_careplays_own_word_goes_before_an_attribute_of_that_name() -> None:
    assert stay(event(1, nights=9, **DATES))["nights"] == 3


def test_a_raise_counts_from_approval_to_its_last_day() -> None:
    told: dict[str, Any] = {"raised_to": "A", "raised_until": date(2026, 6, 8)}
    assert stay(event(1, **told), day=5)["raised_to"] is None
    approved = (event(1, **told), changed(2, approved_by="E1"))
    assert stay(*approved, day=8)["raised_to"] == "A"
    assert stay(*approved, day=9)["raised_to"] is None


def test_a_raise_without_a_last_day_lasts() -> None:
    assert stay(event(1, raised_to="A", approved_by="E1"), day=30)["raised_to"] == "A"


def test_a_raise_that_ran_out_is_news_of_the_day_after() -> None:
    told: dict[str, Any] = {
        "raised_to": "A",
        "approved_by": "E1",
        "raised_until": date(2026, 6, 5),
    }
    found = [stay(event(1, **told), day=day) for day in (5, 6, 9)]
    assert [each["known_on"].day for each in found] == [1, 6, 6]
    assert [each["lapsed"] for each in found] == [None, "A", "A"]
    assert stay(event(1, **told), changed(8), day=9)["known_on"].day == 8


def test_what_nobody_approved_cannot_run_out() -> None:
    found = stay(event(1, raised_to="A", raised_until=date(2026, 6, 5)), day=9)
    assert (found["known_on"].day, found["lapsed"]) == (1, None)
