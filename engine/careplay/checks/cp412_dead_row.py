"""A row of a decision table can never decide.

Rows are asked in order, and here the first takes everybody the second is meant for::

    tables:
      level:
        inputs: [points]
        rows:
          - {points: at least 500, level: B}
          - {points: at least 900, level: A}
        else: {level: none}

Nobody would ever be A. Put the narrower row first::

    tables:
      level:
        inputs: [points]
        rows:
          - {points: at least 900, level: A}
          - {points: at least 500, level: B}
        else: {level: none}

A cell that contradicts itself (``9 to 5``) makes its row dead in any table.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.proving import DEAD_ROW
from careplay.checks.proving.findings import Dead, dead, when
from careplay.checks.proving.proof import Proof, proofs
from careplay.diagnostics import Diagnostic, listed
from careplay.model.business import Business
from careplay.model.facts import Hit

CODE = DEAD_ROW


def check(business: Business) -> Iterator[Diagnostic]:
    """Each row that never decides, with the rows that take its customers."""
    for proof in proofs(business):
        for each in dead(proof):
            what = f'row "{each.row.id}" {_why(each, proof)} in table "{proof.table.name}"'
            message = f"{what}; {_way(each, proof)}"
            yield Diagnostic(proof.table.file, each.row.at, CODE, message)


def _why(found: Dead, proof: Proof) -> str:
    day = when(found.sample, proof)
    if not found.taken_by:
        return f"never holds{day}"
    rows = listed(row.id for row in found.taken_by)
    several = len(found.taken_by) > 1
    better = " rank better and" if proof.table.hit is Hit.PRIORITY and several else ""
    if proof.table.hit is Hit.PRIORITY and not several:
        better = " ranks better and"
    noun = f"rows {rows}{better} take" if several else f"row {rows}{better} takes"
    return f"never decides{day}: {noun} everybody it holds for"


def _way(found: Dead, proof: Proof) -> str:
    if not found.taken_by:
        return "one of its cells can be true of nobody"
    if proof.table.hit is Hit.PRIORITY:
        return "rank it better, or take it away"
    return "put it before, or take it away"
