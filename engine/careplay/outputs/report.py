"""What a run has to say beside the actions, for programs: ``run.json``.

Names, numbers and the business's own values: no times, no paths, and no word of a language, so
that the same day gives the same bytes wherever and whenever it is run.
``schemas/run.schema.json`` describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from careplay.sources.faults import DataFault, kind
from careplay.sources.notes import (
    DataNote,
    EmptyTable,
    StandInCircle,
    TableEnd,
    UndeclaredColumns,
)

if TYPE_CHECKING:
    from careplay.engines.base import AssumedYear, Undecided
    from careplay.outputs.changes import Changed
    from careplay.outputs.day import Day

Report: TypeAlias = Mapping[str, Any]
"""What a run has to say, as JSON knows it."""


def report(day: Day) -> Report:
    """Everything that is said of the day."""
    counts = day.counts
    return {
        "business": day.business.id,
        "date": day.date.isoformat(),
        "ran_with": day.ran_with,
        "changed": _changed(day.changed),
        "forgotten": [*day.forgotten],
        "read": {
            "customers": counts.customers,
            "customers_left_out": counts.customers_left_out,
            "events": counts.events,
            "events_left_out": counts.events_left_out,
            "staff": counts.staff,
        },
        "faults": _faults(day.faults),
        **_noted(day.data_notes),
        "undecided": _undecided(day.undecided),
        "irregular": [
            {"flow": each.flow, "kind": each.kind, "count": each.count} for each in day.odd
        ],
        "late": {"asked": day.late.asked, "too_old": day.late.too_old},
        "without_owner": [{"role": each.role, "count": each.count} for each in day.unowned],
        "open": {"actions": day.open.actions, "late": day.open.late},
        "absent": day.absent,
        "moved": day.moved,
        "assumed_years": [_assumed(each) for each in day.assumed],
    }


def _changed(found: Changed) -> Report:
    """What is otherwise than on the last kept day, one by one."""
    return {
        "since": None if found.since is None else found.since.isoformat(),
        "what": None if found.what is None else [*map(asdict, found.what)],
    }


def _faults(found: Iterable[DataFault]) -> list[Report]:
    """How many faults there are of each kind; ``rejects.csv`` has them one by one."""
    kinds = {kind(each): each for each in found}
    return [
        {
            "code": each.code,
            "table": each.table,
            "column": each.column,
            "word": each.group,
            "count": each.count,
        }
        for each in kinds.values()
    ]


def _noted(notes: Sequence[DataNote]) -> Report:
    """What is noted of the tables; the columns of all files of a table together."""
    not_read: dict[str, dict[str, None]] = {}
    empty: list[str] = []
    circles: list[list[str]] = []
    ends: list[Report] = []
    for note in notes:
        match note:
            case UndeclaredColumns(table, _, columns):
                not_read.setdefault(table, {}).update(dict.fromkeys(columns))
            case EmptyTable(table, _):
                empty.append(table)
            case TableEnd(table, _, until, row):
                ends.append({"table": table, "until": until, "row": row})
            case StandInCircle(_, people):
                circles.append([*people])
            case _:
                assert_never(note)
    return {
        "not_read": [
            {"table": table, "columns": [*columns]} for table, columns in not_read.items()
        ],
        "empty": empty,
        "stand_in_circles": circles,
        "ends": ends,
    }


def _undecided(undecided: Iterable[Undecided]) -> list[Report]:
    """Of each rule how many occasions stay open, and how many of them want which fact."""
    told: list[Report] = []
    for rule, found in groupby(undecided, key=attrgetter("rule")):
        total, *wants = found
        wanting = [{"fact": each.fact, "count": each.customers} for each in wants]
        told.append({"rule": rule, "count": total.customers, "wanting": wanting})
    return told


def _assumed(found: AssumedYear) -> Report:
    users = [{"kind": kind, "names": [*names]} for kind, names in found.users]
    return {"year": found.year, "users": users}
