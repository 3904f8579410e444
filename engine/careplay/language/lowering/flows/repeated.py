"""Who is told when an open case is started once more, and in which words."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.language.lowering.flows.ground import FlowLowering, Point, case_rule
from careplay.language.lowering.flows.late import usual_text, words_of
from careplay.language.lowering.flows.sparing import sparing
from careplay.model.conditions import Compare, Missing, Operator
from careplay.model.flows import AGAIN
from careplay.model.rules import Action, Priority, Rule, Verb

REPEATED = "repeated"
WORDS = {
    "zh": ("{}又来反映", "{} {ref}：在「{step_title}」这一步又来反映", "：{words}", "没有细说"),
    "en": ("{}: told again", "{} {ref}: told again, at {step_title}", ": {words}", "no words"),
}
"""Title and text, then how the words of the start stand there, and what where it has none."""


def told_again(lowering: FlowLowering) -> Iterator[Rule]:
    """The rule that tells the owner of a case that it was started once more."""
    role = owner_of(lowering)
    if not role or not lowering.record.record:
        return  # nobody does it, or the flow's name is taken, which is told elsewhere
    title, text, told, nothing = WORDS[lowering.spoken]
    words = words_of(lowering, nothing)
    where = (Missing("ended_at"), Compare(AGAIN, Operator.AT_LEAST, 1))
    at = lowering.node.key_at
    action = Action(
        Verb.TASK,
        usual_text(lowering, text + (told if words else ""), words),
        role,
        priority=Priority.HIGH,
        category=lowering.category,
        at=at,
    )
    shown = title.format(lowering.called)
    point = Point(REPEATED, shown, where, (AGAIN,), at)
    yield case_rule(lowering, point, (sparing(lowering, action),))


def owner_of(lowering: FlowLowering) -> str:
    """The role that owns the flow, else the one that does its first step."""
    steps = (step for _, step in lowering.node.entries("steps"))
    told = (row.text("to") for step in steps for row in step.rows("do"))
    owner = lowering.node.text("owner") or lowering.top.text("owner")
    role = owner or next((each for each in told if each), "")
    return role if role in lowering.means.roles else ""
