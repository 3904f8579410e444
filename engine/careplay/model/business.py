"""A business: what it knows, who works there, and the rules of all its playbooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, time
from pathlib import Path
from typing import TypeAlias

from careplay.bounds import Bounds
from careplay.calendars.own_days import OwnDays
from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.facts import Declared, Derived, Fact
from careplay.model.flows import Flow
from careplay.model.limits import Limits
from careplay.model.receptions import Reception
from careplay.model.rules import Rule
from careplay.model.tables import DecisionTable
from careplay.model.types import Scalar, Span, Type
from careplay.model.written import AS_USUAL, Layout, WrittenForms
from careplay.severity import CheckProfile


@dataclass(frozen=True, slots=True)
class Attribute:
    """What an event of some type may tell; a name has one type in the whole business."""

    name: str
    type: Type
    choices: tuple[str, ...] = ()
    undeclared: bool = False
    """Known all the same, of an action's outcome; the data may lack the column."""
    personal: bool = False
    """Whether its values are masked where they are shown, in events of every type."""
    visible_to: tuple[str, ...] = ()
    """The roles that see them whole in their own list."""
    label: str = ""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event and its attributes."""

    name: str
    attributes: Mapping[str, Attribute]
    label: str = ""
    record: bool = False
    """Found out by careplay from other events (a case, a stay); the data hold no such rows."""
    undeclared: bool = False
    """Known all the same: what became of an action (``model/outcomes.py``)."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


RECORDED = "#recorded"
"""Our name of the column that tells when an event was entered."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where customers, events or staff are read from, as the business wrote it."""

    location: str
    """A path or glob relative to the business folder, or ``sqlite:file.db#table``."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column to its heading in the data, where they differ."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    layout: Layout = field(default_factory=Layout)
    """How its files are laid out, where that is not the usual."""
    written: WrittenForms = AS_USUAL
    """How its cells are written, where that is not the usual."""
    of: str = ""
    """The events by which customers are known, who have no table of their own."""
    parts: tuple[EventFile, ...] = ()
    """The files that events are read from, where each says what its rows are."""


NO_EVENT = "none"
"""What a word of the data means whose rows are no event of the business."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file of events, or several alike, and what its rows are.

    Of each row the type is ``type``, or what ``kinds`` makes of the word in the column
    ``kind``, or, where there is neither, as in any table of events. With ``changes`` the file
    is a log of states, in which a row is an event where the state of its reference is another
    than before.
    """

    table: Table
    type: str = ""
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A hat people wear.

    ``fact``: the customer's own person is in this fact of type staff. Otherwise, or where
    that is missing, the people of this role in staff are asked: those of the customer's
    store (fact ``store``) where there are any with that store, else those without a store.
    Several share by customer: person number ``bucket(customer key) mod how many``, in order
    of id. Who is absent on the as-of date is stood in for by the successor, and so on; where
    nobody is found the fallback role is asked, in the same way. An id that staff does not
    list stands as it is. Nobody at all: the action has no owner, and the run says so.
    """

    name: str
    fact: str | None = None
    fallback: str | None = None
    label: str = ""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach a customer; usable where the fact it needs is present.

    ``consent``: a boolean fact that must be true as well. Where only consent is wanting, the
    action is made for the first channel that lacks nothing else, and dropped for want of it.
    """

    name: str
    needs: str | None = None
    consent: str | None = None
    label: str = ""
    at: Position = field(default=NOWHERE, compare=False, repr=False)


WorkingHours: TypeAlias = tuple[tuple[time, time], ...]
"""The working spans of one day, in order; ``24:00`` is written as time.max."""


@dataclass(frozen=True, slots=True)
class DatedParameter:
    """A parameter: its values, each from its first day on, in order of date."""

    name: str
    values: tuple[tuple[date, Scalar], ...]
    """A parameter without dates has one value, from date.min."""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the business's own that its texts are held against, beside the usual ones."""

    promotion: tuple[str, ...] = ()
    arrival: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    promise: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """Where one of the others stands only within one of these, it is no fault."""
    sms_units: int = 2
    """A text sent by sms is at most so many units long."""


@dataclass(frozen=True, slots=True)
class Business:
    """One folder: ``careplay.yaml`` and its playbooks."""

    id: str
    """The folder's name."""
    folder: Path
    name: str
    language: str
    timezone: str
    country: str
    key: str
    """The customer table's key column."""
    customers: Table
    events: Table
    staff: Table | None
    working_hours: Mapping[int, WorkingHours]
    """By weekday, 0 is Monday; a weekday without hours is not worked."""
    declared: Mapping[str, Declared]
    derived: tuple[Derived, ...]
    """Every fact after those it is made of."""
    event_types: Mapping[str, EventType]
    roles: Mapping[str, Role]
    channels: Mapping[str, Channel]
    parameters: Mapping[str, DatedParameter]
    rules: tuple[Rule, ...]
    """By file, then as written, then those of flows and receptions; ids are unique."""
    file: str = "careplay.yaml"
    tables: Mapping[str, DecisionTable] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    receptions: Mapping[str, Reception] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    words: Words = field(default_factory=Words)
    own_days: OwnDays | None = None
    """The days on which it is closed or open whatever the calendar says."""
    day_starts: time | None = None
    """When on a day its list is made; at its end unless told."""
    let_go: Mapping[str, int] = field(default_factory=dict)
    """By category so many days after its day what nobody did is let go, unless rules say."""
    keep: Span | None = None
    """How long kept days live; for good unless told."""
    profile: CheckProfile = field(default=CheckProfile.STANDARD, compare=False, repr=False)
    """How strict ``careplay check`` is with it unless told otherwise."""
    bounds: Bounds = field(default=Bounds(), compare=False, repr=False)
    """What reading its data may take: not of its own, but of whoever runs it."""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact by name, declared ones first."""
        return {**self.declared, **{fact.name: fact for fact in self.derived}}


STAFF_COLUMNS: Mapping[str, Type] = {
    "id": Type.TEXT,
    "name": Type.TEXT,
    "role": Type.TEXT,
    "store": Type.TEXT,
    "capacity": Type.INTEGER,
    "absent_from": Type.DATE,
    "absent_to": Type.DATE,
    "successor": Type.TEXT,
}
"""What a table of people may tell: the first three of everybody."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works there."""

    id: str
    name: str
    role: str
    store: str | None = None
    capacity: int | None = None
    absent_from: date | None = None
    absent_to: date | None = None
    successor: str | None = None
