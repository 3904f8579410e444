"""The clients, events and staff of ``playbooks/wealth_advisory``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples import wealth_words as words
from samples.complaints import CASE_COLUMNS
from samples.dirt import spoilt, spoilt_events
from samples.draws import Draws
from samples.events import Event, Headings, event_rows
from samples.people import LOYALTIES, YEARS, Loyalty, birth, full_name, mobile
from samples.staff import WEALTH_STAFF
from samples.tables import CsvRow, csv_text, split_words
from samples.wealth_story import story

SEED = 20260404
CLIENTS = 240

HEADINGS = Headings("client_id", "kind_of_event", "at")
CLIENT_COLUMNS = split_words(
    "client_id name honorific phone wechat email birthday birthday_calendar owner consent_care "
    "accepts_promo reads_sms in_community notice_on investable risk_level hobby preference "
    "upgrade_potential trusts_product satisfied effect_seen trusts_us influential"
)
EVENT_COLUMNS = (
    split_words(
        "event_id client_id kind_of_event at ref amount margin way topic next_reason next_time "
        "made_by read mood product matures_on tone matter words happy_event friend"
    )
    + CASE_COLUMNS
)
ADVISERS = ("W31", "W32", "W33", "W34")
TRUTH = {"true": 70.0, "false": 12.0, "": 18.0}

DIRT: Mapping[int, CsvRow] = {
    19: {"birthday": "1985-02-30"},
    44: {"consent_care": "也许"},
    71: {"owner": "W99"},
    108: {"phone": "12003456789.0"},
    151: {"investable": "五十万"},
    199: {"hobby": "重复建档"},
}


def files() -> Mapping[str, str]:
    """The text of each data file by its name."""
    draws = Draws(SEED)
    clients: list[CsvRow] = []
    events: list[Event] = []
    for number in range(1, CLIENTS + 1):
        key = f"W{number:04d}"
        loyalty = draws.weighted(LOYALTIES)
        joined = _joined(draws, loyalty)
        clients.append({"client_id": key} | _client(draws, joined))
        events.extend(story(key, loyalty, joined, draws))
    rows = spoilt_events(event_rows(events, HEADINGS), HEADINGS, "W9999")
    return {
        "customers.csv": csv_text(CLIENT_COLUMNS, spoilt(clients, DIRT)),
        "events.csv": csv_text(EVENT_COLUMNS, rows),
        "staff.csv": WEALTH_STAFF,
    }


def _joined(draws: Draws, loyalty: Loyalty) -> date:
    if loyalty in {Loyalty.NEW, Loyalty.NEVER}:
        return draws.day(date(2026, 1, 3), date(2026, 11, 20))
    return draws.day(date(2022, 3, 1), YEARS[loyalty][0])


def _client(draws: Draws, joined: date) -> dict[str, str]:
    """One line of the client table, with the gaps such tables have."""
    return _person(draws) | _standing(draws, joined) | _known(draws)


def _person(draws: Draws) -> dict[str, str]:
    woman = draws.chance(0.5)
    born = birth(draws)
    lunar = draws.chance(0.7 if born.year < 1970 else 0.12)
    told = draws.chance(0.85)
    return {
        "name": draws.maybe(0.99, full_name(draws, woman=woman)),
        "honorific": draws.maybe(0.9, "女士" if woman else "先生"),
        "phone": draws.maybe(0.97, mobile(draws)),
        "wechat": draws.maybe(0.65, f"wx_{draws.randint(100000, 999999)}"),
        "email": draws.maybe(0.4, f"client{draws.randint(1000, 9999)}@example.com"),
        "birthday": born.isoformat() if told else "",
        "birthday_calendar": ("lunar" if lunar else "solar") if told else "",
    }


def _standing(draws: Draws, joined: date) -> dict[str, str]:
    return {
        "owner": draws.maybe(0.94, draws.choice(ADVISERS)),
        "consent_care": draws.weighted({"true": 84.0, "false": 5.0, "": 11.0}),
        "accepts_promo": draws.weighted({"true": 55.0, "false": 25.0, "": 20.0}),
        "reads_sms": draws.weighted({"true": 50.0, "false": 30.0, "": 20.0}),
        "in_community": draws.weighted({"true": 60.0, "false": 30.0, "": 10.0}),
        "notice_on": draws.maybe(0.85, joined.isoformat()),
        "investable": draws.maybe(0.85, f"{draws.randint(3, 200)}0000.00"),
        "risk_level": draws.maybe(0.9, draws.choice(("保守", "稳健", "进取"))),
    }


def _known(draws: Draws) -> dict[str, str]:
    truths = split_words(
        "upgrade_potential trusts_product satisfied effect_seen trusts_us influential"
    )
    return {
        "hobby": draws.maybe(0.5, draws.choice(words.HOBBIES)),
        "preference": draws.maybe(0.4, draws.choice(words.PREFERENCES)),
    } | {name: draws.weighted(TRUTH) for name in truths}
