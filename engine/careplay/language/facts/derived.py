"""Facts made of events and of other facts, each after those it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.frozen import dataclass
from careplay.language.codes import CIRCLE_OF_FACTS
from careplay.language.conditions.mappings import condition
from careplay.language.facts.measures import measure
from careplay.language.facts.rankings import ranked_by, tier, top
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.names import Definition
from careplay.language.tables.sheets import NO_SHEETS, Sheets
from careplay.language.tables.table import WrittenTable, decision_table, written_table
from careplay.model.business import DatedParameter, EventType
from careplay.model.facts import (
    Declared,
    Derived,
    Segment,
    Tier,
    Top,
    choices_of,
    parts_of,
    type_of,
)
from careplay.model.outcomes import tells_own_contact
from careplay.model.tables import DecisionTable
from careplay.model.types import Type

LABEL = frozenset({"label"})
"""What a segment holds besides its condition: what people call it."""


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """The derived facts, in order, and the words by which conditions may ask for any fact."""

    derived: tuple[Derived, ...]
    vocabulary: Vocabulary
    tables: Mapping[str, DecisionTable]


def facts(
    definitions: Mapping[str, Definition],
    declared: Mapping[str, Declared],
    event_types: Mapping[str, EventType],
    parameters: Mapping[str, DatedParameter],
    sheets: Sheets = NO_SHEETS,
) -> DerivedFacts:
    """Every derived fact after those it is made of; a circle is told."""
    made: dict[str, Derived] = {}
    written = _written(definitions, parameters, sheets)
    for name, definition in definitions.items():
        if definition.noun == "measure" and definition.node.get("top") is None:
            found: Derived | None = measure(definition, event_types, parameters)
        else:
            found = top(definition) if definition.noun == "measure" else tier(definition)
        if found is not None:
            made[name] = found
    kinds = _kinds(definitions, declared, made)
    for name, table in written.items():
        del kinds[name]
        kinds |= dict(table.facts())
    vocabulary = Vocabulary(kinds, parameters)
    tables = {name: decision_table(table, vocabulary) for name, table in written.items()}
    for name, definition in definitions.items():
        if definition.noun == "segment":
            made[name] = _segment(definition, vocabulary)
        elif isinstance(ranking := made.get(name), Top | Tier):
            ranked_by(ranking, definition.node, vocabulary)
    decisions = {each.name: each for table in tables.values() for each in table.decisions}
    owners = {name: definitions[each.table] for name, each in decisions.items()}
    known = {name: made[name] for name in definitions if name in made}
    ordered = _Order({**known, **decisions}, {**definitions, **owners})
    return DerivedFacts(ordered.facts(), vocabulary, tables)


def _written(
    definitions: Mapping[str, Definition],
    parameters: Mapping[str, DatedParameter],
    sheets: Sheets,
) -> dict[str, WrittenTable]:
    """The decision tables as they are written."""
    found = {
        name: written_table(definition, parameters, sheets)
        for name, definition in definitions.items()
        if definition.noun == "table"
    }
    return {name: table for name, table in found.items() if table is not None}


def _kinds(
    definitions: Mapping[str, Definition],
    declared: Mapping[str, Declared],
    made: Mapping[str, Derived],
) -> dict[str, Kind | None]:
    """The kind of each name; None where its own fault hides it."""
    kinds: dict[str, Kind | None] = {}
    for name, definition in definitions.items():
        fact = declared.get(name) or made.get(name)
        if fact is not None:
            long_ago = tells_own_contact(fact)
            kinds[name] = Kind(type_of(fact), choices_of(fact), long_ago)
        else:
            kinds[name] = Kind(Type.BOOLEAN) if definition.noun == "segment" else None
    return kinds


def _segment(definition: Definition, vocabulary: Vocabulary) -> Segment:
    node = definition.node
    asked = condition(node, vocabulary, besides=LABEL)
    return Segment(definition.name, asked, node.text("label"), node.document.file, node.key_at)


class _Order:
    """A walk that puts every fact after those it is made of, else as they were written."""

    def __init__(
        self, made: Mapping[str, Derived], definitions: Mapping[str, Definition]
    ) -> None:
        self.made, self.definitions = made, definitions
        self.ready: dict[str, Derived] = {}
        self.told: set[str] = set()

    def facts(self) -> tuple[Derived, ...]:
        for name in self.made:
            self._visit(name)
        return tuple(self.ready.values())

    def _visit(self, first: str) -> None:
        """Depth first, without recursion: a chain of segments may be longer than the stack."""
        open_: dict[str, Iterator[str]] = {}
        name: str | None = first
        while name is not None or open_:
            if name is not None and name not in self.ready:
                open_[name] = iter(parts_of(self.made[name]))
            last = next(reversed(open_), None)
            if last is None:
                return
            name = self._next(open_, last)

    def _next(self, open_: dict[str, Iterator[str]], last: str) -> str | None:
        """The next fact to see to; None where the last one is done."""
        for part in open_[last]:
            if part in open_:
                self._tell([*open_][[*open_].index(part) :])
            elif part in self.made and part not in self.ready:
                return part
        del open_[last]
        self.ready[last] = self.made[last]
        return None

    def _tell(self, circle: list[str]) -> None:
        if self.told & set(circle):
            return
        self.told |= set(circle)
        first = min(circle, key=[*self.made].index)
        turned = circle[circle.index(first) :] + circle[: circle.index(first)]
        node = self.definitions[first].node
        path = " -> ".join(f'"{name}"' for name in (*turned, first))
        what = f"{self.definitions[first].noun} {path} is made of itself"
        node.called("").say(
            CIRCLE_OF_FACTS, what, "let one of them ask something else", node.key_at
        )
