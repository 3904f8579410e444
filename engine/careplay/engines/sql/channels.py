"""By which channels a customer can be reached, and whether only consent is wanting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from careplay.engines.sql.build import (
    Sql,
    among,
    both,
    call,
    case,
    coalesce,
    column,
    is_not_null,
    is_null,
    texts,
    value,
)
from careplay.model.limits import lacking
from careplay.planning.action_steps import Rung
from careplay.planning.steps import Plan


def channel(plan: Plan) -> Sql:
    """The first usable channel; failing that, the first that lacks consent alone."""
    return _by_ladder(plan, _first, value(None))


def usable_channels(plan: Plan) -> Sql:
    """Every usable channel, in order."""
    return _by_ladder(plan, _usable, texts(()))


def missing_consents(plan: Plan) -> dict[str, Sql]:
    """The columns that tell the consent that is wanting where nothing else is."""
    wanting = _by_ladder(plan, _wanting, value(None))
    if wanting == value(None):
        return {"status": value("due"), "held_by": wanting}
    dropped = case([(is_null(wanting), value("due"))], value("dropped"))
    return {"status": dropped, "held_by": wanting}


def _ladders(plan: Plan) -> dict[tuple[Rung, ...], list[int]]:
    """The actions, by number from 1, that name channels in the same order."""
    found: dict[tuple[Rung, ...], list[int]] = {}
    for number, told in enumerate(plan.actions, start=1):
        if told.ways:
            found.setdefault(told.ways, []).append(number)
    return found


def _by_ladder(plan: Plan, told: Callable[[Sequence[Rung]], Sql], without: Sql) -> Sql:
    alike: dict[Sql, list[int]] = {}
    for ladder, numbers in _ladders(plan).items():
        alike.setdefault(told(ladder), []).extend(numbers)
    alike.pop(without, None)
    return case(
        ((among(column("#action"), numbers), each) for each, numbers in alike.items()), without
    )


def _first(ladder: Sequence[Rung]) -> Sql:
    usable = [(_is_usable(way), value(way.channel)) for way in ladder]
    if any(way.consent for way in ladder):
        usable += [(_has_needs(way), value(way.channel)) for way in ladder]
    return _first_of(usable)


def _wanting(ladder: Sequence[Rung]) -> Sql:
    if not any(way.consent for way in ladder):
        return value(None)
    usable = [(_is_usable(way), value(None)) for way in ladder]
    wanting = [
        (_has_needs(way), value(lacking(way.consent.fact)))
        for way in ladder
        if way.consent is not None
    ]
    return _first_of([*usable, *wanting])


def _usable(ladder: Sequence[Rung]) -> Sql:
    """Neighbours that ask the same are listed together."""
    lists = [
        (condition, texts(way.channel for way in group))
        for condition, group in groupby(ladder, key=_is_usable)
    ]
    if len(lists) == 1:
        return _first_of([lists[0], (None, texts(()))])
    return coalesce(call("list_concat", *(_first_of([each]) for each in lists)), texts(()))


def _first_of(whens: Sequence[tuple[Sql | None, Sql]]) -> Sql:
    """The value of the first condition that holds; None always holds."""
    asked: dict[Sql, Sql] = {}
    for condition, told in whens:
        if condition is None:
            return case(asked.items(), told)
        asked.setdefault(condition, told)
    return case(asked.items())


def _has_needs(way: Rung) -> Sql | None:
    """Whether the fact that the channel needs is there; None where it needs none."""
    return is_not_null(column(str(way.needs))) if way.needs else None


def _is_usable(way: Rung) -> Sql | None:
    """Whether the customer can and may be reached by the channel; None where always."""
    parts = [part for part in (_has_needs(way),) if part is not None]
    parts += [column(str(way.consent))] if way.consent else []
    return both(*parts) if parts else None
