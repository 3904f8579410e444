"""Who is told when a case is late, or has gone back too often: ``late:`` and ``again:``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from careplay.language.codes import BAD_TIMES
from careplay.language.lowering.flows.ground import (
    FlowLowering,
    Point,
    case_rule,
    has_come,
)
from careplay.language.lowering.flows.sparing import above, sparing
from careplay.language.nodes import Node
from careplay.language.rules.actions import known_role
from careplay.language.rules.texts import text
from careplay.model.conditions import Compare, Condition, Missing, Not, Operator
from careplay.model.flows import PLANNED, SENT_BACK, WAITED_SINCE, WAITING_SINCE, Step
from careplay.model.rules import (
    Action,
    Category,
    Doer,
    Placeholder,
    Priority,
    Rule,
    Scope,
    Text,
    Verb,
)
from careplay.model.types import Type

REPLANNED = "replanned"
"""So ends the id of what tells that a later plan was broken."""
WORDS = {
    "zh": {
        "late": ("{}逾期", "{} {ref}：「{step_title}」应于 {step_due} 前完成，尚未完成"),
        "goal": ("{}未按期办结", "{} {ref}：应于 {goal_due} 前办结，尚未办结"),
        "again": ("{}多次退回", "{} {ref}：已退回 {returns} 次"),
    },
    "en": {
        "late": ("{}: late", "{} {ref}: {step_title} was due {step_due} and is not done"),
        "goal": ("{}: goal missed", "{} {ref}: it was to be settled by {goal_due}"),
        "again": ("{}: sent back", "{} {ref}: sent back {returns} times"),
    },
}
"""Title and text of each; every language but Chinese is served in English."""
CUSTOMER = "name"
"""The fact by which a customer is named, where there is one called so."""
NAMED = {
    "zh": ("，", "客户", "。事由：", "没有细说"),
    "en": (", ", "customer", ". It is about: ", "no words"),
}
"""What stands before the customer's name and for want of it; and the same of the matter."""


class Escalation(NamedTuple):
    """The end of a rule's id, what it asks of cases, and its key."""

    name: str
    where: tuple[Condition, ...]
    key: tuple[str, ...] = ()
    renews: str = ""
    """The end of the id of the rule that must have told the case before."""


def escalations(lowering: FlowLowering, failed: Iterable[Doer] = ()) -> Iterator[Rule]:
    """The rules of one version that tell somebody above.

    ``failed`` do the steps that cases are sent back to; of that nobody of them is told.
    """
    version = lowering.version
    if any(step.has_deadline for step in version.steps):
        begun = (has_come("step_on"),) if any(map(_may_be_due_before, version.steps)) else ()
        yield from _late(lowering, "late", "late_{}_on", ("step", "returns"), begun)
    if version.goal is not None:
        yield from _late(lowering, "goal", "goal_late_{}_on", ())
        if version.goal.agreed:
            yield from _replanned(lowering)
    yield from _again(lowering, tuple(failed))


def _may_be_due_before(step: Step) -> bool:
    """Whether the step may be due before it begins: then nobody is late with it yet."""
    return step.after is not None and (step.of_start or bool(step.due) or step.agreed)


def _late(
    lowering: FlowLowering,
    name: str,
    attribute: str,
    key: tuple[str, ...],
    begun: tuple[Condition, ...] = (),
) -> Iterator[Rule]:
    for number, row in enumerate(lowering.node.rows("late"), start=1):
        where = _passed(attribute.format(number), *begun)
        yield _rule(lowering, row, name, Escalation(f"{name}.{number}", where, key))


def _again(lowering: FlowLowering, failed: tuple[Doer, ...]) -> Iterator[Rule]:
    """Who is told how often a case was sent back: each from his time on to that of the next."""
    rows = [*lowering.node.rows("again")]
    times = [_times(row) for row in rows]
    _rising(rows, times)
    for number, row in enumerate(rows):
        back = [Compare(SENT_BACK, Operator.AT_LEAST, times[number])]
        back += [Compare(SENT_BACK, Operator.LESS, more) for more in times[number + 1 :][:1]]
        where = (Missing("ended_at"), *back, has_come("entered_at"))
        # The first is called as it was when there was but one.
        name = "again" if number == 0 else f"again.{number + 1}"
        found = Escalation(name, where, (SENT_BACK,))
        yield _rule(lowering, row, "again", found, failed)


def _rising(rows: Sequence[Node], times: Sequence[int]) -> None:
    """Tell the first row that comes no later than the one before it."""
    for row, (before, number) in zip(rows[1:], pairwise(times), strict=True):
        if number <= before:
            what = f"{number} times is no more than the {before} of the row before"
            way = "let the times rise from row to row"
            (row.get("times") or row).say(BAD_TIMES, what, way)
            return


def _times(row: Node) -> int:
    told = row.get("times")
    return told.value if told is not None and isinstance(told.value, int) else 1


def _replanned(lowering: FlowLowering) -> Iterator[Rule]:
    """Of each plan that breaks, where the case was told of its goal before."""
    for number, row in enumerate(lowering.node.rows("late"), start=1):
        first, where = (
            f"goal.{number}",
            _passed(f"goal_late_{number}_on", Not(Missing(PLANNED))),
        )
        found = Escalation(f"{first}.{REPLANNED}", where, (PLANNED,), renews=first)
        yield _rule(lowering, row, "goal", found)


def _passed(day: str, *besides: Condition) -> tuple[Condition, ...]:
    return Missing("ended_at"), Missing("waiting"), *besides, has_come(day)


def _rule(
    lowering: FlowLowering,
    node: Node,
    words: str,
    found: Escalation,
    failed: tuple[Doer, ...] = (),
) -> Rule:
    title, usual = WORDS[lowering.spoken][words]
    known_role(node, "escalate", lowering.means)
    told = node.get("escalate") or node
    priority = node.text("priority")
    action = Action(
        Verb.ESCALATE,
        _text(lowering, node) or (*usual_text(lowering, usual), *_matter(lowering)),
        node.text("escalate"),
        priority=Priority(priority) if priority in set(Priority) else Priority.HIGH,
        category=Category.INTERNAL,
        at=told.at,
    )
    shown = title.format(lowering.called)
    point = Point(found.name, shown, found.where, found.key, told.at, renews=found.renews)
    action = sparing(lowering, action, node)
    if failed:
        action = replace(action, failed=failed, instead=above(lowering, action))
    return case_rule(lowering, point, (action,))


def _text(lowering: FlowLowering, node: Node) -> Text:
    """The text or template that is written; nothing where none is."""
    told, name = node.get("text"), node.text("text")
    if told is None:
        return ()
    named = lowering.means.templates.get(name)
    return named.text if named is not None else text(told, lowering.means.gaps)


def _matter(lowering: FlowLowering) -> Text:
    """What the case is about, in the words of its start; nothing where it tells none."""
    *_, before, nothing = NAMED[lowering.spoken]
    words = words_of(lowering, nothing)
    return (before, words) if words else ()


def words_of(lowering: FlowLowering, nothing: str) -> Placeholder | None:
    """The first of what a start tells in words; None where it tells nothing so."""
    start = lowering.ground.event_types.get(lowering.flow.starts)
    told = () if start is None else start.attributes.values()
    names = (a.name for a in told if a.type is Type.TEXT and a.name != lowering.flow.by)
    name = next(names, "")
    return Placeholder(Scope.EVENT, name, nothing) if name else None


def names_customer(text: Text) -> bool:
    """Whether the text says the customer's name."""
    gaps = (piece for piece in text if isinstance(piece, Placeholder))
    return any(gap.scope is Scope.FACT and gap.name == CUSTOMER for gap in gaps)


def _case(lowering: FlowLowering, *, by_name: bool) -> Text:
    """The case by its reference, and by its customer where customers have names."""
    reference = Placeholder(Scope.EVENT, lowering.flow.by, "")
    if not by_name or CUSTOMER not in lowering.means.gaps.facts:
        return (reference,)
    before, nobody, *_ = NAMED[lowering.spoken]
    return (reference, before, Placeholder(Scope.FACT, CUSTOMER, nobody))


def usual_text(
    lowering: FlowLowering,
    written: str,
    words: Placeholder | None = None,
    until: str = "",
    *,
    by_name: bool = True,
) -> Text:
    """The words a case is told in where the flow has none of its own; ``words`` of the case.

    It is named by its reference and, ``by_name``, its customer.
    ``until`` is the attribute with the date that it waits for.
    """
    gaps = {"step_title": "step_title", "step_due": "step_due", "goal_due": "goal_due"}
    gaps |= {"returns": SENT_BACK, "since": WAITING_SINCE}
    gaps |= {"waited": WAITED_SINCE, "until": until}
    filled: dict[str, Text] = {
        name: (Placeholder(Scope.EVENT, each, ""),) for name, each in gaps.items()
    }
    filled["ref"] = _case(lowering, by_name=by_name)
    if words is not None:
        filled["words"] = (words,)
    filled[""] = (lowering.called,)
    pieces: list[str | Placeholder] = []
    for piece in written.split("{"):
        name, closed, rest = piece.partition("}")
        if closed:
            pieces += filled[name]
        pieces.append(rest if closed else name)
    return tuple(piece for piece in pieces if piece)
