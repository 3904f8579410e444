"""The world in which all generated rules live: facts, event types and names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import NamedTuple

from careplay.model.business import Attribute, Business, Channel, EventType, Role, Table
from careplay.model.facts import Calendar, Declared, Fact, choices_of, type_of
from careplay.model.types import Type


class Named(NamedTuple):
    """A name that conditions may ask about."""

    name: str
    type: Type
    choices: tuple[str, ...] = ()


WORDS = ("空调", "it's", "A", "空", "ab 空调 c", "a")
PEOPLE = ("p1", "p2", "p3", "p4")
STORES = ("east", "西店")
LEVELS = ("A", "B", "C")

DECLARED: Mapping[str, Declared] = {
    fact.name: fact
    for fact in (
        Declared("name", Type.TEXT, personal=True),
        Declared("phone", Type.TEXT),
        Declared("wechat", Type.TEXT),
        Declared("store", Type.TEXT),
        Declared("level", Type.CHOICE, LEVELS),
        Declared("points", Type.INTEGER),
        Declared("score", Type.NUMBER),
        Declared("balance", Type.MONEY),
        Declared("active", Type.BOOLEAN),
        Declared("calendar", Type.CHOICE, ("solar", "lunar")),
        Declared("birthday", Type.DATE, calendar="calendar"),
        Declared("wedding", Type.DATE),
        Declared("lunar_day", Type.DATE, calendar=Calendar.LUNAR),
        Declared("seen", Type.MOMENT),
        Declared("owner", Type.STAFF),
    )
}

EVENT_TYPES: Mapping[str, EventType] = {
    name: EventType(name, {each.name: each for each in attributes})
    for name, attributes in {
        "purchase": (
            Attribute("amount", Type.MONEY),
            Attribute("quantity", Type.INTEGER),
            Attribute("weight", Type.NUMBER),
            Attribute("category", Type.TEXT),
            Attribute("gift", Type.BOOLEAN),
            Attribute("arrival", Type.DATE),
            Attribute("ready", Type.MOMENT),
            Attribute("stage", Type.CHOICE, LEVELS),
            Attribute("seller", Type.STAFF),
        ),
        "visit": (Attribute("arrival", Type.DATE), Attribute("category", Type.TEXT)),
        "complaint.opened": (),
    }.items()
}

CHANNELS: Mapping[str, Channel] = {
    "phone": Channel("phone", "phone"),
    "sms": Channel("sms", "phone", "active"),
    "wechat": Channel("wechat", "wechat"),
    "door": Channel("door"),
}

ROLE_NAMES = ("adviser", "manager", "director")

BUSINESS = Business(
    id="world",
    folder=Path(),
    name="World",
    language="zh",
    timezone="Asia/Shanghai",
    country="CN",
    key="customer_id",
    customers=Table(""),
    events=Table(""),
    staff=Table(""),
    working_hours={weekday: ((time(9), time(18)),) for weekday in range(5)},
    declared=DECLARED,
    derived=(),
    event_types=EVENT_TYPES,
    roles={name: Role(name) for name in ROLE_NAMES},
    channels=CHANNELS,
    parameters={},
    rules=(),
)
"""A business without rules, to build others from with ``dataclasses.replace``."""


def named(fact: Fact) -> Named:
    """The fact as conditions see it."""
    return Named(fact.name, type_of(fact), choices_of(fact))


def attributes(event: str, prefix: str = "") -> tuple[Named, ...]:
    """The attributes of an event type as conditions see them."""
    told = EVENT_TYPES[event].attributes.values()
    return tuple(Named(prefix + each.name, each.type, each.choices) for each in told)
