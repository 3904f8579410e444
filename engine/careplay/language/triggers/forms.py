"""The forms of ``when:``: which key says what kind of trigger it is, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.language.nodes import Node
from careplay.language.triggers.calendar import every, holiday, solar_term
from careplay.language.triggers.changes import crosses, enters, leaves
from careplay.language.triggers.dates import after, anniversary, before
from careplay.language.triggers.happenings import absent, happens
from careplay.language.triggers.keys import SPANS
from careplay.language.triggers.sources import World
from careplay.model.triggers import Direction, Trigger

FormReader: TypeAlias = Callable[[Node, str, World], Trigger | None]
"""The trigger of a mapping, by what is written for the form's own key."""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of trigger: how it is read, and the keys beside its own."""

    read: FormReader
    beside: tuple[str, ...] = ()
    """The keys that may stand beside it."""
    one_of: tuple[str, ...] = ()
    """Those of which there must be exactly one."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Those that stand beside another only."""


FORMS: Mapping[str, Form] = {
    "anniversary": Form(
        anniversary, ("before", "where", "leap_day", "leap_month", "short_month")
    ),
    "after": Form(after, ("where", *SPANS), SPANS),
    "before": Form(before, ("where", *SPANS), SPANS),
    "absent": Form(
        absent,
        ("days", "weeks", "months", "again", "times", "where"),
        ("days", "weeks", "months"),
        {"times": "again"},
    ),
    "event": Form(happens, ("where",)),
    "holiday": Form(holiday, ("before",)),
    "solar_term": Form(solar_term, ("before",)),
    "every": Form(every, ("on", "before")),
    "enters": Form(enters),
    "leaves": Form(leaves),
    "crosses": Form(crosses, tuple(Direction), tuple(Direction)),
}
"""By the key that chooses the form, in the order in which they are told."""

BESIDE_OTHERS = frozenset(key for key in FORMS for form in FORMS.values() if key in form.beside)
"""``before`` chooses a form where nothing else does."""


def form_of(keys: Collection[str]) -> str | None:
    """The key that chooses the form of these; None where they go together in no form."""
    told = [key for key in FORMS if key in keys]
    chosen = [key for key in told if key not in BESIDE_OTHERS] or told
    return chosen[0] if len(chosen) == 1 and _go_together(chosen[0], keys) else None


def _go_together(chosen: str, keys: Collection[str]) -> bool:
    form = FORMS[chosen]
    if not {*keys} <= {chosen, *form.beside}:
        return False
    if form.one_of and sum(key in keys for key in form.one_of) != 1:
        return False
    return all(other in keys for key, other in form.needs.items() if key in keys)
