"""Whom what is to be done in a case is never for: ``not_to:`` of the flow and of one row."""

from __future__ import annotations

from dataclasses import replace

from careplay.language.codes import BAD_FACT, UNKNOWN_ATTRIBUTE
from careplay.language.lowering.flows.ground import FlowLowering
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.rules import Action
from careplay.model.types import Type

EVENT = "event."


def sparing(lowering: FlowLowering, action: Action, row: Node | None = None) -> Action:
    """The action, with those whom it is not for, and who is asked where that leaves nobody."""
    written = (
        lowering.node.get("not_to") or lowering.top.get("not_to"),
        row and row.get("not_to"),
    )
    named = (name for told in written if told for name in _named(lowering, told))
    spared = tuple(dict.fromkeys(named))
    if not spared:
        return action
    late = (each.text("escalate") for each in lowering.node.rows("late"))
    above = (role for role in late if role in lowering.means.roles and role != action.to)
    return replace(action, not_to=spared, instead=tuple(dict.fromkeys(above)))


def _named(lowering: FlowLowering, told: Node) -> tuple[str, ...]:
    """What is written there: one name, or several."""
    return tuple(name for row in told.rows() if (name := _person(lowering, row)))


def _person(lowering: FlowLowering, told: Node) -> str:
    """An attribute of the case, else a fact, of type staff; what is neither is told."""
    if not isinstance(told.value, str):
        return ""  # the schema has said so
    name = told.value.removeprefix(EVENT)
    attributes = lowering.record.attributes
    kinds = lowering.ground.vocabulary.kinds
    if name not in attributes and name not in kinds:
        known = [*attributes, *kinds]
        what = f'unknown attribute or fact "{name}"'
        told.say(UNKNOWN_ATTRIBUTE, what, way_out(name, known, "attributes and facts"))
        return ""
    kind = kinds.get(name)
    of_case = name in attributes
    type_ = attributes[name].type if of_case else kind.type if kind else Type.STAFF
    if type_ is not Type.STAFF:
        noun = "attribute" if of_case else "fact"
        what = f'{noun} "{name}" is of type {type_}, so it names nobody'
        told.say(BAD_FACT, what, f"declare it as {name}: staff")
    return f"{EVENT}{name}" if of_case else name
