"""Who is reminded of a case whose clock stands still: ``pauses_in:`` with ``remind:``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from careplay.language.flows.pauses import AT_MOST, UNTIL, pauses_of
from careplay.language.flows.steps import day_span
from careplay.language.lowering.flows.begun import as_begun
from careplay.language.lowering.flows.ground import (
    FlowLowering,
    Point,
    case_rule,
    has_come,
    same,
)
from careplay.language.lowering.flows.late import usual_text
from careplay.language.lowering.flows.sparing import sparing
from careplay.language.nodes import Node
from careplay.language.rules.actions import known_role
from careplay.model.conditions import Compare, Condition, Missing, Operator, Today
from careplay.model.flows import WAIT_OVER, WAITED_SINCE, WAITING_SINCE
from careplay.model.rules import Action, Priority, Rule, Verb

WORDS = {
    "zh": {
        "until": (
            "{}还在等",
            "{} {ref}：说好等到 {until}，日子到了，看看等到没有，没有就另约日子",
        ),
        "after": ("{}还在等", "{} {ref}：从 {since} 起停着，问清楚还要等什么，等到哪天"),
        AT_MOST: (
            "{}不能再等了",
            "{} {ref}：从 {waited} 起等够了，接着计时，接着办「{step_title}」",
        ),
    },
    "en": {
        "until": (
            "{}: still waiting",
            "{} {ref}: it was to wait until {until}; see whether it goes on, or until when",
        ),
        "after": (
            "{}: still waiting",
            "{} {ref}: waiting since {since}; find out for how much longer",
        ),
        AT_MOST: (
            "{}: waited long enough",
            "{} {ref}: waited since {waited}, longer it may not; go on with {step_title}",
        ),
    },
}
"""Title and text: on the date until which it waits, after so long, when it may no longer."""


class Reminder(NamedTuple):
    """The end of a rule's id, what it asks of the case, and its key: once for each of these."""

    name: str
    where: tuple[Condition, ...]
    key: tuple[str, ...]
    words: str
    until: str = ""
    """The attribute of the date on which it reminds."""


def reminders(lowering: FlowLowering) -> Iterator[Rule]:
    """The rules that remind of cases that wait."""
    for name, node in pauses_of(lowering.top):
        if node.text("remind"):
            known_role(node, "remind", lowering.means)
            yield from _of_pause(lowering, name, node)


def _of_pause(lowering: FlowLowering, name: str, node: Node) -> Iterator[Rule]:
    known_role(node, "remind", lowering.means)
    for reminder in _reminders_of(lowering, name, node):
        yield _rule(lowering, node, reminder)


def _reminders_of(lowering: FlowLowering, name: str, node: Node) -> Iterator[Reminder]:
    waits = same("waiting", name)
    if until := node.text(UNTIL):
        asked, key = (waits, has_come(until)), (WAITING_SINCE, until)
        yield Reminder(f"{name}.until", asked, key, "until", until)
    for number, row in enumerate(node.rows("after"), start=1):
        after = day_span(row, lowering.means.parameters)
        if after is not None:
            ago = Today(replace(after, negative=True))
            since, parameters = lowering.version.since, lowering.means.parameters
            passed = as_begun(Compare(WAITING_SINCE, Operator.AT_MOST, ago), since, parameters)
            ends, asked = f"{name}.after.{number}", (waits, passed)
            yield Reminder(ends, asked, (WAITING_SINCE,), "after")
    if node.get(AT_MOST) is not None:
        is_over = (same(WAIT_OVER, name),)
        yield Reminder(f"{name}.{AT_MOST}", is_over, (WAITED_SINCE,), AT_MOST)


def _rule(lowering: FlowLowering, node: Node, reminder: Reminder) -> Rule:
    title, text = WORDS[lowering.spoken][reminder.words]
    at = node.at
    action = Action(
        Verb.TASK,
        usual_text(lowering, text, until=reminder.until),
        node.text("remind"),
        priority=Priority.HIGH,
        category=lowering.category,
        at=at,
    )
    where = (Missing("ended_at"), *reminder.where)
    point = Point(reminder.name, title.format(lowering.called), where, reminder.key, at)
    return case_rule(lowering, point, (sparing(lowering, action),))
