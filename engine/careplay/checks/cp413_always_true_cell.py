"""A cell of a decision table is true of every customer.

It asks nothing, and whoever reads the table thinks that it does::

    measures: {visits: {count: visit}}
    tables:
      level:
        inputs: [visits, tier]
        rows:
          - {visits: at least 0, tier: A, level: best}
          - {visits: at least 5, level: good}
        else: {level: none}

A count is never below 0 and never missing. Leave the cell blank, or write what is meant::

    measures: {visits: {count: visit}}
    tables:
      level:
        inputs: [visits, tier]
        rows:
          - {tier: A, level: best}
          - {visits: at least 5, level: good}
        else: {level: none}
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.proving import ALWAYS_TRUE
from careplay.checks.proving.findings import always
from careplay.checks.proving.proof import proofs
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = ALWAYS_TRUE


def check(business: Business) -> Iterator[Diagnostic]:
    """Each such cell, at its place."""
    for proof in proofs(business):
        table = proof.table
        for row, name in always(proof):
            what = f'the cell "{name}" of row "{row.id}" is true of every customer'
            message = f'{what} in table "{table.name}"; leave it blank, or write what is meant'
            yield Diagnostic(table.file, table.cells[row.id, name], CODE, message)
