"""What is known of each stay, as a query: the events in order, then one pass for each stay.

The number of an event in the fold stands for all that orders it, so that the latest known
value of an attribute is an ``arg_max`` by one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from careplay.engines.sql.build import (
    FALSE,
    Query,
    Sql,
    among,
    both,
    call,
    called,
    case,
    cast,
    coalesce,
    column,
    either,
    infix,
    is_not_null,
    is_null,
    nested,
    over,
    select,
    star,
    table,
    value,
    where_only,
)
from careplay.engines.sql.days import until
from careplay.model.receptions import Reception
from careplay.model.types import Type
from careplay.sources.columns import KEY, SQL_TYPES

NUMBER = "#number"
"""Where an event stands among those of its stay, from 1."""


def relation(reception: Reception, types: Mapping[str, Type], day: date, events: str) -> Query:
    """The stays as rows of the events table: its fixed columns, then what is known of them."""
    stays = nested(_with_departure(reception, types, day, events), "folded")
    told = {**_told(reception, day), **dict(_own(reception, day))}
    return select(
        column(KEY),
        called(value(reception.name), "type"),
        column("at"),
        called(cast(value(None), "VARCHAR"), "key"),
        *(
            called(cast(told[name], SQL_TYPES[kind]), name)
            for name, kind in types.items()
            if name in told
        ),
        source=stays,
    )


def _with_departure(
    reception: Reception, types: Mapping[str, Type], day: date, events: str
) -> Query:
    """The stays; a departure before the arrival is missing."""
    names = (reception.departure, reception.arrival)
    last, first = map(column, names)
    if {types[name] for name in names} != {Type.MOMENT}:
        last, first = _day(last), _day(first)
    later = either(is_null(last), is_null(first), infix(last, ">=", first))
    known = called(case([(later, column(reception.departure))]), reception.departure)
    folded = nested(_folded(reception, day, events), "stays")
    return select(star(instead=[known]), source=folded)


def _folded(reception: Reception, day: date, events: str) -> Query:
    """One row a stay: the latest known of each attribute, and what is known of its events."""
    number = column(NUMBER)
    of = among(column("type"), (reception.of,))
    return select(
        column(KEY),
        *(
            called(call("arg_max", column(name), number), name)
            for name in reception.attributes
            if name != reception.by
        ),
        column(reception.by),
        called(where_only(call("min", column("at")), of), "at"),
        called(call("max", column("at")), "#last"),
        called(call("arg_max", column("type"), number), "#type"),
        source=nested(_numbered(reception, day, events), "numbered"),
        group_by=[column(KEY), column(reception.by)],
        having=call("bool_or", of),
    )


def _numbered(reception: Reception, day: date, events: str) -> Query:
    order = (column("at"), _rank(reception), *map(column, reception.attributes))
    window = over(
        call("row_number"),
        partition_by=[column(KEY), column(reception.by)],
        order_by=order,
    )
    return select(
        column(KEY), column("type"), column("at"), *map(column, reception.attributes),
        called(window, NUMBER), source=table(events),
        where=both(
            among(column("type"), reception.types()),
            until(column("at"), Type.MOMENT, day),
            is_not_null(column(reception.by)),
        ),
    )  # fmt: skip


def _rank(reception: Reception) -> Sql:
    """Of events at one moment: in which order their types speak."""
    return case(
        (among(column("type"), (name,)), value(place))
        for place, name in enumerate(reception.types())
    )


def _told(reception: Reception, day: date) -> dict[str, Sql]:
    """The latest known values; a raise only while somebody's approval of it lasts."""
    found = {name: column(name) for name in reception.attributes}
    if reception.raised:
        approved = [_approved(reception)] if reception.approver else []
        lasts = [_lasts(reception, day)] if reception.until else []
        raised = case([(both(*approved, *lasts), column(reception.raised))])
        found[reception.raised] = raised if approved else value(None)
    return found


def _approved(reception: Reception) -> Sql:
    """Whether somebody approved who may; never NULL."""
    who, may = column(reception.approver), dict(reception.may_approve)
    if not reception.approvers:
        return is_not_null(who)
    level = column(reception.raised)
    allowed = {name: _among(who, people) for name, people in may.items()}
    other = allowed.pop("", FALSE)
    by_level = [(infix(level, "=", value(name)), each) for name, each in allowed.items()]
    return case(by_level, other) if by_level else other


def _among(who: Sql, people: tuple[str, ...]) -> Sql:
    return coalesce(among(who, people), FALSE) if people else FALSE


def _lasts(reception: Reception, day: date) -> Sql:
    last = column(reception.until)
    return either(is_null(last), infix(_day(last), ">=", value(day)))


def _own(reception: Reception, day: date) -> Iterator[tuple[str, Sql]]:
    """What careplay itself says of a stay."""
    among_cancels = among(column("#type"), reception.cancels) if reception.cancels else None
    first, last = (_day(column(name)) for name in (reception.arrival, reception.departure))
    yield "known_on", _known_on(reception, day)
    yield "cancelled", among_cancels or FALSE
    yield "nights", infix(last, "-", first)
    if _ends(reception):
        yield "lapsed", case([(_over(reception, day), column(reception.raised))])


def _known_on(reception: Reception, day: date) -> Sql:
    """The date of the latest event; or the day after a raise ran out, if that is later."""
    latest = _day(column("#last"))
    if not _ends(reception):
        return latest
    after = infix(_day(column(reception.until)), "+", value(1))
    return call("greatest", latest, case([(_over(reception, day), after)]))


def _ends(reception: Reception) -> bool:
    return bool(reception.raised and reception.approver and reception.until)


def _over(reception: Reception, day: date) -> Sql:
    """Whether a raise that was approved has run out."""
    return both(
        is_not_null(column(reception.raised)),
        _approved(reception),
        infix(_day(column(reception.until)), "<", value(day)),
    )


def _day(moment: Sql) -> Sql:
    return cast(moment, "DATE")
