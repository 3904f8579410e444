"""Steps that a version of a flow calls otherwise: a case is at the same step as before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from careplay.model.flows import Flow, Version


def taking_along(flow: Flow, day: date) -> Version | None:
    """The version under which older cases go as of the day; None where they keep their own."""
    found = [each for each in flow.versions if each.migrate and each.since <= day]
    return found[-1] if found else None


def renamed(flow: Flow, day: date) -> Mapping[str, str]:
    """What the steps of older cases are called as of the day, by the names that they had.

    What a later version calls so itself is another step.
    """
    found: dict[str, str] = {}
    for version in flow.versions:
        if version.migrate and version.since <= day:
            own, now = {step.name for step in version.steps}, dict(version.renamed)
            every = {old: now.get(new, new) for old, new in found.items()} | now
            found = {old: new for old, new in every.items() if old not in own}
    return found
