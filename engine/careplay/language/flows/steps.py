"""The steps of a flow: what comes next, how long each takes, what proves that it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.diagnostics import nearest
from careplay.language.codes import BAD_EVIDENCE, BAD_SPAN, UNKNOWN_STEP
from careplay.language.flows.warnings import warning
from careplay.language.names import usable
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.values.parameters import span_fits
from careplay.language.values.spans import span
from careplay.language.wrong import Wrong
from careplay.model.business import DatedParameter
from careplay.model.conditions import AllOf, AnyOf, Compare, Condition, Missing, Operator
from careplay.model.flows import OUTCOME, Step, Version
from careplay.model.types import Span, Unit

STEP_WORDS = frozenset({"late", "goal", "again", "repeated", "resumed"})
"""Names that a flow's own rules and events have."""

LENGTHS = (Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS)
"""What a flow's clock counts in: a month is no length."""


def steps(node: Node, parameters: Mapping[str, DatedParameter]) -> tuple[Step, ...]:
    """The steps of one version, in order of writing."""
    for name, below in node.entries("steps"):
        usable(name, below, "step", STEP_WORDS)
    return tuple(_step(name, below, parameters) for name, below in steps_of(node))


def steps_of(node: Node) -> Iterator[tuple[str, Node]]:
    """Each step of a version, and where it is written."""
    for name, below in node.entries("steps"):
        yield name, below.called(f'step "{name}" of {node.where}')


def length(
    node: Node, key: str, parameters: Mapping[str, DatedParameter], least: int = 1
) -> Span | None:
    """The length of time under the key; None where there is none, or it is told."""
    told = node.get(key)
    if told is None or not isinstance(told.value, str):
        return None
    return _length(told, LENGTHS, parameters, least)


def _length(
    told: Node,
    units: tuple[Unit, ...],
    parameters: Mapping[str, DatedParameter],
    least: int = 1,
) -> Span | None:
    written = str(told.value)
    found = span(written, units)
    if not isinstance(found, Wrong) and found.amount in range(least):
        found = Wrong(BAD_SPAN, f'"{written}" is no time at all', "leave it out")
    if isinstance(found, Wrong):
        told.tell(found)
        return None
    return found if span_fits(found, parameters, told) else None


def day_span(node: Node, parameters: Mapping[str, DatedParameter]) -> Span | None:
    """The span of whole days that stands there; None where there is none, or it is told."""
    if not isinstance(node.value, str):
        return None
    return _length(node, (Unit.DAYS, Unit.WEEKS), parameters)


def _step(name: str, node: Node, parameters: Mapping[str, DatedParameter]) -> Step:
    done = node.get("done")
    return Step(
        name,
        tuple(_next(node)),
        length(node, "after", parameters),
        length(node, "within", parameters),
        () if done is None else tuple(dict.fromkeys(done.words("evidence"))),
        lacks=tuple(_lacks(node)),
        of_start=node.get("since") is not None,
        due=node.text("due"),
        agreed=bool(node.text("or")),
        warn=warning(node, parameters),
    )


def evidence_of(node: Node) -> Iterator[tuple[str, Node]]:
    """Of a step whose outcomes need evidence of their own: each outcome, with what it needs."""
    done = node.get("done")
    told = None if done is None else done.get("evidence")
    if told is not None and isinstance(told.value, Mapping):
        yield from told.entries()


def _lacks(node: Node) -> Iterator[Condition]:
    """By outcome, that something is missing which it needs; an outcome that is none is told."""
    outcomes = [outcome for outcome, _ in step_outcomes(node)]
    for outcome, below in evidence_of(node):
        if outcome not in outcomes or not outcome:
            what = f'unknown outcome "{outcome}"'
            known = [each for each in outcomes if each]
            way = way_out(outcome, known, "outcomes") if known else "give next: outcomes"
            below.say(BAD_EVIDENCE, what, way, below.key_at)
        missing = tuple(
            Missing(row.value) for row in below.rows() if isinstance(row.value, str)
        )
        yield AllOf((Compare(OUTCOME, Operator.EQUAL, outcome), AnyOf(missing)))


def _next(node: Node) -> Iterator[tuple[str, str]]:
    """By outcome, what comes next; that it is a word is the schema's to say."""
    for outcome, below in step_outcomes(node):
        if isinstance(below.value, str):
            yield outcome, below.value


def step_outcomes(node: Node) -> Iterator[tuple[str, Node]]:
    """Each outcome of a step and where it says what comes next."""
    told = node.get("next")
    if told is None:
        return
    if isinstance(told.value, Mapping):
        yield from told.entries()
    else:
        yield "", told


def meant_steps(version: Version, ends: frozenset[str]) -> dict[str, str]:
    """By word under ``next`` that is all but a step, the step it must be meant for.

    Any other word that is no step is an end; ``ends`` are those named elsewhere in the flow.
    """
    names = tuple(step.name for step in version.steps)
    words = (word for step in version.steps for _, word in step.next)
    odd = dict.fromkeys(word for word in words if word not in names and word not in ends)
    return {word: near for word in odd if (near := nearest(word, names)) is not None}


def mistaken(node: Node, slips: Mapping[str, str]) -> None:
    """Tell each word of the step's ``next`` that is meant for a step."""
    for _, below in step_outcomes(node):
        word = below.value
        if isinstance(word, str) and word in slips:
            way = f'did you mean "{slips[word]}"? An end so called must stand under labels:'
            below.say(UNKNOWN_STEP, f'unknown step "{word}"', way)
