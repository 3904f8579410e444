"""The customers, events and staff of ``playbooks/home_textiles``.

The cashier's export has Chinese headings, and lunar birthdays stand in it as people
say them: ``1990-闰05-12`` is the twelfth of the leap fifth month.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples import textile_words as words
from samples.complaints import CASE_COLUMNS
from samples.dirt import spoilt, spoilt_events
from samples.draws import Draws
from samples.events import Event, Headings, event_rows
from samples.outcomes import OUTCOME_COLUMNS, CallRule, with_outcomes
from samples.people import LOYALTIES, YEARS, Loyalty, birth, full_name, mobile
from samples.staff import GUIDES, TEXTILE_STAFF, TEXTILE_STORES
from samples.tables import CsvRow, csv_text, split_words
from samples.textile_story import story

SEED = 20260202
CUSTOMERS = 300

HEADINGS = Headings("member_no", "kind", "happened_at")
CUSTOMER_COLUMNS = split_words(
    "会员号 姓名 性别 民族 大约年龄 手机 邮箱 微信 住址 称呼 生日 生日历法 结婚纪念日 "
    "职业 家庭情况 住房情况 个性 消费习惯 色彩喜好 娱乐爱好 生活习惯 服务方式 接受优惠 "
    "金钱观 登记日 告知日 接受问候 "
    "VIP有效期 门店 建档导购 最亲近导购 同意短信"
)
STORY_COLUMNS = split_words(
    "event_id member_no kind happened_at amount category material size filed card_given item "
    "ready_on liked comfortable washing_trouble ref words about friend answer result"
)
EVENT_COLUMNS = (
    *STORY_COLUMNS,
    *(column for column in CASE_COLUMNS if column not in STORY_COLUMNS),
    *OUTCOME_COLUMNS,
)
CALLS = CallRule("home_textiles", "use_call", "purchase", 7, "callback")

# Born in a leap month, or on the thirtieth of a month that is often short.
RARE_BIRTHDAYS = (
    "1990-闰05-12",
    "1987-闰06-03",
    "1982-闰04-20",
    "1971-闰05-08",
    "1976-闰08-15",
)
THIRTIETHS = ("1966-01-30", "1979-08-30", "1968-08-30", "1985-12-30")

DIRT: Mapping[int, CsvRow] = {
    23: {"生日": "1985-02-31", "生日历法": "solar"},
    58: {"接受问候": "看情况"},
    77: {"最亲近导购": "T99"},
    120: {"手机": "1.20E+10"},
    166: {"登记日": "去年冬天"},
    214: {"个性": "爽快"},
}


def files() -> Mapping[str, str]:
    """The text of each data file by its name."""
    draws = Draws(SEED)
    customers: list[CsvRow] = []
    events: list[Event] = []
    for number in range(CUSTOMERS):
        key = str(100_001 + number)
        loyalty = draws.weighted(LOYALTIES)
        joined = _joined(draws, loyalty)
        customers.append(_customer(draws, loyalty, joined) | {"会员号": key})
        events.extend(story(key, loyalty, joined, draws))
    rare = (*RARE_BIRTHDAYS, *THIRTIETHS)
    lunar = {"生日历法": "lunar", "接受问候": "true"}
    spots: dict[int, CsvRow] = {
        10 + 3 * place: {"生日": day} | lunar for place, day in enumerate(rare)
    }
    told = with_outcomes(event_rows(events, HEADINGS), HEADINGS, CALLS, Draws(SEED + 1))
    rows = spoilt_events(told, HEADINGS, "999999")
    return {
        "customers.csv": csv_text(CUSTOMER_COLUMNS, spoilt(customers, {**DIRT, **spots})),
        "events.csv": csv_text(EVENT_COLUMNS, rows),
        "staff.csv": TEXTILE_STAFF,
    }


def _joined(draws: Draws, loyalty: Loyalty) -> date:
    """The day the customer's file was opened."""
    if loyalty in {Loyalty.NEW, Loyalty.NEVER}:
        return draws.day(date(2026, 1, 3), date(2026, 11, 20))
    return draws.day(date(2022, 3, 1), YEARS[loyalty][0])


def _customer(draws: Draws, loyalty: Loyalty, joined: date) -> dict[str, str]:
    """One line of the customer table, with the gaps such tables have."""
    return (
        _person(draws, loyalty)
        | _birthday(draws)
        | _place(draws, loyalty, joined)
        | _known(draws, loyalty)
    )


def _person(draws: Draws, loyalty: Loyalty) -> dict[str, str]:
    # The trade says that 95 of 100 buyers are women.
    woman = draws.chance(0.95)
    return {
        "姓名": draws.maybe(0.985, full_name(draws, woman=woman)),
        "性别": draws.maybe(0.9, "女" if woman else "男"),
        "民族": draws.maybe(0.3, draws.weighted({"汉族": 92.0, "回族": 4.0, "满族": 4.0})),
        "手机": draws.maybe(0.85 if loyalty is Loyalty.NEW else 0.96, mobile(draws)),
        "微信": draws.maybe(0.65, f"wx_{draws.randint(100000, 999999)}"),
        "邮箱": draws.maybe(0.15, f"user{draws.randint(1000, 9999)}@example.com"),
    }


def _birthday(draws: Draws) -> dict[str, str]:
    born = birth(draws)
    old = born.year < 1972
    lunar = draws.chance(0.8 if old else 0.15)
    bands = ((1966, "60岁以上"), (1981, "45至60岁"), (1996, "30至45岁"), (9999, "30岁以下"))
    band = next(name for year, name in bands if born.year < year)
    called = draws.choice(words.NICKNAMES_OLD if old else words.NICKNAMES_YOUNG)
    # A month of the moon always has 29 days, not always 30.
    written = f"{born.year}-{born.month:02d}-{min(born.day, 29):02d}" if lunar else f"{born}"
    told = draws.chance(0.7)
    return {
        "大约年龄": draws.maybe(0.85, band),
        "称呼": draws.maybe(0.6, called),
        "生日": written if told else "",
        "生日历法": ("lunar" if lunar else "solar") if told else "",
        "结婚纪念日": draws.maybe(
            0.2, draws.day(date(1990, 1, 1), date(2024, 12, 31)).isoformat()
        ),
    }


def _place(draws: Draws, loyalty: Loyalty, joined: date) -> dict[str, str]:
    store = draws.choice(TEXTILE_STORES)
    guides = GUIDES[store]
    house = f"{draws.choice(words.STREETS)}{draws.randint(1, 300)}号"
    until = draws.day(date(2026, 1, 15), date(2027, 6, 30)).isoformat()
    return {
        "住址": draws.maybe(0.55, house),
        "登记日": joined.isoformat(),
        "告知日": draws.maybe(0.8, joined.isoformat()),
        "接受问候": draws.weighted({"true": 80.0, "false": 6.0, "": 14.0}),
        "VIP有效期": until if loyalty is Loyalty.LOYAL else "",
        "门店": store,
        "建档导购": draws.maybe(0.93, draws.choice(guides)),
        "最亲近导购": draws.maybe(0.6, draws.choice(guides)),
        "同意短信": draws.weighted({"true": 80.0, "false": 7.0, "": 13.0}),
    }


def _known(draws: Draws, loyalty: Loyalty) -> dict[str, str]:
    """The eleven things a guide finds out in talking, by and by."""
    share = 0.6 if loyalty is Loyalty.LOYAL else 0.3
    lists = {
        "职业": words.OCCUPATIONS,
        "家庭情况": words.FAMILIES,
        "住房情况": words.HOMES,
        "个性": words.CHARACTERS,
        "消费习惯": words.HABITS,
        "色彩喜好": words.COLORS,
        "娱乐爱好": words.HOBBIES,
        "生活习惯": words.LIFESTYLES,
        "服务方式": words.SERVICES,
        "金钱观": words.MONEY,
    }
    promo = draws.weighted({"true": 50.0, "false": 25.0, "": 25.0})
    told = {
        heading: draws.maybe(share, draws.choice(list_)) for heading, list_ in lists.items()
    }
    return told | {"接受优惠": promo}
