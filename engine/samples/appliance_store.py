"""The customers, events and staff of ``playbooks/appliance_store``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples import appliance_words as words
from samples.appliance_story import story
from samples.complaints import CASE_COLUMNS
from samples.dirt import spoilt, spoilt_events
from samples.draws import Draws
from samples.events import Event, Headings, event_rows
from samples.outcomes import OUTCOME_COLUMNS, CallRule, with_outcomes
from samples.people import LOYALTIES, YEARS, Loyalty, birth, full_name, mobile
from samples.staff import ADVISERS, APPLIANCE_STAFF, APPLIANCE_STORES
from samples.tables import CsvRow, csv_text, split_words

SEED = 20260101
CUSTOMERS = 400

HEADINGS = Headings("customer_id", "type", "at")
CUSTOMER_COLUMNS = split_words(
    "customer_id name honorific phone wechat birthday birthday_calendar joined_on store owner "
    "community source_channel consent_basis consent_care accepts_promo social_style hobby "
    "family habits brand_preference purchase_need uncommunicated_needs other_info last_talk "
    "notice_on consent_sms trusts_product satisfied effect_seen trusts_us influential"
)
STORY_COLUMNS = split_words(
    "event_id customer_id type at amount category brand deliver_on outcome need doubt "
    "special_request waited_minutes needs_install warranty_until installed stage ref words "
    "reached feedback new_need lead need_visit way said unsaid "
    "real_need kind partner change friend happy_event mood "
    "answer result"
)
EVENT_COLUMNS = (
    *STORY_COLUMNS,
    *(column for column in CASE_COLUMNS if column not in STORY_COLUMNS),
    *OUTCOME_COLUMNS,
)
CALLS = CallRule("appliance_store", "use_callback", "delivery", 7, "callback")
TRUTH = {"true": 80.0, "false": 10.0, "": 10.0}
"""What an adviser thinks of a customer, where anything is written down."""

DIRT: Mapping[int, CsvRow] = {
    17: {"birthday": "1985-02-30"},
    41: {"consent_care": "也许"},
    66: {"owner": "A99"},
    103: {"phone": "12003456789.0"},
    158: {"birthday": "八月十五"},
    207: {"other_info": "重复建档"},
}


def files() -> Mapping[str, str]:
    """The text of each data file by its name."""
    draws = Draws(SEED)
    customers: list[CsvRow] = []
    events: list[Event] = []
    for number in range(1, CUSTOMERS + 1):
        key = f"C{number:04d}"
        loyalty = draws.weighted(LOYALTIES)
        joined = _joined(draws, loyalty)
        customers.append(_customer(draws, key, loyalty, joined))
        events.extend(story(key, loyalty, joined, draws))
    told = with_outcomes(event_rows(events, HEADINGS), HEADINGS, CALLS, Draws(SEED + 1))
    rows = spoilt_events(told, HEADINGS, "C9999")
    return {
        "customers.csv": csv_text(CUSTOMER_COLUMNS, spoilt(customers, DIRT)),
        "events.csv": csv_text(EVENT_COLUMNS, rows),
        "staff.csv": APPLIANCE_STAFF,
    }


def _joined(draws: Draws, loyalty: Loyalty) -> date:
    """The day the customer's file was opened: for most, long before the events begin."""
    if loyalty in {Loyalty.NEW, Loyalty.NEVER}:
        return draws.day(date(2026, 1, 3), date(2026, 11, 20))
    return draws.day(date(2021, 3, 1), YEARS[loyalty][0])


def _customer(draws: Draws, key: str, loyalty: Loyalty, joined: date) -> CsvRow:
    """One line of the customer table, with the gaps such tables have."""
    return {"customer_id": key, "joined_on": joined.isoformat()} | (
        _person(draws)
        | _place(draws, loyalty)
        | _known(draws, loyalty)
        | _agreed(draws, loyalty, joined)
    )


def _person(draws: Draws) -> dict[str, str]:
    woman = draws.chance(0.5)
    born = birth(draws)
    honorific = (
        ("阿姨" if woman else "叔叔") if born.year < 1966 else "女士" if woman else "先生"
    )
    lunar = draws.chance(0.75 if born.year < 1970 else 0.15)
    return {
        "name": draws.maybe(0.99, full_name(draws, woman=woman)),
        "honorific": draws.maybe(0.85, honorific),
        "phone": draws.maybe(0.95, mobile(draws)),
        "wechat": draws.maybe(0.6, f"wx_{draws.randint(100000, 999999)}"),
    } | (
        {"birthday": born.isoformat(), "birthday_calendar": "lunar" if lunar else "solar"}
        if draws.chance(0.8)
        else {}
    )


def _place(draws: Draws, loyalty: Loyalty) -> dict[str, str]:
    store = draws.choice(APPLIANCE_STORES)
    return {
        "store": store,
        "owner": draws.maybe(0.92, draws.choice(ADVISERS[store])),
        "community": draws.maybe(0.8, draws.choice(words.COMMUNITIES)),
        "source_channel": draws.choice(("拜访", "社区活动", "异业联盟", "进店"))
        if loyalty is Loyalty.NEVER
        else draws.weighted({"进店": 7.0, "社区活动": 1.0, "老顾客介绍": 2.0}),
        "consent_basis": draws.maybe(
            0.55 if loyalty is Loyalty.NEVER else 0.95, draws.choice(("本人登记", "书面授权"))
        ),
        "consent_care": draws.weighted({"true": 80.0, "false": 6.0, "": 14.0}),
        "accepts_promo": draws.weighted({"true": 55.0, "false": 25.0, "": 20.0}),
    }


def _known(draws: Draws, loyalty: Loyalty) -> dict[str, str]:
    """What the adviser has found out by and by: more about those who come often."""
    share = 0.75 if loyalty is Loyalty.LOYAL else 0.4
    never = loyalty is Loyalty.NEVER
    return {
        "social_style": draws.maybe(
            share, draws.choice(("分析型", "支配型", "表达型", "和蔼型"))
        ),
        "hobby": draws.maybe(share, draws.choice(words.HOBBIES)),
        "family": draws.maybe(share, draws.choice(words.FAMILIES)),
        "habits": draws.maybe(share / 2, draws.choice(words.HABITS)),
        "brand_preference": draws.maybe(share / 2, draws.choice(words.BRANDS)),
        "purchase_need": draws.maybe(0.8 if never else 0.2, draws.choice(words.NEEDS)),
        "uncommunicated_needs": draws.maybe(0.08, draws.choice(words.NEEDS)),
        "other_info": draws.maybe(0.12, draws.choice(words.OTHER)),
        "last_talk": draws.maybe(share / 1.5, draws.choice(words.TALKS)),
    }


def _agreed(draws: Draws, loyalty: Loyalty, joined: date) -> dict[str, str]:
    """What the customer was told and agreed to, and whether he might bring a friend."""
    truths = split_words("trusts_product satisfied effect_seen trusts_us influential")
    known = 0.9 if loyalty is Loyalty.LOYAL else 0.4
    return {
        "notice_on": draws.maybe(0.85, joined.isoformat()),
        "consent_sms": draws.weighted({"true": 78.0, "false": 8.0, "": 14.0}),
    } | {name: draws.maybe(known, draws.weighted(TRUTH)) for name in truths}
