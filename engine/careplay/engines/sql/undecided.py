"""How many occasions of each rule stay open, and for want of which facts."""

from __future__ import annotations

from collections.abc import Container, Sequence

from careplay.engines.sql.build import (
    STAR,
    Query,
    Sql,
    among,
    array,
    both,
    call,
    called,
    case,
    cast,
    column,
    either,
    infix,
    is_not_null,
    nested,
    select,
    table,
    value,
)
from careplay.engines.sql.conditions import unknown
from careplay.engines.sql.matches import MATCH, MATCHES, names_for, numbered
from careplay.engines.sql.probed import NEW, is_found, news_of
from careplay.planning.steps import Match, Plan
from careplay.sources.columns import KEY

WANT, WHOSE, TOTAL = "#want", "#whose", 0


def wanted_facts(plan: Plan) -> tuple[str, ...]:
    """Every fact that a match may want; the number of each counts from 1."""
    facts = (want.fact for _, match in numbered(plan) for want in match.wants)
    return tuple(dict.fromkeys(facts))


def query(
    plan: Plan,
    unknown: Container[int] | None = None,
    customer: str | None = None,
    *,
    apart: bool = False,
) -> Query | None:
    """Match, wanted fact (0: the total) and count; None where nothing can stay open.

    ``unknown`` are the numbers of the matches that are known to be unknown somewhere;
    ``customer`` is the key of the only one who counts. Where each customer's are counted
    ``apart``, whose they are comes before the count.
    """
    shapes = _shapes(plan, unknown)
    if not shapes:
        return None
    opened = select(
        STAR,
        called(call("unnest", column(MATCHES)), MATCH),
        source=table("matches"),
        where=None if customer is None else is_of(customer),
    )
    asked = case((_open(numbers, plan), wants) for wants, numbers in shapes)
    whose = [called(cast(column(KEY), "TEXT"), WHOSE)] if apart else []
    wants = select(
        column(MATCH),
        called(call("unnest", asked), WANT),
        *whose,
        source=nested(opened, "opened"),
        where=infix(column(MATCH), "<", value(0)),
    )
    by = [column(each) for each in ((MATCH, WANT, WHOSE) if apart else (MATCH, WANT))]
    counted = called(call("count", STAR), "count")
    return select(
        *by, counted, source=nested(wants, "wants"),
        where=is_not_null(column(WANT)), group_by=by,
    )  # fmt: skip


def is_of(customer: str) -> Sql:
    """Whether a row is the customer's, by its key as a text."""
    return infix(cast(column(KEY), "TEXT"), "=", value(customer))


def _open(numbers: Sequence[int], plan: Plan) -> Sql:
    """The matches, where no earlier run can have told what is asked."""
    found = among(column(MATCH), numbers)
    matches = [plan.matches[-number - 1] for number in numbers]
    parts = [found]
    if any(match.occasion in news_of(plan) for match in matches):
        parts.append(column(NEW))
    return both(*parts)


def _shapes(plan: Plan, unknown: Container[int] | None = None) -> list[tuple[Sql, list[int]]]:
    """Matches that want alike are asked alike."""
    alike: dict[object, list[tuple[int, Match]]] = {}
    for number, match in numbered(plan):
        if unknown is not None and number not in unknown:
            continue
        if match.wants:
            by_event, new = is_found(match.occasion, plan), match.occasion in news_of(plan)
            key = (match.wants, by_event, new)
            alike.setdefault(key, []).append((number, match))
    facts = wanted_facts(plan)
    return [
        (_wants(group[0][1], facts, plan), [-number for number, _ in group])
        for group in alike.values()
    ]


def _wants(match: Match, facts: tuple[str, ...], plan: Plan) -> Sql:
    names = names_for(match, plan)
    listed: list[Sql] = [value(TOTAL)]
    for want in match.wants:
        ways = (both(*(unknown(each, names) for each in way)) for way in want.unknown)
        listed.append(case([(either(*ways), value(facts.index(want.fact) + 1))]))
    return array(listed)
