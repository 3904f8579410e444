"""What a rule remembers: ``once: per delivery``, ``once: 90 days``, ``catch_up: latest``."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from careplay.diagnostics import quoted
from careplay.language.codes import BAD_ONCE, BAD_SPAN, REPEATED_NAME
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.values.spans import span
from careplay.language.wrong import Wrong
from careplay.model.rules import CatchUp, Once, Per
from careplay.model.triggers import Absent, Trigger, event_of
from careplay.model.types import Parameter, Unit

WAY = 'write "per event", "per year", "90 days" or "ever"'
WORDS = {"per event": Per.EVENT, "per year": Per.YEAR, "ever": Per.EVER}
DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


def once(node: Node, trigger: Trigger | None) -> Once | None:
    """How often the rule may act; None where it does not say, or says it wrongly."""
    told = node.get("once")
    if told is None or not isinstance(told.value, str):
        return None
    found = _once(node.text("once").strip(), trigger)
    if isinstance(found, Wrong):
        told.tell(found)
        return None
    return found


def catch_up(node: Node) -> CatchUp:
    """What the rule does about missed days; nothing unless told."""
    word = node.text("catch_up")
    return CatchUp(word) if word in set(CatchUp) else CatchUp.SKIP


def former_ids(definitions: Iterable[Definition], ids: Collection[str]) -> None:
    """Tell where a rule is said to have had an id that another has, or is said to have had."""
    seen: set[str] = set()
    for each in definitions:
        for old in each.node.words("was"):
            if (old in ids and old != each.name) or old in seen:
                told = each.node.get("was") or each.node
                what = f"{quoted(old)} is no former id: another rule has that id"
                told.say(REPEATED_NAME, what, "name ids that no rule has any more", told.at)
            seen.add(old)


def day_count(text: str) -> int | Wrong:
    """A number of days, at least one, written in days or weeks."""
    found = span(text, tuple(DAYS))
    if isinstance(found, Wrong):
        return found
    if isinstance(found.amount, Parameter):
        return Wrong(BAD_SPAN, f"{quoted(text)} is no fixed number of days", "write 90 days")
    if found.amount < 1:
        return Wrong(BAD_SPAN, f"{quoted(text)} is no time at all", "write at least 1 day")
    return found.amount * DAYS[found.unit]


def _once(text: str, trigger: Trigger | None) -> Once | Wrong:
    if text in WORDS:
        return Once(WORDS[text])
    if text.startswith("per "):
        return _per(text.removeprefix("per ").strip(), trigger)
    if text[:1].isdigit() or text.startswith("$"):
        found = day_count(text)
        return found if isinstance(found, Wrong) else Once(Per.DAYS, found)
    return Wrong(BAD_ONCE, f"{quoted(text)} does not say how often", WAY)


def _per(name: str, trigger: Trigger | None) -> Once | Wrong:
    """Per event of the type the rule waits for, which is the same as per event."""
    own = _event_of(trigger)
    if trigger is None or name == own:
        return Once(Per.EVENT)
    known = [word.removeprefix("per ") for word in WORDS if word.startswith("per ")]
    way = way_out(name, (*known, *([own] if own else [])), "words")
    return Wrong(BAD_ONCE, f'the rule does not wait for "{name}"', way, name)


def _event_of(trigger: Trigger | None) -> str:
    if isinstance(trigger, Absent):
        return trigger.event
    return ("" if trigger is None else event_of(trigger)) or ""
