"""What is asked of a case by a parameter: its value is that of the day the case began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from careplay.model.business import DatedParameter
from careplay.model.conditions import AllOf, AnyOf, Compare, Condition, Operator
from careplay.model.parameters import parameters_of, value_or_first, with_values

BEGAN = "at"


def as_begun(
    condition: Condition, since: date, parameters: Mapping[str, DatedParameter]
) -> Condition:
    """The condition of cases of a version; as it stands where no value changes later on.

    A case that began before its version did has the values of the version's first day.
    """
    named = {name: parameters[name] for name in parameters_of(condition)}
    given = (day for dated in named.values() for day, _ in dated.values[1:])
    changes = sorted({day for day in given if day > since})
    if not changes:
        return condition
    before = []
    for first, end in pairwise((since, *changes)):
        values = {name: value_or_first(dated, first) for name, dated in named.items()}
        began = (_on_or_after(first),) if first > since else ()
        asked = with_values(condition, values)
        before.append(AllOf((*began, Compare(BEGAN, Operator.LESS, end), asked)))
    # No case is younger than the last change unless that is in force; so the run still asks
    # whether a parameter has a value at all.
    return AnyOf((*before, AllOf((_on_or_after(changes[-1]), condition))))


def _on_or_after(day: date) -> Condition:
    return Compare(BEGAN, Operator.AT_LEAST, day)
