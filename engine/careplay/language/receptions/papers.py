"""What the papers of a reception say and keep quiet: hours, check-lists, masked names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time

from careplay.frozen import dataclass
from careplay.language.codes import CHECKED_IN_OPENLY, UNKNOWN_ATTRIBUTE, UNKNOWN_FACT
from careplay.language.nodes import Node
from careplay.language.receptions.levels import EVENT
from careplay.language.receptions.lists import Lists, known_levels
from careplay.language.receptions.times import Anchor, Time
from careplay.language.rules.actions import Means
from careplay.language.suggestions import way_out
from careplay.language.values.moments import clock
from careplay.language.wrong import Wrong
from careplay.model.business import EventType
from careplay.model.facts import Declared
from careplay.model.receptions import Reception
from careplay.model.rules import Action, Due, Placeholder, Scope, Text
from careplay.model.types import Span, Unit

CHECK_IN_AT, CHECK_OUT_AT = time(14), time(12)
END_OF_DAY = time(23, 59)
PLACES = {
    "zh": {"room": "入住登记在客房办理", "floor": "入住登记在楼层办理"},
    "en": {"room": "Check-in is done in the room", "floor": "Check-in is done on the floor"},
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What is the same for all items of a reception."""

    reception: Reception
    lists: Lists
    language: str
    private: frozenset[tuple[Scope, str]]
    arrives: time
    leaves: time
    checked_in: Mapping[str, str]
    """By level, where the guest is checked in."""

    def of(self, action: Action, at: Time, rotate: Sequence[str], level: str) -> Action:
        """The action as it is printed for one level."""
        checklist = action.checklist
        if on_arrival(at) and level in self.checked_in:
            checklist = (self._words()[self.checked_in[level]], *checklist)
        return replace(
            action,
            text=self._kept_quiet((*action.text, *self._hours(at))),
            reason=self._kept_quiet(action.reason),
            due=self._due(at),
            checklist=checklist,
            rotate=tuple(rotate),
        )

    def closing(self, deed: Node, means: Means) -> tuple[str, ...]:
        """The last line of a check-list, with who does it: ``环视检查（客房主管）``."""
        last, by = deed.text("last"), deed.text("by")
        role = means.roles.get(by)
        if not last:
            return ()
        return (last + self._aside((role.label or by) if role else by) if by else last,)

    def _due(self, at: Time) -> Due:
        if at.anchor is Anchor.NIGHT:
            return Due(by=at.by or END_OF_DAY)
        arriving = at.anchor is Anchor.ARRIVAL
        usual = self.arrives if arriving else self.leaves
        counted = at.span.amount == 0 or at.span.unit is Unit.HOURS
        by = at.by or (usual if counted else END_OF_DAY)
        of = self.reception.arrival if arriving else self.reception.departure
        return Due(at.span, by, of, not_before_today=True)

    def _hours(self, at: Time) -> Text:
        """From when a night's work may be done; until when is its due moment."""
        if at.since is None or at.by is None:
            return ()
        return (self._aside(f"{at.since:%H:%M}-{at.by:%H:%M}"),)

    def _aside(self, words: str) -> str:
        return f"（{words}）" if self.language == "zh" else f" ({words})"

    def _kept_quiet(self, text: Text) -> Text:
        return tuple(
            replace(piece, masked=True)
            if isinstance(piece, Placeholder) and (piece.scope, piece.name) in self.private
            else piece
            for piece in text
        )

    def _words(self) -> Mapping[str, str]:
        return PLACES["zh" if self.language == "zh" else "en"]


def on_arrival(at: Time) -> bool:
    """Whether the item is done as the guest comes."""
    return at.anchor is Anchor.ARRIVAL and at.span == Span(0)


def private(
    node: Node, record: EventType, declared: Mapping[str, Declared], means: Means
) -> frozenset[tuple[Scope, str]]:
    """The facts and attributes of which texts show only the first letter.

    Unless told, every fact that is personal.
    """
    if node.get("private") is None:
        return frozenset((Scope.FACT, fact.name) for fact in declared.values() if fact.personal)
    found = set()
    for row in node.rows("private"):
        name = row.value if isinstance(row.value, str) else ""
        attribute = name.removeprefix(EVENT)
        if name.startswith(EVENT) and attribute in record.attributes:
            found.add((Scope.EVENT, attribute))
        elif name in means.gaps.facts:
            found.add((Scope.FACT, name))
        elif name.startswith(EVENT):
            known = (EVENT + each for each in record.attributes)
            what = f'"{name}" names no attribute of the stays'
            row.say(UNKNOWN_ATTRIBUTE, what, way_out(name, known, "attributes"))
        elif name:
            way = way_out(name, means.gaps.facts, "facts")
            row.say(UNKNOWN_FACT, f'unknown fact "{name}"', way)
    return frozenset(found)


def checked_in(node: Node, levels: Sequence[str]) -> dict[str, str]:
    """Where guests of each level are checked in: in the room or on their floor."""
    told = node.get("check_in")
    if told is None:
        return {}
    columns = dict(told.entries())
    found: dict[str, str] = {}
    for level, below in (columns or dict.fromkeys(levels, told)).items():
        if columns and not known_levels(below, below.key_at, level, levels):
            continue
        if below.value in PLACES["en"]:
            found[level] = str(below.value)
        else:
            what = f'a guest of a reception cannot be checked in at "{below.value}"'
            below.say(CHECKED_IN_OPENLY, what, 'write "room" or "floor", where nobody looks on')
    return found


def hour(node: Node, key: str, usual: time) -> time:
    """The time of day under the key."""
    told = node.get(key)
    if told is None or not isinstance(told.value, str):
        return usual
    found = clock(told.value)
    if isinstance(found, Wrong):
        told.tell(found)
        return usual
    return END_OF_DAY if found == time.max else found
