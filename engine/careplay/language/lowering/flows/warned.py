"""Who is warned that a deadline comes near: ``warn:`` of a step and of the goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from careplay.language.flows.warnings import WARN
from careplay.language.lowering.flows.ground import (
    FlowLowering,
    Point,
    case_rule,
    has_come,
    same,
)
from careplay.language.lowering.flows.late import names_customer, usual_text
from careplay.language.lowering.flows.repeated import owner_of
from careplay.language.lowering.flows.sparing import sparing
from careplay.language.nodes import Node
from careplay.model.conditions import Missing
from careplay.model.flows import GOAL_WARN, STEP_WARN, Step
from careplay.model.rules import Action, Due, Priority, Rule, Verb

WORDS = {
    "zh": {
        "step_due": ("{}快到时限", "{} {ref}：「{step_title}」应于 {step_due} 前完成", "。"),
        "goal_due": ("{}快到总时限", "{} {ref}：应于 {goal_due} 前办结", ""),
    },
    "en": {
        "step_due": ("{}: due soon", "{} {ref}: {step_title} is due {step_due}", ": "),
        "goal_due": ("{}: goal due soon", "{} {ref}: it is to be settled by {goal_due}", ""),
    },
}
"""Title and text, by the deadline, and what stands before the words of the step."""


def step_warnings(
    lowering: FlowLowering, step: Step, node: Node, actions: Iterable[Action]
) -> Iterator[Rule]:
    """The rule that warns whoever does the step, each once; none where nobody is warned."""
    if step.warn is None:
        return
    usual, done = _action(lowering, "step_due", node), tuple(actions)
    doers = _by_doer(done) | _by_doer(each for each in done if each.verb is Verb.TASK)
    told = tuple(_for_doer(lowering, each, usual) for each in doers.values())
    where = (same("step", step.name), Missing("waiting"), has_come(STEP_WARN))
    point = Point(step.name, _title(lowering, "step_due"), where, ("step", "returns"), usual.at)
    if told:
        yield _rule(lowering, point, told)


def goal_warnings(lowering: FlowLowering) -> Iterator[Rule]:
    """The rule that warns the owner of a case of its goal; none where nobody is warned."""
    goal, node, role = lowering.version.goal, lowering.node.get("goal"), owner_of(lowering)
    if goal is None or goal.warn is None or node is None or not role:
        return  # where nobody does anything, that is told of the steps
    action = replace(_action(lowering, "goal_due", node), to=role)
    where = (Missing("ended_at"), Missing("waiting"), has_come(GOAL_WARN))
    point = Point("goal", _title(lowering, "goal_due"), where, (), action.at)
    yield _rule(lowering, point, (sparing(lowering, action),))


def _by_doer(actions: Iterable[Action]) -> dict[tuple[str, tuple[str, ...]], Action]:
    return {(each.to, each.not_to): each for each in actions}


def _for_doer(lowering: FlowLowering, action: Action, usual: Action) -> Action:
    """The warning for whoever does the action; what staff is told to do stands there too.

    Where that names the customer, the rest does not.
    """
    _, text, between = WORDS[lowering.spoken]["step_due"]
    own = (between, *action.text) if action.verb is Verb.TASK else ()
    doer = replace(usual, to=action.to, not_to=action.not_to, instead=action.instead)
    told = usual_text(lowering, text, by_name=not names_customer(own))
    return replace(doer, text=(*told, *own))


def _rule(lowering: FlowLowering, point: Point, actions: tuple[Action, ...]) -> Rule:
    return case_rule(lowering, replace(point, name=f"{point.name}.{WARN}"), actions)


def _action(lowering: FlowLowering, due: str, node: Node) -> Action:
    """What is told of the deadline, whoever it is told to."""
    _, text, _ = WORDS[lowering.spoken][due]
    return Action(
        Verb.TASK,
        usual_text(lowering, text),
        "",
        priority=Priority.HIGH,
        due=Due(of=due, not_before_today=True),
        category=lowering.category,
        at=(node.get(WARN) or node).at,
    )


def _title(lowering: FlowLowering, due: str) -> str:
    return WORDS[lowering.spoken][due][0].format(lowering.called)
