"""What became of an action, told by events: ``action.done`` and its like."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.language.codes import BAD_OUTCOME
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.actions import OUTCOMES
from careplay.model.business import EventType
from careplay.model.types import Type

PREFIX = "action."
ACTION, UNTIL = ("action", Type.TEXT), ("until", Type.DATE)
NEEDED: Mapping[str, tuple[tuple[str, Type], ...]] = {
    name: (ACTION, UNTIL) if name == "action.snoozed" else (ACTION,) for name in OUTCOMES
}
"""What each event type that tells an outcome must have."""


def outcomes(events: Node | None, known: Mapping[str, EventType]) -> None:
    """Tell an outcome that is none, and one that lacks what it must tell."""
    if events is None:
        return
    for name, told in events.entries("types"):
        below = told.called(f'event type "{name}"')
        if not name.startswith(PREFIX) or name not in known:
            continue
        if name not in OUTCOMES:
            what, way = f'unknown outcome "{name}"', way_out(name, OUTCOMES, "outcomes")
            below.called("").say(BAD_OUTCOME, what, way, below.key_at)
            continue
        for attribute, kind in NEEDED[name]:
            found = known[name].attributes.get(attribute)
            if found is None or found.type is not kind:
                what = f'"{attribute}" of type {kind} is missing'
                way = f"write {{{', '.join(f'{a}: {t}' for a, t in NEEDED[name])}}}"
                below.say(BAD_OUTCOME, what, way, below.key_at)
                break
