"""What makes an outcome unclear, and who must approve: what a step's event is held against.

``unclear: {satisfied: {satisfaction: at most 2}}``, and ``approved:`` (``approved.py``). It is
read when the types of all events are known, for it asks what those of a step tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from careplay.frozen import dataclass
from careplay.language.codes import BAD_UNCLEAR
from careplay.language.conditions.mappings import condition
from careplay.language.flows.approved import approval
from careplay.language.flows.flow import Written
from careplay.language.flows.steps import steps_of
from careplay.language.kinds import of_event
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import DatedParameter, EventType
from careplay.model.conditions import Leaf, Since, Today, leaves_of, operands
from careplay.model.flows import Flow, Step, Version
from careplay.model.types import TIMES, Parameter, Types

UNCLEAR = "unclear"


def with_contradictions(
    written: Iterable[Written],
    types: Mapping[str, EventType],
    parameters: Mapping[str, DatedParameter],
    roles: Node | None = None,
) -> tuple[Written, ...]:
    """The flows, each step with what its event is held against."""
    hats = () if roles is None else tuple(name for name, _ in roles.entries())
    known = _StepKnowing(types, parameters, hats)
    return tuple(_of_flow(each, known) for each in written)


@dataclass(frozen=True, slots=True)
class _StepKnowing:
    """What is known when steps' events are held against something."""

    types: Mapping[str, EventType]
    parameters: Mapping[str, DatedParameter]
    roles: Collection[str]


def _of_flow(written: Written, known: _StepKnowing) -> Written:
    flow = written.flow
    versions = []
    for version, told in zip(flow.versions, written.versions, strict=True):
        nodes = dict(steps_of(told))
        steps = (_of_step(step, nodes[step.name], flow, known) for step in version.steps)
        versions.append(_replaced(version, tuple(steps)))
    return replace(written, flow=replace(flow, versions=tuple(versions)))


def _replaced(version: Version, steps: tuple[Step, ...]) -> Version:
    return version if steps == version.steps else replace(version, steps=steps)


def _of_step(step: Step, node: Node, flow: Flow, known: _StepKnowing) -> Step:
    event, parameters = known.types.get(flow.done(step.name)), known.parameters
    if event is None:
        return step
    approved = approval(node, event, parameters, known.roles)
    step = replace(step, approved=approved) if approved else step
    if node.get(UNCLEAR) is None:
        return step
    vocabulary = of_event(event, parameters)
    kinds = {name: each.type for name, each in event.attributes.items()}
    found = []
    for outcome, below in _by_outcome(step, node):
        asked = condition(below, vocabulary)
        lasting = [_lasts(leaf, below, kinds) for leaf in leaves_of(asked)]
        if all(lasting):
            found.append((outcome, asked))
    return replace(step, unclear=tuple(found))


def _by_outcome(step: Step, node: Node) -> Iterator[tuple[str, Node]]:
    """Each outcome of the step with what it does not go with; one that is none is told."""
    outcomes = [outcome for outcome, _ in step.next]
    told = node.get(UNCLEAR)
    if told is None:
        return
    if outcomes == [""]:
        yield "", told
        return
    for outcome, below in told.entries():
        if outcome in outcomes and isinstance(below.value, Mapping):
            yield outcome, below
        elif outcome in outcomes:
            way = f"write {outcome}: {{satisfaction: at most 2}}"
            below.say(BAD_UNCLEAR, f'"{outcome}" has no answers that it does not go with', way)
        else:
            what = f'unknown outcome "{outcome}"'
            below.say(BAD_UNCLEAR, what, way_out(outcome, outcomes, "outcomes"), below.key_at)


def _lasts(leaf: Leaf, node: Node, kinds: Types) -> bool:
    """Whether the answer to the question stays what it was; one that may not is told."""
    changing = any(isinstance(each, Parameter | Today | Since) for each in operands(leaf))
    if not changing and kinds.get(leaf.fact) not in TIMES:
        return True
    what = f'"{leaf.fact}" is held against what changes, and an answer does not,'
    if not changing:
        what = f'"{leaf.fact}" is a moment, which contradicts nothing,'
    node.say(BAD_UNCLEAR, what, "ask for a number, a word, true or false", leaf.at)
    return False
