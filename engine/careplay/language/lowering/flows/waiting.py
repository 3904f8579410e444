"""Who is reminded of a case whose clock stands still: ``pauses_in:`` with ``remind:``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from careplay.language.flows.pauses import UNTIL, pauses_of
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
from careplay.model.flows import WAITING_SINCE
from careplay.model.rules import Action, Priority, Rule, Verb

WORDS = {
    "zh": (
        "{}还在等",
        "{} {ref}：从 {since} 起停着，问清楚还要等什么，等到哪天",
        "{} {ref}：说好等到 {until}，日子到了，看看等到没有，没有就另约日子",
    ),
    "en": (
        "{}: still waiting",
        "{} {ref}: waiting since {since}; find out for how much longer",
        "{} {ref}: it was to wait until {until}; see whether it goes on, or until when",
    ),
}
"""Title, and text after so long and on the date until which it waits."""


class Reminder(NamedTuple):
    """The end of a rule's id, when it reminds, and its key: once for each of these."""

    name: str
    passed: Condition
    key: tuple[str, ...]
    until: str = ""
    """The attribute of the date on which it reminds."""


def reminders(lowering: FlowLowering) -> Iterator[Rule]:
    """The rules that remind of cases that wait."""
    for name, node in pauses_of(lowering.top):
        if node.text("remind"):
            known_role(node, "remind", lowering.means)
            yield from _of_pause(lowering, name, node)


def _of_pause(lowering: FlowLowering, name: str, node: Node) -> Iterator[Rule]:
    if until := node.text(UNTIL):
        reminder = Reminder(f"{name}.until", has_come(until), (WAITING_SINCE, until), until)
        yield _rule(lowering, name, node, reminder)
    for number, row in enumerate(node.rows("after"), start=1):
        after = day_span(row, lowering.means.parameters)
        if after is not None:
            ago = Today(replace(after, negative=True))
            since, parameters = lowering.version.since, lowering.means.parameters
            passed = as_begun(Compare(WAITING_SINCE, Operator.AT_MOST, ago), since, parameters)
            yield _rule(
                lowering,
                name,
                node,
                Reminder(f"{name}.after.{number}", passed, (WAITING_SINCE,)),
            )


def _rule(lowering: FlowLowering, name: str, node: Node, reminder: Reminder) -> Rule:
    title, after, until = WORDS["zh" if lowering.ground.language == "zh" else "en"]
    text = until if reminder.until else after
    at = node.at
    action = Action(
        Verb.TASK,
        usual_text(lowering, text, until=reminder.until),
        node.text("remind"),
        priority=Priority.HIGH,
        category=lowering.category,
        at=at,
    )
    where = (Missing("ended_at"), same("waiting", name), reminder.passed)
    point = Point(reminder.name, title.format(lowering.called), where, reminder.key, at)
    return case_rule(lowering, point, (sparing(lowering, action),))
