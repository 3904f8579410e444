"""What is expected of a day: actions that are told, held, not told, or undecided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from careplay.frozen import dataclass
from careplay.language.codes import UNKNOWN_CHANNEL, UNKNOWN_FACT, UNKNOWN_ROLE
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.stories.cells import moment
from careplay.language.stories.world import StoryWorld, person, rule_name
from careplay.language.suggestions import way_out
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.model.stories import NOBODY, Expectation, Expected, Likeness, Likening

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ExpectationKey:
    """A key of an expectation: the column it speaks of, and how it is held against it."""

    column: str
    likeness: Likeness = Likeness.SAME


KEYS: Mapping[str, ExpectationKey] = {
    "to": ExpectationKey("owner"),
    "role": ExpectationKey("role"),
    "due": ExpectationKey("due_at"),
    "says": ExpectationKey("text", Likeness.WITHIN),
    "never_says": ExpectationKey("text", Likeness.NOWHERE),
    "checks": ExpectationKey("checklist", Likeness.WITHIN),
    "asks": ExpectationKey("ask", Likeness.WITHIN),
    "verb": ExpectationKey("verb"),
    "channel": ExpectationKey("channel"),
    "category": ExpectationKey("category"),
    "priority": ExpectationKey("priority"),
    "approve": ExpectationKey("approve"),
    "reason": ExpectationKey("reason", Likeness.WITHIN),
    "attempt": ExpectationKey("attempt"),
    "as": ExpectationKey("status"),
    "held_by": ExpectationKey("held_by"),
    "until": ExpectationKey("deferred_to"),
}


def expectations(node: Node, world: StoryWorld, on: date) -> Iterator[Expectation]:
    """What stands under ``told``, ``held``, ``not_told`` and ``undecided``, in this order."""
    for wanted in Expected:
        for row in node.rows(wanted.value):
            if wanted is Expected.TOLD and row.value == NOTHING:
                continue
            found = _expectation(row, wanted, world, on)
            if found is not None:
                yield found


def tells_all(node: Node) -> bool:
    """Whether nothing is due but what is expected to be told."""
    told, only = node.get(Expected.TOLD.value), node.get("only")
    alone = only is not None and only.value is True
    return alone or (told is not None and told.value == NOTHING)


def _expectation(
    row: Node, wanted: Expected, world: StoryWorld, on: date
) -> Expectation | None:
    named = row.get("rule") if isinstance(row.value, dict) else row
    rule = None if named is None else rule_name(named, world.business)
    whose = row.get("customer")
    customer = None if whose is None else person(whose, world.customers, "customer")
    compared = tuple(each for key in KEYS for each in _compared(row, key, world, on))
    wanting = _wanting(row, world)
    if rule is None:
        return None
    return Expectation(wanted, rule, customer, compared, wanting, row.at)


def _wanting(row: Node, world: StoryWorld) -> str:
    """The fact under ``for``; empty where there is none, or no such fact."""
    node = row.get("for")
    if node is None:
        return ""
    text, business = row.text("for"), world.business
    attributes = {name for each in business.event_types.values() for name in each.attributes}
    if text.removeprefix("event.") in attributes:
        return text
    return _known(node, text, business.facts, ("fact", UNKNOWN_FACT)) or ""


def _compared(row: Node, key: str, world: StoryWorld, on: date) -> Iterator[Likening]:
    asked = KEYS[key]
    for below in row.rows(key):
        text = _text(below, key, world, on)
        if text is not None:
            yield Likening(key, asked.column, asked.likeness, text)


def _text(node: Node, key: str, world: StoryWorld, on: date) -> str | None:
    """What is written, as the action would tell it; None where it is told to be wrong."""
    value = plain_value(node.value)
    text = "" if value is None else spelt(value)
    if key == "to":
        return "" if text == NOBODY else person(node, world.staff, "person")
    if key in {"role", "approve"}:
        return _known(node, text, world.business.roles, ("role", UNKNOWN_ROLE))
    if key == "channel":
        return _known(node, text, world.business.channels, ("channel", UNKNOWN_CHANNEL))
    if key == "due":
        return _date(node, moment(text, on), "%Y-%m-%d %H:%M")
    return _date(node, day(text), "%Y-%m-%d") if key == "until" else text


def _date(node: Node, found: date | Wrong, form: str) -> str | None:
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    return found.strftime(form)


def _known(
    node: Node, text: str, known: Mapping[str, object], noun: tuple[str, str]
) -> str | None:
    name, code = noun
    if text in known:
        return text
    node.say(code, f'unknown {name} "{text}"', way_out(text, known, f"{name}s"))
    return None
