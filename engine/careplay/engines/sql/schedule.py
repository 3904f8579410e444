"""The relation schedule: each action of each match, with its owner and due moment, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import assert_never

from careplay.engines.sql import names
from careplay.engines.sql.build import (
    STAR,
    Query,
    Sql,
    among,
    array,
    call,
    called,
    case,
    cast,
    column,
    infix,
    join,
    nested,
    rows,
    select,
    star,
    table,
    union,
    value,
)
from careplay.engines.sql.due import DUE, due, known_due
from careplay.engines.sql.facts import NamedQuery
from careplay.engines.sql.forms import Forms
from careplay.engines.sql.kept import kept
from careplay.engines.sql.matches import MATCH, MATCHES, numbered
from careplay.engines.sql.owners import bucket, owner, pools
from careplay.engines.sql.probed import DAY, EVENT
from careplay.engines.sql.words import missing
from careplay.model.rules import Priority
from careplay.model.types import Type
from careplay.planning.probes import (
    Always,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.steps import Gap, Plan
from careplay.sources.columns import KEY

ACTION, CUSTOMER, OCCASION, FOUND_ON = "#action", "#customer", "#occasion", "#found on"
OWNER, RANK, PLACE = "#owner", "#rank", "#place"
SCHEDULE = "schedule"
ORDER = (CUSTOMER, DUE, RANK, OCCASION, PLACE)


def relation(plan: Plan, numbers: Sequence[int] = ()) -> NamedQuery:
    """The actions to do; in the order in which they are told, unless they are settled yet.

    ``numbers`` are those by which a narrowed plan's matches stand in the relation matches.
    """
    parts = [_of_customers(plan, numbers)] if numbered(plan) else []
    if plan.announced:
        parts.append(_announced(plan))
    query = union(*parts, by_name=True)
    if plan.settling:
        return SCHEDULE, query
    order = [column(each) for each in ORDER]
    return SCHEDULE, select(STAR, source=nested(query, "due"), order_by=order)


def ranks(plan: Plan) -> dict[int, int]:
    """The place of each action by priority, playbook and rule."""
    priorities = list(Priority)
    keys = {
        number: (
            priorities.index(told.priority),
            plan.rules[scheduled.rule].playbook,
            scheduled.rule,
        )
        for number, (told, scheduled) in enumerate(
            zip(plan.actions, plan.schedule, strict=True)
        )
    }
    places = {key: place for place, key in enumerate(sorted(set(keys.values())))}
    return {number: places[key] for number, key in keys.items()}


def _of_customers(plan: Plan, numbers: Sequence[int]) -> Query:
    customer = called(cast(column(KEY), "TEXT"), CUSTOMER)
    told = select(
        star(but=[KEY]),
        customer,
        called(_found_on(plan), FOUND_ON),
        source=nested(_opened(numbers), "met"),
    )
    forms = keys(plan)
    pieces = select(
        STAR,
        called(forms.lookup(column(MATCH)), forms.pieces),
        source=nested(told, "told"),
    )
    key = called(forms.filled(MATCH, _key_gap(plan)), OCCASION)
    keyed = select(STAR, key, *bucket(plan), source=nested(pieces, "pieces"))
    on = infix(column(MATCH, "m"), "=", column(MATCH, "a"))
    return select(
        *(column(each, "m") for each in (*kept(plan), CUSTOMER, FOUND_ON, OCCASION, MATCH)),
        *(column(each, "a") for each in (ACTION, RANK, PLACE)),
        *names.person_names(plan),
        called(due(plan), DUE),
        called(owner(plan), OWNER),
        source=nested(keyed, "m"),
        joins=[
            join(_actions(plan), on),
            *(join(each, on, "LEFT") for each, on in (*pools(plan), *names.joins(plan))),
        ],
    )


def _opened(numbers: Sequence[int]) -> Query:
    """The matches that hold, a row each, by the number that the plan has them by."""
    each = called(call("unnest", column(MATCHES)), MATCH)
    opened = select(star(but=[MATCHES]), each, source=table("matches"))
    source, met = nested(opened, "opened"), infix(column(MATCH), ">", value(0))
    if not numbers:
        return select(STAR, source=source, where=met)
    anew = {old: new for new, old in enumerate(numbers, start=1)}
    places = array(value(anew.get(each)) for each in range(1, max(numbers) + 1))
    number = call("list_extract", places, column(MATCH))
    return select(star(but=[MATCH]), called(number, MATCH), source=source, where=met)


def _actions(plan: Plan) -> Sql:
    """The actions of each match."""
    rank = ranks(plan)
    lines = [
        (
            value(number),
            value(action + 1),
            value(rank[action]),
            value(plan.schedule[action].index),
            known_due(plan.schedule[action].due),
        )
        for number, match in numbered(plan)
        for action in match.actions
    ]
    return rows(lines, "a", (MATCH, ACTION, RANK, PLACE, DUE))


def _found_on(plan: Plan) -> Sql:
    """The date found, where it is in the row."""
    by_column: dict[str, list[int]] = {}
    for number, match in numbered(plan):
        told = _column_found(plan.occasions[match.occasion].probe)
        if told is not None:
            by_column.setdefault(told, []).append(number)
    whens = [
        (among(column(MATCH), numbers), cast(column(told), "DATE"))
        for told, numbers in by_column.items()
    ]
    return cast(case(whens), "DATE")


def _column_found(probe: Probe) -> str | None:
    """The column of the date found; None where the occasion is of no date in the row."""
    match probe:
        case Dated(told) | Kept(told):
            return str(told)
        case Happened() | Standing() | Returned():
            return DAY
        case Always() | Turned() | Passed():
            return None
        case _:
            assert_never(probe)


def keys(plan: Plan) -> Forms[Gap]:
    """The occasions' keys by match."""
    return Forms(
        {number: plan.occasions[match.occasion].key for number, match in numbered(plan)},
        "#key pieces",
    )


def _key_gap(plan: Plan) -> Callable[[Gap], Sql]:
    def told(gap: Gap) -> Sql:
        match gap:
            case Gap.DAY:
                return cast(column(FOUND_ON), "TEXT")
            case Gap.AGE:
                return cast(infix(_asked_on(plan), "-", column(FOUND_ON)), "TEXT")
            case Gap.EVENT:
                return column(EVENT)
            case Gap.MOMENT | Gap.VALUE | Gap.TOLD:
                raise AssertionError("no part of a key")

    return told


def _asked_on(plan: Plan) -> Sql:
    """The day as of which the match was asked."""
    by_day: dict[date, list[int]] = {}
    for number, match in numbered(plan):
        by_day.setdefault(plan.day - timedelta(days=match.ago), []).append(number)
    if len(by_day) == 1:
        return value(next(iter(by_day)))
    return case((among(column(MATCH), each), value(day)) for day, each in by_day.items())


def _announced(plan: Plan) -> Query:
    """The actions for the business or a store: all of them literals."""
    rank = ranks(plan)
    lines = [
        (
            value(""),
            value(said.key),
            value(said.match + 1),
            value(said.scheduled + 1),
            value(rank[said.scheduled]),
            value(plan.schedule[said.scheduled].index),
            value(said.due),
            cast(value(said.owner), "TEXT"),
        )
        for said in plan.announced
    ]
    columns = (CUSTOMER, OCCASION, MATCH, ACTION, RANK, PLACE, DUE, OWNER)
    blanks = () if numbered(plan) else _blanks(plan)
    return select(*map(column, columns), *blanks, source=rows(lines, "said", columns))


def _blanks(plan: Plan) -> Iterator[Sql]:
    """What no row tells where no customer is asked."""
    for each in kept(plan):
        yield called(missing(plan.types[each]), each)
    for each in names.mentioned(plan):
        yield called(missing(Type.TEXT), names.name_of(each))
    yield called(missing(Type.DATE), FOUND_ON)
