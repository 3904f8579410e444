"""Two years with a car dealership, customer by customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samples import dealership_words as words
from samples.complaints import Trade, complaint, promise
from samples.draws import FIRST_DAY, LAST_DAY, Draws
from samples.events import Diary, Event
from samples.people import Loyalty
from samples.walks import Pace, Walk, walk

PLANNERS = ("M21", "S21", "S23", "C22")
TRADE = Trade(words.COMPLAINTS, words.REMEDIES, PLANNERS)
TECHNICIANS = ("T21", "T22")
MADE_BY = ("S21", "L21", "", "S22", "L24", "S23", "")
"""Who spoke with the customer, by the day; not everybody writes it down."""
WAYS = {"见面": 2.0, "电话": 5.0, "短信": 1.0, "微信": 4.0}
VISITS = {Loyalty.LOYAL: (4, 7), Loyalty.REGULAR: (2, 4), Loyalty.SLIPPING: (2, 3)}


def story(customer: str, loyalty: Loyalty, joined: date, draws: Draws) -> tuple[Event, ...]:
    """Everything that happened to the customer."""
    diary = Diary(customer, draws)
    diary.note(joined, "registration")
    if loyalty is Loyalty.NEVER:
        _prospect(diary, joined)
    else:
        _owner(diary, loyalty, joined)
    _company(diary, max(joined, FIRST_DAY))
    return tuple(diary.events)


def _prospect(diary: Diary, joined: date) -> None:
    """Someone who looks at cars, and may order one."""
    draws = diary.draws
    model, ref = draws.choice(words.MODELS), f"P{diary.customer}"
    _visit(diary, joined, "初次到店")
    opened = draws.moment(joined)
    level = draws.choice(("H", "A", "B", "C"))
    diary.note_at(opened, "prospect.opened", ref=ref, level=level, model=model)
    if draws.chance(0.5):
        hook = draws.choice(words.HOOKS)
        diary.note(draws.later(joined, 0, 20), "prospect.hook", ref=ref, hook=hook)
    left = walk(diary, ref, opened, PROSPECT)
    for result in draws.sample(("拿不定主意", "拒绝购买", "随便看看", "生气指责"), 2):
        _visit(diary, draws.later(joined, 5, 60), result)
    if draws.chance(0.4):
        said = draws.choice(words.OBJECTIONS)
        diary.note(draws.later(joined, 2, 30), "prospect.objection", ref=ref, objection=said)
    if draws.chance(0.3):
        reason = draws.choice(list(words.LOST))
        lost = left + timedelta(days=draws.randint(2, 20))
        circle = draws.maybe(0.9, words.LOST[reason])
        diary.note_at(lost, "prospect.closed_lost", ref=ref, lost_reason=reason, circle=circle)
    elif draws.chance(0.6):
        _order(diary, left + timedelta(days=1), model)


def _visit(diary: Diary, day: date, result: str) -> None:
    draws = diary.draws
    diary.note(
        day,
        "visit",
        visit_result=result,
        doubt=draws.choice(words.DOUBTS) if result == "拿不定主意" else "",
        special_request=draws.maybe(0.08, draws.choice(words.REQUESTS)),
        waited_minutes=draws.maybe(0.5, str(int(draws.triangular(1, 50, 6)))),
    )


def _order(diary: Diary, at: datetime, model: str) -> None:
    """An order and the wait for the car."""
    draws, ref = diary.draws, f"O{diary.customer}"
    promised = (at.date() + timedelta(days=draws.randint(12, 45))).isoformat()
    diary.note_at(
        at,
        "order.placed",
        ref=ref,
        model=model,
        promised_on=draws.maybe(0.8, promised),
        deposit=draws.choice(("2000.00", "5000.00", "10000.00")),
    )
    if draws.chance(0.06):
        diary.note_at(at + timedelta(days=9), "order.cancelled", ref=ref)
        return
    handed = walk(diary, ref, at, ORDER)
    if draws.chance(0.7):
        _delivered(diary, handed.date(), model)


def _delivered(diary: Diary, day: date, model: str) -> None:
    draws = diary.draws
    price = draws.price(98_000, 268_000)
    margin = f"{float(price) * draws.uniform(0.02, 0.09):.2f}"
    diary.note(day, "purchase", amount=price, margin=margin, category="新车")
    diary.note(day, "car.delivered", ref=f"D{diary.customer}", model=model)
    for days, kind in ((draws.randint(7, 12), "销售满意度"), (95, "产品满意度")):
        _survey(diary, day + timedelta(days), kind)


def _survey(diary: Diary, day: date, kind: str) -> None:
    score = diary.draws.weighted({1: 1.0, 2: 3.0, 3: 9.0, 4: 40.0, 5: 45.0})
    if diary.draws.chance(0.5):
        dimension = diary.draws.choice(("产品", "服务", "关系", "便利性", "价格"))
        diary.note(day, "survey", kind=kind, satisfaction=str(score), dimension=dimension)


def _owner(diary: Diary, loyalty: Loyalty, joined: date) -> None:
    """Someone who has a car of ours, and brings it in more or less often."""
    draws = diary.draws
    model = draws.choice(words.MODELS)
    last = date(2025, 9, 30) if loyalty is Loyalty.SLIPPING else LAST_DAY
    if loyalty in {Loyalty.DORMANT, Loyalty.LOST}:
        last = date(2025, 5, 31) if loyalty is Loyalty.LOST else date(2025, 11, 30)
    bought = max(joined, FIRST_DAY) + timedelta(draws.randint(0, 20))
    if loyalty is Loyalty.NEW:
        _order(diary, draws.moment(bought), model)
    elif draws.chance(0.75):
        _delivered(diary, bought, model)
    first, times = min(bought + timedelta(20), last), VISITS.get(loyalty, (1, 2))
    for number, day in enumerate(draws.days(first, last, draws.randint(*times))):
        _service(diary, day, f"R{diary.customer}-{number}")


def _service(diary: Diary, day: date, ref: str) -> None:
    """A stay in the workshop and what came of it."""
    draws = diary.draws
    kind = draws.weighted({"保养": 5.0, "维修": 4.0, "精品": 1.0, "保险": 1.0})
    price = draws.price(*words.PRICES[kind])
    _visit(diary, day, draws.weighted({"已购买": 14.0, "随便看看": 1.0}))
    diary.note(
        day, "purchase", amount=price, margin=f"{float(price) * 0.35:.2f}", category=kind
    )
    if kind == "保养":
        diary.note(day, "service.done", ref=ref)
        _survey(diary, draws.later(day, 3, 6), "服务满意度")
    if kind == "维修":
        _repair(diary, day, ref)
    if draws.chance(0.14):
        opened = draws.moment(draws.later(day, 1, 9))
        complaint(diary, f"T{ref}", opened, TRADE)
    if draws.chance(0.14):
        promise(diary, f"Q{ref}", draws.moment(day), PLANNERS)


def _repair(diary: Diary, day: date, ref: str) -> None:
    draws = diary.draws
    handed = draws.moment(day)
    diary.note_at(
        handed,
        "repair.handover",
        ref=ref,
        internal="false",
        technician=draws.choice(TECHNICIANS),
        plate=f"苏X{draws.randint(10000, 99999)}",
    )
    walk(diary, ref, handed, REPAIR)


def _company(diary: Diary, joined: date) -> None:
    """What ties a customer to the house beside cars."""
    draws = diary.draws
    for day in draws.days(joined, LAST_DAY, draws.randint(1, 4)):
        _contact(diary, day)
    if draws.chance(0.25):
        mood = draws.weighted({"good": 5.0, "plain": 3.0, "poor": 1.0})
        diary.note(draws.day(joined, LAST_DAY), "meeting", mood=mood)
    for likely, event, told in (
        (0.12, "news", _news(draws)),
        (0.06, "policy.changed", {"matter": draws.choice(words.POLICIES)}),
        (0.05, "life_event", {"happy_event": draws.choice(words.HAPPY)}),
        (0.06, "referral.converted", {"friend": draws.choice(words.FRIENDS)}),
        (0.05, "flag.added", {}),
    ):
        if draws.chance(likely):
            diary.note(draws.day(max(joined, date(2026, 1, 2)), LAST_DAY), event, **told)


def _contact(diary: Diary, day: date) -> None:
    draws = diary.draws
    diary.note(
        day,
        "contact",
        way=draws.weighted(WAYS),
        topic=draws.choice(words.TOPICS),
        next_reason=draws.maybe(0.7, draws.choice(words.NEXT_REASONS)),
        next_time=draws.maybe(0.6, draws.later(day, 7, 40).isoformat()),
        # Of the day, so that what is drawn after it stays what it was.
        made_by=MADE_BY[day.toordinal() % len(MADE_BY)],
    )


def _news(draws: Draws) -> dict[str, str]:
    kind = draws.choice(list(words.NEWS))
    return {"kind": kind, "matter": draws.choice(words.NEWS[kind])}


REPAIR = Walk(
    "repair_care",
    {
        "call": Pace(
            (20, 74),
            {
                "fine": ("closed", 0.7),
                "problem": ("solve", 0.22),
                "unreachable": ("confirm_contact", 0.08),
            },
            lambda d: {"own_words": d.choice((*words.FINE, *words.OWN_WORDS))},
        ),
        "confirm_contact": Pace((5, 50), {"": ("closed", 1.0)}),
        "solve": Pace(
            (10, 96), {"": ("confirm", 1.0)}, lambda d: {"result": d.choice(words.RESULTS)}
        ),
        "confirm": Pace(
            (10, 50),
            {"satisfied": ("closed", 0.6), "unsatisfied": ("solve", 0.4)},
            lambda d: {"satisfaction": str(max(3, d.randint(2, 5)))},
        ),
    },
    "waiting_parts",
    "plan_agreed",
    PLANNERS,
)
PROSPECT = Walk(
    "prospect",
    {
        "first_call": Pace(
            (4, 50),
            {
                "keen": ("invite", 2.0), "unreachable": ("other_way", 1.0),
                "cold": ("warm", 1.0), "wavering": ("warm", 1.0), "delaying": ("warm", 1.0),
                "price": ("manager_talk", 1.0), "objection": ("manager_talk", 1.0),
                "no_stock": ("stock", 1.0),
            },
            lambda d: {"next_reason": d.choice(words.NEXT_REASONS)},
        ),
        "other_way": Pace((10, 60), {"keen": ("invite", 0.5), "cold": ("warm", 0.5)}),
        "warm": Pace((30, 130), {"keen": ("invite", 0.7), "lost": ("closed_lost", 0.3)}),
        "stock": Pace((5, 50), {"keen": ("invite", 0.7), "lost": ("closed_lost", 0.3)}),
        "manager_talk": Pace((5, 50), {"keen": ("invite", 0.7), "lost": ("closed_lost", 0.3)}),
        "invite": Pace((20, 120), {"ordered": ("ordered", 0.5), "hesitating": ("warm", 0.5)}),
    },
    "travelling",
)  # fmt: skip
ORDER = Walk(
    "order_wait",
    {
        "deposit": Pace((1, 24), {"": ("progress", 1.0)}),
        "progress": Pace(
            (170, 215),
            {
                "waiting": ("progress", 0.6), "arrived": ("handover", 0.3),
                "impossible": ("convert", 0.1),
            },
            lambda d: {"urgency": d.choice(words.URGENCY)},
        ),
        "convert": Pace((2, 26), {"accepted": ("progress", 0.6), "refused": ("refunded", 0.4)}),
        "handover": Pace((10, 70), {"": ("delivered", 1.0)}),
    },
)  # fmt: skip
