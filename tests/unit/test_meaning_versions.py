"""A flow in numbers stands once for each value that its cases may have begun under."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from careplay.meaning.clock import clock_of
from careplay.meaning.versions import in_numbers
from careplay.model.business import DatedParameter
from careplay.model.flows import Flow, Step, Version
from careplay.model.types import Parameter, Scalar, Span
from strategies.flows import business_of

JUNE = [date(2026, 6, day) for day in range(1, 31)]
FIRST, SECOND, TENTH, TWENTIETH = JUNE[0], JUNE[1], JUNE[9], JUNE[19]
STEPS = (Step("hear", (("", "closed"),), within=Span(Parameter("n"))),)
NAMED = Version(1, FIRST, STEPS)


def numbered(
    values: tuple[tuple[date, Scalar], ...], *versions: Version, day: date = TWENTIETH
) -> list[tuple[int, date, int | Parameter | None, bool]]:
    """Of each version: its number, its first day, how long its first step may take, migrate."""
    flow = Flow("case", "case.opened", "ref", versions)
    business = replace(
        business_of(flow, "CN", {}), parameters={"n": DatedParameter("n", values)}
    )
    found = in_numbers(flow, clock_of(business, day)).versions
    return [
        (each.number, each.since, each.steps[0].within.amount, each.migrate)
        for each in found
        if each.steps[0].within is not None
    ]


@pytest.mark.parametrize(
    "values",
    [
        ((date.min, 5),),
        ((TENTH, 5),),
        ((date.min, 9), (FIRST, 5)),
        ((date.min, 5), (JUNE[20], 9)),
    ],
)
def test_a_version_whose_numbers_never_change_stands_once(
    values: tuple[tuple[date, Scalar], ...],
) -> None:
    assert numbered(values, NAMED) == [(1, FIRST, 5, False)]


def test_a_version_stands_anew_from_each_change_while_it_is_in_force() -> None:
    values = ((FIRST, 5), (SECOND, 7), (TWENTIETH, 9))
    second = replace(NAMED, number=2, since=TENTH, migrate=True)
    third = replace(NAMED, number=3, since=JUNE[24])
    assert numbered(values, NAMED, second, third) == [
        (1, FIRST, 5, False),
        (1, SECOND, 7, False),
        (2, TENTH, 7, True),
        (2, TWENTIETH, 9, False),
        (3, JUNE[24], 9, False),
    ]
    assert numbered(values, NAMED, day=FIRST) == [(1, FIRST, 5, False)]
