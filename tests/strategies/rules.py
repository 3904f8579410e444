"""Roles, actions and whole rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from hypothesis import strategies as st

from careplay.model.business import Role
from careplay.model.conditions import AllOf, AnyOf, Condition, Known, NoneOf
from careplay.model.rules import (
    Action,
    Audience,
    Category,
    Doer,
    Due,
    Placeholder,
    Priority,
    Rule,
    Scope,
    Text,
    Verb,
)
from careplay.model.triggers import After, Anniversary, Happens, OfEvent, Trigger
from careplay.model.types import TIMES as MOMENTS, Parameter, Type, Unit
from strategies.choice import either
from strategies.conditions import conditions, sometimes
from strategies.dates import WHOLE_DAYS, spans
from strategies.triggers import calendar_triggers, triggers, watching
from strategies.world import CHANNELS, EVENT_TYPES, ROLE_NAMES, Named, attributes

TIMES = st.sampled_from([time(23, 59), time(18), time(9, 30)])
OF_THE_DAY = ("today", "occasion", "holiday", "solar_term")
YES_NO = st.booleans()


def some(*names: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly none of them, or one or two."""
    two = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
    return st.just(()) | st.just(()) | two.map(tuple)


MASKED = st.sampled_from([False, False, True])
DEFAULTS = st.sampled_from(["您", "", None])


@st.composite
def roles(draw: st.DrawFn) -> Mapping[str, Role]:
    """Three roles, with a fact or without, whose fallbacks may go round in a circle."""
    facts, others = st.sampled_from([None, "owner"]), st.sampled_from([None, *ROLE_NAMES])
    return {name: Role(name, draw(facts), draw(others)) for name in ROLE_NAMES}


def event_type_of(trigger: Trigger) -> str | None:
    """The type of event that gives the trigger's occasions."""
    match trigger:
        case Happens(event) | After(OfEvent(event)) | Anniversary(OfEvent(event)):
            return event
        case _:
            return None


@st.composite
def texts(draw: st.DrawFn, known: Sequence[Named], event: str | None) -> Text:
    """Literal pieces and gaps of every scope the rule may speak of."""
    gaps = [(Scope.OCCASION, name) for name in OF_THE_DAY]
    gaps += [(Scope.FACT, each.name) for each in known]
    if event is not None:
        gaps += [(Scope.EVENT, name) for name in ("at", *EVENT_TYPES[event].attributes)]
    gaps += [(Scope.PARAMETER, name) for name in PARAMETERS]
    pieces: list[str | Placeholder] = [draw(st.sampled_from(["你好", "{x}'", ""]))]
    for scope, name in draw(st.lists(st.sampled_from(gaps), max_size=2)):
        if scope is Scope.PARAMETER:
            pieces.append(Placeholder(scope, name, parameter=Parameter(name)))
            continue
        masked = scope is not Scope.OCCASION and draw(MASKED)
        pieces.append(Placeholder(scope, name, draw(DEFAULTS), masked=masked))
    return tuple(pieces)


PARAMETERS = ("n", "gold", "word", "since")
"""Those of generated businesses (``strategies.cases``)."""
VERBS, PRIORITIES, CATEGORIES = map(st.sampled_from, (Verb, Priority, Category))
SEVERAL = st.sampled_from([(), ("a",), ("a", "乙")])
WAYS = st.sampled_from(
    [
        (),
        (),
        ("phone",),
        ("phone", "phone", "sms"),
        ("wechat", "phone"),
        ("sms", "door"),
        ("door",),
    ]
)
ROLES = st.sampled_from(ROLE_NAMES)
APPROVE = st.sampled_from(["", "director"])
FAILED = st.sampled_from(
    [
        *((),) * 4,
        (Doer(ROLE_NAMES[0]),),
        (Doer(ROLE_NAMES[1], "owner"), Doer(ROLE_NAMES[0], not_to=("owner",))),
    ]
)
TURNS = st.sampled_from([(), (), ("x",), ("x", "y", "茶")])
ABOUT = (*WHOLE_DAYS[:4], Unit.HOURS, Unit.MINUTES)


@st.composite
def actions(draw: st.DrawFn, known: Sequence[Named], trigger: Trigger) -> Action:
    """One action with any due moment, channels and texts."""
    event = event_type_of(trigger)
    told = EVENT_TYPES[event].attributes.values() if event else ()
    staff = [f"event.{each.name}" for each in told if each.type is Type.STAFF]
    return Action(
        draw(VERBS),
        draw(texts(known, event)),
        draw(ROLES),
        due=draw(dues(trigger, [each.name for each in told if each.type in MOMENTS])),
        priority=draw(PRIORITIES),
        category=draw(CATEGORIES),
        channels=draw(WAYS),
        checklist=draw(SEVERAL),
        ask=draw(SEVERAL),
        reason=draw(texts(known, event)) if draw(YES_NO) else (),
        approve=draw(APPROVE),
        not_to=draw(some("owner", *staff)),
        instead=draw(some(*ROLE_NAMES)),
        who=draw(st.sampled_from(["", "", "owner", *staff])),
        failed=draw(FAILED),
        rotate=draw(TURNS),
    )


@st.composite
def dues(draw: st.DrawFn, trigger: Trigger, dates: Sequence[str]) -> Due:
    """So long after the date or, of an event, after a date that it tells."""
    earliest, about = draw(YES_NO), draw(YES_NO)
    if dates and about:
        span = draw(spans(*ABOUT, negative=True))
        return Due(span, draw(TIMES), draw(st.sampled_from(dates)), earliest)
    units = (*WHOLE_DAYS, Unit.HOURS) if isinstance(trigger, Happens) else WHOLE_DAYS
    return Due(draw(spans(*units)), draw(TIMES), not_before_today=earliest)


def needs(action: Action) -> tuple[Condition, ...]:
    """What must be known for the action: its gaps without default, a way to the customer."""
    gaps = [each for each in (*action.text, *action.reason) if isinstance(each, Placeholder)]
    wanted: list[Condition] = [
        Known(gap.name if gap.scope is Scope.FACT else f"event.{gap.name}")
        for gap in gaps
        if gap.default is None and gap.scope in {Scope.FACT, Scope.EVENT}
    ]
    ways = [CHANNELS[name].needs for name in action.channels]
    told = tuple(Known(fact) for fact in ways if fact is not None)
    if ways and len(told) == len(ways):
        wanted.append(AnyOf(told))
    return tuple(wanted)


@st.composite
def rules(
    draw: st.DrawFn, name: str, known: tuple[Named, ...], day: date, *, watch: bool = False
) -> Rule:
    """A whole rule: for customers mostly, for the business or its stores now and then.

    With ``watch`` it waits for a change of a derived fact.
    """
    audience = draw(st.sampled_from([Audience.CUSTOMERS] * 8 + [*Audience]))
    playbook = draw(st.sampled_from(["a", "b"]))
    if audience is not Audience.CUSTOMERS and not watch:
        trigger = draw(calendar_triggers(day))
        told = draw(st.lists(actions((), trigger), min_size=1, max_size=2).map(tuple))
        return Rule(name, playbook, f"《{name}》", trigger, told, audience=audience)
    trigger = draw(watching(known) if watch else triggers(known, day))
    asked = (*known, *_of_the_event(trigger))
    told = draw(st.lists(actions(known, trigger), min_size=1, max_size=2).map(tuple))
    valid = st.sampled_from([None] * 6 + [day] * 3 + [day - timedelta(1), day + timedelta(1)])
    return Rule(
        name,
        playbook,
        f"《{name}》",
        trigger,
        told,
        condition=draw(_whole(asked, [need for action in told for need in needs(action)])),
        source=draw(st.sampled_from([(), ("S0-24", "S2-1")])),
        valid_from=draw(valid),
        valid_until=draw(valid),
    )


@st.composite
def _whole(draw: st.DrawFn, asked: tuple[Named, ...], needed: list[Condition]) -> Condition:
    held = draw(sometimes(asked, 3))
    blocked = draw(either(st.none(), st.none(), conditions(asked, 1)))
    unless = () if blocked is None else (NoneOf((blocked,)),)
    return AllOf((held, *unless, *needed))


def _of_the_event(trigger: Trigger) -> tuple[Named, ...]:
    event = event_type_of(trigger)
    if event is None:
        return ()
    return (*attributes(event, "event."), Named("event.at", Type.MOMENT))
