"""The columns of ``actions``, the one table that every engine gives and every output takes."""

from __future__ import annotations

from typing import Any, TypeAlias

ACTION_COLUMNS: tuple[tuple[str, str], ...] = (
    ("action_id", "VARCHAR"),
    ("code", "VARCHAR"),
    ("date", "DATE"),
    ("status", "VARCHAR"),
    ("customer_id", "VARCHAR"),
    ("business", "VARCHAR"),
    ("playbook", "VARCHAR"),
    ("rule", "VARCHAR"),
    ("occasion", "VARCHAR"),
    ("verb", "VARCHAR"),
    ("channel", "VARCHAR"),
    ("channels", "VARCHAR[]"),
    ("category", "VARCHAR"),
    ("role", "VARCHAR"),
    ("owner", "VARCHAR"),
    ("due_at", "TIMESTAMP"),
    ("priority", "VARCHAR"),
    ("title", "VARCHAR"),
    ("text", "VARCHAR"),
    ("checklist", "VARCHAR[]"),
    ("ask", "VARCHAR[]"),
    ("reason", "VARCHAR"),
    ("approve", "VARCHAR"),
    ("because", "STRUCT(fact VARCHAR, value VARCHAR)[]"),
    ("source", "VARCHAR[]"),
    ("attempt", "INTEGER"),
    ("supersedes", "VARCHAR"),
    ("deferred_to", "DATE"),
    ("held_by", "VARCHAR"),
    ("winner", "VARCHAR"),
)
"""Name and SQL type, in order; an engine's relation has exactly these, its rows in order."""

KEPT_COLUMNS: tuple[tuple[str, str], ...] = (
    ("index", "INTEGER"),
    ("record", "VARCHAR"),
    ("ref", "VARCHAR"),
    ("item", "VARCHAR"),
    ("about", "DATE"),
)
"""What a row is, kept beside those for the days after, and told to nobody.

``index`` is the action's place in its rule, from 0. An action of a case or a stay has the flow
or reception, ``record``, and the text of the attribute that tells one from another, ``ref``; of
a reception also the ``item``, whatever the level, and the date that it is about.
"""

WHOLE_COLUMNS = (*ACTION_COLUMNS, *KEPT_COLUMNS)

OF_ANOTHER_RUN = ("code", "attempt", "supersedes")
"""The columns in which an action told again on its day may differ from itself."""

ActionRow: TypeAlias = dict[str, Any]
"""An action, by the names of ``WHOLE_COLUMNS``; what people read has ``ACTION_COLUMNS``."""

CONDITION, UNDECIDED, RULE, GONE = "condition", "undecided", "rule", "gone"
"""What ``held_by`` says of an action that comes back and may not be done: its condition does
not hold, or cannot be decided; its rule asks for it no more; what gave occasion is no more."""
CHANNELS = "channels"
"""What it says where no channel is left."""
UNDONE = "undone"
"""What it says of an action that nobody did, and that is let go."""

OUTCOME_KINDS = ("snoozed", "unreached", "refused", "done")
"""What may become of an action, the least telling first: of one moment the last one counts."""

OPEN = ("due", "deferred")
"""The statuses by which an action is to be done, now or later."""
OVER = frozenset({"refused", "done"})
"""The kinds after which an action is open no more."""

SNOOZED = "action.snoozed"
PUT_OFF = (SNOOZED, "action.unreached")
"""The event types by which an action comes back."""
OUTCOMES = tuple(f"action.{kind}" for kind in reversed(OUTCOME_KINDS))
"""The event types that tell what became of an action; of one that is done for the business or a
store there is no customer to name."""

ACTION, UNTIL = "action", "until"
"""Their attributes that hold the id of the action, and the day to which it is put off."""
