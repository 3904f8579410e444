"""A column, by its heading and its values: what it means and of what type it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from careplay.frozen import dataclass
from careplay.masks import without_shapes
from careplay.model.types import TIMES, Type
from careplay.proposing.forms import ValueForm, form_of
from careplay.proposing.meanings import meaning_of

TEXTS = frozenset(
    ("key", "event_key", "staff_id", "phone", "email", "wechat", "identity", "address", "ref",
     "name", "who", "id", "note", "honorific", "item")
)  # fmt: skip
"""What is text whatever its values look like."""
PERSONAL = frozenset(("birthday", "phone", "email", "wechat", "identity", "address", "name"))
SHAPED = 0.3
"""A text is personal where so much of it looks like a phone, a card or an address of mail."""


class LookedAt(Protocol):
    """A column as it was looked at."""

    @property
    def heading(self) -> str:
        """What the file calls it."""
        ...

    @property
    def rows(self) -> int:
        """How many rows there are."""
        ...

    @property
    def filled(self) -> int:
        """In how many of them it stands."""
        ...

    @property
    def different(self) -> int:
        """How many values it has."""
        ...

    @property
    def values(self) -> tuple[tuple[str, int], ...]:
        """The commonest, with their numbers."""
        ...


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """A column, and what it was taken for."""

    heading: str
    meaning: str
    """A word of ``MEANINGS``; empty where the heading tells nothing."""
    form: ValueForm
    rows: int
    filled: int
    different: int
    values: tuple[tuple[str, int], ...]
    personal: bool

    @property
    def type(self) -> Type:
        """The type of its values."""
        return self.form.type

    @property
    def is_unique(self) -> bool:
        """Whether it tells rows apart."""
        return 0 < self.filled == self.different == self.rows

    @property
    def words(self) -> frozenset[str]:
        """Its values, as far as they were looked at."""
        return frozenset(value.lstrip("'") for value, _ in self.values)


def guessed(column: LookedAt) -> GuessedColumn:
    """What the column is taken for."""
    meaning = meaning_of(column.heading)
    values = column.values
    time = meaning in {"birthday", "joined", "at"}
    form = form_of(values, column.rows, time=time, boolean=meaning == "consent")
    if meaning in TEXTS or (meaning in {"birthday", "at", "joined"} and form.type not in TIMES):
        form = ValueForm(Type.TEXT)
    elif meaning == "amount" and form.type is Type.INTEGER:
        form = replace(form, type=Type.MONEY)
    elif meaning == "birthday" and form.type is Type.MOMENT:
        form = replace(form, type=Type.DATE)
    elif form.type is Type.INTEGER and _is_like_a_key(column):
        form = ValueForm(Type.TEXT)
    personal = meaning in PERSONAL or (form.type is Type.TEXT and _is_shaped(values))
    return GuessedColumn(
        column.heading,
        meaning,
        form,
        column.rows,
        column.filled,
        column.different,
        values,
        personal and meaning not in {"key", "event_key", "ref", "id", "staff_id"},
    )


def _is_like_a_key(column: LookedAt) -> bool:
    """Long numbers, no two alike, count nothing."""
    return column.different == column.filled and all(
        len(value) > 8 for value, _ in column.values
    )


def _is_shaped(values: tuple[tuple[str, int], ...]) -> bool:
    shaped = sum(without_shapes(value) != value for value, _ in values[:500])
    return shaped > SHAPED * max(1, len(values[:500]))
