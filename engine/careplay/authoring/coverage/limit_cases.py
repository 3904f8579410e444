"""Cases at the limits of cells that no test has, as YAML for a file of stories.

A limit is where a cell of a rule turns: the last value for which it holds, and the first for
which it does not. A world in which the rule is told is taken from a story, and the one fact
set to either; what is expected follows from the cell, and not from a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias, assert_never

from careplay.authoring.coverage.worlds_told import ToldWorld
from careplay.authoring.coverage.yaml_text import flow_text, key_text
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, value_of
from careplay.model.business import Business
from careplay.model.comparing import scalar_holds
from careplay.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    Not,
    Operator,
    Question,
)
from careplay.model.facts import Declared
from careplay.model.rules import Audience, Rule
from careplay.model.types import DECIMALS, NUMERIC, TIMES, Scalar, Type
from careplay.model.words import plain, scalar_of

SOME_DIGITS = 2
"""To so many digits behind the point a number is moved that may have any."""
NOTHING = "# every limit of a declared fact that a rule asks about has its cases\n"


@dataclass(frozen=True, slots=True)
class CellLimit:
    """Where a cell of a rule turns, in values as a story writes them."""

    rule: Rule
    fact: str
    line: int
    holds: str
    fails: str


Seen: TypeAlias = frozenset[tuple[str, str, str]]
"""By rule and fact, the values of customers of whom a story expects something of the rule."""


def limit_cases(
    business: Business, worlds: Mapping[str, ToldWorld], seen: Seen, clocks: Mapping[str, Clock]
) -> str:
    """A file of the cases that are lacking; a comment where none is.

    ``worlds`` and ``clocks``: by rule, a world in which it is told, and its day.
    """
    lines: list[str] = []
    for rule in business.rules:
        for each in _limits(rule, business, clocks.get(rule.id)):
            lacking = [
                v for v in (each.holds, each.fails) if (rule.id, each.fact, v) not in seen
            ]
            if lacking and rule.id in worlds:
                lines += _test(each, worlds[rule.id], lacking, business)
    if not lines:
        return NOTHING
    return "".join(f"{line}\n" for line in ("careplay: 1", "tests:", *lines))


def normal_value(business: Business, rule: str, fact: str, text: str) -> tuple[str, str, str]:
    """The same value as limits are written: ``100`` of an amount is ``100.00``."""
    kind = business.declared[fact].type
    value = scalar_of(text or None, kind)
    return rule, fact, "" if value is None else plain(value, kind)


def _limits(rule: Rule, business: Business, clock: Clock | None) -> Iterator[CellLimit]:
    """Of each cell that must hold by itself, on the clock's day."""
    if clock is None or rule.audience is not Audience.CUSTOMERS:
        return
    for cell in _together(rule.condition):
        fact = business.facts.get(cell.fact)
        if not isinstance(fact, Declared) or cell.operator is Operator.EQUAL:
            continue
        pair = _sides(cell, fact.type, clock)
        if pair is not None:
            yield CellLimit(rule, cell.fact, cell.at.line or rule.at.line, *pair)


def _together(condition: Condition) -> Iterator[Compare]:
    """The comparisons all of which must hold."""
    match condition:
        case Compare():
            yield condition
        case AllOf(parts):
            for part in parts:
                yield from _together(part)
        case Question() | Missing() | AnyOf() | NoneOf() | Not():
            return
        case _:
            assert_never(condition)


def _sides(cell: Compare, kind: Type, clock: Clock) -> tuple[str, str] | None:
    """The value nearest to the limit for which the cell holds, and for which it does not."""
    limit = value_of(cell.value, clock)
    near = [each for each in _around(limit, kind) if each is not None]
    by = {
        scalar_holds(cell.operator, each, limit): plain(each, kind) for each in (*near, limit)
    }
    return (by[True], by[False]) if len(by) == 2 else None


def _around(limit: Scalar, kind: Type) -> Sequence[Scalar | None]:
    """The value before the limit and that behind it; nothing of what has no such."""
    if kind in TIMES and isinstance(limit, date):
        day = timedelta(days=1)
        return limit - day, limit + day
    if kind not in NUMERIC or isinstance(limit, bool | str | date):
        return ()
    digits = min(DECIMALS[kind], SOME_DIGITS)
    step, value = Decimal(1).scaleb(-digits), Decimal(limit)
    around = value - step, value + step
    return [int(each) for each in around] if kind is Type.INTEGER else around


def _test(
    limit: CellLimit, world: ToldWorld, lacking: Sequence[str], business: Business
) -> Iterator[str]:
    rule = limit.rule
    name = f"{rule.id}_{limit.fact}".replace(".", "_")
    yield f"  # {rule.file}:{limit.line}"
    yield f"  {key_text(name)}:"
    yield f"    title: {flow_text(f'{rule.title}: {limit.fact}')}"
    yield from world.lines(business)
    yield "    cases:"
    for case, value, expected in (
        ("just", limit.holds, "told"),
        ("just_not", limit.fails, "not_told"),
    ):
        if value in lacking:
            told = flow_text({"customer": {limit.fact: value}})
            yield f"      {case}: {{with: {told}, {expected}: [{rule.id}]}}"
