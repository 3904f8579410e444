"""Who has which level of a reception, as conditions; and the levels there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from careplay.frozen import dataclass
from careplay.language.codes import BAD_LEVEL_FACT, UNKNOWN_ATTRIBUTE, UNKNOWN_FACT
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import EventType
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    TextCompare,
    TextOperator,
)
from careplay.model.receptions import Reception
from careplay.model.types import Type

EVENT = "event."
NOBODY = frozenset(("none", "无"))
"""The words of a level by which a guest has no reception."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """What tells a guest's level, and the levels from the highest down."""

    fact: str
    levels: tuple[str, ...]
    raised: str = ""
    agreed: str = ""

    def of(self, levels: Sequence[str]) -> Condition:
        """Whether the guest's level, as it was raised if it was, is one of these."""
        chosen = [level for level in self.levels if level in levels]
        if chosen == [*self.levels[: len(chosen)]]:  # nothing above them is left out
            return self._told(chosen)
        each = tuple(self._exactly(level) for level in chosen)
        return each[0] if len(each) == 1 else AnyOf(each)

    def _exactly(self, level: str) -> Condition:
        higher = self.levels[: self.levels.index(level)]
        return AllOf(
            (self._told([level]), *(NoneOf((each,)) for each in self._sources(higher)))
        )

    def _told(self, levels: Sequence[str]) -> Condition:
        sources = tuple(self._sources(levels))
        return sources[0] if len(sources) == 1 else AnyOf(sources)

    def _sources(self, levels: Sequence[str]) -> Iterable[Condition]:
        yield _one_of(self.fact, levels)
        if self.raised:
            # A level that nobody raised is no open question.
            name = EVENT + self.raised
            yield AllOf((Not(Missing(name)), _one_of(name, levels)))

    def lists(self, items: Sequence[str]) -> Condition:
        """Whether the stay's agreed items, if there are any, have one of these."""
        listed = (TextCompare(self.agreed, TextOperator.CONTAINS, each) for each in items)
        return AnyOf((Missing(self.agreed), *listed))

    def agreed_with(self, levels: Sequence[str]) -> Condition:
        """Whether items were agreed for a guest of one of these levels."""
        return AllOf((Not(Missing(EVENT + self.agreed)), self.of(levels)))


def _one_of(name: str, levels: Sequence[str]) -> Condition:
    if len(levels) == 1:
        return Compare(name, Operator.EQUAL, levels[0])
    return OneOf(name, tuple(levels))


def level_kind(node: Node, record: EventType, vocabulary: Vocabulary) -> Kind | None:
    """The kind of what ``level:`` names; None where it has none that can be gone by."""
    told, name = node.get("level"), node.text("level")
    if told is None or not name:
        return None
    if name.startswith(EVENT):
        found = _attribute(told, name, record)
    elif name in vocabulary.kinds:
        found = vocabulary.kinds[name]
    else:
        what = f'unknown fact "{name}"'
        told.say(UNKNOWN_FACT, what, way_out(name, vocabulary.kinds, "facts"))
        return None
    if found is not None and found.type not in {Type.CHOICE, Type.TEXT}:
        way = "a level is a word: a decision table, a tier, or a fact of type choice"
        told.say(BAD_LEVEL_FACT, f'"{name}" is of type {found.type}, so it is no level', way)
        return None
    return found


def _attribute(told: Node, name: str, record: EventType) -> Kind | None:
    attribute = record.attributes.get(name.removeprefix(EVENT))
    if attribute is None:
        what = f'"{name}" names no attribute of the stays'
        known = (EVENT + each for each in record.attributes)
        told.say(UNKNOWN_ATTRIBUTE, what, way_out(name, known, "attributes"))
        return None
    return Kind(attribute.type, attribute.choices)


def levels_of(
    node: Node, reception: Reception, kind: Kind, named: Iterable[str]
) -> tuple[str, ...]:
    """The levels from the highest down: those told, else the choices, else what items name."""
    if reception.levels or kind.choices:
        return reception.levels or tuple(word for word in kind.choices if word not in NOBODY)
    words = tuple(dict.fromkeys(named))
    if len(words) > 1:
        way = "levels: [A, B, C], from the highest down"
        node.say(BAD_LEVEL_FACT, "nothing tells which level is the highest", way, node.key_at)
    return words
