"""Two years with a hotel, guest by guest: stays, what changes of them, and what goes wrong."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from samples import hotel_words as words
from samples.complaints import Trade, complaint, promise
from samples.draws import FIRST_DAY, LAST_DAY, Draws
from samples.events import Diary, Event
from samples.people import Loyalty

STAFF = ("D41", "D42", "M41")
TRADE = Trade(words.COMPLAINTS, words.REMEDIES, STAFF)
STAYS = {Loyalty.LOYAL: (8, 16), Loyalty.REGULAR: (3, 6), Loyalty.SLIPPING: (2, 3)}
UNTIL = {Loyalty.LOST: date(2025, 6, 30), Loyalty.DORMANT: date(2025, 12, 31)}


def story(guest: str, loyalty: Loyalty, joined: date, draws: Draws) -> tuple[Event, ...]:
    """Everything that happened to the guest."""
    diary = Diary(guest, draws)
    diary.note(joined, "registration")
    first, last = max(joined, FIRST_DAY), UNTIL.get(loyalty, LAST_DAY)
    free = first
    times = draws.randint(*STAYS.get(loyalty, (1, 2)))
    for number, day in enumerate(draws.days(first, max(first, last), times)):
        if day >= free:
            free = _stay(diary, day, f"{guest}-{number}")
    if draws.chance(0.06):
        happy = draws.choice(words.HAPPY)
        diary.note(draws.day(first, LAST_DAY), "life_event", happy_event=happy)
    return tuple(diary.events)


def broken_off(guest: str) -> tuple[Event, ...]:
    """A stay of a floor of one's own that is called off on its second day."""
    ref = f"{guest}-S"
    told = {
        "reservation": (_at(date(2026, 2, 20)), "arrival departure room"),
        "reservation.cancelled": (_at(date(2026, 3, 6)), ""),
    }
    known = {"arrival": "2026-03-05", "departure": "2026-03-09", "room": "1801"}
    return tuple(
        Event(guest, name, at, {"ref": ref} | {each: known[each] for each in names.split()})
        for name, (at, names) in told.items()
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(11))


def _stay(diary: Diary, booked: date, ref: str) -> date:
    """A stay from its booking to what is said afterwards; the first day after it."""
    draws = diary.draws
    arrival = booked + timedelta(int(draws.triangular(1, 30, 8)))
    departure = arrival + timedelta(int(draws.triangular(1, 6, 2)))
    diary.note(
        booked,
        "reservation",
        ref=ref,
        arrival=arrival.isoformat(),
        departure=departure.isoformat(),
        room=draws.maybe(0.4, draws.choice(words.ROOMS)),
    )
    if draws.chance(0.08):
        diary.note(draws.day(booked, arrival), "reservation.cancelled", ref=ref)
        return departure
    given = max(booked, arrival - timedelta(2))
    diary.note(given, "reservation.changed", ref=ref, room=draws.choice(words.ROOMS))
    departure = _changed(diary, arrival, departure, ref)
    _lived(diary, arrival, departure, ref)
    return departure + timedelta(1)


def _changed(diary: Diary, arrival: date, departure: date, ref: str) -> date:
    """What is changed of a stay on the way; the day on which it ends then."""
    draws = diary.draws
    if draws.chance(0.12):
        departure += timedelta(1)
        told = {"departure": departure.isoformat()}
        diary.note(arrival, "reservation.changed", ref=ref, **told)
    before = arrival - timedelta(draws.randint(3, 9))
    if draws.chance(0.1):
        raised = {"raised_to": draws.choice(("A", "B")), "approved_by": "G41"}
        until = (departure + timedelta(draws.randint(-2, 1))).isoformat()
        diary.note(before, "reservation.changed", ref=ref, raised_until=until, **raised)
    elif draws.chance(0.05):
        agreed = draws.choice(words.AGREED)
        diary.note(before, "reservation.changed", ref=ref, agreed_items=agreed)
    return departure


def _lived(diary: Diary, arrival: date, departure: date, ref: str) -> None:
    """What happens in the house and on leaving."""
    draws = diary.draws
    nights = (departure - arrival).days
    if draws.chance(0.15):
        state = draws.weighted({"高兴": 3.0, "平静": 3.0, "不满": 4.0})
        diary.note(draws.day(arrival, departure), "mood", ref=ref, state=state)
    if draws.chance(0.2):
        opened = draws.moment(draws.day(arrival, departure))
        complaint(diary, f"T{ref}", opened, TRADE)
    if draws.chance(0.16):
        promise(diary, f"Q{ref}", draws.moment(arrival), STAFF)
    amount = float(draws.price(580, 2880)) * nights
    diary.note(departure, "purchase", amount=f"{amount:.2f}", margin=f"{amount * 0.4:.2f}")
    diary.note(
        departure,
        "checked_out",
        ref=ref,
        nights=str(nights),
        full_rate=str(draws.chance(0.5)).lower(),
        suite=str(draws.chance(0.2)).lower(),
    )
    if draws.chance(0.45):
        score = draws.weighted({1: 1.0, 2: 3.0, 3: 9.0, 4: 40.0, 5: 45.0})
        diary.note(departure + timedelta(1), "survey", satisfaction=str(score))
