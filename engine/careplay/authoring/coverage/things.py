"""What there is of a business that its stories may reach."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.model.business import Business
from careplay.model.conditions import Known, leaves_of
from careplay.model.flows import Flow
from careplay.model.limits import CAPACITY, Consent, Exclusive, Never, Window
from careplay.model.rules import Audience, Rule
from careplay.model.tables import DecisionTable
from careplay.model.triggers import Stands
from careplay.outputs.coverage import Coverable, CoverKind

ELSE = "else"


def things_of(business: Business) -> tuple[Coverable, ...]:
    """Each side of each thing once, in order of kind and place."""
    found = [
        *(side for rule in business.rules for side in _of_rule(rule)),
        *(way for flow in business.flows.values() for way in _of_flow(flow)),
        *(row for table in business.tables.values() for row in _of_table(table)),
        *_of_limits(business),
        *_of_modes(business),
    ]
    places = {kind: number for number, kind in enumerate(CoverKind)}
    once = {each.key: each for each in found}
    return tuple(sorted(once.values(), key=lambda each: places[each.kind]))


def kind_of(rule: Rule) -> CoverKind:
    """Under which kind the rule is counted."""
    return CoverKind.ITEMS if rule.item else CoverKind.RULES


def may_be_barred(rule: Rule) -> bool:
    """Whether its occasion may be there, and what it asks not hold.

    That a text or a channel needs a fact is no question of the rule's own; what is asked of
    a case is where it stands.
    """
    if rule.audience is not Audience.CUSTOMERS:
        return False
    if isinstance(rule.trigger, Stands) and not rule.item:
        return False
    return any(not isinstance(leaf, Known) for leaf in leaves_of(rule.condition))


def _of_rule(rule: Rule) -> Iterator[Coverable]:
    kind, line = kind_of(rule), rule.at.line
    yield Coverable(kind, rule.id, rule.file, line)
    if may_be_barred(rule):
        yield Coverable(kind, rule.id, rule.file, line, side=False)


def _of_flow(flow: Flow) -> Iterator[Coverable]:
    """Each way out of a step of the newest version, and whatever else moves or stops a case."""
    version = flow.versions[-1]
    names = [
        transition(flow, step.name, outcome, to)
        for step in version.steps
        for outcome, to in step.next
    ]
    names += [ended(flow, kind) for kind in flow.ends]
    names += [f"{flow.name}: waits, {pause}" for pause in flow.pauses]
    if version.goal is not None and version.goal.agreed:
        names.append(f"{flow.name}: {version.goal.agreed}")
    for name in names:
        yield Coverable(CoverKind.TRANSITIONS, name, flow.file, flow.at.line)


def transition(flow: Flow, step: str, outcome: str, to: str) -> str:
    """What the way from a step is called: ``complaint: ask, satisfied → closed``."""
    told = f"{step}, {outcome}" if outcome else step
    return f"{flow.name}: {told} → {to}"


def ended(flow: Flow, kind: str) -> str:
    """What the end by an event is called."""
    return f"{flow.name}: ended by {kind}"


def _of_table(table: DecisionTable) -> Iterator[Coverable]:
    rows = table.decisions[0].rows
    for row in rows:
        name = row_name(table, row.id)
        yield Coverable(CoverKind.ROWS, name, table.file, row.at.line)
        if leaves_of(row.condition):
            yield Coverable(CoverKind.ROWS, name, table.file, row.at.line, side=False)
    if table.has_else:
        name = row_name(table, ELSE)
        yield Coverable(CoverKind.ROWS, name, table.file, table.at.line)


def row_name(table: DecisionTable, row: str) -> str:
    """What a row is called among those of all tables."""
    return f"{table.name}.{row}"


def _of_limits(business: Business) -> Iterator[Coverable]:
    limits = business.limits
    named: tuple[Never | Consent | Exclusive | Window, ...]
    named = (*limits.never, *limits.consents, *limits.exclusive, *limits.windows)
    places = [(each.held_by, each.at.line) for each in named]
    if limits.capacity:
        places.append((CAPACITY, limits.at.line))
    for name, line in places:
        yield from _both(CoverKind.LIMITS, name, limits.file, line)


def _of_modes(business: Business) -> Iterator[Coverable]:
    limits = business.limits
    for mode in limits.modes:
        yield from _both(CoverKind.MODES, mode.held_by, limits.file, mode.at.line)


def _both(kind: CoverKind, name: str, file: str, line: int) -> Iterator[Coverable]:
    return (Coverable(kind, name, file, line, side=side) for side in (True, False))
