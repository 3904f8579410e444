"""What every rule of a flow is made with: whose cases it looks at, and where it is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from pathlib import Path

from careplay.diagnostics import Position
from careplay.frozen import dataclass
from careplay.language.kinds import Vocabulary
from careplay.language.nodes import Node
from careplay.language.rules.actions import Means
from careplay.language.rules.rule import needed
from careplay.model.business import EventType
from careplay.model.conditions import AllOf, Compare, Condition, Operator, Today
from careplay.model.flows import Flow, Version
from careplay.model.rules import Action, Category, Rule
from careplay.model.triggers import Stands
from careplay.model.types import Scalar, Span

NOW = Span(0)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules of all flows may name, and what stands there already."""

    means: Means
    vocabulary: Vocabulary
    event_types: Mapping[str, EventType]
    language: str
    taken: Collection[str] = ()
    """The ids of the other rules."""


@dataclass(frozen=True, slots=True)
class FlowLowering:
    """One version of a flow, and what its rules may name."""

    flow: Flow
    version: Version
    node: Node
    """Where the version is written."""
    top: Node
    """Where the flow is written."""
    ground: Ground

    @property
    def means(self) -> Means:
        """What its actions may name."""
        return self.ground.means

    @property
    def record(self) -> EventType:
        """The case as an event type."""
        return self.ground.event_types[self.flow.name]

    @property
    def source(self) -> tuple[str, ...]:
        """The practices that the whole version carries out."""
        return self.node.words("source") or self.top.words("source")

    @property
    def spoken(self) -> str:
        """The language of what is said where nothing is written: ``zh`` or ``en``."""
        return "zh" if self.ground.language == "zh" else "en"

    @property
    def category(self) -> Category:
        """What its actions are about that say nothing of it."""
        word = self.node.text("category") or self.top.text("category")
        return Category(word) if word in set(Category) else Category.SERVICE

    @property
    def called(self) -> str:
        """What people call a case."""
        return self.flow.label or self.flow.name


@dataclass(frozen=True, slots=True)
class Point:
    """What a rule looks for in cases: the end of its id, its title, its question, its key."""

    name: str
    title: str
    where: tuple[Condition, ...]
    key: tuple[str, ...]
    at: Position
    source: tuple[str, ...] = field(default=())
    stage: tuple[Condition, ...] = field(default=())
    """Of a step: what of the question says that a case is in it, whatever the day."""
    renews: str = ""
    """The end of the id of the rule that must have told the case of an earlier deadline."""


def case_rule(lowering: FlowLowering, point: Point, actions: tuple[Action, ...]) -> Rule:
    """A rule that looks at the flow's cases of this version."""
    flow, version = lowering.flow, lowering.version
    newest = version is flow.versions[-1]
    number = () if len(flow.versions) == 1 else (same("version", version.number),)
    trigger = Stands(flow.name, AllOf((*point.where, *number)), (*point.key, flow.by))
    asked = needed(actions, lowering.means)
    step = f"{flow.name}.{point.name}"
    return Rule(
        step if newest else f"{step}.v{version.number}",
        Path(flow.file).stem,
        point.title,
        trigger,
        actions,
        condition=AllOf(asked),
        source=tuple(dict.fromkeys((*lowering.source, *point.source))),
        stage=AllOf((*point.stage, *number)) if point.stage else None,
        step="" if newest else step,
        renews=f"{flow.name}.{point.renews}" if point.renews else "",
        file=flow.file,
        at=point.at,
    )


def same(attribute: str, value: Scalar) -> Condition:
    """The attribute of the case has this value."""
    return Compare(attribute, Operator.EQUAL, value)


def has_come(attribute: str) -> Condition:
    """The attribute's day has come; whether it was told of before is known from memory."""
    return Compare(attribute, Operator.AT_MOST, Today(NOW))
