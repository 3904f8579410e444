"""What became of an action, told by events: ``action.done`` and its like."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.language.codes import BAD_OUTCOME
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.actions import OUTCOMES
from careplay.model.business import EventType
from careplay.model.outcomes import TELLS

PREFIX = "action."


def outcomes(events: Node | None, known: Mapping[str, EventType]) -> None:
    """Tell an outcome that is none, and one that tells something of another type."""
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
        for attribute, kind in TELLS[name].items():
            found = known[name].attributes.get(attribute)
            if found is None or found.type is not kind:
                what = f'"{attribute}" of type {kind} is missing'
                way = f"write {{{', '.join(f'{a}: {t}' for a, t in TELLS[name].items())}}}"
                below.say(BAD_OUTCOME, what, way, below.key_at)
                break
