"""A flow in numbers: its parameters have values, and a version stands once for each of them.

``folding.way`` names the day whose values count for one case instead: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from careplay.meaning.clock import Clock, number_of
from careplay.model.flows import Flow, Version
from careplay.model.parameters import parameters_of, with_values
from careplay.model.types import Parameter


def in_numbers(flow: Flow, clock: Clock) -> Flow:
    """The flow as far as it is in force on the clock's day, every span a number.

    A version whose parameters change while it is in force is followed by itself, in the new
    numbers, from the day of the change on. Older cases are taken along by the first of them.
    """
    tomorrow = clock.day + timedelta(days=1)
    ends = (*(min(later.since, tomorrow) for later in flow.versions[1:]), tomorrow)
    versions = (
        each
        for version, end in zip(flow.versions, ends, strict=True)
        for each in _periods(version, end, clock)
    )
    return replace(flow, versions=tuple(versions))


def _periods(version: Version, end: date, clock: Clock) -> Iterator[Version]:
    """The version from its first day on, then from each change of a value before the end."""
    named = (clock.parameters[name] for name in parameters_of(version))
    changes = {since for dated in named for since, _ in dated.values[1:]}
    yield _as_of(version.since, version, clock)
    for day in sorted(each for each in changes if version.since < each < end):
        yield replace(_as_of(day, version, clock), since=day, migrate=False)


def _as_of(day: date, version: Version, clock: Clock) -> Version:
    on, named = replace(clock, day=day), parameters_of(version)
    return with_values(version, {name: int(number_of(Parameter(name), on)) for name in named})
