"""Who is asked: a customer's own person, else a share of a pool, role after role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.engines.sql.build import (
    TRUE,
    Sql,
    among,
    array,
    both,
    call,
    called,
    case,
    cast,
    coalesce,
    column,
    infix,
    is_not_null,
    joined,
    rows,
    value,
)
from careplay.planning.action_steps import PassedOver, Turn
from careplay.planning.columns import turns_of
from careplay.planning.steps import Plan

BUCKET, STORE, PEOPLE = "#bucket", "store", "people"


def owner(plan: Plan) -> Sql:
    """The owner of an action; NULL where nobody is found."""
    pools = _pools(plan)
    asked: dict[tuple[PassedOver, tuple[PassedOver, ...]], list[int]] = {}
    for number, each in enumerate(plan.schedule, start=1):
        asked.setdefault((PassedOver(each.turns, each.not_to), each.failed), []).append(number)
    whens = []
    for (doer, failed), numbers in asked.items():
        but = (*_named(doer), *(_found(each.turns, _named(each), pools) for each in failed))
        whens.append((among(column("#action", "a"), numbers), _found(doer.turns, but, pools)))
    return cast(whens[0][1] if len(whens) == 1 else case(whens), "TEXT")


def _named(doer: PassedOver) -> tuple[Sql, ...]:
    """Who is not asked, as columns tell."""
    return tuple(column(name, "m") for name in doer.not_to)


def _found(turns: tuple[Turn, ...], but: tuple[Sql, ...], pools: Mapping[Turn, str]) -> Sql:
    """The first who is found; NULL where nobody is."""
    return coalesce(*(_asked(turn, but, pools.get(turn, "")) for turn in turns))


def bucket(plan: Plan) -> list[Sql]:
    """The column that spreads customers over pools, where a pool has several people."""
    if not any(_is_shared(turn) for turn in _turns(plan)):
        return []
    digits = call("substr", call("sha256", column("#customer")), value(1), value(8))
    return [called(cast(joined(value("0x"), digits), "BIGINT"), BUCKET)]


def pools(plan: Plan) -> Iterator[tuple[Sql, Sql]]:
    """The people of each store, a small table for each role that has any, and how to join."""
    for turn, pool in _pools(plan).items():
        lines = ((value(store), _people(people)) for store, people in turn.stores)
        store = cast(column(turn.store, "m"), "TEXT")
        yield rows(lines, pool, (STORE, PEOPLE)), infix(store, "=", column(STORE, pool))


def _pools(plan: Plan) -> dict[Turn, str]:
    """What the pools of those turns are called that have people by store."""
    by_store = (turn for turn in _turns(plan) if turn.stores and turn.store)
    return {turn: f"pool {number}" for number, turn in enumerate(by_store, start=1)}


def _turns(plan: Plan) -> tuple[Turn, ...]:
    asked = (turns for each in plan.schedule for turns in turns_of(each))
    return tuple(dict.fromkeys(turn for turns in asked for turn in turns))


def _asked(turn: Turn, but: tuple[Sql, ...], pool: str) -> Sql:
    """Who is found in the turn; never one of those whom ``but`` names."""
    if turn.fact is None:
        return _from_pool(turn, but, pool)
    own = column(turn.fact, "m")
    acting = _acting(own, turn)
    for each in but:
        acting = call("nullif", acting, each)
    return case([(is_not_null(own), acting)], _from_pool(turn, but, pool))


def _acting(own: Sql, turn: Turn) -> Sql:
    """The person, or whoever stands in for them."""
    away = [(infix(own, "=", value(who)), value(other)) for who, other in turn.acting]
    return case(away, own) if away else own


def _from_pool(turn: Turn, but: tuple[Sql, ...], pool: str) -> Sql:
    alone = len(turn.elsewhere) == 1 and not but
    elsewhere = (
        value(turn.elsewhere[0])
        if alone
        else _share(_people(turn.elsewhere), turn.elsewhere, but)
    )
    if not pool:
        return elsewhere
    local = column(PEOPLE, pool)
    several = max((people for _, people in turn.stores), key=len)
    return case([(is_not_null(local), _share(local, several, but))], elsewhere)


def _share(pool: Sql, people: tuple[str | None, ...], but: tuple[Sql, ...]) -> Sql:
    """The one of a pool who is asked for the customer; ``but`` names who is not in it."""
    if not people:
        return value(None)
    if but:
        pool = _without(pool, but)
    if len(people) == 1:
        return call("list_extract", pool, value(1))
    many = call("len", pool)
    if but:  # nobody may be left
        many = call("nullif", many, value(0))
    turn = infix(column(BUCKET, "m"), "%", many)
    return call("list_extract", pool, infix(turn, "+", value(1)))


def _without(pool: Sql, who: tuple[Sql, ...]) -> Sql:
    """The pool without people: a place nobody fills stays; so does all for want of a name."""
    other = both(*(coalesce(infix(column("each"), "<>", one), TRUE) for one in who))
    return Sql(f'["each" FOR "each" IN {pool} IF {other}]')


def _people(people: tuple[str | None, ...]) -> Sql:
    return cast(array(value(each) for each in people), "TEXT[]")


def _is_shared(turn: Turn) -> bool:
    return any(
        len(pool) > 1 for pool in (turn.elsewhere, *(people for _, people in turn.stores))
    )
