"""Two years with a wealth adviser, client by client."""

from __future__ import annotations

from datetime import date, timedelta

from samples import wealth_words as words
from samples.complaints import Trade, complaint, promise
from samples.draws import FIRST_DAY, LAST_DAY, Draws
from samples.events import Diary, Event
from samples.people import Loyalty, bought_on

PLANNERS = ("W31", "W32", "M31")
TRADE = Trade(words.COMPLAINTS, words.REMEDIES, PLANNERS)
WAYS = {"见面": 2.0, "电话": 5.0, "短信": 3.0, "微信": 4.0, "邮件": 1.0}
TALKS = {Loyalty.LOYAL: (8, 20), Loyalty.REGULAR: (5, 12), Loyalty.NEW: (2, 6)}
MADE_BY = ("W31", "", "W32", "", "M31")
"""Who spoke with the client, by the day; not everybody writes it down."""
MARKET = (
    (date(2026, 1, 19), "good"), (date(2026, 3, 9), "bad"), (date(2026, 5, 11), "good"),
    (date(2026, 8, 3), "bad"), (date(2026, 10, 12), "good"),
)  # fmt: skip
"""Days of news; not everybody is touched by each."""


def story(client: str, loyalty: Loyalty, joined: date, draws: Draws) -> tuple[Event, ...]:
    """Everything that happened to the client."""
    diary = Diary(client, draws)
    diary.note(joined, "registration")
    for number, day in enumerate(bought_on(draws, loyalty)):
        _bought(diary, max(day, joined), f"{client}-{number}")
    for day in draws.days(
        max(joined, FIRST_DAY), _last(loyalty), draws.randint(*TALKS.get(loyalty, (1, 4)))
    ):
        _talk(diary, day)
    _news(diary, joined)
    _company(diary, max(joined, FIRST_DAY))
    return tuple(diary.events)


def _last(loyalty: Loyalty) -> date:
    return date(2026, 4, 30) if loyalty in {Loyalty.LOST, Loyalty.DORMANT} else LAST_DAY


def _bought(diary: Diary, day: date, ref: str) -> None:
    """Money put into a product, with the papers and what may follow."""
    draws = diary.draws
    amount = draws.price(20_000, 600_000)
    margin = f"{float(amount) * draws.uniform(0.004, 0.012):.2f}"
    product = draws.choice(words.PRODUCTS)
    matures = draws.later(day, 90, 540).isoformat()
    diary.note(day, "purchase", amount=amount, margin=margin)
    diary.note(day, "product.bought", product=product, matures_on=matures)
    diary.note(day, "contract.signed", ref=ref, product=product)
    diary.note(draws.later(day, 3, 12), "contract.delivered", ref=ref)
    if draws.chance(0.2):
        opened = draws.moment(draws.later(day, 2, 40))
        complaint(diary, f"T{ref}", opened, TRADE)
    if draws.chance(0.25):
        promise(diary, f"Q{ref}", draws.moment(draws.later(day, 0, 30)), PLANNERS)


def _talk(diary: Diary, day: date) -> None:
    draws = diary.draws
    way = draws.weighted(WAYS)
    diary.note(
        day,
        "contact",
        way=way,
        topic=draws.choice(words.TOPICS),
        next_reason=draws.maybe(0.7, draws.choice(words.NEXT_REASONS)),
        next_time=draws.maybe(0.6, draws.later(day, 7, 40).isoformat()),
        # Of the day, so that what is drawn after it stays what it was.
        made_by=MADE_BY[day.toordinal() % len(MADE_BY)],
        read=str(draws.chance(0.6)).lower() if way == "短信" else "",
    )
    if way == "见面":
        mood = draws.weighted({"good": 5.0, "plain": 3.0, "poor": 1.0})
        diary.note(day, "meeting", mood=mood)


def _news(diary: Diary, joined: date) -> None:
    draws = diary.draws
    for day, tone in MARKET:
        if day > joined and draws.chance(0.4):
            matter = draws.choice(words.GOOD if tone == "good" else words.BAD)
            diary.note(
                day + timedelta(draws.randint(0, 1)), "market.notice", tone=tone, matter=matter
            )


def _company(diary: Diary, joined: date) -> None:
    """What else ties a client to the house."""
    draws = diary.draws
    for likely, event, told in (
        (0.12, "community.post", {"matter": draws.choice(words.POSTS)}),
        (0.08, "policy.changed", {"matter": draws.choice(words.POLICIES)}),
        (0.06, "life_event", {"happy_event": draws.choice(words.HAPPY)}),
        (0.08, "referral.converted", {"friend": draws.choice(words.FRIENDS)}),
    ):
        if draws.chance(likely):
            diary.note(draws.day(max(joined, date(2026, 1, 5)), LAST_DAY), event, **told)
