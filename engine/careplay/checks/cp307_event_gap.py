"""A text needs something of an event that the rule's occasion does not have.

``{event.amount}`` is an attribute of the event that gave the occasion::

    when: {anniversary: birthday}
    do: [{call: "谢谢您购买{event.product}", to: adviser}]

A birthday is no event, so there is nothing to print. Use a fact, or a rule of an event that has
the attribute::

    when: {after: purchase, days: 7}
    do: [{call: "谢谢您购买{event.product}", to: adviser}]
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic, did_you_mean
from careplay.language.rules.texts import MOMENT, gap_at, placeholders
from careplay.model.business import Business, EventType
from careplay.model.rules import Action, Placeholder, Scope
from careplay.model.triggers import event_of

CODE = "CP307"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each event gap of a text, in a rule whose event cannot fill it."""
    for rule in business.rules:
        event = business.event_types.get(event_of(rule.trigger) or "")
        for action in rule.actions:
            for gap in _gaps(action):
                if event is None or (gap.name != MOMENT and gap.name not in event.attributes):
                    what = f'"{{event.{gap.name}}}" cannot be filled{_of(action)}'
                    yield rule_fault(
                        rule, CODE, what, _way(gap.name, event), gap_at(gap, action)
                    )


def _gaps(action: Action) -> tuple[Placeholder, ...]:
    """The first gap of each name."""
    gaps = placeholders((*action.text, *action.reason))
    found: dict[str, Placeholder] = {}
    for gap in gaps:
        if gap.scope is Scope.EVENT:
            found.setdefault(gap.name, gap)
    return tuple(found.values())


def _of(action: Action) -> str:
    return f' in template "{action.template}"' if action.template else ""


def _way(name: str, event: EventType | None) -> str:
    if event is None:
        return "only a rule that waits for an event, with event:, after: or before:, has one"
    known = did_you_mean(name, event.attributes, "attributes").removeprefix("; ")
    return f'event type "{event.name}" has no attribute "{name}": {known}'
