"""Flows to rules: what is to be done in each step, and who is told when it is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from careplay.language.codes import (
    NOBODY,
    REPEATED_NAME,
    UNKNOWN_ROLE,
)
from careplay.language.flows.flow import Written
from careplay.language.flows.steps import steps_of
from careplay.language.lowering.flows.approvals import approvals, approved_by
from careplay.language.lowering.flows.ground import (
    FlowLowering,
    Ground,
    Point,
    case_rule,
    has_come,
    same,
)
from careplay.language.lowering.flows.late import escalations
from careplay.language.lowering.flows.repeated import told_again
from careplay.language.lowering.flows.sparing import sparing
from careplay.language.lowering.flows.waiting import reminders
from careplay.language.lowering.flows.warned import goal_warnings, step_warnings
from careplay.language.nodes import Node
from careplay.language.rules.actions import action
from careplay.language.suggestions import way_out
from careplay.model.conditions import Missing
from careplay.model.flows import Version
from careplay.model.rules import Action, Category, Doer, Due, Rule

BESIDES = ("approve", "who", "not_to", "source")
"""Keys of a step's action that a rule's action does not have, or not in this form."""


def flow_rules(written: Written, ground: Ground) -> Iterator[Rule]:
    """The rules of a flow: the newest version's, then those of older ones."""
    for each in _rules(written, ground):
        if each.id in ground.taken:
            what = f'the rule "{each.id}" was given before'
            way = "give that rule another id"
            written.node.say(REPEATED_NAME, what, way, written.node.key_at)
        yield each


def _rules(written: Written, ground: Ground) -> Iterator[Rule]:
    flow = written.flow
    versions = zip(flow.versions, written.versions, strict=True)
    for version, node in reversed([*versions]):
        lowering = FlowLowering(flow, version, node, written.node, ground)
        made = [
            (name, each) for name, step in steps_of(node) for each in _of_step(lowering, step)
        ]
        yield from (each for _, each in made)
        yield from escalations(lowering, _failing(version, made))
        yield from goal_warnings(lowering)
        yield from told_again(lowering)
        yield from reminders(lowering)


def _failing(version: Version, made: Iterable[tuple[str, Rule]]) -> Iterator[Doer]:
    """Whoever does the steps that cases are sent back to from a later one, each once."""
    places = {step.name: place for place, step in enumerate(version.steps)}
    ways = ((to, place) for place, step in enumerate(version.steps) for _, to in step.next)
    back = {to for to, place in ways if places.get(to, place) < place}
    doing = (a for name, rule in made if name in back and rule.stage for a in rule.actions)
    yield from dict.fromkeys(Doer(a.to, a.who, a.not_to, a.instead) for a in doing)


def _of_step(lowering: FlowLowering, node: Node) -> Iterator[Rule]:
    """The rule of a step; or one for each way in which it must be approved."""
    name = str(node.path[-1])
    step = next(each for each in lowering.version.steps if each.name == name)
    where = (same("step", name), Missing("waiting"), has_come("step_on"))
    source = (
        *node.words("source"),
        *(s for row in node.rows("do") for s in row.words("source")),
    )
    title = node.text("title", name)
    due = Due(of="step_due", not_before_today=True) if step.has_deadline else Due()
    actions: tuple[Action, ...] = ()
    for ending, asked, approver in approvals(lowering, node):
        rows = (_action(lowering, row, approver) for row in node.rows("do"))
        actions = tuple(replace(each, due=due) for each in rows if each is not None)
        ends = (name, ending) if ending else (name,)
        key = ("step", "returns")
        stage = (same("step", name), *asked)
        point = Point(".".join(ends), title, (*where, *asked), key, node.key_at, source, stage)
        if actions:
            yield case_rule(lowering, point, actions)
    yield from step_warnings(lowering, step, node, actions)


def _action(lowering: FlowLowering, row: Node, approver: str) -> Action | None:
    """One action of a step, with whoever must approve it where the cell says so."""
    if not isinstance(row.value, Mapping):
        return None  # the schema has said so
    means = lowering.means
    kept = {key: value for key, value in row.value.items() if key not in BESIDES}
    found = action(Node(row.document, row.path, kept, row.faults, row.where), means)
    if found is None:
        return None
    made = replace(
        found,
        to=found.to or _owner(lowering, row),
        category=_category(lowering, row, found),
        approve=approved_by(row, approver, means),
    )
    return sparing(lowering, made, row)


def _owner(lowering: FlowLowering, row: Node) -> str:
    """The role that does what names nobody."""
    told = lowering.node.get("owner") or lowering.top.get("owner")
    name = lowering.node.text("owner") or lowering.top.text("owner")
    if told is None:
        row.say(NOBODY, "nobody is told to do this", "write to:, or owner: of the flow")
    elif name not in lowering.means.roles:
        way = way_out(name, lowering.means.roles, "roles")
        told.say(UNKNOWN_ROLE, f'unknown role "{name}"', way)
    return name


def _category(lowering: FlowLowering, row: Node, found: Action) -> Category:
    """What is written, else the template's, else the flow's, else service."""
    named = lowering.means.templates.get(found.template)
    if row.get("category") is not None or (named is not None and named.category is not None):
        return found.category
    return lowering.category
