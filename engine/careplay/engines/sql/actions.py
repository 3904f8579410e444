"""The relation actions: what people read, made from the schedule row by row, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from careplay.engines.sql import channels, words
from careplay.engines.sql.because import because
from careplay.engines.sql.build import (
    STAR,
    Sql,
    call,
    called,
    cast,
    coalesce,
    column,
    joined,
    nested,
    nth,
    select,
    table,
    texts,
    value,
)
from careplay.engines.sql.due import DUE
from careplay.engines.sql.facts import Relation
from careplay.engines.sql.forms import Forms
from careplay.engines.sql.matches import MATCH
from careplay.engines.sql.names import column_of, name_of
from careplay.engines.sql.schedule import (
    ACTION,
    CUSTOMER,
    FOUND_ON,
    OCCASION,
    OWNER,
)
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.rules import Placeholder, Scope
from careplay.model.types import Type
from careplay.planning.steps import Plan
from careplay.planning.texts import of_the_day


def relation(plan: Plan, schedule: str = "schedule", into: str = "actions") -> Relation:
    """The actions in the columns of ``ACTION_COLUMNS``, made from a schedule."""
    told = {n: each.text for n, each in enumerate(plan.actions, start=1)}
    why = {n: each.reason for n, each in enumerate(plan.actions, start=1)}
    text, reason = Forms(told, "#text pieces"), Forms(why, "#reason pieces")
    looked_up = select(
        STAR,
        *(called(form.lookup(column(ACTION)), form.pieces) for form in (text, reason)),
        source=table(schedule),
    )
    columns = _constants(plan) | {
        "customer_id": column(CUSTOMER),
        "occasion": column(OCCASION),
        "owner": column(OWNER),
        "due_at": column(DUE),
        "channel": channels.channel(plan),
        "channels": channels.channels(plan),
        "text": text.filled(ACTION, _gap(plan)),
        "reason": reason.filled(ACTION, _gap(plan)),
        "because": because(plan),
    }
    columns["action_id"] = _action_id(plan, columns["rule"])
    columns |= channels.held(plan)
    query = select(
        *(called(cast(columns[name], kind), name) for name, kind in ACTION_COLUMNS),
        source=nested(looked_up, "schedule"),
    )
    return into, query


def _constants(plan: Plan) -> dict[str, Sql]:
    """What an action has whoever it is for, looked up by its number."""
    rules = [plan.rules[scheduled.rule] for scheduled in plan.schedule]
    actions = [told.action for told in plan.actions]
    return {
        "date": value(plan.day),
        "business": value(plan.business.id),
        "playbook": _by_action(value(rule.playbook) for rule in rules),
        "rule": _by_action(value(rule.id) for rule in rules),
        "verb": _by_action(value(action.verb.value) for action in actions),
        "category": _by_action(value(action.category.value) for action in actions),
        "role": _by_action(value(action.to) for action in actions),
        "priority": _by_action(value(action.priority.value) for action in actions),
        "title": _by_action(value(rule.title) for rule in rules),
        "checklist": _by_action(texts(told.checklist) for told in plan.actions),
        "ask": _by_action(texts(action.ask) for action in actions),
        "approve": _by_action(value(action.approve) for action in actions),
        "source": _by_action(texts(rule.source) for rule in rules),
        "attempt": value(1),
        "supersedes": value(None),
        "deferred_to": value(None),
        "winner": value(None),
    }


def _by_action(values: Iterable[Sql]) -> Sql:
    return nth(list(values), column(ACTION))


def _action_id(plan: Plan, rule: Sql) -> Sql:
    places = _by_action(value(str(scheduled.index)) for scheduled in plan.schedule)
    parts = (value(plan.business.id), rule, column(CUSTOMER), column(OCCASION), places)
    told = call("concat_ws", call("chr", value(31)), *parts)
    return call("substr", call("sha256", told), value(1), value(20))


def _gap(plan: Plan) -> Callable[[Placeholder], Sql]:
    def filled(gap: Placeholder) -> Sql:
        told = _of_the_day(gap, plan) if gap.scope is Scope.OCCASION else _spoken(gap, plan)
        return coalesce(told, value(gap.default or ""))

    return filled


def _spoken(gap: Placeholder, plan: Plan) -> Sql:
    told = column_of(gap)
    kind = plan.types[told]
    if kind is Type.STAFF:
        said: Sql = column(name_of(told))
    else:
        said = words.for_people(column(told), kind, plan.business.language)
    return _masked(said) if gap.masked else said


def _masked(said: Sql) -> Sql:
    return joined(call("left", said, value(1)), value("**"))


def _of_the_day(gap: Placeholder, plan: Plan) -> Sql:
    """What differs between the occasions of a rule, or from row to row."""
    by_match: list[Sql] = []
    for match in plan.matches:
        occasion = plan.occasions[match.occasion]
        said = of_the_day(gap.name, occasion, plan.day, plan.business.language)
        by_match.append(value(said if isinstance(said, str) else None))
    settled = nth(by_match, column(MATCH))
    if gap.name != "occasion":
        return settled
    return coalesce(
        settled, words.for_people(column(FOUND_ON), Type.DATE, plan.business.language)
    )
