"""Steps that a version of a flow calls otherwise: a case is at the same step as before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from careplay.frozen import dataclass
from careplay.model.flows import Flow, Version


@dataclass(frozen=True, slots=True)
class StepName:
    """A name that a step of older cases had, and the one that it has."""

    old: str
    new: str
    until: date = date.max
    """From this day on a later version calls another step so."""


def taking_along(flow: Flow, day: date) -> Version | None:
    """The version under which older cases go as of the day; None where they keep their own."""
    found = [each for each in flow.versions if each.migrate and each.since <= day]
    return found[-1] if found else None


def renamed(flow: Flow, day: date) -> tuple[StepName, ...]:
    """What the steps of older cases are called as of the day; the oldest names first."""
    found: tuple[StepName, ...] = ()
    for version in flow.versions:
        if version.since <= day:
            own = {step.name for step in version.steps}
            if version.migrate:
                now = dict(version.renamed)
                found = tuple(replace(each, new=now.get(each.new, each.new)) for each in found)
                found += tuple(StepName(old, new) for old, new in now.items())
            found = tuple(
                replace(each, until=min(each.until, version.since)) if each.old in own else each
                for each in found
            )
    return tuple(each for each in found if each.old != each.new)


def name_now(names: Iterable[StepName], name: str, day: date) -> str:
    """What a step is called that had the name on the day."""
    found = (each.new for each in names if each.old == name and day < each.until)
    return next(found, name)
