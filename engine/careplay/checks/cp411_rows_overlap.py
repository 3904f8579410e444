"""Two rows of a table of unique hits can hold for one customer.

The table says that only ever one row holds, and here two do::

    tables:
      level:
        hit: unique
        inputs: [points]
        rows:
          - {points: at most 500, level: B}
          - {points: at least 500, level: A}
        else: {level: none}

With 500 points the answer would be missing. Draw the line between them::

    tables:
      level:
        hit: unique
        inputs: [points]
        rows:
          - {points: under 500, level: B}
          - {points: at least 500, level: A}
        else: {level: none}

Where the first row that holds is meant to count, write ``hit: first``.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.proving import OVERLAP
from careplay.checks.proving.findings import meetings, when
from careplay.checks.proving.proof import proofs
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.facts import Hit

CODE = OVERLAP


def check(business: Business) -> Iterator[Diagnostic]:
    """Each row that meets one before it, at its place."""
    for proof in proofs(business):
        if proof.table.hit is not Hit.UNIQUE:
            continue
        for each in meetings(proof):
            rows = f'rows "{each.first.id}" and "{each.second.id}"'
            what = f"{rows} both hold{when(each.sample, proof)}"
            example = f"for a customer with {each.described.example}"
            way = 'part them, or write "hit: first"'
            message = f'{what} {example} in table "{proof.table.name}"; {way}'
            yield Diagnostic(proof.table.file, each.second.at, CODE, message)
