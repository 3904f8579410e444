"""Stays that are booked, changed, cancelled and raised at random, few values of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hypothesis import strategies as st

from careplay.model.business import Attribute, Business, EventType, Table
from careplay.model.receptions import RECORD_ATTRIBUTES, Reception
from careplay.model.types import Scalar, Type

EVENT = dict[str, Scalar | None]
DAY = date(2026, 6, 10)
ATTRIBUTES = {
    "ref": Type.TEXT,
    "arrival": Type.DATE,
    "departure": Type.DATE,
    "room": Type.TEXT,
    "guests": Type.INTEGER,
    "quiet": Type.BOOLEAN,
    "raised_to": Type.TEXT,
    "approved_by": Type.STAFF,
    "raised_until": Type.DATE,
    "agreed_items": Type.TEXT,
}
CHANGES = ("reservation.changed", "reservation.moved")
CANCELS = ("reservation.cancelled", "reservation.no_show")
TYPES = ("reservation", *CHANGES, *CANCELS)


@dataclass(frozen=True, slots=True)
class Told:
    """A reception and the events of a few customers."""

    reception: Reception
    business: Business
    events: tuple[EVENT, ...]
    day: date


@st.composite
def told(draw: st.DrawFn) -> Told:
    """Events of two customers; many share a moment, many lack this or that."""
    moments = draw(st.booleans())
    reception = draw(receptions())
    events = draw(st.lists(_events(moments=moments), max_size=8))
    business = business_of(reception, moments=moments)
    return Told(reception, business, tuple(events), DAY + timedelta(draw(st.integers(-3, 3))))


@st.composite
def receptions(draw: st.DrawFn) -> Reception:
    """A reception with or without changes, cancels and raises."""
    raised = draw(st.sampled_from(("", "raised_to")))
    return Reception(
        "vip",
        "reservation",
        changes=draw(st.sampled_from(((), CHANGES[:1], CHANGES, CHANGES[::-1]))),
        cancels=draw(st.sampled_from(((), CANCELS[:1], CANCELS))),
        attributes=tuple(sorted(ATTRIBUTES)),
        levels=("A", "B"),
        raised=raised,
        approver="approved_by" if raised else "",
        until=draw(st.sampled_from(("", "raised_until"))) if raised else "",
    )


def business_of(reception: Reception, *, moments: bool = False) -> Business:
    """As much of a business as the stays of a reception need."""
    kinds = ATTRIBUTES | ({"arrival": Type.MOMENT, "departure": Type.MOMENT} if moments else {})
    told = {name: Attribute(name, kind) for name, kind in kinds.items()}
    own = {name: Attribute(name, Type(kind)) for name, kind in RECORD_ATTRIBUTES}
    types = {name: EventType(name, told) for name in TYPES}
    record = EventType("vip", {**told, **own}, record=True)
    return Business(
        id="hotel", folder=Path(), name="hotel", language="zh", timezone="Asia/Shanghai",
        country="CN", key="customer_id", customers=Table(""), events=Table(""), staff=None,
        working_hours={}, declared={}, derived=(), event_types={**types, "vip": record},
        roles={}, channels={}, parameters={}, rules=(), receptions={"vip": reception},
    )  # fmt: skip


@st.composite
def _events(draw: st.DrawFn, *, moments: bool) -> EVENT:
    at = datetime.combine(DAY, time(9)) + timedelta(days=draw(st.integers(-4, 4)))
    day = st.integers(-3, 6).map(lambda days: DAY + timedelta(days=days))
    hour = st.sampled_from((0, 15, 23))
    when: st.SearchStrategy[date] = day
    if moments:
        when = st.builds(lambda d, h: datetime.combine(d, time(h)), day, hour)
    known: dict[str, st.SearchStrategy[Scalar]] = {
        "arrival": when, "departure": when, "raised_until": day,
        "room": st.sampled_from(("801", "é", "房")), "guests": st.integers(-1, 2),
        "quiet": st.booleans(), "raised_to": st.sampled_from(("A", "B")),
        "approved_by": st.just("E1"), "agreed_items": st.sampled_from(("plan", "")),
    }  # fmt: skip
    event: EVENT = {
        "customer_id": draw(st.sampled_from(("c1", "c2"))),
        "type": draw(st.sampled_from(TYPES)),
        "at": at,
        "key": None,
        "ref": draw(st.sampled_from(("r1", "r1", "r2", None))),
    }
    return event | {name: draw(st.none() | values) for name, values in known.items()}
