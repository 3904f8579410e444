"""The world of generated histories: a shop with complaints, and stays that are prepared for.

Its rules are drawn elsewhere; here are its facts, event types, records and channels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from careplay.model import flows, receptions
from careplay.model.business import Attribute, Channel, EventType
from careplay.model.conditions import Compare, Missing, Operator
from careplay.model.facts import Aggregate, Declared, Derived, Measure, Segment, Top
from careplay.model.outcomes import with_outcomes
from careplay.model.types import Span, Type
from strategies.world import BUSINESS

FIRST = date(2026, 6, 12)
"""A Friday; the dragon boat festival of that year is on the next one."""

DECLARED: Mapping[str, Declared] = {
    fact.name: fact
    for fact in (
        Declared("name", Type.TEXT, personal=True),
        Declared("phone", Type.TEXT),
        Declared("wechat", Type.TEXT),
        Declared("consent", Type.BOOLEAN),
        Declared("regular", Type.BOOLEAN),
        Declared("tier", Type.CHOICE, ("A", "B")),
        Declared("owner", Type.STAFF),
        Declared("blamed", Type.STAFF),
        Declared("store", Type.TEXT),
    )
}
CHANNELS: Mapping[str, Channel] = {
    "phone": Channel("phone", "phone"),
    "sms": Channel("sms", "phone", "consent"),
    "wechat": Channel("wechat", "wechat"),
    "letter": Channel("letter", consent="consent"),
}
OUTCOMES = ("action.done", "action.refused", "action.unreached", "action.snoozed")
STEPS = ("vent", "propose", "ask")
END = "closed"
SEVERITIES = ("high", "low")

_TYPES: Mapping[str, Type] = {
    "ref": Type.TEXT,
    "severity": Type.CHOICE,
    "seller": Type.STAFF,
    "outcome": Type.TEXT,
    "words": Type.TEXT,
    "plan_due": Type.DATE,
    "plan_owner": Type.STAFF,
    "arrival": Type.DATE,
    "departure": Type.DATE,
    "room": Type.TEXT,
    "raised_to": Type.CHOICE,
    "approved_by": Type.STAFF,
    "raised_until": Type.DATE,
    "until": Type.DATE,
    "amount": Type.MONEY,
}
_CHOICES = {"severity": SEVERITIES, "raised_to": ("A", "B")}
_DONE = tuple(f"complaint.{step}.done" for step in (*STEPS, "gather"))
_TOLD: Mapping[str, tuple[str, ...]] = {
    "complaint.opened": ("ref", "severity", "seller"),
    **dict.fromkeys(_DONE, ("ref", "outcome", "words")),
    "complaint.customer": ("ref",),
    "complaint.resumed": ("ref",),
    "complaint.agreed": ("ref", "plan_due", "plan_owner"),
    "complaint.withdrawn": ("ref",),
    "reservation": ("ref", "arrival", "departure", "room"),
    "reservation.changed": (
        "ref", "arrival", "departure", "room", "raised_to", "approved_by", "raised_until",
    ),
    "reservation.cancelled": ("ref",),
    "visit": ("ref", "amount", "until"),
}  # fmt: skip
COMPLAINT = tuple(name for name in _TOLD if name.startswith("complaint."))
STAY = tuple(name for name in _TOLD if name.startswith("reservation"))


def carried(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every attribute that one of these event types has, in order of name."""
    return tuple(sorted({told for name in names for told in _TOLD[name]}))


def _attribute(name: str, kind: str | None = None) -> Attribute:
    return Attribute(name, Type(kind) if kind else _TYPES[name], _CHOICES.get(name, ()))


def _record(name: str, told: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> EventType:
    known = {each: _attribute(each) for each in told}
    known |= {each: _attribute(each, kind) for each, kind in own}
    return EventType(name, known, record=True)


_LATE = tuple((f"{of}_{n}_on", "date") for of in ("late", "goal_late") for n in (1, 2))
EVENT_TYPES: Mapping[str, EventType] = {
    **with_outcomes(
        {
            name: EventType(name, {each: _attribute(each) for each in told})
            for name, told in _TOLD.items()
        }
    ),
    "complaint": _record("complaint", carried(COMPLAINT), flows.RECORD_ATTRIBUTES + _LATE),
    "vip": _record("vip", carried(STAY), receptions.RECORD_ATTRIBUTES),
}

OPEN = Missing("ended_at")
DERIVED: tuple[Derived, ...] = (
    Measure("visits", Aggregate.COUNT, "visit", Type.INTEGER, within=Span(3)),
    Measure("ever", Aggregate.COUNT, "visit", Type.INTEGER),
    Measure("open", Aggregate.COUNT, "complaint", Type.INTEGER, where=OPEN),
    Measure("stays", Aggregate.LATEST, "vip", Type.DATE, "arrival"),
    Segment("troubled", Compare("open", Operator.AT_LEAST, 1)),
    Top("often", Decimal("0.5"), "visits"),
    Segment("keen", Compare("often", Operator.EQUAL, value=True)),
)
"""What is known of records, as of the date and of the day before."""

WORLD = replace(
    BUSINESS,
    declared=DECLARED,
    derived=DERIVED,
    event_types=EVENT_TYPES,
    channels=CHANNELS,
    working_hours={
        weekday: ((time(9), time(12)), (time(14), time(18, 30))) for weekday in range(5)
    },
)
