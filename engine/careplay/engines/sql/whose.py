"""What an action is, beside what people read of it: the record and the item it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from careplay.engines.sql.build import Sql, among, case, column, nth, value
from careplay.engines.sql.matches import MATCH
from careplay.engines.sql.recorded import refs
from careplay.engines.sql.words import plain
from careplay.model.types import Type
from careplay.planning.probes import Standing
from careplay.planning.steps import Plan


def whose(plan: Plan) -> dict[str, Sql]:
    """The columns ``record``, ``ref``, ``item`` and ``about`` of an action, by its match."""
    probes = [plan.occasions[match.occasion].probe for match in plan.matches]
    standing = {n: each for n, each in enumerate(probes, start=1) if isinstance(each, Standing)}
    numbers = range(1, len(probes) + 1)
    records = {number: each.event for number, each in standing.items()}
    items = (plan.rules[match.rule].item or None for match in plan.matches)
    return {
        "record": _by_match(records.get(number) for number in numbers),
        "ref": _ref(records, plan),
        "item": _by_match(items),
        "about": _about(standing, plan),
    }


def _by_match(told: Iterable[str | None]) -> Sql:
    return nth([value(each) for each in told], column(MATCH))


def _ref(records: Mapping[int, str], plan: Plan) -> Sql:
    """The attribute that tells the record from others, as text."""
    by, alike = refs(plan), dict[str, list[int]]()
    for number, record in records.items():
        alike.setdefault(f"event.{by[record]}", []).append(number)
    return case(
        (among(column(MATCH), numbers), plain(column(name), plan.types[name]))
        for name, numbers in alike.items()
    )


def _about(standing: Mapping[int, Standing], plan: Plan) -> Sql:
    """The date of a daily occasion; of another what its key begins with, if that is a date."""
    days, columns = dict[date, list[int]](), dict[str, list[int]]()
    for number, probe in standing.items():
        first = [f"event.{name}" for name in probe.key[:1]]
        if probe.about is not None:
            days.setdefault(probe.about, []).append(number)
        elif [plan.types[name] for name in first] == [Type.DATE]:
            columns.setdefault(first[0], []).append(number)
    match = column(MATCH)
    return case(
        (
            *((among(match, numbers), value(day)) for day, numbers in days.items()),
            *((among(match, numbers), column(name)) for name, numbers in columns.items()),
        )
    )
