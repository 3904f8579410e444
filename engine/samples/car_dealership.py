"""The customers, events and staff of ``playbooks/car_dealership``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples import dealership_words as words
from samples.complaints import CASE_COLUMNS
from samples.dealership_story import story
from samples.dirt import spoilt, spoilt_events
from samples.draws import LAST_DAY, Draws
from samples.events import Event, Headings, event_rows
from samples.people import LOYALTIES, YEARS, Loyalty, birth, full_name, mobile
from samples.staff import DEALERSHIP_STAFF
from samples.tables import CsvRow, csv_text, split_words

SEED = 20260303
CUSTOMERS = 360

HEADINGS = Headings("customer_id", "type", "at")
CUSTOMER_COLUMNS = split_words(
    "customer_id name honorific phone wechat address birthday birthday_calendar owner "
    "sales_owner consent_care accepts_promo notice_on flag paper_file_marked car_model "
    "insurance_until inspection_on next_service_on service_booked interest hobby family "
    "preference social_style last_talk upgrade_potential trusts_product satisfied effect_seen "
    "trusts_us influential"
)
EVENT_COLUMNS = (
    split_words(
        "event_id customer_id type at ref amount margin category visit_result doubt "
        "special_request waited_minutes way topic next_reason next_time made_by mood kind "
        "model internal technician plate words level hook objection lost_reason circle "
        "promised_on deposit matter happy_event friend result urgency"
    )
    + CASE_COLUMNS
)
ADVISERS, SELLERS = ("S21", "S22", "S23"), ("L21", "L22", "L23", "L24")
TRUTH = {"true": 70.0, "false": 12.0, "": 18.0}

DIRT: Mapping[int, CsvRow] = {
    19: {"birthday": "1985-02-30"},
    44: {"consent_care": "也许"},
    71: {"owner": "S99"},
    108: {"phone": "12003456789.0"},
    151: {"insurance_until": "年底"},
    199: {"hobby": "重复建档"},
}


def files() -> Mapping[str, str]:
    """The text of each data file by its name."""
    draws = Draws(SEED)
    customers: list[CsvRow] = []
    events: list[Event] = []
    for number in range(1, CUSTOMERS + 1):
        key = f"K{number:04d}"
        loyalty = draws.weighted({**LOYALTIES, Loyalty.NEVER: 24})
        joined = _joined(draws, loyalty)
        customer = {"customer_id": key} | _customer(draws, loyalty, joined)
        customers.append(customer)
        events.extend(story(key, loyalty, joined, draws))
        if customer["flag"]:
            events.append(_flagged(key, number))
    rows = spoilt_events(event_rows(events, HEADINGS), HEADINGS, "K9999")
    return {
        "customers.csv": csv_text(CUSTOMER_COLUMNS, spoilt(customers, DIRT)),
        "events.csv": csv_text(EVENT_COLUMNS, rows),
        "staff.csv": DEALERSHIP_STAFF,
    }


def _flagged(key: str, number: int) -> Event:
    """When the customer was marked, by a chance of its own."""
    draws = Draws(number)
    return Event(key, "flag.added", draws.moment(draws.day(date(2025, 6, 1), LAST_DAY)))


def _joined(draws: Draws, loyalty: Loyalty) -> date:
    if loyalty in {Loyalty.NEW, Loyalty.NEVER}:
        return draws.day(date(2025, 11, 3), date(2026, 11, 20))
    return draws.day(date(2023, 3, 1), YEARS[loyalty][0])


def _customer(draws: Draws, loyalty: Loyalty, joined: date) -> dict[str, str]:
    """One line of the customer table, with the gaps such tables have."""
    return (
        _person(draws)
        | _standing(draws, joined)
        | (_car(draws) if loyalty is not Loyalty.NEVER else {})
        | _known(draws, loyalty)
    )


def _person(draws: Draws) -> dict[str, str]:
    woman = draws.chance(0.4)
    born = birth(draws)
    lunar = draws.chance(0.7 if born.year < 1970 else 0.12)
    told = draws.chance(0.8)
    return {
        "name": draws.maybe(0.99, full_name(draws, woman=woman)),
        "honorific": draws.maybe(0.85, "女士" if woman else "先生"),
        "phone": draws.maybe(0.96, mobile(draws)),
        "wechat": draws.maybe(0.7, f"wx_{draws.randint(100000, 999999)}"),
        "address": draws.maybe(
            0.6, f"{draws.choice(('春申路', '枫桥巷', '北苑街'))}{draws.randint(1, 300)}号"
        ),
        "birthday": born.isoformat() if told else "",
        "birthday_calendar": ("lunar" if lunar else "solar") if told else "",
    }


def _standing(draws: Draws, joined: date) -> dict[str, str]:
    flag = draws.weighted(
        {"": 86.0, "警示": 4.0, "重要": 3.0, "大客户": 2.0, "VIP": 3.0, "需耐心": 2.0}
    )
    return {
        "owner": draws.maybe(0.93, draws.choice(ADVISERS)),
        "sales_owner": draws.maybe(0.9, draws.choice(SELLERS)),
        "consent_care": draws.weighted({"true": 80.0, "false": 6.0, "": 14.0}),
        "accepts_promo": draws.weighted({"true": 55.0, "false": 25.0, "": 20.0}),
        "notice_on": draws.maybe(0.8, joined.isoformat()),
        "flag": flag,
        "paper_file_marked": draws.choice(("true", "false", "")) if flag else "",
    }


def _car(draws: Draws) -> dict[str, str]:
    first, last = date(2026, 1, 10), date(2027, 3, 31)
    return {
        "car_model": draws.choice(words.MODELS),
        "insurance_until": draws.maybe(0.85, draws.day(first, last).isoformat()),
        "inspection_on": draws.maybe(0.6, draws.day(first, last).isoformat()),
        "next_service_on": draws.maybe(0.7, draws.day(first, last).isoformat()),
        "service_booked": draws.weighted({"true": 2.0, "false": 5.0, "": 3.0}),
    }


def _known(draws: Draws, loyalty: Loyalty) -> dict[str, str]:
    """What staff has found out by and by: more about those who come often."""
    share = 0.75 if loyalty is Loyalty.LOYAL else 0.4
    lists = {
        "interest": ("技术", "资料", "车源", "购车政策", "自驾", "油价"),
        "hobby": words.HOBBIES,
        "family": words.FAMILIES,
        "preference": words.PREFERENCES,
        "social_style": ("分析型", "支配型", "表达型", "和蔼型"),
        "last_talk": words.TALKS,
    }
    truths = split_words(
        "upgrade_potential trusts_product satisfied effect_seen trusts_us influential"
    )
    return {name: draws.maybe(share, draws.choice(told)) for name, told in lists.items()} | {
        name: draws.weighted(TRUTH) for name in truths
    }
