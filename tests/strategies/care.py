"""Whole businesses of the care world: rules of every kind, and limits on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from careplay.model.business import Business, DatedParameter
from careplay.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    Not,
    Operator,
    Today,
)
from careplay.model.limits import Consent, Exclusive, Limits, Mode, Never, Window
from careplay.model.rules import (
    Action,
    Audience,
    CatchUp,
    Category,
    Doer,
    Due,
    Once,
    Per,
    Placeholder,
    Priority,
    Rule,
    Scope,
    Verb,
)
from careplay.model.triggers import (
    Absent,
    After,
    Crosses,
    Direction,
    Enters,
    Every,
    Happens,
    Holiday,
    Leaves,
    OfEvent,
    Period,
    Stands,
    Trigger,
)
from careplay.model.types import Parameter, Span, Unit
from strategies.care_world import EVENT_TYPES, FIRST, WORLD
from strategies.choice import either
from strategies.records import UNDONE, case_triggers, flows, receptions, stay_triggers
from strategies.rules import roles, some

CONTACTS = (Verb.CALL, Verb.MESSAGE, Verb.CALL, Verb.TASK, Verb.ESCALATE)
WAYS = (
    (),
    ("phone",),
    ("phone", "phone", "sms"),
    ("sms", "letter"),
    ("wechat", "phone"),
    ("letter",),
)
WAITS = st.sampled_from([0, 0, 1, 2, 9])
"""How long a mode lets what it holds wait."""
FAILED = st.sampled_from(
    [
        *((),) * 4,
        (Doer("adviser"),),
        (
            Doer("manager", who="blamed"),
            Doer("adviser", not_to=("blamed",), instead=("director",)),
        ),
    ]
)
"""Whoever does something else, and is not asked."""
CATEGORIES = (Category.CARE, Category.SALES, Category.SERVICE)
TIMES = (time(23, 59), time(10), time(21), time(8))
DUE_OF = ("step_due", "entered_at", "arrival", "goal_due", "plan_due")
ONCE = (
    Once(Per.EVENT),
    Once(Per.YEAR),
    Once(Per.DAYS, 2),
    Once(Per.DAYS, 5),
    Once(Per.EVER),
)
COUNTS = st.sampled_from([2, 1, 0])
VALUES = (
    ((date.min, 1),),
    ((date.min, 3), (FIRST + timedelta(days=1), 1)),
    ((date.min, 0), (FIRST - timedelta(days=1), 2), (FIRST + timedelta(days=2), 4)),
)
"""Of the parameter by which some flows go, from day to day."""
ITEMS = (
    (("vip.plan.A", "plan"), ("vip.plan.B", "plan")),
    (("vip.room", "room"),),
    (),
    (("vip.room", "room"), ("vip.plan", "plan")),
)
"""The rules of a reception, each with its item."""
VISITED: Condition = Compare("visits", Operator.AT_LEAST, 1)
WITH_US: Condition = Compare("regular", Operator.EQUAL, value=True)
T = TypeVar("T")
LARGE: Condition = Compare("amount", Operator.AT_LEAST, Parameter("n"))
"""Of a visit: true and false by itself, as the parameter goes."""
NOT_OVER: Condition = Compare("until", Operator.AT_LEAST, Today(Span(0)))
TOLD: Condition = Not(Missing("amount"))
TRIGGERS: tuple[Trigger, ...] = (
    *(Every(Period.DAY),) * 4,
    *(Happens("visit"),) * 2,
    Happens("visit", NOT_OVER),
    Happens("visit", AllOf((TOLD, LARGE))),
    After(OfEvent("visit", None, LARGE), Span(1)),
    After(OfEvent("visit", "until", AllOf((TOLD, NOT_OVER))), Span(0)),
    Every(Period.WEEK),
    Happens("complaint.opened"),
    After(OfEvent("visit"), Span(1)),
    After(OfEvent("visit", "until"), Span(2, Unit.WORKING_DAYS)),
    After(OfEvent("visit"), Span(Parameter("n"))),
    After(OfEvent("visit", "until"), Span(Parameter("n"), negative=True)),
    Absent("visit", Span(2), Span(1)),
    Absent("visit", Span(Parameter("n"))),
    Holiday(("dragon_boat",), Span(1)),
    Enters("troubled"),
    Leaves("troubled"),
    Leaves("keen"),
    Crosses("visits", (Decimal(1), Decimal(2))),
)
CHANGES: tuple[Trigger, ...] = (
    Enters("troubled"),
    Leaves("troubled"),
    Enters("keen"),
    Leaves("keen"),
    Crosses("visits", (Decimal(1), Decimal(2))),
    Crosses("open", (Decimal(1), Decimal(2))),
    Crosses("open", (Decimal(1), Decimal(2)), Direction.FALLS_BELOW),
)


@st.composite
def businesses(draw: st.DrawFn) -> Business:
    """A flow, a reception, some rules on their records and some others, and limits."""
    flow = draw(flows())
    waiting = case_triggers(flow)
    cases = [staged(draw(rules(f"complaint.r{n}", waiting))) for n in range(draw(COUNTS))]
    stays = [
        replace(draw(rules(name, stay_triggers())), item=item)
        for name, item in draw(st.sampled_from(ITEMS))
    ]
    stays = [_undoing(each) if draw(st.booleans()) else each for each in stays]
    if any(each.item == "room" for each in stays) and draw(st.booleans()):
        early = draw(rules("vip.open.cancelled", st.just(UNDONE)))
        stays.append(replace(early, item="open", undoes=("room",)))
    others = [
        draw(rules(f"r{n}", st.sampled_from(TRIGGERS))) for n in range(draw(st.integers(1, 3)))
    ]
    reception = draw(receptions())
    found = (*others, *cases, *stays)
    return replace(
        WORLD,
        roles=draw(roles()),
        let_go=draw(st.dictionaries(st.sampled_from(CATEGORIES), st.sampled_from([0, 2]))),
        rules=found,
        parameters={"n": DatedParameter("n", draw(st.sampled_from(VALUES)))},
        flows={"complaint": flow},
        receptions={"vip": reception},
        limits=draw(either(limits(found), limits(found), st.just(Limits()))),
    )


def _undoing(rule: Rule) -> Rule:
    """The rule, which undoes the plan where its item may be told for ever."""
    endless = isinstance(rule.trigger, Stands) and rule.trigger.endless
    return replace(rule, undoes=("plan",)) if endless else rule


def staged(rule: Rule) -> Rule:
    """The rule, with what says that a case is in its step where it waits for one."""
    assert isinstance(rule.trigger, Stands)
    where = rule.trigger.where
    asked = where.parts if isinstance(where, AllOf) else (where,)
    step = [each for each in asked if isinstance(each, Compare) and each.fact == "step"]
    return replace(rule, stage=AllOf(tuple(step))) if step else rule


@st.composite
def rules(draw: st.DrawFn, name: str, triggers: st.SearchStrategy[Trigger]) -> Rule:
    """A rule of one action or two, with its memory."""
    trigger = draw(triggers)
    record = trigger.record if isinstance(trigger, Stands) else None
    told = draw(st.lists(actions(record), min_size=1, max_size=2).map(tuple))
    for_all = isinstance(trigger, Every | Holiday) and draw(st.integers(0, 5)) == 0
    stands = isinstance(trigger, Stands)
    return Rule(
        name,
        draw(st.sampled_from(["a", "b"])),
        f"《{name}》",
        trigger,
        told,
        condition=ALWAYS if for_all else draw(st.sampled_from(_conditions(record))),
        audience=Audience.BUSINESS if for_all else Audience.CUSTOMERS,
        once=draw(st.none() | st.sampled_from(ONCE)),
        let_go=draw(either(st.none(), st.none(), st.sampled_from([0, 1, 3, 31]))),
        catch_up=CatchUp.SKIP if stands else draw(st.sampled_from(CatchUp)),
    )


@st.composite
def actions(draw: st.DrawFn, record: str | None) -> Action:
    """One action with what issue follows issue: ladders, turns, somebody not to be asked."""
    gap = draw(st.sampled_from(_gaps(record)))
    return Action(
        draw(st.sampled_from(CONTACTS)),
        ("您好", gap),
        draw(st.sampled_from(["adviser", "manager"])),
        due=draw(_dues(record)),
        priority=draw(st.sampled_from([Priority.NORMAL, Priority.HIGH, Priority.LOW])),
        category=draw(st.sampled_from(CATEGORIES)),
        channels=draw(st.sampled_from(WAYS)),
        checklist=draw(st.sampled_from([(), ("a",)])),
        not_to=draw(some("blamed", *_staff(record))),
        instead=draw(some("adviser", "manager")),
        who=draw(st.sampled_from(["", "", "", "blamed", *_staff(record)])),
        failed=draw(FAILED),
        rotate=draw(st.sampled_from([(), ("tea", "cake", "果盘")])),
    )


def _conditions(record: str | None) -> tuple[Condition, ...]:
    """Always, mostly; else questions that some can answer."""
    always = (ALWAYS,) * 3
    if record == "vip":
        level = Compare("tier", Operator.EQUAL, "A")
        raised = Compare("event.raised_to", Operator.EQUAL, "A")
        return (*always, AnyOf((level, raised)), NoneOf((raised,)))
    if record == "complaint":
        return (*always, Compare("event.severity", Operator.EQUAL, "high"))
    return (*always, VISITED, NoneOf((WITH_US,)))


def _gaps(record: str | None) -> tuple[Placeholder, ...]:
    """Names, masked or not, and what a record tells."""
    names = ["ref", "step_due"] if record == "complaint" else ["ref", "room", "nights"]
    told = (Placeholder(Scope.EVENT, name, "?", masked=name == "room") for name in names)
    person = (
        Placeholder(Scope.FACT, "name", "客人", masked=True),
        Placeholder(Scope.OCCASION, "occasion"),
    )
    return (*person, *told) if record else person


def _staff(record: str | None) -> tuple[str, ...]:
    return {"complaint": ("event.seller",), "vip": ("event.approved_by",)}.get(record or "", ())


def _dues(record: str | None) -> st.SearchStrategy[Due]:
    """So many days on, by a time; of a record, also about a moment that it tells."""
    days = st.builds(Due, st.sampled_from([Span(0), Span(1), Span(3)]), st.sampled_from(TIMES))
    if record is None:
        return days
    known = EVENT_TYPES[record].attributes
    spans = [Span(0), Span(2, Unit.HOURS, negative=True), Span(1, negative=True), Span(1)]
    of = st.sampled_from([name for name in DUE_OF if name in known])
    about = st.builds(Due, st.sampled_from(spans), st.sampled_from(TIMES), of, st.booleans())
    return either(days, about)


@st.composite
def limits(draw: st.DrawFn, found: tuple[Rule, ...]) -> Limits:
    """A few limits, all of them tight enough to meet."""
    categories = st.sampled_from(CATEGORIES)
    of = st.sampled_from(["contacts", "contacts", "sales", "phone", "sms"])
    window = st.builds(Window, of, st.sampled_from([1, 2, 7]), st.sampled_from([1, 2, 0]))
    names = draw(st.sampled_from([(), ("open",), ("open", "early")]))
    return Limits(
        # YAML has each cell of a fact once.
        never=tuple(draw(st.lists(nevers(), max_size=2, unique_by=lambda each: each.name))),
        consents=draw(few(st.builds(Consent, categories, st.just("consent")))),
        modes=tuple(draw(modes(name)) for name in names),
        exclusive=draw(few(groups(found))),
        windows=draw(few(window)),
        free=draw(st.sampled_from([(), (), (Category.SERVICE,)])),
        quiet=draw(st.sampled_from([None, (time(21), time(9)), (time(12), time(14))])),
        capacity=draw(st.booleans()),
        prefer=draw(st.sampled_from(["", "regular", "troubled"])),
    )


def nevers() -> st.SearchStrategy[Never]:
    """What customers of a level, or those with something open, never get."""
    verbs = st.lists(st.sampled_from(Verb), max_size=2, unique=True).map(tuple)
    about = st.lists(st.sampled_from(CATEGORIES), max_size=1).map(tuple)
    cells = {
        "A": Compare("tier", Operator.EQUAL, "A"),
        "at least 1": Compare("open", Operator.AT_LEAST, 1),
    }
    asked = st.sampled_from([*cells.items()])
    return st.builds(
        lambda cell, verbs, about: Never(cell[1].fact, cell[0], cell[1], verbs, about),
        asked, verbs, about,
    )  # fmt: skip


def modes(name: str) -> st.SearchStrategy[Mode]:
    """A mode that ends with its condition, or lasts on."""
    held = st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2).map(tuple)
    asked = st.sampled_from([Compare("open", Operator.AT_LEAST, 1), VISITED, WITH_US])
    return st.builds(Mode, st.just(name), asked, held, st.sampled_from([0, 1, 3]), WAITS)


def groups(found: tuple[Rule, ...]) -> st.SearchStrategy[Exclusive]:
    """Some of the rules, of which one may act."""
    ids = st.sets(st.sampled_from([rule.id for rule in found]), min_size=1, max_size=3)
    return st.builds(Exclusive, st.just("one"), ids.map(lambda told: tuple(sorted(told))))


def few(each: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """None, one or two."""
    return either(st.just(()), st.lists(each, min_size=1, max_size=2).map(tuple))
