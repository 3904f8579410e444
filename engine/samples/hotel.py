"""The guests, events and staff of ``playbooks/hotel``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples import hotel_words as words
from samples.complaints import CASE_COLUMNS
from samples.dirt import spoilt, spoilt_events
from samples.draws import Draws
from samples.events import Event, Headings, event_rows
from samples.hotel_story import broken_off, story
from samples.people import LOYALTIES, YEARS, Loyalty, birth, full_name, mobile
from samples.staff import HOTEL_STAFF
from samples.tables import CsvRow, csv_text, split_words

SEED = 20260505
GUESTS = 300

HEADINGS = Headings("guest_id", "type", "at")
GUEST_COLUMNS = split_words(
    "guest_id name honorific phone wechat birthday birthday_calendar owner consent_care "
    "accepts_promo notice_on guest_rank great_service hobby preference taboo"
)
EVENT_COLUMNS = split_words(
    "event_id guest_id type at ref amount margin arrival departure room raised_to "
    "approved_by raised_until agreed_items nights full_rate suite state words happy_event"
) + tuple(column for column in CASE_COLUMNS if column != "approved_by")
RANKS = {
    "": 60.0,
    "普通": 22.0,
    "国家元首": 6.0,
    "部长大使": 5.0,
    "企业首脑": 5.0,
    "同业总经理": 5.0,
}

STATE_GUEST = 11
"""This guest's place; the number is one more."""
DIRT: Mapping[int, CsvRow] = {
    STATE_GUEST: {"guest_rank": "国家元首"},
    19: {"birthday": "1985-02-30"},
    44: {"consent_care": "也许"},
    71: {"owner": "D99"},
    108: {"phone": "12003456789.0"},
    151: {"notice_on": "去年"},
    199: {"hobby": "重复建档"},
}


def files() -> Mapping[str, str]:
    """The text of each data file by its name."""
    draws = Draws(SEED)
    guests: list[CsvRow] = []
    events: list[Event] = []
    for number in range(1, GUESTS + 1):
        key = f"H{number:04d}"
        loyalty = draws.weighted(LOYALTIES)
        joined = _joined(draws, loyalty)
        guests.append({"guest_id": key} | _guest(draws, joined))
        events.extend(story(key, loyalty, joined, draws))
    events.extend(broken_off(f"H{STATE_GUEST + 1:04d}"))
    rows = spoilt_events(event_rows(events, HEADINGS), HEADINGS, "H9999")
    return {
        "customers.csv": csv_text(GUEST_COLUMNS, spoilt(guests, DIRT)),
        "events.csv": csv_text(EVENT_COLUMNS, rows),
        "staff.csv": HOTEL_STAFF,
    }


def _joined(draws: Draws, loyalty: Loyalty) -> date:
    if loyalty in {Loyalty.NEW, Loyalty.NEVER}:
        return draws.day(date(2026, 1, 3), date(2026, 11, 20))
    return draws.day(date(2023, 3, 1), YEARS[loyalty][0])


def _guest(draws: Draws, joined: date) -> dict[str, str]:
    """One line of the guest table, with the gaps such tables have."""
    woman = draws.chance(0.4)
    born = birth(draws)
    lunar = draws.chance(0.6 if born.year < 1970 else 0.1)
    told = draws.chance(0.75)
    return {
        "name": draws.maybe(0.99, full_name(draws, woman=woman)),
        "honorific": draws.maybe(0.9, "女士" if woman else "先生"),
        "phone": draws.maybe(0.95, mobile(draws)),
        "wechat": draws.maybe(0.6, f"wx_{draws.randint(100000, 999999)}"),
        "birthday": born.isoformat() if told else "",
        "birthday_calendar": ("lunar" if lunar else "solar") if told else "",
    } | _standing(draws, joined)


def _standing(draws: Draws, joined: date) -> dict[str, str]:
    return {
        "owner": draws.maybe(0.3, draws.choice(("D41", "D42"))),
        "consent_care": draws.weighted({"true": 82.0, "false": 6.0, "": 12.0}),
        "accepts_promo": draws.weighted({"true": 50.0, "false": 30.0, "": 20.0}),
        "notice_on": draws.maybe(0.8, joined.isoformat()),
        "guest_rank": draws.weighted(RANKS),
        "great_service": draws.weighted({"": 80.0, "false": 15.0, "true": 5.0}),
        "hobby": draws.maybe(0.4, draws.choice(words.HOBBIES)),
        "preference": draws.maybe(0.6, draws.choice(words.PREFERENCES)),
        "taboo": draws.maybe(0.3, draws.choice(words.TABOOS)),
    }
