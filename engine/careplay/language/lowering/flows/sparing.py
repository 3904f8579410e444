"""Who does what is to be done in a case: ``who:`` first, and never whom ``not_to:`` names."""

from __future__ import annotations

from dataclasses import replace

from careplay.language.lowering.flows.ground import FlowLowering
from careplay.language.nodes import Node
from careplay.language.rules.people import NamedPeople, persons
from careplay.model.rules import Action


def sparing(lowering: FlowLowering, action: Action, row: Node | None = None) -> Action:
    """The action, with those whom it is not for, and who is asked where that leaves nobody.

    Whom ``who:`` of the row names is asked first.
    """
    named = NamedPeople(lowering.record.attributes, lowering.ground.vocabulary.kinds)
    whole = lowering.node.get("not_to") or lowering.top.get("not_to")
    own = row and row.get("not_to")
    spared = tuple(dict.fromkeys((*persons(whole, named), *persons(own, named))))
    first = persons(row.get("who"), named) if row else ()
    action = replace(action, who=first[0]) if first else action
    return replace(action, not_to=spared, instead=above(lowering, action)) if spared else action


def above(lowering: FlowLowering, action: Action) -> tuple[str, ...]:
    """The roles of ``late:``, which are asked where nobody is left of the action's own."""
    late = (each.text("escalate") for each in lowering.node.rows("late"))
    known = (role for role in late if role in lowering.means.roles and role != action.to)
    return tuple(dict.fromkeys(known))
