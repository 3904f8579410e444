"""Which rows of decision tables hold for a customer, and which do not."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.authoring.coverage.things import ELSE, row_name
from careplay.meaning.clock import Clock
from careplay.meaning.tables import in_force
from careplay.meaning.truth import Row, truth
from careplay.model.business import Business
from careplay.model.facts import Hit
from careplay.model.tables import DecisionTable
from careplay.outputs.coverage import CoverKey, CoverKind


def rows_asked(business: Business, values: Row, clock: Clock) -> Iterator[CoverKey]:
    """Each row that is the answer, or one of several, and each that is known not to hold.

    Where only the first counts, a row that holds behind another is neither.
    """
    for table in business.tables.values():
        for name, side in _answers(table, values, clock):
            yield CoverKind.ROWS, row_name(table, name), side


def _answers(table: DecisionTable, values: Row, clock: Clock) -> Iterator[tuple[str, bool]]:
    rows = [row for row in table.decisions[0].rows if in_force(row, clock.day)]
    answers = [(row.id, truth(row.condition, values, clock)) for row in rows]
    holding = [name for name, answer in answers if answer]
    yield from ((name, False) for name, answer in answers if answer is False)
    if not holding:
        yield ELSE, True
    for name in holding[:1] if table.hit is Hit.FIRST else holding:
        yield name, True
