"""What is wrong with the tables of a business, told by kind, without running a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from careplay.diagnostics import Diagnostic, Position
from careplay.faults import CareplayError, DataFaultError, SourceError
from careplay.model.business import Business
from careplay.outputs.checked import Finding
from careplay.severity import CheckProfile, Severity
from careplay.sources.connecting import connect
from careplay.sources.faults import DataFault, kind
from careplay.sources.headings import LackingColumnsError
from careplay.sources.loading import load_tables
from careplay.sources.without_columns import without_columns

DataChecked: TypeAlias = tuple[tuple[Finding, ...], tuple[CareplayError, ...]]
"""The faults of the data, a finding for each kind; and what keeps a run from reading them."""


def check_data(business: Business, profile: CheckProfile) -> DataChecked:
    """What all tables lack, at once, and the faults of the columns that are there."""
    try:
        return tuple(_findings(_faults(business), profile)), ()
    except LackingColumnsError as fault:
        return tuple(_of_the_others(business, fault, profile)), (fault,)
    except (DataFaultError, SourceError) as fault:
        return (), (fault,)


def _of_the_others(
    business: Business, lacking: LackingColumnsError, profile: CheckProfile
) -> Iterator[Finding]:
    """The faults of the columns that are there; none where no table can do without the rest."""
    try:
        found = _faults(without_columns(business, lacking.headings))
    except (DataFaultError, SourceError):
        return
    yield from _findings(found, profile)


def _faults(business: Business) -> Sequence[DataFault]:
    return load_tables(
        business, customers=None, events=None, connection=connect(business.bounds)
    ).faults


def _findings(faults: Sequence[DataFault], profile: CheckProfile) -> Iterator[Finding]:
    """One for each kind, at its first place."""
    same: dict[tuple[str, ...], list[DataFault]] = {}
    for each in faults:
        same.setdefault(kind(each), []).append(each)
    for found in same.values():
        first = found[0]
        told = Diagnostic(first.file, Position(first.row or 1, 1), first.code, _said(found))
        yield Finding(told, Severity.WARNING, profile.fails(Severity.WARNING))


def _said(same: Sequence[DataFault]) -> str:
    """What is wrong, what is done about it, and of several how many and where."""
    first = same[0]
    column = f'column "{first.column}": ' if first.column else ""
    effect = f" ({first.effect})" if first.effect else ""
    said = f"{column}{first.message}{effect}"
    if first.count < 2:
        return said
    places = ", ".join(
        each.place if each.file == first.file else f"{each.file}:{each.place}"
        for each in same
        if each.place
    )
    more = ", …" if first.count > len(same) else ""
    rows = "of customers" if first.row is None else "in rows"
    return f"{said}; {first.count:,} like this" + (f", {rows} {places}{more}" if places else "")
