"""Whether the steps of a flow lead anywhere: to each other, to an end, and in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from heapq import heappop, heappush

from careplay.diagnostics import listed
from careplay.language.codes import GOAL_TOO_SOON, NO_END, NOT_LED_TO, UNKNOWN_END
from careplay.language.flows.lasting import at_least, at_most
from careplay.language.flows.steps import meant_steps, mistaken, steps_of
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.flows import Flow, Step, Version


def lead_on(flow: Flow, version: Version, node: Node) -> None:
    """Tell the steps and ends that no case can come to, and a goal that cannot be kept."""
    slips = meant_steps(version, frozenset((*flow.labels, *flow.ends, _reach(node))))
    for _, below in steps_of(node):
        mistaken(below, slips)
    version = _mended(version, slips)
    _ends_known(flow, version, node, slips)
    steps = {step.name: step for step in version.steps}
    if not steps:
        return
    led_to = _after(version.steps[0], steps)
    for name, below in steps_of(node):
        if name not in led_to:
            way = "name it under next: of another step, or leave it out"
            below.called(node.where).say(
                NOT_LED_TO, f'no step leads to "{name}"', way, below.key_at
            )
    _ended(flow, steps, led_to, node)
    _in_time(flow, version, node)


def _mended(version: Version, slips: Mapping[str, str]) -> Version:
    """The version as it was meant, so that a slip is told once."""
    steps = (
        replace(step, next=tuple((o, slips.get(word, word)) for o, word in step.next))
        for step in version.steps
    )
    return replace(version, steps=tuple(steps))


def _reach(node: Node) -> str:
    goal = node.get("goal")
    return "" if goal is None else goal.text("reach")


def ends_of(version: Version) -> dict[str, None]:
    """Every word under ``next`` that is no step."""
    steps = {step.name for step in version.steps}
    return {word: None for step in version.steps for _, word in step.next if word not in steps}


def _ends_known(flow: Flow, version: Version, node: Node, slips: Mapping[str, str]) -> None:
    """Tell an end that is named under ``goal`` or ``labels`` and reached by no step."""
    goal, reach = node.get("goal"), _reach(node)
    ends = (*ends_of(version), *flow.ends)
    known = (*ends, *(step.name for step in version.steps))
    if goal is not None and reach and reach not in known:
        told = goal.get("reach") or goal
        way = way_out(reach, known, "ends and steps")
        told.say(UNKNOWN_END, f'no step leads to the end "{reach}"', way)
    for name, below in node.entries("labels"):
        everywhere = [word for each in (*flow.versions, version) for word in ends_of(each)]
        named = [word for word in dict.fromkeys((*everywhere, *flow.ends)) if word not in slips]
        if name not in named:
            way = way_out(name, named, "ends")
            below.say(UNKNOWN_END, f'no step leads to the end "{name}"', way, below.key_at)


def _after(first: Step, steps: Mapping[str, Step]) -> dict[str, None]:
    """The step itself, and every step and end that a case can come to from there."""
    found = {first.name: None}
    waiting = [first]
    while waiting:
        for _, word in waiting.pop().next:
            if word not in found:
                found[word] = None
                waiting += [steps[word]] if word in steps else []
    return found


def _ended(
    flow: Flow, steps: Mapping[str, Step], led_to: Mapping[str, None], node: Node
) -> None:
    """Tell the first step from which no end can be reached, unless events end the case."""
    for name, below in steps_of(node) if not flow.ends else ():
        if name in led_to and _after(steps[name], steps).keys() <= steps.keys():
            what = f'from "{name}" a case never comes to an end'
            way = "let a step after it have a next: that is no step, such as closed"
            below.called(node.where).say(NO_END, what, way, below.key_at)
            return


def _in_time(flow: Flow, version: Version, node: Node) -> None:
    """Tell a goal that is shorter than what steps wait before they begin, on any way."""
    goal, told = version.goal, node.get("goal")
    most = None if goal is None else at_most(goal.within, working=flow.working)
    if goal is None or told is None or most is None or goal.agreed or flow.ends:
        return
    least, way = _quickest(version, _reach(node))
    if least > most:
        waits = [step.name for step in version.steps if step.name in way and step.after]
        what = f"the goal cannot be kept: {listed(waits)} alone wait longer than that"
        if len(waits) == 1:
            what = f"the goal cannot be kept: {listed(waits)} alone waits longer than that"
        (told.get("within") or told).say(GOAL_TOO_SOON, what, "allow more time")


def _quickest(version: Version, reach: str) -> tuple[int, tuple[str, ...]]:
    """The least number of minutes that steps wait on the way to the end, and that way."""
    steps = {step.name: step for step in version.steps}
    first = version.steps[0]
    queue: list[tuple[int, tuple[str, ...]]] = []
    heappush(queue, (at_least(first.after), (first.name,)))
    seen: set[str] = set()
    while queue:
        waited, way = heappop(queue)
        here = way[-1]
        if here == reach or (here not in steps and not reach):
            return waited, way
        if here in seen or here not in steps:
            continue
        seen.add(here)
        for _, word in steps[here].next:
            after = steps[word].after if word in steps and word != reach else None
            heappush(queue, (waited + at_least(after), (*way, word)))
    return 0, ()
