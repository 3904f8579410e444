"""Rules: on this occasion, for such a customer, do that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, time
from enum import StrEnum
from typing import TypeAlias

from careplay.diagnostics import NOWHERE, Position
from careplay.frozen import dataclass
from careplay.model.conditions import ALWAYS, Condition
from careplay.model.triggers import Trigger
from careplay.model.types import Parameter, Span


class Verb(StrEnum):
    """What is done for the customer."""

    CALL = "call"
    MESSAGE = "message"
    VISIT = "visit"
    TASK = "task"
    GIFT = "gift"
    SURVEY = "survey"
    INVITE = "invite"
    ESCALATE = "escalate"


class Priority(StrEnum):
    """How pressing an action is, from the most pressing down."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Category(StrEnum):
    """What an action is about; content rules and limits go by it."""

    CARE = "care"
    BIRTHDAY = "birthday"
    HOLIDAY = "holiday"
    SEASON = "season"
    SERVICE = "service"
    SURVEY = "survey"
    SALES = "sales"
    INTERNAL = "internal"


class Scope(StrEnum):
    """Whose word a placeholder stands for."""

    FACT = "fact"
    EVENT = "event"
    OCCASION = "occasion"
    PARAMETER = "parameter"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A gap in a text: ``{name}``, ``{honorific|称呼}``, ``{event.amount}``, ``{$days}``.

    Scope FACT: a fact of the customer. EVENT: an attribute of the event that gave the
    occasion (``at`` is its moment). OCCASION: ``today`` (the as-of date), ``occasion``
    (T; for After the date counted from, for Absent that of the last event, else the as-of
    date), ``holiday`` or ``solar_term`` (its name in the business's language). PARAMETER: the
    value of ``parameter`` on the as-of date. Without a value and a default it is empty.
    """

    scope: Scope
    name: str
    default: str | None = None
    masked: bool = False
    """Whether it is shown as what is personal is, whatever the fact or attribute says."""
    parameter: Parameter | None = None
    at: Position = field(default=NOWHERE, compare=False, repr=False)


Text: TypeAlias = tuple[str | Placeholder, ...]
"""Literal pieces and placeholders, in order."""


@dataclass(frozen=True, slots=True)
class Due:
    """By when: so many days after the as-of date, at a time of day; or so many hours.

    Days, weeks, months and working days end at ``by`` (default 23:59). Hours count from the
    moment of the event that gave the occasion, so only rules of ``Happens`` may have them.

    With ``of`` it is counted from that attribute of the occasion's event instead: a moment is
    moved by the span (hours, or days at its own time of day), a date ends at ``by`` after so
    many days (hours count from ``by``). Where the attribute is missing it is as if ``of`` were
    not told and the span were nought.
    """

    span: Span = field(default=Span(0))
    by: time = time(23, 59)
    of: str = ""
    not_before_today: bool = False
    """A moment on an earlier date than the as-of date becomes its time of day on that date."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Whoever does what an action of these asks for, of the same customer and occasion."""

    to: str
    """A role."""
    who: str = ""
    not_to: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do when a rule matches."""

    verb: Verb
    text: Text
    to: str
    """A role."""
    template: str = ""
    due: Due = field(default=Due())
    priority: Priority = Priority.NORMAL
    category: Category = Category.CARE
    channels: tuple[str, ...] = ()
    """In order of preference; the first by which the customer can be reached is used.

    One that stands several times is tried as often, before the next.
    """
    checklist: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    reason: Text = ()
    goal: str = ""
    """What is to be reached; the checklist begins with it."""
    approve: str = ""
    """The role that must approve, if any."""
    who: str = ""
    """A fact, or ``event.<attribute>``, of type staff: whoever it names is asked first."""
    not_to: tuple[str, ...] = ()
    """Facts, and ``event.<attribute>``, of type staff: none of these people is asked."""
    instead: tuple[str, ...] = ()
    """The roles that are asked one after the other where nobody else is found."""
    failed: tuple[Doer, ...] = ()
    """Whoever does what these ask for is not asked either."""
    rotate: tuple[str, ...] = ()
    """One of these ends the checklist: number ``as-of date's ordinal mod how many``."""
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where the values of ``due``, ``channels``, ``ask``, ``goal`` and ``checklist`` stand."""


class Audience(StrEnum):
    """Whom a rule looks at: every customer, or the business or each store as one."""

    CUSTOMERS = "customers"
    BUSINESS = "business"
    STORES = "stores"


class Per(StrEnum):
    """What a rule may act only once in."""

    EVENT = "event"
    YEAR = "year"
    DAYS = "days"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Once:
    """How often a rule may act for one customer, by what earlier runs decided.

    EVENT: once for each occasion's key. YEAR: once in a calendar year. DAYS: not again within
    so many days (an action dated D bars up to D + days - 1). EVER: once. An action counts
    when it was due. Of several occasions of one day the first by due moment and key acts.
    """

    per: Per
    days: int = 0


class CatchUp(StrEnum):
    """What a rule does about days on which nothing was run.

    LATEST: of each customer, the occasions of the latest day that has any, the as-of date
    included; ALL: those of every day. They are found as of their own day, and asked for on the
    as-of date: due at the same time of day, if they are not due later anyway. Rules of
    ``Happens`` are asked about every event since the last run, and those of ``Stands`` look
    back by themselves, whatever is told here.
    """

    SKIP = "skip"
    LATEST = "latest"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """When the trigger finds an occasion and the condition holds, do the actions.

    ``condition`` is whole: ``if``, ``unless`` (as NoneOf), what the texts need (Known)
    and, where actions name channels, that one of them can be used.
    """

    id: str
    playbook: str
    """The playbook's file name without its ending."""
    title: str
    trigger: Trigger
    actions: tuple[Action, ...]
    condition: Condition = ALWAYS
    audience: Audience = Audience.CUSTOMERS
    source: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    """The last day on which the rule works."""
    once: Once | None = None
    catch_up: CatchUp = CatchUp.SKIP
    let_go: int | None = None
    """So many days after its day what nobody did is let go; None: as others of its category.

    Never longer than ``LONGEST`` of ``meaning/letting_go.py``.
    """
    was: tuple[str, ...] = ()
    """The ids that it had before, the oldest first."""
    step: str = ""
    """Of a flow: the id without the version, for a case has one action, whichever it is."""
    item: str = ""
    """The item of a reception that it tells, whatever the level; of other rules empty."""
    undoes: tuple[str, ...] = ()
    """The items that this one undoes."""
    stage: Condition | None = None
    """Where it says what to do in a step of a flow: which cases are there, whatever the day."""
    renews: str = ""
    """The rule, by its first id, that must have told the case before the date this is about."""
    asks_since: date | None = None
    """The first day that was run by what it asks of its events now; None: every day was."""
    file: str = field(default="", compare=False, repr=False)
    at: Position = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where the values of ``when`` and ``valid`` stand."""

    @property
    def first_id(self) -> str:
        """The id by which its actions are known for good, whatever it is called by now."""
        return self.was[0] if self.was else self.step or self.id
