"""Flows as they are written: ``starts``, ``steps``, ``goal``, ``late``, and older versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from careplay.frozen import dataclass
from careplay.language.codes import BAD_VERSION, UNKNOWN_STEP
from careplay.language.flows.pauses import evidence_of, longest, pauses_of
from careplay.language.flows.steps import length, steps
from careplay.language.flows.warned import warn_in_time
from careplay.language.flows.warnings import warning
from careplay.language.flows.ways import lead_on
from careplay.language.names import Definition, usable
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.model.business import DatedParameter
from careplay.model.flows import Flow, Goal, Version
from careplay.model.types import Span

WORKING = "working hours"


@dataclass(frozen=True, slots=True)
class Written:
    """A flow, and where it and each of its versions is written."""

    flow: Flow
    node: Node
    versions: tuple[Node, ...]
    """In the order of ``flow.versions``."""


def flow(definition: Definition, parameters: Mapping[str, DatedParameter]) -> Written:
    """The flow as written; what its steps, ends and lengths say wrongly is told."""
    node = definition.node
    nodes = (*(row.called(node.where) for row in node.rows("before")), node)
    at_most = tuple(longest(node, parameters))
    versions = tuple(replace(each, at_most=at_most) for each in _versions(nodes, parameters))
    clock = node.get("clock")
    hours = "" if clock is None else clock.text("hours")
    made = Flow(
        definition.name,
        node.text("starts"),
        node.text("by", "ref"),
        versions,
        working=hours == WORKING,
        pauses=tuple(name for name, _ in pauses_of(node)),
        ends=node.words("ends"),
        label=node.text("label"),
        labels=_labels(node, nodes),
        pause_evidence=_pause_evidence(node),
        file=node.document.file,
        at=node.key_at,
    )
    for version, told in zip(versions, nodes, strict=True):
        lead_on(made, version, told)
        warn_in_time(made, version, told)
    return Written(made, node, nodes)


def _versions(
    nodes: tuple[Node, ...], parameters: Mapping[str, DatedParameter]
) -> Iterator[Version]:
    """The versions, oldest first; those that are out of order are told."""
    since = [_since(node) for node in nodes]
    for (_, before), (node, first) in pairwise(zip(nodes, since, strict=True)):
        if first is not None and before is not None and first <= before:
            told = node.get("from")
            what = "this version does not begin after the one before it"
            way = "give each version but the oldest a from:, from old to new"
            node.say(BAD_VERSION, what, way, told.at if told else node.key_at)
    older: dict[str, None] = {}
    for number, (node, first) in enumerate(zip(nodes, since, strict=True), start=1):
        found = steps(node, parameters)
        names = tuple(step.name for step in found)
        yield Version(
            number,
            first or date.min,
            found,
            goal=_goal(node, names, parameters),
            late=tuple(_late(node, parameters)),
            migrate=_migrates(node, number),
            renamed=tuple(_renamed(node, tuple(older), names)),
        )
        older |= dict.fromkeys(names)


def _since(node: Node) -> date | None:
    """The first day of a version, of all where it says none; None after a fault."""
    told = node.get("from")
    if told is None or not isinstance(told.value, str):
        return date.min
    found = day(node.text("from"))
    if isinstance(found, Wrong):
        told.tell(found)
        return None
    return found


def _goal(
    node: Node, steps: tuple[str, ...], parameters: Mapping[str, DatedParameter]
) -> Goal | None:
    goal = node.get("goal")
    if goal is None:
        return None
    within, reach = length(goal, "within", parameters), goal.text("reach")
    agreed, warn = goal.text("or"), warning(goal, parameters)
    if agreed:
        usable(agreed, goal.get("or") or goal, "agreement", frozenset())
    reach = reach if reach in steps else ""
    return None if within is None else Goal(within, agreed, reach, warn)


def _late(node: Node, parameters: Mapping[str, DatedParameter]) -> Iterator[Span]:
    for row in node.rows("late"):
        found = length(row, "after", parameters, least=0)
        # A place is kept for what is faulty, so that the others keep their numbers.
        yield Span(0) if found is None else found


def _migrates(node: Node, number: int) -> bool:
    told = node.get("migrate")
    if told is None or told.value is False:
        return False
    if number == 1:
        way = "leave migrate: out, or write the older version under before:"
        told.say(BAD_VERSION, "there is no older version to go on from", way, told.key_at)
    return True


def _renamed(
    node: Node, older: tuple[str, ...], newer: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Which step of this version an old one is; what is no step is told."""
    for old, below in node.entries("migrate"):
        new = below.value if isinstance(below.value, str) else ""
        if older and old not in older:
            way = way_out(old, older, "older steps")
            below.say(UNKNOWN_STEP, f'no older version has a step "{old}"', way, below.key_at)
        elif new not in newer:
            below.say(UNKNOWN_STEP, f'unknown step "{new}"', way_out(new, newer, "steps"))
        else:
            yield old, new


def _pause_evidence(node: Node) -> Mapping[str, tuple[str, ...]]:
    """What each pause must tell; a name that cannot be one is told."""
    found = {}
    for name, below in pauses_of(node):
        usable(name, below, "pause", frozenset())
        if must := evidence_of(below):
            found[name] = must
    return found


def _labels(node: Node, nodes: tuple[Node, ...]) -> Mapping[str, str]:
    """What steps are called, by the newest version that has them, and ends."""
    titles = {
        name: step.text("title")
        for each in nodes
        for name, step in each.entries("steps")
        if step.text("title")
    }
    return {**titles, **{name: str(below.value) for name, below in node.entries("labels")}}
