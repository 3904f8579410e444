"""Two years with a home-textile store, customer by customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from samples import textile_words as words
from samples.draws import FIRST_DAY, LAST_DAY, Draws
from samples.events import Diary, Event
from samples.people import Loyalty, bought_on
from samples.textile_cases import complained, promised, reported


def story(customer: str, loyalty: Loyalty, joined: date, draws: Draws) -> tuple[Event, ...]:
    """Everything that happened to the customer."""
    diary = Diary(customer, draws)
    diary.note(joined, "registration")
    for day in bought_on(draws, loyalty):
        _shopping(diary, max(day, joined), loyalty)
    for day in draws.days(max(joined, FIRST_DAY), LAST_DAY, draws.randint(0, 3)):
        if loyalty not in {Loyalty.LOST, Loyalty.DORMANT}:
            diary.note(day, "visit")
    if draws.chance(0.12):
        _custom(diary, draws.day(max(joined, date(2025, 10, 1)), date(2026, 12, 10)))
    if draws.chance(0.15):
        reply = draws.choice(words.REPLIES)
        diary.note(draws.day(max(joined, FIRST_DAY), LAST_DAY), "message.reply", words=reply)
    return tuple(diary.events)


def _shopping(diary: Diary, day: date, loyalty: Loyalty) -> None:
    """One visit to the counter: one thing, or several."""
    draws = diary.draws
    diary.note(day, "visit")
    for _ in range(draws.choice((1, 2, 3) if loyalty is Loyalty.LOYAL else (1, 1, 2))):
        category = draws.weighted(words.WEIGHTS)
        diary.note(
            day,
            "purchase",
            amount=draws.price(*words.PRICES[category]),
            category=category,
            material=draws.choice(words.MATERIALS[category]),
            size=draws.maybe(0.9, draws.choice(words.SIZES[category])),
            filed=str(draws.chance(0.88)).lower(),
            card_given=str(draws.chance(0.9)).lower(),
        )
    _afterwards(diary, day)


def _afterwards(diary: Diary, day: date) -> None:
    """What may follow a purchase: each with its own likelihood."""
    happenings: tuple[tuple[float, Callable[[Diary, date], None]], ...] = (
        (0.6, _callback),
        (0.1, complained),
        (0.1, promised),
        (0.08, reported),
        (0.3, _survey),
        (0.06, _referral),
    )
    for likelihood, happening in happenings:
        if diary.draws.chance(likelihood):
            happening(diary, day)


def _callback(diary: Diary, day: date) -> None:
    draws = diary.draws
    liked, comfortable = draws.chance(0.94), draws.chance(0.92)
    happy = liked and comfortable
    called, trouble = draws.later(day, 7, 9), draws.chance(0.1)
    diary.note(
        called,
        "callback",
        liked=str(liked).lower(),
        comfortable=str(comfortable).lower(),
        washing_trouble=str(trouble).lower(),
        satisfaction=str(draws.randint(4, 5) if happy else draws.randint(1, 3)),
        words="" if happy else draws.maybe(0.8, draws.choice(words.WORDS)),
    )
    if not liked:
        reported(diary, called, "不喜欢")
    elif not comfortable:
        reported(diary, called, "不舒服")
    elif trouble:
        reported(diary, called, "洗涤")


def _survey(diary: Diary, day: date) -> None:
    score = diary.draws.weighted({2: 1.0, 3: 2.0, 4: 5.0, 5: 6.0})
    diary.note(diary.draws.later(day, 92, 96), "survey", satisfaction=str(score))


def _referral(diary: Diary, day: date) -> None:
    friend = diary.draws.choice(words.FRIENDS)
    diary.note(diary.draws.later(day, 10, 80), "referral.converted", friend=friend)


def _custom(diary: Diary, day: date) -> None:
    item = diary.draws.choice(words.ITEMS)
    ready = diary.draws.later(day, 8, 20)
    diary.note(day, "custom.ordered", item=item, ready_on=ready.isoformat())
    diary.note(diary.draws.later(ready, 0, 3), "custom.collected", item=item)
