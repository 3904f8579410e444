"""Two years with an appliance store, customer by customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from samples import appliance_words as words
from samples.appliance_cases import complained, promised, repaired, reported
from samples.draws import Draws
from samples.events import Diary, Event
from samples.people import Loyalty, bought_on


def story(customer: str, loyalty: Loyalty, joined: date, draws: Draws) -> tuple[Event, ...]:
    """Everything that happened to the customer."""
    diary = Diary(customer, draws)
    diary.note(joined, "registration")
    days = [max(day, joined) for day in bought_on(draws, loyalty)]
    for day in days:
        _purchase(diary, day)
    if loyalty is Loyalty.NEVER:
        _looking_around(diary, joined)
    if loyalty in {Loyalty.LOYAL, Loyalty.REGULAR, Loyalty.NEW}:
        _good_company(diary, loyalty)
    return tuple(diary.events)


def _purchase(diary: Diary, day: date) -> None:
    """A purchase with what led to it and what came of it."""
    draws = diary.draws
    category = draws.weighted(words.WEIGHTS)
    price = draws.price(*words.PRICES[category])
    brand = draws.choice(words.BRANDS)
    if draws.chance(0.35):
        _hesitating(diary, draws.later(day, -6, -2), category)
    _visit(diary, day, "已购买", category)
    arrives = draws.later(day, 1, 5)
    large = category != "小家电"
    diary.note(
        day,
        "purchase",
        amount=price,
        category=category,
        brand=brand,
        deliver_on=arrives.isoformat() if large else "",
    )
    diary.note(day, "points", change=str(int(float(price)) // 10))
    if large:
        _delivery(diary, arrives, category)
    _afterwards(diary, arrives, category)


def _visit(diary: Diary, day: date, outcome: str, category: str) -> None:
    draws = diary.draws
    doubt = draws.choice(words.DOUBTS) if outcome == "拿不定主意" else ""
    diary.note(
        day,
        "visit",
        outcome=outcome,
        need=draws.maybe(0.85, f"想看{category}" if category else draws.choice(words.NEEDS)),
        doubt=doubt,
        special_request=draws.maybe(0.07, draws.choice(words.REQUESTS)),
        waited_minutes=draws.maybe(0.5, str(int(draws.triangular(1, 40, 4)))),
    )


def _hesitating(diary: Diary, day: date, category: str) -> None:
    outcomes = {"拿不定主意": 6.0, "随便看看": 3.0, "拒绝购买": 1.5, "生气指责": 0.6}
    _visit(diary, day, diary.draws.weighted(outcomes), category)


def _delivery(diary: Diary, day: date, category: str) -> None:
    draws = diary.draws
    installs = category in {"空调", "热水器", "厨房电器", "电视", "洗衣机"}
    diary.note(
        day,
        "delivery",
        category=category,
        needs_install="true" if installs else "false",
        warranty_until=(day + timedelta(365)).isoformat(),
    )
    if installs:
        result = "有问题" if draws.chance(0.05) else "正常"
        diary.note(
            draws.later(day, 0, 2), "installation.done", category=category, installed=result
        )


def _afterwards(diary: Diary, day: date, category: str) -> None:
    """What may follow a delivery: each with its own likelihood."""
    draws = diary.draws
    happenings: tuple[tuple[float, Callable[[Diary, date, str], None]], ...] = (
        (0.62, _callback),
        (0.12, reported),
        (0.1, complained),
        (0.1, repaired),
        (0.1, promised),
        (0.35, _survey),
        (0.05, _not_reached),
        (0.05, _referral),
        (0.14, _gift),
    )
    for likelihood, happening in happenings:
        if draws.chance(likelihood):
            happening(diary, day, category)
    for _ in range(draws.choice((0, 0, 1, 1, 2))):
        diary.note(
            draws.later(day, 3, 60), "contact", way=draws.choice(("电话", "短信", "微信"))
        )


def _callback(diary: Diary, day: date, category: str) -> None:
    draws = diary.draws
    called = draws.later(day, 7, 10)
    if draws.chance(0.12):
        diary.note(called, "callback", reached="false")
        return
    score = draws.weighted({1: 1.0, 2: 3.0, 3: 12.0, 4: 44.0, 5: 40.0})
    need = draws.maybe(0.25, draws.choice(words.NEEDS))
    diary.note(
        called,
        "callback",
        reached="true",
        satisfaction=str(score),
        feedback=draws.maybe(0.8, draws.choice(words.FEEDBACK[score])),
        new_need=need,
        lead=str(bool(need) and draws.chance(0.6)).lower(),
        need_visit=str(draws.chance(0.06) and category != "小家电").lower(),
    )
    diary.note(called, "contact", way="电话")


def _survey(diary: Diary, day: date, _category: str) -> None:
    draws = diary.draws
    score = draws.weighted({1: 2.0, 2: 5.0, 3: 9.0, 4: 40.0, 5: 44.0})
    asked = draws.choice((draws.later(day, 12, 40), draws.later(day, 92, 99)))
    diary.note(asked, "survey", satisfaction=str(score))


def _not_reached(diary: Diary, day: date, _category: str) -> None:
    for _ in range(3):
        day = diary.draws.later(day, 3, 7)
        diary.note(day, "callback", reached="false")


def _referral(diary: Diary, day: date, _category: str) -> None:
    friend = diary.draws.choice(words.FRIENDS)
    diary.note(diary.draws.later(day, 10, 80), "referral.converted", friend=friend)


def _gift(diary: Diary, day: date, _category: str) -> None:
    """Points exchanged, where the counter finds enough of them."""
    swap = diary.draws.later(day, 10, 120)
    earned = [event for event in diary.events if event.type == "points"]
    balance = sum(int(event.attributes["change"]) for event in earned)
    if balance >= 500:
        diary.note(swap, "points", change="-500")
        _visit(diary, swap, "随便看看", "")


def _looking_around(diary: Diary, joined: date) -> None:
    """Someone who has not bought yet."""
    draws = diary.draws
    if draws.chance(0.4):
        diary.note(joined, "partner.imported", partner=draws.choice(words.PARTNERS))
    for day in draws.days(joined, date(2026, 12, 28), draws.randint(0, 3)):
        _hesitating(diary, day, "")
    if draws.chance(0.4):
        _home_visit(diary, draws.day(joined, date(2026, 12, 28)))
    if draws.chance(0.5):
        need = draws.maybe(0.6, draws.choice(words.NEEDS))
        diary.note(draws.choice(LAST_SATURDAYS), "activity", kind="社区活动", need=need)


def _home_visit(diary: Diary, day: date) -> None:
    draws = diary.draws
    diary.note(
        day,
        "home_visit",
        said=draws.choice(words.SAID),
        unsaid=draws.maybe(0.6, draws.choice(words.UNSAID)),
        real_need=draws.maybe(0.7, draws.choice(words.REAL)),
    )


def _good_company(diary: Diary, loyalty: Loyalty) -> None:
    """What ties a customer to the store beside buying."""
    draws = diary.draws
    if draws.chance(0.08):
        diary.note(
            draws.day(date(2026, 1, 2), date(2026, 12, 28)),
            "life_event",
            happy_event=draws.choice(words.HAPPY),
        )
    if loyalty is Loyalty.LOYAL:
        for day in PARTIES:
            if draws.chance(0.3):
                diary.note(day, "activity", kind="季度联欢")
                diary.note(day, "meeting", mood=draws.weighted(MOODS))
    if draws.chance(0.15):
        diary.note(draws.choice(FIRST_SATURDAYS), "activity", kind="周末讲座")
    if draws.chance(0.2):
        met = draws.day(date(2026, 1, 2), date(2026, 12, 28))
        diary.note(met, "meeting", mood=draws.weighted(MOODS))
    if draws.chance(0.05):
        _home_visit(diary, draws.day(date(2026, 1, 2), date(2026, 12, 28)))


MOODS = {"good": 5.0, "plain": 3.0, "poor": 1.0}


def _saturdays(month: int) -> list[date]:
    days = (date(2026, month, 1) + timedelta(number) for number in range(31))
    return [day for day in days if day.month == month and day.weekday() == 5]


FIRST_SATURDAYS = [_saturdays(month)[0] for month in range(1, 13)]
LAST_SATURDAYS = [_saturdays(month)[-1] for month in range(1, 13)]
PARTIES = [_saturdays(month)[1] for month in (2, 5, 8, 11)]
