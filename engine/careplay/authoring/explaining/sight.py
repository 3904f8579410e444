"""What a condition sees on an occasion: values with their types, and a clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from careplay.authoring.explaining.written import WrittenCells
from careplay.diagnostics import Position
from careplay.frozen import dataclass
from careplay.masks import masked, without_shapes
from careplay.meaning.clock import Clock
from careplay.meaning.truth import Row
from careplay.meaning.words import cell_text
from careplay.model.business import Business, Person
from careplay.model.parameters import value_or_first
from careplay.model.personal import Names, names_of
from careplay.model.types import Scalar, Type
from careplay.model.words import plain, scalar_of
from careplay.outputs.masking import FREE
from careplay.outputs.naming import EVENT, Naming, naming

MOMENT_OF_EVENT = "event.at"
PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class DaysNames:
    """What is the same for all rules."""

    business: Business
    names: Names
    naming: Naming
    written: WrittenCells

    @classmethod
    def of(cls, business: Business, people: Iterable[Person]) -> DaysNames:
        """Those of a business and of who works there."""
        cells = WrittenCells(business.bounds)
        return cls(business, names_of(business), naming(business, people), cells)

    def kind(self, name: str) -> Type:
        """The type of a fact, or of an attribute of the occasion's event."""
        return Type.MOMENT if name == MOMENT_OF_EVENT else self.names.types[name]

    def label(self, name: str) -> str:
        """What the business calls it."""
        return self.naming.labels.get(name, name.removeprefix(EVENT))

    def is_hidden(self, name: str) -> bool:
        """Whether its values are masked where they are shown."""
        return name in self.names.personal

    def shown(self, name: str, value: Scalar | None) -> str | None:
        """The value as it may be shown; None where it is missing."""
        if value is None:
            return None
        kind = self.kind(name)
        text = plain(value, kind)
        if self.is_hidden(name):
            return masked(text, text=kind is Type.TEXT)
        free = kind in FREE and name not in self.names.keys
        return without_shapes(text) if free else text


@dataclass(frozen=True, slots=True)
class Sight:
    """What a rule's condition is asked of."""

    known: DaysNames
    row: Row
    clock: Clock
    file: str
    """Where the condition is written."""

    def written(self, file: str, at: Position) -> str:
        """What stands there, each parameter with its value on the day; empty if not known."""
        return PARAMETER.sub(self._with_value, self.known.written.at(file, at))

    def _with_value(self, found: re.Match[str]) -> str:
        named = self.clock.parameters
        if found[1] not in named:
            return found[0]
        return f"{found[0]} ({cell_text(value_or_first(named[found[1]], self.clock.day))})"


def values_of(because: list[dict[str, str | None]], known: DaysNames) -> Row:
    """The values that an onlooker tells, but for those of its own."""
    told: Mapping[str, str | None] = {str(each["fact"]): each["value"] for each in because[1:]}
    return {
        name: scalar_of(text, known.kind(name))
        for name, text in told.items()
        if not name.startswith("#")
    }
