from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from careplay.engines.plain.settling.capacity import within_capacity
from careplay.engines.plain.settling.exclusive import exclusively
from careplay.engines.plain.settling.holding import held
from careplay.engines.plain.settling.quiet import outside_quiet_hours
from careplay.engines.plain.settling.windows import within_windows
from careplay.model.actions import ActionRow
from careplay.model.business import Person
from careplay.model.conditions import ALWAYS
from careplay.model.limits import Consent, Exclusive, Hold, Mode, Never, Window
from careplay.model.rules import Category, Verb
from settled import TOMORROW, YESTERDAY, action, at, day, limited, memory, only

LOST = ("rule", "status", "deferred_to", "held_by", "winner")
NIGHT, NOON = (time(21), time(9)), (time(12), time(14))


def id_of(rule_id: str, **told: Any) -> str:
    return str(action(rule_id, **told)["action_id"])


# Quiet hours


@pytest.mark.parametrize(
    ("hours", "due", "moved"),
    [
        (NIGHT, at(15, 23, 59), at(15, 21)),
        (NIGHT, at(15, 8, 59), at(15, 9)),
        (NIGHT, at(16, 8), at(15, 21)),
        (NIGHT, at(15, 9), at(15, 9)),
        (NIGHT, at(15, 21), at(15, 21)),
        (NIGHT, at(14, 22), at(15, 9)),
        (NOON, at(15, 13), at(15, 12)),
        (NOON, at(15, 14), at(15, 14)),
        (NOON, at(15, 23), at(15, 23)),
        (None, at(15, 23), at(15, 23)),
    ],
)
def test_nobody_is_spoken_to_in_quiet_hours(
    hours: tuple[time, time] | None, due: datetime, moved: datetime
) -> None:
    business = limited(quiet=hours)
    (row,) = outside_quiet_hours([action(due_at=due)], memory(business))
    assert row["due_at"] == moved


@pytest.mark.parametrize(
    "other", [{"verb": "task"}, {"status": "dropped"}, {"customer_id": ""}]
)
def test_what_speaks_to_nobody_is_not_moved(other: ActionRow) -> None:
    row = action(due_at=at(15, 23), **other)
    assert outside_quiet_hours([row], memory(limited(quiet=NIGHT))) == [row]


# Consents and modes

SALES = Consent(Category.SALES, "accepts")
SELLING: ActionRow = {"category": "sales"}
WANTING = frozenset({("1", Hold.CONSENT, "accepts")})


def test_without_consent_whatever_is_of_the_category_is_dropped() -> None:
    rows = [action("r1", **SELLING), action("r2"), action("r3", **SELLING, verb="gift")]
    rows.append(action("r1", **SELLING, customer_id="2"))
    found = held(rows, memory(limited(consents=(SALES,)), holds=WANTING))
    lost = ("dropped", None, "consent accepts", None)
    assert only(found, *LOST)[::2] == [("r1", *lost), ("r3", *lost)]
    assert found[1::2] == rows[1::2]


def test_what_is_never_done_is_dropped_before_all_else() -> None:
    small = Never("size", "small", ALWAYS, (Verb.GIFT,), (Category.SALES,))
    rows = [action("r1", **SELLING), action("r2"), action("r3", verb="gift")]
    holds = WANTING | {("1", Hold.NEVER, small.name)}
    found = held(rows, memory(limited(never=(small,), consents=(SALES,)), holds=holds))
    lost = ("dropped", None, "never size small", None)
    assert only(found, *LOST)[::2] == [("r1", *lost), ("r3", *lost)]
    assert found[1] == rows[1]


def mode(name: str = "calm", days: int = 0) -> Mode:
    return Mode(name, ALWAYS, (Category.SALES,), days)


def test_a_mode_puts_contacts_off_to_the_next_day_or_drops_them() -> None:
    rows = [action("r1", **SELLING, due_at=at(16)), action("r2", **SELLING), action("r3")]
    business = limited(modes=(mode(),))
    found = held(rows, memory(business, holds=frozenset({("1", Hold.MODE, "calm")})))
    assert only(found, *LOST) == [
        ("r1", "deferred", TOMORROW, "mode calm", None),
        ("r2", "dropped", None, "mode calm", None),
        ("r3", "due", None, None, None),
    ]


@pytest.mark.parametrize(
    ("days", "last", "on"),
    [(3, day(12), True), (3, day(11), False), (0, YESTERDAY, False), (3, None, False)],
)
def test_a_mode_lasts_so_many_days(days: int, last: date | None, *, on: bool) -> None:
    known = {} if last is None else {("1", "calm"): last}
    business = limited(modes=(mode(days=days),))
    (row,) = held([action(**SELLING)], memory(business, modes=known))
    assert (row["status"] != "due") is on


def test_consent_comes_before_modes_and_those_as_written() -> None:
    business = limited(consents=(SALES,), modes=(mode("b"), mode("a")))
    modes = {("1", Hold.MODE, "a"), ("1", Hold.MODE, "b")}
    for holds, held_by in ((modes | WANTING, "consent accepts"), (modes, "mode b")):
        (row,) = held([action(**SELLING)], memory(business, holds=frozenset(holds)))
        assert row["held_by"] == held_by


# Exclusive groups

ONE = Exclusive("greetings", ("r1", "r2"))


def test_of_an_exclusive_group_the_first_is_due() -> None:
    rows = [action("r1"), action("r2", priority="high"), action("r3", priority="urgent")]
    rows.append(action("r1", customer_id="2"))
    found = exclusively(rows, memory(limited(exclusive=(ONE,))))
    assert only(found, *LOST) == [
        ("r1", "dropped", None, "exclusive greetings", id_of("r2")),
        ("r2", "due", None, None, None),
        ("r3", "due", None, None, None),
        ("r1", "due", None, None, None),
    ]


def test_actions_of_one_occasion_do_not_compete() -> None:
    rows = [action("r1"), action("r1", action_id="zz"), action("r1", occasion="p")]
    found = exclusively(rows, memory(limited(exclusive=(ONE,))))
    assert only(found, "status", "winner") == [
        ("due", None), ("due", None), ("dropped", "zz"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "first",
    [
        {"priority": "high", "due_at": at(20)},
        {"due_at": at(15, 17), "playbook": "zoo"},
        {"playbook": "a", "rule_id": "r2", "other": "r1"},
        {"rule_id": "r1", "other": "r2", "occasion": "z"},
        {"rule_id": "r2", "other": "r2", "occasion": "a"},
    ],
)
def test_priority_then_deadline_then_key_decide(first: ActionRow) -> None:
    other = action(first.pop("other", "r1"), occasion="o")
    winner = action(first.pop("rule_id", "r2"), **first)
    found = exclusively([other, winner], memory(limited(exclusive=(ONE,))))
    assert only(found, "status") == [("dropped",), ("due",)]


# Windows


def windows(*told: Window, free: tuple[Category, ...] = ()) -> Any:
    return limited(windows=told, free=free)


DAILY = Window("contacts", 1, 1)


def test_who_finds_no_room_in_a_window_is_put_off_until_it_has() -> None:
    rows = [
        action("r1", due_at=at(16)),
        action("r2", due_at=at(15, 9)),
        action("r3"),
        action("r1", customer_id="2"),
    ]
    found = within_windows(rows, memory(windows(DAILY)))
    by = "contacts 1 day: 1"
    assert only(found, *LOST) == [
        ("r1", "deferred", TOMORROW, by, id_of("r2")),
        ("r2", "due", None, None, None),
        ("r3", "dropped", None, by, id_of("r2")),
        ("r1", "due", None, None, None),
    ]


@pytest.mark.parametrize(
    ("days", "most", "before", "free_on"),
    [
        (7, 3, (9, 12, 14), 16),
        (7, 3, (8, 12, 14), None),
        (7, 1, (9,), 16),
        (7, 1, (8,), None),
        (7, 2, (9, 10, 11), 17),
        (30, 2, (1, 2), 31),
    ],
)
def test_contacts_of_earlier_days_count(
    days: int, most: int, before: tuple[int, ...], free_on: int | None
) -> None:
    earlier = [action("r3", f"{n}", date=day(n)) for n in before]
    known = memory(windows(Window("contacts", days, most)), earlier=earlier)
    (row,) = within_windows([action(due_at=datetime(2026, 7, 31, 9))], known)  # noqa: DTZ001
    free = date(2026, 6, free_on) if free_on and free_on < 31 else date(2026, 7, 1)
    expected = (None, None) if free_on is None else (free, None)
    assert (row["deferred_to"], row["winner"]) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"status": "deferred"},
        {"verb": "task"},
        {"customer_id": "2"},
        {"category": "service"},
    ],
)
def test_what_is_no_contact_or_free_is_not_counted(other: ActionRow) -> None:
    business = windows(Window("contacts", 7, 1), free=(Category.SERVICE,))
    earlier = [action("r3", date=YESTERDAY, **other)]
    (row,) = within_windows([action()], memory(business, earlier=earlier))
    assert row["status"] == "due"


@pytest.mark.parametrize(
    ("of", "row", "counted"),
    [
        ("sales", {"category": "sales"}, True),
        ("sales", {"category": "care"}, False),
        ("sms", {"channel": "sms"}, True),
        ("sms", {"channel": "phone"}, False),
        ("contacts", {"channel": "phone"}, True),
    ],
)
def test_a_window_is_of_all_contacts_a_category_or_a_channel(
    of: str, row: ActionRow, *, counted: bool
) -> None:
    business = windows(Window(of, 7, 1))
    earlier = [action("r3", date=YESTERDAY, category="sales", channel="sms")]
    (found,) = within_windows([action(**row)], memory(business, earlier=earlier))
    assert (found["status"] != "due") is counted


def test_a_window_of_nothing_drops() -> None:
    found = within_windows([action(due_at=at(30))], memory(windows(Window("sms", 7, 0))))
    assert only(found, "status") == [("due",)]
    found = within_windows(
        [action(due_at=at(30), channel="sms")], memory(windows(Window("sms", 7, 0)))
    )
    assert only(found, *LOST) == [("r1", "dropped", None, "sms 7 days: 0", None)]


def test_who_lost_to_one_window_takes_no_room_in_the_next() -> None:
    business = windows(Window("sms", 1, 0), DAILY)
    rows = [action("r1", channel="sms", priority="urgent"), action("r2")]
    assert only(within_windows(rows, memory(business)), "status") == [("dropped",), ("due",)]


# Capacity

BUSY = (Person("p1", "", "adviser", capacity=1), Person("p2", "", "adviser"))


def test_what_somebody_has_no_time_for_waits_until_the_next_day() -> None:
    rows = [
        action("r1", due_at=at(16), verb="task"),
        action("r2"),
        action("r3", due_at=at(15, 19), customer_id=""),
        action("r1", "a", owner="p2"),
        action("r2", "b", owner=None),
        action("r3", "c", owner="p9"),
    ]
    found = within_capacity(rows, memory(limited(capacity=True), people=BUSY))
    assert only(found, *LOST)[:3] == [
        ("r1", "deferred", TOMORROW, "capacity", id_of("r2")),
        ("r2", "due", None, None, None),
        ("r3", "dropped", None, "capacity", id_of("r2")),
    ]
    assert found[3:] == rows[3:]
    assert within_capacity(rows, memory(people=BUSY)) == rows


def test_nobody_has_time_where_the_capacity_is_nought() -> None:
    away = (Person("p1", "", "adviser", capacity=0), *BUSY)
    known = memory(limited(capacity=True), people=away)
    assert only(within_capacity([action()], known), "status", "winner") == [("dropped", None)]


def test_preferred_customers_come_first() -> None:
    rows = [action("r1", priority="urgent"), action("r2", customer_id="2", priority="low")]
    known = memory(
        limited(capacity=True, prefer="regular"),
        people=BUSY,
        holds=frozenset({("2", Hold.PREFER, "regular")}),
    )
    found = within_capacity(rows, known)
    assert only(found, "status", "winner") == [
        ("dropped", id_of("r2", customer_id="2")), ("due", None),
    ]  # fmt: skip
