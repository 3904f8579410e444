"""What earlier days make of a date: the steps of ``planning/memory.py``, for a business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careplay.meaning.days import latest_only, looked_for_since, of_changes, undoes_early
from careplay.meaning.letting_go import days_open
from careplay.meaning.moved import moving_rules
from careplay.model.actions import OUTCOMES
from careplay.model.business import Business
from careplay.model.triggers import Stands
from careplay.planning.days import AsOf
from careplay.planning.following import followed, type_of
from careplay.planning.memory import (
    NO_ITEMS,
    Anew,
    ChangedStays,
    Heard,
    Items,
    LateUndoing,
    MovedDeadlines,
    MovingFlow,
    Rarely,
    Remembering,
    Renewal,
    Return,
    Withdraw,
)
from careplay.planning.recall import Before, LetGo, Recall
from careplay.planning.returning import comeback, comes_back, may_be_gone, standing_in


def recalling(business: Business, before: Before, today: AsOf, since: date) -> Recall | None:
    """What is made of earlier days before anything is asked; None where there are none."""
    if not (before.earlier or before.same):
        return None
    return Recall(
        tuple(sorted({*OUTCOMES} & {*business.event_types})),
        before.earlier,
        before.same,
        _may_return(business, before),
        before.later,
        tuple(comeback(rule, today.clock) for rule in comes_back(before.returning, today)),
        tuple(may_be_gone(business.rules, today.clock)) if before.earlier else (),
        tuple(_asked(business)),
        tuple(each.flow for each in moving(business, before)),
        LetGo(since, days_open(business)) if before.earlier else None,
    )


def remembering(
    business: Business, today: AsOf, before: Before, since: date
) -> Iterator[Remembering]:
    """From what is new to the actions that compete on the date."""
    told, day = before.earlier, today.clock.day
    stays = tuple(_stays(business)) if told else ()
    flows = moving(business, before)
    rules = moving_rules(business)
    if flows:
        yield MovedDeadlines(flows, tuple(rules.late.items()))
    if stays:
        yield ChangedStays(stays, since, before.heard)
    yield Anew(
        latest_only(business, today.clock),
        tuple(
            Rarely(rule.id, rule.once.per, rule.once.days)
            for rule in business.rules
            if rule.once is not None
        ),
        since < day,
        told,
        before.later,
        of_changes(business) if before.later else (),
        items_of(business, day) if told else NO_ITEMS,
        tuple(_renewals(business)) if told else (),
    )
    if told:
        steps = tuple(rule.id for rule in today.rules if rule.stage is not None)
        yield Withdraw(bool(stays), tuple(followed(today.clock)), before.later, steps)
    yield Return(
        tuple(rule.id for rule in business.rules if isinstance(rule.trigger, Stands)),
        tuple((each.id, len(each.actions)) for each in comes_back(before.returning, today)),
        tuple(standing_in(before.returning, today)),
        tuple(rule.id for rule in business.rules),
        _may_return(business, before),
        rules.steps if flows else (),
        tuple(mode.held_by for mode in business.limits.modes if mode.wait),
    )


def _stays(business: Business) -> Iterator[Heard]:
    for name, each in business.receptions.items():
        yield Heard(name, each.by, type_of(each.by, business), each.types())


def items_of(business: Business, day: date) -> Items:
    """The rules of items; what is told night by night is told by its date."""
    own = [
        rule
        for rule in business.rules
        if rule.item and isinstance(rule.trigger, Stands) and not rule.trigger.daily
    ]
    early = [rule for rule in own if undoes_early(rule)]
    late = ((rule, looked_for_since(rule, day)) for rule in own if rule.undoes)
    return Items(
        tuple(rule.id for rule in own if rule not in early),
        tuple((rule.id, item) for rule in early for item in rule.undoes),
        tuple(LateUndoing(rule.id, rule.undoes, since) for rule, since in late if since),
    )


def _renewals(business: Business) -> Iterator[Renewal]:
    """The rules that tell anew, each with those that tell first, whatever the version."""
    for rule in business.rules:
        if rule.renews:
            same = (each.id for each in business.rules if each.first_id == rule.renews)
            yield Renewal(rule.id, tuple(dict.fromkeys((rule.renews, *same))))


def moving(business: Business, before: Before) -> tuple[MovingFlow, ...]:
    """The flows of which an edit may have moved deadlines that people were told."""
    return tuple(
        MovingFlow(
            name,
            each.by,
            type_of(each.by, business),
            told.day,
            at_once=told.since > told.last,
            several=told.several,
        )
        for name, each in business.flows.items()
        if before.earlier and (told := each.told) is not None
    )


def _may_return(business: Business, before: Before) -> bool:
    return before.earlier and (before.returning != () or bool(moving(business, before)))


def _asked(business: Business) -> Iterator[tuple[str, int]]:
    """The rules with how many actions each has; steps of older versions by either name."""
    found: dict[str, int] = {}
    for rule in business.rules:
        for name in filter(None, (rule.id, rule.step)):
            found[name] = max(found.get(name, 0), len(rule.actions))
    yield from found.items()
