"""What ends a series: ``ends: [purchase, complaint.opened]`` of a rule that acts after a day.

It is lowered to a condition: of none of these types an event came since the day counted from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from careplay.language.codes import BAD_END, UNKNOWN_EVENT_TYPE
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import EventType
from careplay.model.conditions import Compare, Condition, NoneOf, Operator, Today
from careplay.model.facts import Aggregate, Measure
from careplay.model.triggers import After, OfEvent, Trigger
from careplay.model.types import Span, Type, Unit

ENDS = "ends"
LABELS = {"zh": "最近一次{}"}


def latest_of(kind: str) -> str:
    """The name of the measure that tells the latest event of a type; no author's name is so."""
    return f"latest {kind}"


def ending_measures(
    rules: Iterable[Definition], event_types: Mapping[str, EventType], language: str
) -> Iterator[Measure]:
    """The measures by which rules of those know that a series has ended, each once."""
    rows = (row for rule in rules for row in rule.node.rows(ENDS))
    for kind in dict.fromkeys(row.value for row in rows if isinstance(row.value, str)):
        if kind in event_types and not event_types[kind].record:
            label = LABELS.get(language, "latest {}").format(event_types[kind].label or kind)
            yield Measure(latest_of(kind), Aggregate.LATEST, kind, Type.MOMENT, label=label)


def unended(
    node: Node, trigger: Trigger | None, event_types: Mapping[str, EventType]
) -> Iterator[Condition]:
    """The condition that nothing has ended it yet; what cannot be told is told."""
    told = node.get(ENDS)
    if told is None:
        return
    since = _since(trigger)
    if since is None and trigger is not None:
        what = "a series is ended by what comes after the day that it is counted from,"
        way = "write when: {after: …, days: 14}, with days or weeks"
        told.say(BAD_END, what, way, told.key_at)
    over = []
    for row in told.rows():
        kind = row.value if isinstance(row.value, str) else ""
        if kind in event_types and not event_types[kind].record:
            if since is not None:
                over.append(_came(kind, trigger, since, row))
        elif kind:
            known = (each for each, event in event_types.items() if not event.record)
            way = way_out(kind, known, "event types")
            row.say(UNKNOWN_EVENT_TYPE, f'unknown event type "{kind}"', way)
    if over:
        yield NoneOf(tuple(over))


def _since(trigger: Trigger | None) -> Span | None:
    """How long ago the day counted from is; None where that is not so, or not known."""
    if not isinstance(trigger, After) or trigger.span.unit not in {Unit.DAYS, Unit.WEEKS}:
        return None
    span = trigger.span
    return None if span.negative or span.amount == 0 else replace(span, negative=True)


def _came(kind: str, trigger: Trigger | None, since: Span, row: Node) -> Condition:
    """Whether one came since: on that day or later; of the same type, after it."""
    of = trigger.of if isinstance(trigger, After) else None
    itself = isinstance(of, OfEvent) and of.event == kind and of.attribute is None
    operator = Operator.MORE if itself else Operator.AT_LEAST
    return Compare(latest_of(kind), operator, Today(since), at=row.at)
