"""The relation actions: what people read, made from the schedule row by row, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from careplay.engines.base import WHOLE
from careplay.engines.sql import channels, words
from careplay.engines.sql.because import because
from careplay.engines.sql.build import (
    FALSE,
    STAR,
    TRUE,
    Query,
    Sql,
    among,
    call,
    called,
    case,
    cast,
    coalesce,
    column,
    nested,
    nth,
    select,
    table,
    texts,
    value,
)
from careplay.engines.sql.due import DUE
from careplay.engines.sql.facts import NamedQuery
from careplay.engines.sql.forms import Forms
from careplay.engines.sql.kept import happened
from careplay.engines.sql.matches import MATCH, numbered
from careplay.engines.sql.names import gap_column, name_of
from careplay.engines.sql.probed import NEW, events_probed, is_found, is_old, news_of
from careplay.engines.sql.schedule import (
    ACTION,
    CUSTOMER,
    FOUND_ON,
    OCCASION,
    OWNER,
    SCHEDULE,
)
from careplay.engines.sql.settling.given import ASKED_FOR, CARRIED
from careplay.engines.sql.whose import whose
from careplay.model.actions import WHOLE_COLUMNS
from careplay.model.rules import Placeholder, Scope
from careplay.model.types import Type
from careplay.planning.probes import Returned, Standing
from careplay.planning.steps import Plan
from careplay.planning.texts import of_the_day

ROWID = column("rowid")
"""Which row of the schedule it is."""


def relation(plan: Plan) -> NamedQuery:
    """The actions in the columns of ``WHOLE_COLUMNS``, in the order of the schedule."""
    return WHOLE, _told(plan, [name for name, _ in WHOLE_COLUMNS])


def in_full(plan: Plan) -> Query:
    """The actions in the columns of ``WHOLE_COLUMNS``, each with its ``row``."""
    return _told(plan, [name for name, _ in WHOLE_COLUMNS], called(ROWID, "row"))


def candidates(plan: Plan) -> NamedQuery:
    """What is to be settled: of each action what earlier days and limits go by."""
    match = column(MATCH)
    ago = [value(each.ago) for each in plan.matches]
    probes = {n: plan.occasions[each.occasion].probe for n, each in enumerate(plan.matches, 1)}
    back = [n for n, probe in probes.items() if isinstance(probe, Returned)]
    open_ = [n for n, probe in probes.items() if isinstance(probe, Returned | Standing)]
    own = [
        called(cast(nth(ago, match), "INTEGER"), "ago"),
        called(_new(plan), "new"),
        called(column(FOUND_ON), "found_on"),
        called(cast(_happened(plan), "TIMESTAMP"), "happened"),
        called(ROWID, "row"),
        called(among(match, back) if back else FALSE, "back"),
        called(case([(among(match, open_), channels.usable_channels(plan))]), "channels")
        if open_
        else called(cast(value(None), "VARCHAR[]"), "channels"),
    ]
    return ASKED_FOR, _told(plan, CARRIED, *own)


def _happened(plan: Plan) -> Sql:
    """When that happened which the action is about; NULL where it is no event."""
    names = happened(plan) if events_probed(plan) else ()
    # A row stands for the customer as well as for his event, and quiet hours go by the latter.
    of_events = [n for n, each in numbered(plan) if is_found(each.occasion, plan)]
    if not names or not of_events:
        return value(None)
    return case([(among(column(MATCH), of_events), call("greatest", *map(column, names)))])


def _told(plan: Plan, names: Iterable[str], *more: Sql) -> Query:
    """Some columns of the actions; texts are put together only where they are among them."""
    wanted, kinds = tuple(names), dict(WHOLE_COLUMNS)
    found = _narrow(plan)
    pieces: tuple[Sql, ...] = ()
    if "text" in wanted:
        texts, pieces = _texts(plan)
        found |= texts
    looked_up = select(STAR, *pieces, called(ROWID, "rowid"), source=table(SCHEDULE))
    return select(
        *(called(cast(found[name], kinds[name]), name) for name in wanted),
        *more,
        source=nested(looked_up, SCHEDULE),
    )


def _new(plan: Plan) -> Sql:
    """Whether no earlier run can have told the action."""
    matches = list(enumerate(plan.matches, start=1))
    never = [n for n, each in matches if is_old(each, plan)]
    asked = [n for n, each in matches if each.occasion in news_of(plan)]
    match = column(MATCH)
    whens = [(among(match, never), FALSE)] if never else []
    whens += [(among(match, asked), column(NEW))] if asked else []
    return case(whens, TRUE)


def _narrow(plan: Plan) -> dict[str, Sql]:
    """What is looked up or worked out of an action, but for its texts."""
    columns = _constants(plan) | whose(plan)
    columns |= {
        "customer_id": column(CUSTOMER),
        "occasion": column(OCCASION),
        "owner": column(OWNER),
        "due_at": column(DUE),
        "channel": channels.channel(plan),
        "channels": channels.usable_channels(plan),
    }
    columns["action_id"] = _action_id(plan)
    return columns | channels.missing_consents(plan)


def _texts(plan: Plan) -> tuple[dict[str, Sql], tuple[Sql, ...]]:
    """What people read, and the pieces that it is put together of."""
    told = {n: each.text for n, each in enumerate(plan.actions, start=1)}
    why = {n: each.reason for n, each in enumerate(plan.actions, start=1)}
    text, reason = Forms(told, "#text pieces"), Forms(why, "#reason pieces")
    pieces = (called(form.lookup(column(ACTION)), form.pieces) for form in (text, reason))
    found = {
        "text": text.filled(ACTION, _gap(plan)),
        "reason": reason.filled(ACTION, _gap(plan)),
        "because": because(plan),
    }
    return found, tuple(pieces)


def _constants(plan: Plan) -> dict[str, Sql]:
    """What an action has whoever it is for, looked up by its number."""
    rules = [plan.rules[scheduled.rule] for scheduled in plan.schedule]
    actions = plan.actions
    return {
        "code": value(None),
        "date": value(plan.day),
        "business": value(plan.business),
        "playbook": _by_action(value(rule.playbook) for rule in rules),
        "rule": _by_action(value(rule.id) for rule in rules),
        "verb": _by_action(value(action.verb.value) for action in actions),
        "category": _by_action(value(action.category.value) for action in actions),
        "role": _by_action(value(action.role) for action in actions),
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
        "index": _by_action(value(scheduled.index) for scheduled in plan.schedule),
    }


def _by_action(values: Iterable[Sql]) -> Sql:
    return nth(list(values), column(ACTION))


def _action_id(plan: Plan) -> Sql:
    rules = (plan.rules[scheduled.rule] for scheduled in plan.schedule)
    rule = _by_action(value(each.first_id) for each in rules)
    places = _by_action(value(str(scheduled.index)) for scheduled in plan.schedule)
    parts = (value(plan.business), rule, column(CUSTOMER), column(OCCASION), places)
    told = call("concat_ws", call("chr", value(31)), *parts)
    return call("substr", call("sha256", told), value(1), value(20))


def _gap(plan: Plan) -> Callable[[Placeholder], Sql]:
    def filled(gap: Placeholder) -> Sql:
        told = _of_the_day(gap, plan) if gap.scope is Scope.OCCASION else _spoken(gap, plan)
        return coalesce(told, value(gap.default or ""))

    return filled


def _spoken(gap: Placeholder, plan: Plan) -> Sql:
    told = gap_column(gap)
    kind = plan.types[told]
    if kind is Type.STAFF:
        return column(name_of(told))
    return words.for_people(column(told), kind, plan.language)


def _of_the_day(gap: Placeholder, plan: Plan) -> Sql:
    """What differs between the occasions of a rule, or from row to row."""
    by_match: list[Sql] = []
    for match in plan.matches:
        occasion = plan.occasions[match.occasion]
        said = of_the_day(gap.name, occasion, plan.day, plan.language)
        by_match.append(value(said if isinstance(said, str) else None))
    settled = nth(by_match, column(MATCH))
    if gap.name != "occasion":
        return settled
    return coalesce(settled, words.for_people(column(FOUND_ON), Type.DATE, plan.language))
