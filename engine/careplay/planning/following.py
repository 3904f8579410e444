"""How the open actions of cases and stays are held against them.

``plain/settling/left.py`` does it row after row: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from careplay.meaning.lasting import restored, warns_of_goal
from careplay.model.business import Business
from careplay.model.flows import AGAIN, WAITED_SINCE, WAITING_SINCE, Flow
from careplay.model.parameters import at_work
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.model.types import Type
from careplay.planning.clock import BusinessClock
from careplay.planning.memory import Followed, StepPlace


def followed(clock: BusinessClock) -> Iterator[Followed]:
    """The flows and receptions of which any rule asks."""
    business = clock.business
    rules = at_work(business, clock.day)
    for flow in business.flows.values():
        if own := _keys(rules, flow.name):
            by_step = (name for name, key in own.items() if key[:2] == ("step", "returns"))
            by_start = (name for name, key in own.items() if key[:1] == (AGAIN,))
            waits = ((WAITING_SINCE,), (WAITED_SINCE,))
            kind, steps = type_of(flow.by, business), tuple(step_places(flow))
            by_pause = (name for name, key in own.items() if key[:1] in waits)
            told_by = (tuple(by_step), tuple(by_start), tuple(by_pause))
            goal = (rule.id for rule in rules if rule.id in own and warns_of_goal(rule.trigger))
            yield Followed(flow.name, flow.by, kind, steps, *told_by, tuple(goal))
    for stay in business.receptions.values():
        if own := _keys(rules, stay.name):
            dates = {stay.arrival, stay.departure}
            dated = ((name, key[0]) for name, key in own.items() if key and key[0] in dates)
            again = (
                (rule.id, *told)
                for rule in rules
                if rule.id in own and (told := restored(rule, stay)) is not None
            )
            kind = type_of(stay.by, business)
            yield Followed(stay.name, stay.by, kind, dated=tuple(dated), restored=tuple(again))


def step_places(flow: Flow) -> Iterator[StepPlace]:
    """Every step of every version."""
    for version in flow.versions:
        for place, step in enumerate(version.steps):
            yield StepPlace(version.number, step.name, place)


def type_of(attribute: str, business: Business) -> Type:
    """The type of an attribute, the same in every event type that has it."""
    return next(
        each.attributes[attribute].type
        for each in business.event_types.values()
        if attribute in each.attributes
    )


def _keys(rules: Iterable[Rule], record: str) -> Mapping[str, tuple[str, ...]]:
    """What the keys of the occasions tell, in order, of each rule that asks of the record."""
    return {
        rule.id: () if rule.trigger.daily else rule.trigger.key
        for rule in rules
        if isinstance(rule.trigger, Stands) and rule.trigger.record == record
    }
