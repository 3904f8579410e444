"""Why: the occasion's own entry, then each fact that decided, with its value."""

from __future__ import annotations

from itertools import groupby
from typing import assert_never

from careplay.engines.sql import words
from careplay.engines.sql.build import (
    Sql,
    among,
    array,
    call,
    case,
    cast,
    coalesce,
    column,
    nth,
    value,
)
from careplay.engines.sql.conditions import ConditionColumns, holds, is_always
from careplay.engines.sql.matches import MATCH, names_for, numbered
from careplay.engines.sql.probed import KEPT_VALUE
from careplay.engines.sql.schedule import FOUND_ON
from careplay.model.types import Type
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
    by_event,
)
from careplay.planning.steps import Gap, Match, Plan, Reason


def because(plan: Plan) -> Sql:
    """The list of reasons of a row."""
    entry = array([_entry(_facts(plan), _values(plan))])
    alike = _alike(plan)
    if not alike:
        return entry
    reasons = case(
        (among(column(MATCH), numbers), _reasons(match.reasons, names_for(match, plan)))
        for match, numbers in alike
    )
    return call("list_concat", entry, reasons)


def _alike(plan: Plan) -> list[tuple[Match, list[int]]]:
    """Matches with the same reasons to tell are told alike."""
    groups: dict[tuple[tuple[Reason, ...], bool], list[tuple[int, Match]]] = {}
    for number, match in numbered(plan):
        if match.reasons:
            key = (match.reasons, by_event(plan.occasions[match.occasion].probe))
            groups.setdefault(key, []).append((number, match))
    return [(group[0][1], [number for number, _ in group]) for group in groups.values()]


def _entry(fact: Sql, told: Sql) -> Sql:
    return Sql(f"{{'fact': {fact}, 'value': {told}}}")


def _reasons(reasons: tuple[Reason, ...], names: ConditionColumns) -> Sql:
    """The entries in order; those with a guard only where it is true."""
    lists: list[Sql] = []
    for guarded, group in groupby(reasons, key=lambda reason: not is_always(reason.guard)):
        entries = [(reason, _told(reason, names)) for reason in group]
        if not guarded:
            lists.append(array(entry for _, entry in entries))
            continue
        lists += (
            case([(holds(reason.guard, names), array([entry]))]) for reason, entry in entries
        )
    return call("list_concat", *lists) if len(lists) > 1 else lists[0]


def _told(reason: Reason, names: ConditionColumns) -> Sql:
    told = words.plain(names.column(reason.of), names.types[reason.of])
    return _entry(value(reason.fact), told)


def _facts(plan: Plan) -> Sql:
    facts = nth([value(plan.occasions[m.occasion].fact) for m in plan.matches], column(MATCH))
    occasions = (plan.occasions[match.occasion] for match in plan.matches)
    back = [n for n, each in enumerate(occasions, start=1) if each.value is Gap.TOLD]
    return case([(among(column(MATCH), back), _told_before("fact"))], facts) if back else facts


def _told_before(part: str) -> Sql:
    """What was told of an occasion that comes back."""
    return call("struct_extract", column(KEPT_VALUE), value(part))


def _values(plan: Plan) -> Sql:
    """The value of the occasion's own entry."""
    occasions = [plan.occasions[match.occasion] for match in plan.matches]
    literal = [None if isinstance(o.value, Gap) else o.value for o in occasions]
    gaps: dict[str | Column | Gap, list[int]] = {}
    for number, occasion in enumerate(occasions, start=1):
        if occasion.value is Gap.VALUE:
            gaps.setdefault(_valued(occasion.probe), []).append(number)
        elif isinstance(occasion.value, Gap):
            gaps.setdefault(occasion.value, []).append(number)
    settled = nth([value(each) for each in literal], column(MATCH))
    whens = [
        (among(column(MATCH), numbers), _value(gap, plan)) for gap, numbers in gaps.items()
    ]
    return cast(case(whens, settled), "TEXT")


def _valued(probe: Probe) -> str | Column:
    """The fact, or the attribute of the record, whose value is told of the occasion."""
    match probe:
        case Passed(now):
            return now
        case Standing(key=key):
            return f"event.{key[-1]}"
        case Always() | Dated() | Kept() | Turned() | Happened() | Returned():
            raise AssertionError("told of a date, or of what the plan knows")
        case _:
            assert_never(probe)


def _value(gap: str | Column | Gap, plan: Plan) -> Sql:
    """A fact's value, an attribute's (empty where it is missing), or what was found."""
    if isinstance(gap, Column):
        return words.plain(column(str(gap)), plan.types[str(gap)])
    if isinstance(gap, str):
        return coalesce(words.plain(column(gap), plan.types[gap]), value(""))
    if gap is Gap.TOLD:
        return _told_before("value")
    if gap is Gap.DAY:
        return words.plain(column(FOUND_ON), Type.DATE)
    return words.plain(column("event.at"), Type.MOMENT)
